"""What can go wrong."""


class ApiError(Exception):
    """The API refused a request; the message is its name for the reason."""
