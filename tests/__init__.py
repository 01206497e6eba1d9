"""The tests, mirroring src/pratique."""
