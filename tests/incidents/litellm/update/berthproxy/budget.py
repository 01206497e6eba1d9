"""Count what a month costs."""

from datetime import date


class OverBudget(Exception):
    """The month's budget is spent."""


class Budget:
    """A limit of cost for each month."""

    def __init__(self, limit):
        self.limit = limit
        self.spent = {}

    def left(self, today=None):
        """Return what may still be spent this month."""
        month = (today or date.today()).strftime("%Y-%m")
        return self.limit - self.spent.get(month, 0)

    def add(self, cost, today=None):
        """Count a cost, or refuse it."""
        month = (today or date.today()).strftime("%Y-%m")
        if cost > self.left(today):
            raise OverBudget(month)
        self.spent[month] = self.spent.get(month, 0) + cost
