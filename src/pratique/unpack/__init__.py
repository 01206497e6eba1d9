"""Bytes to members, with a proof of what was read: never written, never run, never trusted."""

from pratique.unpack.confusion import unmarked
from pratique.unpack.recognition import recognise
from pratique.unpack.walk import Walk, container_of

__all__ = ["Walk", "container_of", "recognise", "unmarked"]
