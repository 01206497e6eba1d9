"""The changelog: PyPI's lossless feed of everything that happens, by serial, over XML-RPC.

Source: Warehouse's XML-RPC API (`changelog_since_serial`, at most 50,000 entries an answer). The
answer is read by a parser of ours that knows the seven elements which this call can return;
documents with a DTD are refused before any parser sees them, and nothing is ever expanded.
"""

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING
from xml.parsers import expat

from pratique.ecosystems import pypi_config
from pratique.errors import NetworkError
from pratique.model import Event, EventKind

if TYPE_CHECKING:
    from pratique.ecosystems.http import Client

ANSWER_BYTES = 64 * 1024 * 1024
DEPTH = 16
TEXT = 4096
_Scalar = str | int | None
_ADDED = re.compile(r"add (\S{1,40}) file (.{1,400})", re.DOTALL)
_REMOVED = re.compile(r"remove (?:(\S{1,40}) )?file (.{1,400})", re.DOTALL)
_KINDS: dict[str, EventKind] = {
    "create": "create",
    "new release": "create",
    "remove project": "remove",
    "remove release": "remove",
    "remove": "remove",
    "yank release": "yank",
    "unyank release": "unyank",
    "project quarantined": "quarantine",
    "release quarantined": "quarantine",
    "project quarantine cleared": "quarantine-cleared",
    "release quarantine cleared": "quarantine-cleared",
}


def head(client: "Client", address: str = "") -> int:
    """Return the serial of the newest entry."""
    rows = list(_call(client, address, "changelog_last_serial", None))
    if len(rows) != 1 or not isinstance(rows[0], int):
        raise NetworkError("the feed names no serial; check its address (--feed)")
    return rows[0]


def changes(since: int, client: "Client", address: str = "") -> tuple[Event, ...]:
    """Return what happened after a serial, in order of serials, each entry once."""
    values = list(_call(client, address, "changelog_since_serial", since))
    if len(values) % 5:
        raise NetworkError("the feed's entries are not of five parts; check its address (--feed)")
    events = {event: None for event in _events(values) if event.serial > since}
    return tuple(sorted(events, key=lambda event: event.serial))


def _events(values: list[_Scalar]) -> Iterator[Event]:
    for at in range(0, len(values), 5):
        name, version, when, action, serial = values[at : at + 5]
        if not isinstance(name, str) or not isinstance(serial, int):
            raise NetworkError("the feed's entries have no name and serial; check its address")
        text = action if isinstance(action, str) else ""
        kind, filename = classify(text)
        yield Event(
            ecosystem="pypi",
            kind=kind,
            name=name,
            version=version if isinstance(version, str) else "",
            filename=filename,
            serial=serial,
            time=when if isinstance(when, int) else 0,
            action=text[:512],
        )


def classify(action: str) -> tuple[EventKind, str]:
    """Return what an action means, and the file that it names.

    >>> classify("add py3 file six-1.0-py3-none-any.whl")
    ('upload', 'six-1.0-py3-none-any.whl')
    """
    found = _ADDED.fullmatch(action)
    if found:
        return "upload", found[2]
    found = _REMOVED.fullmatch(action)
    if found:
        return "remove", found[2]
    if action.startswith(("add Owner", "add Maintainer", "remove Owner", "remove Maintainer")):
        return "owner", ""
    return _KINDS.get(action, "other"), ""


def _call(client: "Client", address: str, method: str, argument: int | None) -> Iterator[_Scalar]:
    url = client.trust(address or pypi_config.feed())
    value = "" if argument is None else f"<param><value><int>{argument}</int></value></param>"
    body = (
        f'<?xml version="1.0"?><methodCall><methodName>{method}</methodName>'
        f"<params>{value}</params></methodCall>"
    ).encode()
    answer = client.post(
        url, body, headers={"Content-Type": "text/xml"}, limit=ANSWER_BYTES, accepted=(200,)
    )
    return iter(parse(answer.body))


def parse(body: bytes) -> tuple[_Scalar, ...]:
    """Return the scalars of an XML-RPC answer in order, whatever arrays they stand in.

    Raises NetworkError for a fault, a DTD, an unknown element, or anything cut short.
    """
    reader = _Reader()
    try:
        reader.parser.Parse(body, True)  # noqa: FBT003  # expat's own signature
    except (expat.ExpatError, ValueError) as error:
        raise NetworkError(f"the feed's answer is no XML-RPC ({error}); trying later") from error
    if reader.fault:
        shown = ", ".join(str(value) for value in reader.values)[:200]
        raise NetworkError(f"the feed refuses: {shown}")
    return tuple(reader.values)


class _Reader:
    """Collect scalars while expat reads; every handler is bounded."""

    def __init__(self) -> None:
        self.values: list[_Scalar] = []
        self.fault = False
        self._depth = 0
        self._text: list[str] = []
        self._length = 0
        self._typed = False
        self.parser = expat.ParserCreate()
        self.parser.StartDoctypeDeclHandler = self._forbidden
        self.parser.EntityDeclHandler = self._forbidden
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._characters

    def _forbidden(self, *_: object) -> None:
        raise ValueError("a document type is not accepted")

    def _start(self, name: str, _: object) -> None:
        self._depth += 1
        if self._depth > DEPTH:
            raise ValueError("nested too deeply")
        if name == "fault":
            self.fault = True
        self._text, self._length = [], 0
        if name == "value":
            self._typed = False

    def _characters(self, text: str) -> None:
        room = TEXT - self._length
        if room > 0:
            self._text.append(text[:room])
            self._length += len(text)

    def _end(self, name: str) -> None:
        self._depth -= 1
        text = "".join(self._text)
        match name:
            case "int" | "i4" | "i8":
                self._add(_integer(text))
            case "string":
                self._add(text)
            case "nil":
                self._add(None)
            case "boolean":
                self._add(int(text.strip() == "1"))
            case "value":
                if not self._typed:
                    self._add(text)
            case "array" | "struct":
                self._typed = True
        self._text, self._length = [], 0

    def _add(self, value: _Scalar) -> None:
        self.values.append(value)
        self._typed = True


def _integer(text: str) -> int:
    bare = text.strip()
    if len(bare) > 18:
        raise ValueError("an integer of more than 18 digits")
    return int(bare)
