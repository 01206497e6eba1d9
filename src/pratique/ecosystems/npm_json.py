"""`package.json` as bytes: read as npm reads it, with what other readers would see differently."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

MOST_KEYS = 100_000


def document(data: bytes) -> tuple[dict[str, Any], tuple[str, ...]]:
    """Return an object and what is odd about its text.

    The oddities are `not-json`, `byte-order-mark`, `proto`, and `twice:<key>` for a key of the
    outermost object or of `scripts` that stands there more than once (the last one counts).
    """
    odd: list[str] = []
    plain = data
    if plain.startswith(b"\xef\xbb\xbf"):
        plain = plain[3:]
        odd.append("byte-order-mark")

    def pairs(found: list[tuple[str, Any]]) -> dict[str, Any]:
        made = dict(found)
        if len(made) < len(found):
            seen: set[str] = set()
            for key, _ in found:
                if key in seen and len(odd) < 50:
                    odd.append(f"twice:{key[:100]}")
                seen.add(key)
        if "__proto__" in made:
            odd.append("proto")
        return made

    try:
        made = json.loads(plain.decode("utf-8", "replace"), object_pairs_hook=pairs)
    except (ValueError, RecursionError):
        return {}, (*odd, "not-json")
    if not isinstance(made, dict):
        return {}, (*odd, "not-json")
    return made, tuple(dict.fromkeys(odd))


def text(value: Any) -> str:  # noqa: ANN401 foreign JSON
    """Return a string as it is, and nothing for anything else."""
    return value if isinstance(value, str) else ""


def table(value: Any) -> Mapping[str, Any]:  # noqa: ANN401 foreign JSON
    """Return an object, an empty one for anything else."""
    return value if isinstance(value, dict) else {}


def strings(value: Any, depth: int = 12, without: str = "") -> Iterator[str]:  # noqa: ANN401 foreign JSON
    """Yield every string inside a value, outermost first; what is too deep is left out.

    What stands under keys that begin with `without` is left out, too.
    """
    if isinstance(value, str):
        yield value
    elif depth and isinstance(value, dict):
        for key, one in value.items():
            if not without or not key.startswith(without):
                yield from strings(one, depth - 1, without)
    elif depth and isinstance(value, list):
        for one in value:
            yield from strings(one, depth - 1, without)
