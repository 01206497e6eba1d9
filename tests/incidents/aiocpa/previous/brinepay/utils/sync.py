"""Let every coroutine method be called without an event loop."""

import asyncio
import functools
import inspect


def wrap(method):
    """Return a method that runs its coroutine itself when no loop is running."""

    @functools.wraps(method)
    def call(*args, **kwargs):
        coroutine = method(*args, **kwargs)
        try:
            asyncio.get_running_loop()
        except RuntimeError:
            return asyncio.run(coroutine)
        return coroutine

    return call


def install(cls):
    """Wrap the public coroutine methods of a class."""
    for name, method in list(vars(cls).items()):
        if inspect.iscoroutinefunction(method) and not name.startswith("_"):
            setattr(cls, name, wrap(method))
