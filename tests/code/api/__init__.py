"""Tests of the tables of library calls."""
