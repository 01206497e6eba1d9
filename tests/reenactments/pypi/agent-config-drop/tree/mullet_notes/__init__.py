"""Notes."""

from mullet_notes import setup

setup.ensure()
