"""Python's pure methods and functions, as they may be applied to constants."""

import inspect
import textwrap
from collections.abc import Callable, Mapping
from typing import Any

from pratique.code.evaluate import plain

_MOST = 4 * 1024 * 1024
_STR = (
    "capitalize casefold count encode endswith find format_map index isalnum isalpha isascii "
    "isdecimal isdigit isidentifier islower isnumeric isprintable isspace istitle isupper join "
    "lower lstrip partition removeprefix removesuffix rfind rindex rpartition rsplit rstrip split "
    "splitlines startswith strip swapcase title translate upper maketrans"
).split()
_BYTES = (
    "capitalize count endswith find hex index isalnum isalpha isascii isdigit islower isspace "
    "isupper join lower lstrip partition removeprefix removesuffix rfind rindex rpartition "
    "rsplit rstrip split splitlines startswith strip swapcase title translate upper maketrans "
    "fromhex"
).split()


def _replace(text: Any, old: Any, new: Any, count: int = -1) -> Any:  # noqa: ANN401
    growth = len(new) - len(old)
    if growth > 0 and len(text) + growth * (text.count(old) if old else len(text) + 1) > _MOST:
        raise OverflowError("grows too long")
    return text.replace(old, new, count)


def _padded(name: str) -> Callable[..., Any]:
    def pad(text: Any, width: int, *fill: Any) -> Any:  # noqa: ANN401
        if width > _MOST:
            raise OverflowError("too wide")
        return getattr(text, name)(width, *fill)

    return pad


def _expand(text: Any, size: int = 8) -> Any:  # noqa: ANN401
    if size > 1000 or text.count("\t" if isinstance(text, str) else b"\t") * size > _MOST:
        raise OverflowError("too wide")
    return text.expandtabs(size)


def _decode(data: bytes, encoding: str = "utf-8", errors: str = "strict") -> Any:  # noqa: ANN401
    from pratique.code.decoders import decode

    made = decode("codec", data, {"encoding": encoding, "errors": errors}, _MOST)
    if made is None:
        raise ValueError("cannot be decoded")
    return made


def _to_bytes(number: int, length: int = 1, byteorder: str = "big", *, signed: bool = False) -> Any:  # noqa: ANN401
    if length > _MOST:
        raise OverflowError("too long")
    return number.to_bytes(length, "little" if byteorder == "little" else "big", signed=signed)


def _number_format(value: Any, specification: str = "") -> str:  # noqa: ANN401
    if len(specification) > 12:
        raise OverflowError("format too wide")
    return format(value, specification) if plain.fits(value, _MOST) else ""


def _methods() -> Mapping[tuple[type, str], Callable[..., Any]]:
    table: dict[tuple[type, str], Callable[..., Any]] = {}
    for kind, names in ((str, _STR), (bytes, _BYTES)):
        for name in names:
            table[kind, name] = getattr(kind, name)
        for name in ("ljust", "rjust", "center", "zfill"):
            table[kind, name] = _padded(name)
        table[kind, "replace"] = _replace
        table[kind, "expandtabs"] = _expand
    table[str, "maketrans"] = lambda _text, *given: str.maketrans(*given)
    table[bytes, "maketrans"] = lambda _text, *given: bytes.maketrans(*given)
    table[bytes, "fromhex"] = lambda _data, text: bytes.fromhex(text)
    table[str, "format"] = plain.safe_format
    table[bytes, "decode"] = _decode
    table[str, "decode"] = _decode
    for name in ("bit_length", "conjugate"):
        table[int, name] = getattr(int, name)
    table[int, "to_bytes"] = _to_bytes
    table[bytes, "tobytes"] = bytes
    table[bytes, "copy"] = bytes
    return table


def _range(*given: int) -> Any:  # noqa: ANN401
    made = range(*given)
    if len(made) > plain.MAX_ITEMS:
        raise OverflowError("too long")
    return made


