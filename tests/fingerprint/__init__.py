"""Tests of the fingerprints."""
