"""Bytes to members, with a proof of what was read: never written, never run, never trusted."""

from pratique.unpack.recognition import recognise
from pratique.unpack.walk import Walk

__all__ = ["Walk", "recognise"]
