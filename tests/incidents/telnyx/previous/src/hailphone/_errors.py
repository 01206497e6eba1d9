"""What the API refuses."""


class HailError(Exception):
    """The API's status and its message."""

    def __init__(self, status, message):
        super().__init__(f"{status}: {message}")
        self.status = status
