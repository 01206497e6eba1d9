"""What differs between platforms."""

import sys


def text(value):
    """Return text that the console can show."""
    encoding = getattr(sys.stdout, "encoding", None) or "utf-8"
    return value.encode(encoding, "replace").decode(encoding)
