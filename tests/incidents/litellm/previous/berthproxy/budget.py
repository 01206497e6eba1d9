"""Count what a month costs."""

from datetime import date


class OverBudget(Exception):
    """The month's budget is spent."""


class Budget:
    """A limit of cost for each month."""

    def __init__(self, limit):
        self.limit = limit
        self.spent = {}

    def add(self, cost, today=None):
        """Count a cost, or refuse it."""
        month = (today or date.today()).strftime("%Y-%m")
        if self.spent.get(month, 0) + cost > self.limit:
            raise OverBudget(month)
        self.spent[month] = self.spent.get(month, 0) + cost
