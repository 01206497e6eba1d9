from decimal import Decimal

from brinepay.models import Balance


def test_balance_is_decimal():
    row = {"currency_code": "BRN", "available": "0.10"}
    assert Balance.read(row).available == Decimal("0.10")
