"""Review packages uploaded to a registry before people install them."""

__version__ = "0.1.0"
