"""Steps: calls that can be written down and repeated."""

import functools
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Step:
    """A call that has not been made yet."""

    function: object
    args: tuple
    kwargs: dict = field(default_factory=dict)
    retries: int = 0

    def run(self):
        """Make the call, again after a failure as often as it may."""
        for left in range(self.retries, -1, -1):
            try:
                return self.function(*self.args, **self.kwargs)
            except Exception:
                if not left:
                    raise
        return None


def step(function=None, *, retries=0):
    """Turn a function into one that returns a step."""
    if function is None:
        return functools.partial(step, retries=retries)

    @functools.wraps(function)
    def make(*args, **kwargs):
        return Step(function, args, kwargs, retries)

    return make
