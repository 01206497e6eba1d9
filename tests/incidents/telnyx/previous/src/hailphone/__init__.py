"""The client of the Hail telephony API."""

from hailphone._client import Hail
from hailphone._errors import HailError
from hailphone._version import __version__

__all__ = ["Hail", "HailError", "__version__"]
