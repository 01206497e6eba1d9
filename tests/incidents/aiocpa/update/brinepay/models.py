"""What the API answers."""

from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True)
class Balance:
    """How much of an asset there is."""

    asset: str
    available: Decimal

    @classmethod
    def read(cls, row):
        return cls(row["currency_code"], Decimal(row["available"]))


@dataclass(frozen=True)
class Invoice:
    """A payment that was asked for."""

    id: int
    status: str
    amount: Decimal
    pay_url: str

    @classmethod
    def read(cls, row):
        address = row.get("bot_invoice_url") or row.get("pay_url", "")
        return cls(row["invoice_id"], row["status"], Decimal(row["amount"]), address)
