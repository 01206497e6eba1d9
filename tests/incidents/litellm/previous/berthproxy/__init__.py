"""One address for many language model services."""

from berthproxy.budget import Budget, OverBudget
from berthproxy.route import Route

__all__ = ["Budget", "OverBudget", "Route"]
