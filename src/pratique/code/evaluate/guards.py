"""What a condition says: whether it is known, and whether it looks at the machine it runs on."""

import re

from pratique.code import ir
from pratique.code.evaluate.machine import Machine
from pratique.code.evaluate.values import (
    Closure,
    Constant,
    Instance,
    Items,
    Kind,
    Table,
    Value,
)
from pratique.model import Activation

_GUARDS = (
    "platform.",
    "sys.platform",
    "os.name",
    "os.uname",
    "socket.gethostname",
    "getpass.getuser",
    "datetime.",
    "time.time",
    "os.environ",
    "os.getenv",
    "locale.",
    "os.getlogin",
    "process.platform",
    "os.hostname",
)
_TYPING = frozenset(("TYPE_CHECKING", "typing.TYPE_CHECKING", "typing_extensions.TYPE_CHECKING"))


def truth(value: Value) -> bool | None:
    """Return whether a value is true, or None when that is not known."""
    if isinstance(value, Constant):
        try:
            return bool(value.value)
        except (TypeError, ValueError, OverflowError):
            return None
    if isinstance(value, Items | Table) and not value.open:
        return bool(value.items if isinstance(value, Items) else value.pairs)
    if isinstance(value, Closure | Kind | Instance):
        return True
    return None


def kept(machine: Machine, operator: str, value: Value) -> bool | None:
    """Return whether `or`, `and` or `??` gives this operand and asks no other."""
    javascript = machine.language.operator is not None
    whole = isinstance(value, Items | Table) and javascript  # true there, even when empty
    if operator == "??":
        if isinstance(value, Constant):
            return value.value is not None
        return True if whole or isinstance(value, Closure | Kind | Instance) else None
    decided = True if whole else truth(value)
    return decided if operator == "or" or decided is None else not decided


def literal(test: ir.Expression, depth: int = 4) -> bool:
    """Tell whether a test is made of literals only, so that nothing can change it."""
    if isinstance(test, ir.Const):
        return True
    if isinstance(test, ir.Operation) and depth:
        return all(literal(one, depth - 1) for one in test.operands)
    return False


_INSTALLING = frozenset(
    "install develop egg_info dist_info editable_wheel bdist_wheel bdist_egg bdist sdist build "
    "build_py build_ext build_clib build_scripts install_lib install_data install_scripts".split()
)
"""Words that installers say to a set-up script; any other is a person's."""
_WORD = re.compile(r"[a-z][\w-]*")


def _dotted(node: ir.Expression) -> str:
    if isinstance(node, ir.Name):
        return node.name
    if isinstance(node, ir.Attribute):
        return _dotted(node.object) + "." + node.name
    return ""


def activation(machine: Machine, test: ir.Expression) -> Activation | None:
    """Return when a branch runs if its test says so: `__name__ == "__main__"`, TYPE_CHECKING."""
    if _dotted(test) in _TYPING:
        return "dead"
    if not isinstance(test, ir.Operation):
        return None
    if machine.frame.activation in {"install", "build"} and _asked(test):
        return "call"
    if test.operator != "==":
        return None
    words = [
        one.name if isinstance(one, ir.Name) else getattr(one, "value", None)
        for one in test.operands
    ]
    if "__name__" in words and "__main__" in words:
        frame = machine.frame
        started = not frame.depth and frame.activation in {"install", "build"}
        if started or machine.modules.is_main(frame.place.member):
            return frame.activation
        return frame.activation if frame.activation in {"test", "dead"} else "call"
    return None


def _asked(test: ir.Operation) -> bool:
    """Tell whether a set-up script does something only when a person asks for it by name."""
    operands = list(test.operands)
    if test.operator == "and":
        return any(isinstance(one, ir.Operation) and _asked(one) for one in operands)
    if test.operator not in {"==", "in"} or len(operands) != 2:
        return False
    argv = [one for one in operands if _is_argv(one)]
    words = [word for one in operands for word in _words(one)]
    return bool(argv and words) and all(
        isinstance(word, str) and _WORD.fullmatch(word) and word not in _INSTALLING
        for word in words
    )


def _words(node: ir.Expression) -> list[object]:
    """Return the constants that something is compared to."""
    if isinstance(node, ir.Const):
        return [node.value]
    if isinstance(node, ir.Sequence):
        return [word for one in node.items for word in _words(one)]
    return []


def _is_argv(node: ir.Expression) -> bool:
    inner = node.object if isinstance(node, ir.Subscript) else node
    return _dotted(inner) in {"sys.argv", "argv"}


def guarded(machine: Machine, test: ir.Expression, value: Value) -> int:
    """Return 1 when a condition looks at platform, host, user, date or environment."""
    found = _mentions(machine, test, 6)
    if not found:
        found = any(one.label.startswith(("discover/", "evade/")) for one in value.taints)
    return int(found)


def _mentions(machine: Machine, node: ir.Expression, depth: int) -> bool:
    if depth == 0:
        return False
    if isinstance(node, ir.Operation):
        return any(_mentions(machine, one, depth - 1) for one in node.operands)
    if isinstance(node, ir.Call):
        return _mentions(machine, node.callee, depth - 1) or any(
            _mentions(machine, one, depth - 1) for one in node.arguments
        )
    if isinstance(node, ir.Attribute | ir.Subscript):
        dotted = _dotted(node)
        if dotted and any(dotted.startswith(one) for one in _GUARDS):
            return True
        return _mentions(machine, node.object, depth - 1)
    return False


def silent(handler: ir.Handler) -> bool:
    """Tell whether a handler swallows everything: a bare or broad `except` that does nothing."""
    broad = not handler.types or any(
        isinstance(one, ir.Name) and one.name in {"Exception", "BaseException"}
        for one in handler.types
    )
    return broad and all(
        isinstance(one, ir.Return)
        or (isinstance(one, ir.Jump) and one.kind != "raise")
        or (isinstance(one, ir.Evaluate) and isinstance(one.expression, ir.Const | ir.Opaque))
        for one in handler.body
    )
