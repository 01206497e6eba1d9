"""The client and its connection."""

import os

import httpx

from hailphone._errors import HailError
from hailphone._version import __version__
from hailphone.resources.calls import Calls
from hailphone.resources.messages import Messages

BASE = "https://api.hail.example/v2"


class Hail:
    """A connection with one key."""

    def __init__(self, api_key=None, *, base=BASE, timeout=30.0):
        key = api_key or os.environ.get("HAIL_API_KEY")
        if not key:
            raise HailError(0, "no key: give api_key or set HAIL_API_KEY")
        headers = {"Authorization": f"Bearer {key}", "User-Agent": f"hailphone/{__version__}"}
        self._http = httpx.Client(base_url=base, headers=headers, timeout=timeout)
        self.calls = Calls(self)
        self.messages = Messages(self)

    def request(self, method, path, **body):
        """Send one request and return its data."""
        reply = self._http.request(method, path, json=body or None)
        if reply.status_code >= 400:
            raise HailError(reply.status_code, reply.text)
        return reply.json()["data"]
