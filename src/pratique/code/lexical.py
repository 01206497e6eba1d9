"""Capabilities read off the words alone, for modules that nothing sends to the parser.

They let two releases be compared and a person see what a package can do; no rule rests on them.
"""

from collections.abc import Iterable, Iterator
from functools import cache

from pratique import vocabulary
from pratique.code import api, atoms_javascript
from pratique.code.prefilter import Hits
from pratique.model import Fact, Location

_SNIPPET = 200


@cache
def _capabilities(language: str) -> dict[str, tuple[str, str]]:
    """Return the capability and the symbol that a word atom stands for most plainly."""
    from pratique.code.atoms import words

    known = set(words(language))
    found: dict[str, tuple[str, str]] = {}
    if language == "javascript":
        for name, behaviours in atoms_javascript.behaviours().items():
            for behaviour in sorted(behaviours):
                if vocabulary.get(behaviour).kind == "capability":
                    found.setdefault(name, (behaviour, name))
        return found
    for symbol, meaning in api.load(language).exact.items():
        last = symbol.rpartition(".")[2]
        for behaviour in meaning.does:
            if last in known and vocabulary.get(behaviour).kind == "capability":
                found.setdefault(last, (behaviour, symbol))
    return found


def pieces(data: bytes, most: int) -> Iterator[tuple[int, bytes]]:
    """Yield (offset, piece) of source, cut at line ends so that no piece is larger than `most`.

    A line that is larger by itself is cut where it must be.
    """
    start = 0
    while len(data) - start > most > 0:
        end = data.rfind(b"\n", start, start + most) + 1
        if end <= start:
            end = start + most
        yield start, data[start:end]
        start = end
    yield start, data[start:] if start else data


def facts(members: Iterable[tuple[str, bytes, Hits]], language: str) -> Iterator[Fact]:
    """Yield each capability once, at the first place where a word of it stands."""
    table = _capabilities(language)
    seen: set[str] = set()
    for path, data, hits in members:
        for atom in hits.distinct():
            if atom.kind != "word" or atom.name not in table:
                continue
            behaviour, symbol = table[atom.name]
            if behaviour in seen:
                continue
            seen.add(behaviour)
            offset = max(0, data.find(atom.name.encode()))
            start = data.rfind(b"\n", 0, offset) + 1
            end = data.find(b"\n", offset)
            line = data[start : end if end >= 0 else None][:_SNIPPET]
            yield Fact(
                behaviour=behaviour,
                location=Location(member=path, line=data.count(b"\n", 0, offset) + 1),
                activation="call",
                source="text",
                language=language,
                symbol=symbol,
                snippet=line.decode("utf-8", "replace").strip(),
                tags=("lexical",),
            )
