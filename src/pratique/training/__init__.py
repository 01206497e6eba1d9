"""Measure detection by the protocol of `docs/evaluation.md`, and fit what is learned."""
