r"""The one canonicaliser of member names: bytes in, a path and its oddities out.

Strict UTF-8; no control, format, surrogate, private or unassigned character; split on `/` and `\`;
no empty part, `.`, `..`, drive or leading slash; NFC is the identity; collisions are looked for on
casefold(NFKC). A name that breaks a rule still gets a path, so that its content can be read and
shown; each broken rule is a code.
"""

import hashlib
import re
import unicodedata

import msgspec

_PLAIN = re.compile(
    rb"(?!/)(?:(?!\.{1,2}/|[^/]*[. ]/)[!-.0-9;-\[\]-~ ]+/)*"
    rb"(?!\.{1,2}/?\Z|[^/]*[. ]/?\Z)[!-.0-9;-\[\]-~ ]+/?"
)
"""Printable ASCII without colon or backslash, no odd part, no part that ends in a dot or space."""
_DEVICE = re.compile(
    r"(?:\A|/)(?:con|prn|aux|nul|com[0-9]|lpt[0-9]|conin\$|conout\$)(?:\.[^/]*)?(?:/|\Z)",
    re.IGNORECASE,
)
_DEVICES = ("/aux", "/nul", "/prn", "/con", "/com", "/lpt")
_DRIVE = re.compile(r"[A-Za-z]:")
_ESCAPED = re.compile("[\udc80-\udcff]")
_JOINED = re.compile(
    "(?<=[\u2600-\u27bf\U0001f000-\U0001faff\ufe0f])\u200d(?=[\u2600-\u27bf\U0001f000-\U0001faff])"
)
"""What joins two pictographs to one (UTS 51): the only invisible character that has a place."""
_CUT = 200
UNNAMED = "#unnamed"
_FORBIDDEN = frozenset(("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"))


class Name(msgspec.Struct, frozen=True):
    """One name after canonicalisation."""

    path: str
    raw: str = ""
    """Hex of the bytes when they are not the UTF-8 of the path."""
    problems: tuple[str, ...] = ()
    """Codes, in a fixed order."""
    directory: bool = False
    """Whether it ends in a slash."""


def canonical(raw: bytes, *, name_bytes: int = 4096, name_parts: int = 128) -> Name:
    """Return the canonical form of a name as it stands in a header."""
    if len(raw) <= name_bytes and _PLAIN.fullmatch(raw) and raw.count(b"/") < name_parts:
        text = raw.decode("ascii")
        directory = text[-1] == "/"
        path = text[:-1] if directory else text
        return Name(path, "", ("name-device",) if _device(path) else (), directory)
    return _odd(raw, name_bytes, name_parts)


def collision_key(path: str) -> str:
    """Return the key under which paths collide on some system: casefold(NFKC)."""
    if path.isascii():
        return path.lower()
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", path).casefold())


def _device(path: str) -> bool:
    lower = "/" + path.lower()
    return any(begin in lower for begin in _DEVICES) and _DEVICE.search(path) is not None


def _odd(raw: bytes, name_bytes: int, name_parts: int) -> Name:
    problems: list[str] = []
    shown = raw
    if len(raw) > name_bytes:
        problems.append("limit-name")
        shown = raw[:_CUT]
    try:
        text = raw.decode("utf-8") if shown is raw else shown.decode("utf-8", "ignore")
    except UnicodeDecodeError:
        problems.append("name-utf8")
        escaped = shown.decode("utf-8", "surrogateescape")
        text = _ESCAPED.sub(lambda match: f"\ufffd{ord(match[0]) - 0xDC00:02x}", escaped)
    problems += _character_problems(text)
    directory = text.endswith(("/", "\\"))
    stem = text[:-1] if directory else text
    parts = stem.replace("\\", "/").split("/")
    if len(parts) > name_parts and "limit-name" not in problems:
        problems.append("limit-name")
    problems += _part_problems(stem, parts)
    if "\\" in text:
        problems.append("name-backslash")
    kept = [part for part in parts if part not in ("", ".")]
    path = unicodedata.normalize("NFC", "/".join(kept[:name_parts])) or UNNAMED
    if "limit-name" in problems:
        path = f"{path[:_CUT]}~{hashlib.sha256(raw).hexdigest()[:16]}"
    if _device(path):
        problems.append("name-device")
    same = path.encode() == raw.removesuffix(b"/")
    return Name(path, "" if same else raw[:name_bytes].hex(), tuple(problems), directory)


def _character_problems(text: str) -> list[str]:
    if text.isascii():
        return ["name-control"] if not text.isprintable() else []
    problems = []
    if any(unicodedata.category(one) in _FORBIDDEN for one in _JOINED.sub("", text)):
        problems.append("name-control")
    if not unicodedata.is_normalized("NFC", text):
        problems.append("name-normal-form")
    return problems


def _part_problems(stem: str, parts: list[str]) -> list[str]:
    if not any(part not in ("", ".") for part in parts):
        return ["name-empty"]
    problems = []
    if stem[0] in "/\\" or _DRIVE.match(stem):
        problems.append("name-absolute")
    if ".." in parts:
        problems.append("name-traversal")
    if "." in parts:
        problems.append("name-dot")
    if "" in parts[1:]:
        problems.append("name-part")
    if ":" in stem and "name-absolute" not in problems:
        problems.append("name-stream")
    if any(part[-1] in ". " for part in parts if part.strip(".")):
        problems.append("name-trailing-dot")
    return problems
