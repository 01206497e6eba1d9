"""Many parts, loaded late."""

import importlib

_PARTS = {"least": "turbot_lazy.sums", "mean": "turbot_lazy.sums"}
__all__ = sorted(_PARTS)


def __getattr__(name):
    if name not in _PARTS:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(importlib.import_module(_PARTS[name]), name)
    globals()[name] = value
    return value


def __dir__():
    return __all__
