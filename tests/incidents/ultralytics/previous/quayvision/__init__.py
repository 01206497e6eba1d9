"""Count and outline vessels in photographs of a quay."""

from quayvision.model import Model
from quayvision.results import Outline, Result

__version__ = "@@version@@"
__all__ = ["Model", "Outline", "Result"]
