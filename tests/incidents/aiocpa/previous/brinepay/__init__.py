"""Client of the Brine payment API."""

from brinepay.client import BrinePay
from brinepay.errors import ApiError
from brinepay.models import Balance, Invoice
from brinepay.utils.sync import install

install(BrinePay)

__all__ = ["ApiError", "Balance", "BrinePay", "Invoice"]
