"""Techniques of malicious packages, re-enacted small and inert, and honest packages beside them.

One folder for each technique under its ecosystem: `tree` holds the package, `expected.toml` what a
review must say and where the evidence stands. Twins are honest packages that do something alike
and must come out clear.
"""
