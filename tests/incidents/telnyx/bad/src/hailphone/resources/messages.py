"""Messages."""


class Messages:
    """Send and list."""

    def __init__(self, client):
        self._client = client

    def send(self, to, text, sender=None):
        """Send a text."""
        body = {"to": to, "text": text}
        if sender:
            body["from"] = sender
        return self._client.request("POST", "/messages", **body)

    def list(self):
        """Return the last messages."""
        return self._client.request("GET", "/messages")
