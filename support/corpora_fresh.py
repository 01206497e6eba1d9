"""Choose benign artifacts that no rule was ever held against: ``python -m support.corpora_fresh``.

Other applications and another year of Home Assistant than ``pypi-benign`` came from, and none of
its projects. Scored, then read: the first figure over it, dated, is the honest one.
"""

from itertools import chain, zip_longest

from bench.corpus_lock import load, write
from support.corpora_closures import Pins, closure, homes, normal
from support.corpora_pypi import choose, entry_of, lists_of, measured, trimmed

APPLICATIONS = (
    "buildbot",
    "octoprint",
    "mlflow",
    "kinto",
    "invenio-app",
    "dagster-webserver",
    "jupyterhub",
)
HOMES = (("2021.6.6", "3.8"), ("0.110.7", "3.7"))


def candidates() -> Pins:
    """Take the pins of every closure in turn, each project once, none of another corpus."""
    taken = {normal(one.name) for name in ("pypi-benign", "pypi-hard") for one in load(name)}
    sources = [homes(*home) for home in HOMES]
    sources.append(tuple(chain.from_iterable(map(closure, APPLICATIONS))))
    pins: dict[str, str] = {}
    for pin in chain.from_iterable(zip_longest(*sources)):
        if pin is not None and normal(pin[0]) not in taken:
            pins.setdefault(*pin)
    return tuple(pins.items())


def main() -> None:
    """Write the lock of ``pypi-fresh``."""
    pins = candidates()
    lists = lists_of(pins)
    chosen = choose(pins, lists)
    entries = measured(entry_of(name, file) for name in chosen for file in chosen[name])
    write("pypi-fresh", trimmed(entries))


if __name__ == "__main__":
    main()
