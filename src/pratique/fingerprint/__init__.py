"""Digests and near-duplicate sketches, shared by the dataset and the review."""
