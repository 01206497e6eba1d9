"""JavaScript's operators over plain values, with its conversions between text, number and truth.

Source: ECMA-262, abstract operations ToPrimitive, ToNumber, ToString, ToInt32. Arrays are lists,
objects dicts; `undefined` and `null` are both None, as the common tree has one nothing.
"""

import math
from collections.abc import Callable
from typing import Any

from pratique.code.languages.javascript_literals import number as literal

NAN = float("nan")
_WORD = 0xFFFFFFFF
MOST = 4 << 20


class Mistake(ValueError):  # noqa: N818 - what JavaScript throws is no error of ours
    """What JavaScript would throw for, or what has no meaning here."""


def text(value: Any) -> str:  # noqa: ANN401 any plain value
    """Return a value as text.

    >>> text(True), text(2.0), text(None), text([1, [2, "a"]]), text(0.5)
    ('true', '2', 'undefined', '1,2,a', '0.5')
    """
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if value is None:
        return "undefined"
    if isinstance(value, int):
        return str(value) if value.bit_length() < 4096 else "Infinity"
    if isinstance(value, float):
        return _float(value)
    if isinstance(value, list | tuple):
        return ",".join("" if one is None else text(one) for one in value)
    if isinstance(value, bytes | bytearray):
        return value.decode("utf-8", "replace")
    if isinstance(value, dict):
        return "[object Object]"
    shown = getattr(value, "shown", None)
    if isinstance(shown, str):
        return shown
    raise Mistake("has no text")


def _float(value: float) -> str:
    if math.isnan(value):
        return "NaN"
    if math.isinf(value):
        return "Infinity" if value > 0 else "-Infinity"
    if value.is_integer() and abs(value) < 1e21:
        return str(int(value))
    found = repr(value)
    if "e" in found:
        mantissa, _, exponent = found.partition("e")
        return f"{mantissa.removesuffix('.0')}e{int(exponent):+d}"
    return found


def number(value: Any) -> int | float:  # noqa: ANN401 any plain value
    """Return a value as a number, NaN for what is none.

    >>> number("0x10"), number(""), number([]), number(True), number(["3"])
    (16, 0, 0, 1, 3)
    """
    if isinstance(value, bool):
        return int(value)
    if isinstance(value, int | float):
        return value
    if value is None:
        return NAN
    if isinstance(value, str):
        plain = value.strip()
        sign = -1 if plain[:1] == "-" else 1
        found = literal(plain.lstrip("+-") or "0") if plain.count("_") == 0 else None
        if plain in {"Infinity", "+Infinity", "-Infinity"}:
            return sign * math.inf
        return NAN if found is None or plain[-1:] == "n" else tidy(sign * found)
    if isinstance(value, list | tuple):
        return number(text(value))
    return NAN


def tidy(value: float) -> int | float:
    """Return a whole number as an int, and one that doubles cannot hold as a double."""
    if isinstance(value, float):
        return int(value) if value.is_integer() and abs(value) < 1 << 53 else value
    return value if abs(value) < 1 << 53 else float(value)


def truth(value: Any) -> bool:  # noqa: ANN401 any plain value
    """Tell whether a value is true: empty arrays and objects are."""
    if isinstance(value, list | dict | tuple):
        return True
    if isinstance(value, float) and math.isnan(value):
        return False
    return bool(value) if isinstance(value, str | int | float | bytes | None) else True


def int32(value: Any) -> int:  # noqa: ANN401 any plain value
    """Return the low 32 bits of a number, signed."""
    found = number(value)
    if isinstance(found, float):
        if math.isnan(found) or math.isinf(found):
            return 0
        found = int(found)
    found &= _WORD
    return found - (1 << 32) if found >= 1 << 31 else found


def add(left: Any, right: Any) -> Any:  # noqa: ANN401 any plain value
    """Add, or join where one side is text or turns into it."""
    textual = (str, list, tuple, dict, bytes, bytearray)
    if isinstance(left, textual) or isinstance(right, textual):
        one, other = text(left), text(right)
        if len(one) + len(other) > MOST:
            raise Mistake("too long")
        return one + other
    if not isinstance(left, int | float | None) or not isinstance(right, int | float | None):
        return text(left) + text(right)
    return tidy(number(left) + number(right))


