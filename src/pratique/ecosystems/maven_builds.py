"""Commands that a pom makes Maven run: programs of `exec-maven-plugin` and Ant's `exec`.

They run wherever the pom is built, and where it is the parent of what is built. Sources: the
plugins' own documentation of `exec:exec` and `antrun:run`, and Ant's of its task `exec`.
"""

import shlex
from collections.abc import Iterator

from pratique.ecosystems.maven_pom import Document, filled, properties

MOST = 100
_ARGUMENTS = frozenset(("argument", "commandlineArgs", "commandLineArgs"))


def commands(document: Document) -> Iterator[tuple[str, int]]:
    """Yield command lines and the lines where their programs are named."""
    known = properties(document)
    found: list[tuple[int, str, int, list[str]]] = []
    for place, element in enumerate(document.elements):
        if "configuration" not in element.path:
            continue
        given = dict(element.attributes)
        if element.path[-1] == "executable" and element.text.strip():
            found.append((element.parent, element.text.strip(), element.line, []))
        elif element.path[-1] == "exec" and (given.get("executable") or given.get("command")):
            words = _split(given["command"]) if "command" in given else [given["executable"]]
            found.append((place, words[0] if words else "", element.line, words[1:]))
        if len(found) >= MOST:
            break
    for place, program, line, words in found:
        arguments = [*words, *_arguments(document, place)]
        text = " ".join([program, *(shlex.quote(one) for one in arguments)])
        if program:
            yield filled(text, known), line


def _arguments(document: Document, place: int) -> Iterator[str]:
    """Yield the words below one element, which may be given one by one or as a line."""
    inside = {place}
    for number, element in enumerate(document.elements):
        if element.parent not in inside:
            continue
        inside.add(number)
        given = dict(element.attributes)
        if element.path[-1] == "arg":
            yield from (given[key] for key in ("value", "file", "path") if key in given)
            yield from given.get("line", "").split()
        elif element.path[-1] in _ARGUMENTS and element.text.strip():
            text = element.text.strip()
            yield from [text] if element.path[-1] == "argument" else _split(text)


def _split(text: str) -> list[str]:
    try:
        return shlex.split(text)
    except ValueError:
        return text.split()