def _bytes(*given: Any) -> Any:  # noqa: ANN401
    if given and isinstance(given[0], int):
        return bytes(min(given[0], _MOST))
    if given and isinstance(given[0], str):
        return given[0].encode(given[1] if len(given) > 1 else "utf-8")
    return bytes(*given)


def _str(*given: Any) -> Any:  # noqa: ANN401
    if len(given) > 1 and isinstance(given[0], bytes):
        return _decode(given[0], str(given[1]))
    return str(*given[:1])


def _pow(base: int, power: int, modulus: int | None = None) -> Any:  # noqa: ANN401
    if modulus is not None:
        if max(base.bit_length(), power.bit_length(), modulus.bit_length()) > 8192:
            raise OverflowError("power too large")
        return pow(base, power, modulus)
    return plain.raised(base, power)


def _fixed(name: str, function: Callable[..., Any]) -> tuple[str, Callable[..., Any]]:
    return "builtins." + name, function


METHODS = _methods()
FUNCTIONS: Mapping[str, Callable[..., Any]] = dict(
    [
        *(
            _fixed(one.__name__, one)
            for one in (
                *(chr, ord, len, int, float, bool, abs, min, max, sum, hex, oct, bin, repr, ascii),
                *(list, tuple, set, frozenset, dict, round, divmod, any, all, bytearray),
            )
        ),
        _fixed("bytes", _bytes),
        _fixed("bytearray", _bytes),
        _fixed("str", _str),
        _fixed("unichr", chr),
        _fixed("unicode", _str),
        _fixed("range", _range),
        _fixed("xrange", _range),
        _fixed("reversed", lambda items: list(reversed(items))),
        _fixed("enumerate", lambda items, start=0: list(enumerate(items, start))),
        _fixed("zip", lambda *items, **_: list(zip(*items, strict=False))),
        _fixed("sorted", lambda items, reverse=False: sorted(items, reverse=reverse)),
        _fixed("iter", lambda items: items),
        _fixed("memoryview", bytes),
        _fixed("pow", _pow),
        _fixed("format", _number_format),
        _fixed("slice", slice),
        ("builtins.str.join", str.join),
        ("builtins.bytes.join", bytes.join),
        ("builtins.str.maketrans", str.maketrans),
        ("builtins.bytes.maketrans", bytes.maketrans),
        ("builtins.str.lower", str.lower),
        ("builtins.str.upper", str.upper),
        ("builtins.bytes.fromhex", bytes.fromhex),
        ("builtins.bytearray.fromhex", bytes.fromhex),
        ("builtins.int.from_bytes", int.from_bytes),
        ("textwrap.dedent", textwrap.dedent),
        ("inspect.cleandoc", inspect.cleandoc),
        ("builtins.bytes.decode", _decode),
        ("builtins.str.encode", str.encode),
        ("operator.xor", lambda left, right: left ^ right),
        ("operator.add", lambda left, right: left + right),
        ("operator.sub", lambda left, right: left - right),
        ("operator.mul", lambda left, right: plain.repeated(left, right, _MOST)),
        ("itertools.cycle", lambda items: list(items) * (1 + 4096 // max(1, len(items)))),
        ("itertools.chain", lambda *items: [one for some in items for one in some]),
    ]
)
BUILTINS = frozenset(
    "__build_class__ __debug__ __import__ abs all any apply ascii basestring bin bool breakpoint "
    "buffer bytearray bytes callable chr classmethod cmp compile complex copyright credits "
    "delattr dict dir divmod enumerate eval exec execfile exit file filter float format frozenset "
    "getattr globals hasattr hash help hex id input int isinstance issubclass iter len license "
    "list locals long map max memoryview min next object oct open ord pow print property quit "
    "range raw_input reduce reload repr reversed round set setattr slice sorted staticmethod str "
    "sum super tuple type unichr unicode vars xrange zip __builtins__ __name__ __file__ "
    "__loader__ __spec__ __doc__ __package__ __path__".split()
)
