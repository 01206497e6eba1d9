"""Retries for requests, by the library's own adapters."""

import requests
from requests.adapters import HTTPAdapter
from urllib3.util.retry import Retry


def session(retries=3, token=None):
    """Return a session that tries again."""
    made = requests.Session()
    adapter = HTTPAdapter(max_retries=Retry(total=retries, backoff_factor=0.3))
    made.mount("https://", adapter)
    if token:
        made.headers["Authorization"] = f"Bearer {token}"
    return made
