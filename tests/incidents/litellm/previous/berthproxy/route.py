"""Where requests for a model go."""

import os
from dataclasses import dataclass


@dataclass(frozen=True)
class Route:
    """One service behind the proxy."""

    upstream: str
    key: str

    @classmethod
    def from_environment(cls):
        """Return the route that the environment names."""
        return cls(os.environ["BERTHPROXY_UPSTREAM"], os.environ["BERTHPROXY_KEY"])

    def headers(self):
        """Return the headers that the service wants."""
        return {"Authorization": f"Bearer {self.key}"}
