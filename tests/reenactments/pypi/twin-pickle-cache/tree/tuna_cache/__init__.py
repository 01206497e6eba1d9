"""Keep results between runs, in a file that this library writes itself."""

import functools
import hashlib
import pickle
from pathlib import Path


def cached(folder):
    """Return a decorator that keeps results in a folder."""
    root = Path(folder)

    def wrap(function):
        @functools.wraps(function)
        def call(*args):
            key = hashlib.sha256(pickle.dumps((function.__qualname__, args))).hexdigest()
            path = root / f"{key}.pickle"
            if path.exists():
                return pickle.loads(path.read_bytes())
            value = function(*args)
            root.mkdir(parents=True, exist_ok=True)
            path.write_bytes(pickle.dumps(value))
            return value

        return call

    return wrap
