"""Tests of the walkers."""
