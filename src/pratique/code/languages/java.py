"""Java: class files, and sources over tree-sitter.

A class file becomes a class whose methods are lowered when they are evaluated first, and the code
of its static initialiser as what its module does.
"""

import struct
from collections.abc import Iterator

from pratique.code import atoms_java, ir, marks
from pratique.code.classfile import MAGIC, Broken, ClassFile, Method, parameters
from pratique.code.evaluate.uses import parameter
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
    except (Broken, struct.error, IndexError):
        return ir.Program((), ("broken",))


class _Lowering:
    """One class file being lowered."""

    def __init__(self, owner: ClassFile) -> None:
        self.owner = owner
        self.handles = Bootstraps(owner)
        self.troubles: dict[str, None] = {}
        self.telling = tuple(_telling(owner))

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
        names = dict(method.variables)
        for kind in parameters(method.descriptor)[0]:
            found.append(ir.Parameter(f"v{slot}", _given(names.get(slot, ""), code_line)))
            slot += 2 if kind in {"J", "D"} else 1

        def late() -> tuple[ir.Statement, ...]:
            return self._statements(method)

        end = max((line for _, line in method.lines), default=code_line)
        dull = not any(one in method.code for one in self.telling)
        return ir.Function(code_line, method.name, tuple(found), late, (), end, dull)

    def _statements(self, method: Method) -> tuple[ir.Statement, ...]:
        try:
            return Code(self.owner, method, self.handles).statements()
        except (Broken, struct.error, IndexError):
            trouble = "broken"
        except RecursionError:
            trouble = "too-deep"
        self.troubles[trouble] = None
        said = ir.Call(1, ir.Name(1, "trouble!"), (ir.Const(1, trouble),))
        return (ir.Evaluate(1, said),)


def _telling(owner: ClassFile) -> Iterator[bytes]:
    """Yield the operands by which code names a constant that has a meaning."""
    names = atoms_java.constants()
    for index in range(1, owner.count):
        kind = owner.tag(index)
        if kind in {9, 10, 11}:
            holder, name, _ = owner.reference(index)
            meant = name in names or holder.replace(".", "/") in names
        elif kind == 7:
            meant = owner.class_at(index).replace(".", "/") in names
        else:
            meant = (
                kind == 8
                and len(str(owner.constant(index)[1])) > 3
                and bool(marks.classify(str(owner.constant(index)[1])))
            )
        if meant:
            yield index.to_bytes(2, "big")
            if kind == 8 and index < 256:
                yield bytes((0x12, index))


def _given(name: str, line: int) -> ir.Expression | None:
    """Return what an unknown caller gives for a parameter whose name was kept."""
    return ir.Call(line, ir.Name(line, "key!"), (ir.Const(line, name),)) if name else None


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
    parameter=parameter,
    compiled=MAGIC,
    sparse=False,
)
