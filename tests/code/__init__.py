"""Tests of reading code."""
