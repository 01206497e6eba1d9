"""Requests to the API, one method for each."""

import json
from decimal import Decimal

import aiohttp

from brinepay.errors import ApiError
from brinepay.models import Balance, Invoice

BASE = "https://pay.brine.example/api"


class BrinePay:
    """A client that holds one application's token."""

    def __init__(self, token, *, base=BASE, timeout=30):
        self.token = token
        self.base = base
        self.timeout = aiohttp.ClientTimeout(total=timeout)

    async def _call(self, method, **params):
        headers = {"Brine-Pay-API-Token": self.token}
        params = {key: str(value) for key, value in params.items() if value is not None}
        async with aiohttp.ClientSession(timeout=self.timeout) as session:
            url = f"{self.base}/{method}"
            async with session.post(url, json=params, headers=headers) as reply:
                answer = json.loads(await reply.text(), parse_float=Decimal)
        if not answer.get("ok"):
            raise ApiError(answer.get("error", {}).get("name", "unknown"))
        return answer["result"]

    async def get_me(self):
        """Return what the API knows of this application."""
        return await self._call("getMe")

    async def get_balance(self):
        """Return the balances, one for each asset."""
        return [Balance.read(one) for one in await self._call("getBalance")]

    async def create_invoice(self, amount, *, asset="BRN", description=None):
        """Ask for a payment."""
        result = await self._call(
            "createInvoice", amount=amount, asset=asset, description=description
        )
        return Invoice.read(result)

    async def get_invoices(self, *, status=None, count=100):
        """Return the latest invoices."""
        result = await self._call("getInvoices", status=status, count=count)
        return [Invoice.read(one) for one in result["items"]]
