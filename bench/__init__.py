"""Measurements: speed, robustness, and the corpora that both are taken on."""
