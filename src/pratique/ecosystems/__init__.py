"""What differs between registries: naming, fetching, metadata, triggers, policy and feed."""

from pratique.ecosystems.interface import Description, Ecosystem

__all__ = ["Description", "Ecosystem"]