def equal(left: Any, right: Any) -> bool:  # noqa: ANN401 any plain value
    """Compare; `===` and `==` are one operator in the common tree."""
    if left is None or right is None:
        return left is None and right is None
    if isinstance(left, str) and isinstance(right, str):
        return left == right
    if isinstance(left, list | dict) or isinstance(right, list | dict):
        if isinstance(left, list | dict) and isinstance(right, list | dict):
            return left is right
        return text(left) == text(right)
    if isinstance(left, str | int | float) and isinstance(right, str | int | float):
        return number(left) == number(right)
    return left is right


def _less(left: Any, right: Any) -> bool:  # noqa: ANN401 any plain value
    if isinstance(left, str) and isinstance(right, str):
        return left < right
    return number(left) < number(right)


def _divided(left: Any, right: Any) -> int | float:  # noqa: ANN401 any plain value
    above, below = number(left), number(right)
    if below == 0:
        if above == 0 or math.isnan(above):
            return NAN
        return math.copysign(math.inf, above)
    return tidy(above / below)


def _remainder(left: Any, right: Any) -> int | float:  # noqa: ANN401 any plain value
    above, below = number(left), number(right)
    if below == 0 or math.isnan(above) or math.isinf(above):
        return NAN
    return tidy(math.fmod(above, below))


def _raised(left: Any, right: Any) -> int | float:  # noqa: ANN401 any plain value
    try:
        return tidy(float(number(left)) ** float(number(right)))
    except (OverflowError, ZeroDivisionError, TypeError):
        return math.inf


def _within(left: Any, right: Any) -> bool:  # noqa: ANN401 any plain value
    if isinstance(right, dict):
        return left in right or text(left) in right
    if isinstance(right, list):
        return isinstance(left, int) and 0 <= left < len(right)
    raise Mistake("has no members")


BINARY: dict[str, Callable[[Any, Any], Any]] = {
    "+": add,
    "-": lambda left, right: tidy(number(left) - number(right)),
    "*": lambda left, right: tidy(number(left) * number(right)),
    "/": _divided,
    "%": _remainder,
    "**": _raised,
    "<<": lambda left, right: int32(int32(left) << (int32(right) & 31)),
    ">>": lambda left, right: int32(left) >> (int32(right) & 31),
    ">>>": lambda left, right: (int32(left) & _WORD) >> (int32(right) & 31),
    "&": lambda left, right: int32(int32(left) & int32(right)),
    "|": lambda left, right: int32(int32(left) | int32(right)),
    "^": lambda left, right: int32(int32(left) ^ int32(right)),
    "==": equal,
    "!=": lambda left, right: not equal(left, right),
    "<": _less,
    ">": lambda left, right: _less(right, left),
    "<=": lambda left, right: _less(left, right) or equal(left, right),
    ">=": lambda left, right: _less(right, left) or equal(left, right),
    "in": _within,
}


def _kind(value: Any) -> str:  # noqa: ANN401 any plain value
    if isinstance(value, bool):
        return "boolean"
    if isinstance(value, str):
        return "string"
    if isinstance(value, int | float):
        return "number"
    if value is None:
        return "undefined"
    return "object" if isinstance(value, list | dict | tuple | bytes) else "function"


UNARY: dict[str, Callable[[Any], Any]] = {
    "-": lambda value: tidy(-number(value)),
    "+": lambda value: tidy(number(value)),
    "~": lambda value: ~int32(value),
    "not": lambda value: not truth(value),
    "typeof": _kind,
    "void": lambda _: None,
}


def operator(name: str, *operands: Any) -> Any:  # noqa: ANN401 any plain value
    """Apply an operator of one or two operands; raises Mistake for what has no meaning."""
    if len(operands) == 1:
        function = UNARY.get(name)
        if function is None:
            raise Mistake("no such operator")
        return function(operands[0])
    both = BINARY.get(name)
    if both is None:
        raise Mistake("no such operator")
    return both(operands[0], operands[1])
