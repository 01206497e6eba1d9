"""The same review over one artifact or over a registry."""

from pratique.engine.local import reviews

__all__ = ["reviews"]
