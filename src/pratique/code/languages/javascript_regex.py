"""JavaScript's regular expressions over constants, by an engine that is linear in its input."""

import re
from collections.abc import Callable
from typing import Any

import re2

_MOST = 100_000
_GROUP = re.compile(r"\(\?<([A-Za-z_]\w*)>")
_LITERAL = re.compile(r"/(.*)/([a-z]*)", re.DOTALL)
_UNICODE = re.compile(r"\\u\{?([0-9a-fA-F]{4,6})\}?")
_TEMPLATE = re.compile(r"\$(?:(\$)|(&)|(\d{1,2}))")


class Regex:
    """A pattern with its flags; one that the engine does not take matches nothing known."""

    __slots__ = ("engine", "flags", "source")

    def __init__(self, source: str, flags: str = "") -> None:
        self.source = source
        self.flags = flags
        self.engine: Any = None
        options = re2.Options()
        options.case_sensitive = "i" not in flags
        options.dot_nl = "s" in flags
        options.max_mem = 8 << 20
        options.log_errors = False
        pattern = _UNICODE.sub(r"\\x{\1}", _GROUP.sub(r"(?P<\1>", source)).replace("\\/", "/")
        pattern = pattern.replace("[^]", "(?s:.)").replace("\\d", "[0-9]")
        prefix = "(?m)" if "m" in flags else ""
        try:
            self.engine = re2.compile(prefix + pattern, options)
        except (re2.error, UnicodeEncodeError):
            self.engine = None

    def __len__(self) -> int:
        return 1

    def _found(self, text: str) -> list[Any] | None:
        if self.engine is None or len(text) > 4 << 20 or not _plain(text):
            return None
        found: list[Any] = []
        for match in self.engine.finditer(text):
            found.append(match)
            if len(found) > _MOST:
                return None
        return found

    def test(self, text: str) -> bool | None:
        """Tell whether the pattern occurs."""
        known = self.engine is not None and _plain(text)
        return self.engine.search(text) is not None if known else None

    def exec(self, text: str) -> list[Any] | None:
        """Return the first match and its groups."""
        if self.engine is None or not _plain(text):
            return None
        match = self.engine.search(text)
        return None if match is None else [match[0], *match.groups()]

    def match(self, text: str) -> list[Any] | None:
        """Return every match, or the first with its groups, as `String.match` does."""
        if "g" not in self.flags:
            return self.exec(text)
        found = self._found(text)
        return None if found is None else [match[0] for match in found]

    def matchAll(self, text: str) -> list[Any] | None:  # noqa: N802 JavaScript's name
        """Return every match with its groups."""
        found = self._found(text)
        return None if found is None else [[match[0], *match.groups()] for match in found]

    def search(self, text: str) -> int | None:
        """Return where the first match begins."""
        if self.engine is None or not _plain(text):
            return None
        match = self.engine.search(text)
        return -1 if match is None else match.start()

    def split(self, text: str) -> list[str] | None:
        """Split as `String.split` does."""
        found = self._found(text)
        if found is None:
            return None
        parts, position = [], 0
        for match in found:
            if match.end() == match.start() and match.start() in {0, len(text)}:
                continue
            parts.append(text[position : match.start()])
            parts.extend(match.groups())
            position = match.end()
        return [*parts, text[position:]]

    def replace(self, text: str, new: str) -> str | None:
        """Replace by a text in which `$1` and `$&` stand for groups."""

        def filled(*parts: str) -> str:
            def one(match: re.Match[str]) -> str:
                if match[1]:
                    return "$"
                place = 0 if match[2] else int(match[3])
                return parts[place] if place < len(parts) else match[0]

            return _TEMPLATE.sub(one, new)

        return self.replaced(text, filled)

    def replaced(self, text: str, function: Callable[..., str]) -> str | None:
        """Replace by what a function of the match and its groups returns."""
        found = self._found(text)
        if found is None:
            return None
        if "g" not in self.flags:
            found = found[:1]
        parts, position = [], 0
        for match in found:
            parts.append(text[position : match.start()])
            groups = ["" if one is None else one for one in match.groups()]
            parts.append(function(match[0], *groups))
            position = match.end()
        return "".join((*parts, text[position:]))


def _plain(text: str) -> bool:
    """Tell whether the engine takes a text: it knows no half of a surrogate pair."""
    return text.isascii() or not any("\ud800" <= one <= "\udfff" for one in text)


def literal(text: str) -> Regex | None:
    """Return the pattern of a literal `/…/flags`."""
    match = _LITERAL.fullmatch(text)
    return Regex(match[1], match[2]) if match else None
