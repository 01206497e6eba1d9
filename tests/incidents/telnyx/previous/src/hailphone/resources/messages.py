"""Messages."""


class Messages:
    """Send and list."""

    def __init__(self, client):
        self._client = client

    def send(self, to, text, sender=None):
        """Send a text."""
        return self._client.request("POST", "/messages", to=to, text=text, **{"from": sender})

    def list(self):
        """Return the last messages."""
        return self._client.request("GET", "/messages")
