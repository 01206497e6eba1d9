"""Train models without writing the loop."""

from keeltrain.models import Line, Module
from keeltrain.trainer import Trainer

__version__ = "@@version@@"
__all__ = ["Line", "Module", "Trainer"]
