"""Java: class files, and sources over tree-sitter.

A class file becomes a class whose methods are lowered when they are evaluated first, and the code
of its static initialiser as what its module does.
"""

from pratique.code import ir
from pratique.code.classfile import MAGIC, Broken, ClassFile, Method, parameters
from pratique.code.languages.java_code import Code
from pratique.code.languages.java_invocations import Bootstraps, class_name
from pratique.code.languages.java_pure import FUNCTIONS, METHODS, NAMES
from pratique.code.languages.java_special import SPECIAL, attribute, method
from pratique.code.languages.language import Language

CODE = 65_536
"""Bytes of one method; the format allows no more."""


def lower(source: bytes, first_line: int = 1) -> ir.Program:
    """Lower a class file, or Java source whose first line has this number; never raises."""
    if source.startswith(MAGIC):
        return _class(source)
    from pratique.code.languages import java_source

    return java_source.lower(source, first_line)


def _class(data: bytes) -> ir.Program:
    try:
        return _Lowering(ClassFile(data)).program()
    except Broken:
        return ir.Program((), ("broken",))


class _Lowering:
    """One class file being lowered."""

    def __init__(self, owner: ClassFile) -> None:
        self.owner = owner
        self.handles = Bootstraps(owner)
        self.troubles: dict[str, None] = {}

    def program(self) -> ir.Program:
        """Return the class, and what its static initialiser does."""
        owner = self.owner
        body: list[ir.Statement] = []
        started: tuple[ir.Statement, ...] = ()
        for field in owner.every_field():
            empty: ir.Scalar = None if field.descriptor[:1] in "L[" else 0
            if field.access & 8:
                value = _quiet(field.constant if field.constant is not None else empty)
                body.append(_bound(field.name, value))
        names: set[str] = set()
        for one in owner.every_method():
            if one.name == "<clinit>":
                started = self._statements(one)
            elif one.code:
                function = self.function(one)
                body.append(_bound(one.name + one.descriptor, function))
                if one.name not in names:
                    names.add(one.name)
                    body.append(_bound(one.name, ir.Name(1, one.name + one.descriptor)))
        bases = tuple(class_name(name, 1) for name in (owner.parent, *owner.interfaces) if name)
        simple = owner.name.rpartition(".")[2]
        made = ir.Class(1, simple, bases, (), tuple(body))
        return ir.Program((ir.Evaluate(1, made), *started), tuple(self.troubles))

    def function(self, method: Method) -> ir.Function:
        """Return a method whose code is read later."""
        code_line = method.lines[0][1] if method.lines else 1
        found = [] if method.access & 8 else [ir.Parameter("this")]
        slot = 0 if method.access & 8 else 1
        for kind in parameters(method.descriptor)[0]:
            found.append(
                ir.Parameter("this" if slot == 0 and not method.access & 8 else f"v{slot}")
            )
            slot += 2 if kind in {"J", "D"} else 1

        def late() -> tuple[ir.Statement, ...]:
            return self._statements(method)

        end = max((line for _, line in method.lines), default=code_line)
        return ir.Function(code_line, method.name, tuple(found), late, (), end)

    def _statements(self, method: Method) -> tuple[ir.Statement, ...]:
        try:
            return Code(self.owner, method, self.handles).statements()
        except Broken:
            self.troubles["broken"] = None
        except (IndexError, RecursionError):
            self.troubles["too-deep"] = None
        return ()


def _quiet(value: ir.Scalar) -> ir.Expression:
    """Return a field's constant in pieces: what it means counts where it is used, not here."""
    if not isinstance(value, str) or len(value) < 4:
        return ir.Const(1, value)
    pieces = (value[at : at + 3] for at in range(0, min(len(value), 4096), 3))
    return ir.Format(1, tuple(ir.Const(1, one) for one in pieces))


def _bound(name: str, value: ir.Expression) -> ir.Statement:
    return ir.Evaluate(1, ir.Assign(1, ir.Name(1, name), value))


LANGUAGE = Language(
    id="java",
    suffixes=(".class", ".java"),
    lower=lower,
    methods=METHODS,
    functions=FUNCTIONS,
    builtins=NAMES,
    globals_prefix="",
    special=SPECIAL,
    attribute=attribute,
    method=method,
    compiled=MAGIC,
    sparse=False,
)
