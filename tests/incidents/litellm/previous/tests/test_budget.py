from datetime import date

import pytest

from berthproxy import Budget, OverBudget


def test_budget_is_per_month():
    budget = Budget(1)
    budget.add(1, date(2026, 1, 31))
    budget.add(1, date(2026, 2, 1))
    with pytest.raises(OverBudget):
        budget.add(0.1, date(2026, 2, 2))
