"""Measuring and fitting: evaluation of rules, examples and detectors."""
