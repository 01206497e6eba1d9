"""Bounded readers of the three text forms of Python packaging: headers, INI and TOML.

All are linear in their input whatever it says. `configparser` is not used because its option
pattern is quadratic in a line's spaces; `tomllib` is, and is kept from input that makes it slow
(long dotted keys are quadratic, deep nesting recurses).
"""

import re
import tomllib
from email.parser import HeaderParser
from typing import Any

import msgspec

TOML_BYTES = 256 * 1024
KEY_PARTS = 16
DEPTH = 48
HEADERS = 20_000
_QUOTED = re.compile(r'"[^"\n]*"|\'[^\'\n]*\'')
_BODY = re.compile(rb"\r\n\r\n|\n\n|\r\r")


class Headers(msgspec.Struct, frozen=True, kw_only=True):
    """The fields of METADATA or PKG-INFO in order, names in lower case, and the text after."""

    fields: tuple[tuple[str, str], ...] = ()
    body: str = ""
    cut: bool = False
    """There were more fields than are read."""

    def all(self, name: str) -> tuple[str, ...]:
        """Return every value of a field."""
        return tuple(value for key, value in self.fields if key == name)

    def first(self, name: str) -> str | None:
        """Return the first value of a field, the one that installers use."""
        return next((value for key, value in self.fields if key == name), None)


def headers(data: bytes) -> Headers:
    """Read RFC 822 headers as `email.parser` does, because installers read them with it."""
    found = _BODY.search(data)
    head, body = (data, b"") if found is None else (data[: found.start()], data[found.end() :])
    text = head.decode("utf-8-sig", "replace")
    message = HeaderParser().parsestr(text, headersonly=True)
    fields = [(name.lower(), _unfold(value)) for name, value in message.raw_items()]
    rest = str(message.get_payload() or "")
    return Headers(
        fields=tuple(fields[:HEADERS]),
        body=rest + body.decode("utf-8", "replace"),
        cut=len(fields) > HEADERS,
    )


def _unfold(value: object) -> str:
    text = str(value)
    return text.strip() if "\n" not in text and "\r" not in text else text.strip(" \t")


def ini(data: bytes, *, delimiters: str = "=:") -> tuple[tuple[str, str, str], ...]:
    """Return (section, key, value) of an INI file in order; continuation lines keep their breaks.

    Reads on over lines that mean nothing; a key without delimiter has an empty value.
    """
    found: list[tuple[str, str, list[str]]] = []
    section, inside = "", False
    for line in data.decode("utf-8-sig", "replace").splitlines():
        bare = line.strip()
        if not bare or bare[0] in "#;":
            continue
        if line[0] in " \t" and inside:
            found[-1][2].append(bare)
        elif bare[0] == "[" and bare[-1] == "]":
            section, inside = bare[1:-1].strip(), False
        else:
            at = min((i for i in map(bare.find, delimiters) if i >= 0), default=len(bare))
            found.append((section, bare[:at].strip(), [bare[at + 1 :].strip()]))
            inside = True
    return tuple((section, key, "\n".join(lines).strip()) for section, key, lines in found)


def toml(data: bytes) -> tuple[dict[str, Any], str]:
    """Return a TOML document and an empty string, or an empty one and why it was not read."""
    if len(data) > TOML_BYTES:
        return {}, f"larger than {TOML_BYTES} bytes"
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        return {}, f"not UTF-8 at byte {error.start}"
    if _is_costly(text):
        return {}, f"keys of more than {KEY_PARTS} parts or nesting beyond {DEPTH}"
    try:
        return tomllib.loads(text), ""
    except (tomllib.TOMLDecodeError, RecursionError, ValueError) as error:
        return {}, str(error)[:200]


def _is_costly(text: str) -> bool:
    depth = 0
    for line in text.splitlines():
        if not line or line[0] == "#":
            continue
        code = _QUOTED.sub("", line)
        depth += code.count("[") + code.count("{") - code.count("]") - code.count("}")
        if depth > DEPTH:
            return True
        depth = max(depth, 0)
        key = code if "{" in code else code.partition("=")[0]
        if key.count(".") > KEY_PARTS and "=" in code + "]" * code.startswith("["):
            return True
        if key.count(".") > KEY_PARTS and key.lstrip().startswith("["):
            return True
    return False


def at(document: dict[str, Any], *keys: str) -> Any:  # noqa: ANN401  # foreign TOML
    """Return the value at a path of tables, None where any part is missing or no table."""
    here: Any = document
    for key in keys:
        if not isinstance(here, dict):
            return None
        here = here.get(key)
    return here


def strings(value: Any) -> tuple[str, ...]:  # noqa: ANN401  # foreign TOML
    """Return the strings of a list, or a string alone; empty for anything else."""
    if isinstance(value, str):
        return (value,)
    if isinstance(value, list):
        return tuple(one for one in value if isinstance(one, str))
    return ()
