"""Render charts."""

from halibut_render.engine import render

__all__ = ["render"]
