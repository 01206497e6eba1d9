"""The catalogue of known malware: record, encrypted store, import, cluster, match, split, export.

No live sample ships with this program; a sample that a user imports is stored encrypted, under its
digest, and every read of it is written down.
"""
