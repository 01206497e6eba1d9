"""Icons as text."""

import base64

_BUOY = "@@icon@@"


def buoy():
    """Return the icon of a buoy as a picture."""
    return base64.b64decode(_BUOY)
