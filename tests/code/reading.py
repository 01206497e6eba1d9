"""Read sources through the whole reader and give what came out."""

from collections.abc import Mapping

from pratique.code.reader import Reader
from pratique.limits import Budget, Limits
from pratique.model import Activation, Content, Fact, Layer, Limitation, Manifest, Member, Trigger

FILLER = "".join(
    f'def honest_{number}(a, b):\n    """Add up."""\n    c = a * {number} + b\n    return c\n\n'
    for number in range(900)
).encode()
"""More honest source than an artifact may have in which everything is parsed."""


def read(
    sources: Mapping[str, bytes | str],
    roots: Mapping[str, Activation] | None = None,
    kind: str = "wheel",
) -> tuple[Fact | Layer | Limitation, ...]:
    """Return facts, layers and limitations of an artifact with these sources."""
    reader = Reader(Budget(Limits()))
    found: list[object] = []
    for path, source in sources.items():
        data = source.encode() if isinstance(source, str) else source
        member = Member(path=path, size=len(data))
        found += reader.look(Content(member=member, data=data, final=True))
    triggers = tuple(
        Trigger(kind="init", activation=activation, member=path)
        for path, activation in (roots or {}).items()
    )
    found += reader.finish(triggers, Manifest(), kind)  # type: ignore[arg-type]  # a kind
    return tuple(one for one in found if isinstance(one, Fact | Layer | Limitation))


def facts(
    sources: Mapping[str, bytes | str],
    roots: Mapping[str, Activation] | None = None,
    kind: str = "wheel",
) -> dict[str, list[Fact]]:
    """Return the evaluator's facts by behaviour, without those read off words alone."""
    found: dict[str, list[Fact]] = {}
    for one in read(sources, roots, kind):
        if isinstance(one, Fact) and "lexical" not in one.tags:
            found.setdefault(one.behaviour, []).append(one)
    return found


def among_honest(source: bytes | str) -> dict[str, bytes | str]:
    """Return a large honest package with one module that is something else."""
    return {
        "tide/__init__.py": b"",
        "tide/honest.py": FILLER,
        "tide/more.py": FILLER,
        "tide/odd.py": source,
    }
