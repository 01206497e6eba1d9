"""Calls."""


class Calls:
    """Dial and hang up."""

    def __init__(self, client):
        self._client = client

    def dial(self, to, connection, **options):
        """Start a call."""
        return self._client.request("POST", "/calls", to=to, connection_id=connection, **options)

    def hangup(self, call):
        """End a call."""
        return self._client.request("POST", f"/calls/{call}/actions/hangup")
