"""Names and expressions of Java sources."""

import re
from collections.abc import Callable
from functools import cache

import msgspec
import tree_sitter

from pratique.code import api, ir
from pratique.code.languages.java_special import SPECIAL

_OPERATORS = {"&&": "and", "||": "or", "/": "//"}
_LEFT = {"method_invocation": "object", "field_access": "object", "binary_expression": "left",
         "array_access": "array"}  # fmt: skip
_ESCAPE = re.compile(r"\\(?:u+([0-9a-fA-F]{4})|([0-7]{1,3})|(.))", re.DOTALL)
_PLAIN = {"n": "\n", "r": "\r", "t": "\t", "b": "\b", "f": "\f", "s": " ", "\n": ""}
_LANG = frozenset(
    "Object String StringBuilder StringBuffer Class ClassLoader Runtime Process ProcessBuilder "
    "System Thread Runnable Integer Long Byte Short Character Boolean Double Float Math Exception "
    "RuntimeException Throwable Iterable Comparable ProcessHandle SecurityManager Module".split()
)


class Member(msgspec.Struct, frozen=True):
    """Something that a class has."""

    kind: str
    static: bool
    owner: str
    type: str = ""


@cache
def _known() -> frozenset[str]:
    """Return every class whose meaning is known."""
    symbols = (*api.load("java").exact, *SPECIAL)
    return frozenset((*symbols, *(symbol.rpartition(".")[0] for symbol in symbols)))


def modifiers(node: tree_sitter.Node, tree: "Tree") -> list[str]:
    """Return the words before a declaration."""
    first = node.named_children[0] if node.named_children else None
    return tree.text(first).split() if first is not None and first.type == "modifiers" else []


class Tree:
    """The source being lowered: its names, and how its expressions are."""

    def __init__(self, source: bytes, first_line: int) -> None:
        self.source = source
        self.base = first_line
        self.trouble: dict[str, None] = {}
        self.package = ""
        self.imports: dict[str, str] = {}
        self.stars: list[str] = []
        self.own: dict[str, str] = {}
        self.inside: list[dict[str, Member]] = []
        """Members of the classes that stand around, innermost last."""
        self.locals: list[dict[str, str]] = [{}]
        """Types of local variables of the methods that stand around."""
        self.count = 0

    def text(self, node: tree_sitter.Node | None) -> str:
        """Return the source of a node."""
        if node is None:
            return ""
        return self.source[node.start_byte : node.end_byte].decode("utf-8", "replace")

    def line(self, node: tree_sitter.Node) -> int:
        """Return the line of a node."""
        return node.start_point[0] + self.base

    def read_names(self, root: tree_sitter.Node) -> None:
        """Read package, imports and the names of the file's own classes."""
        for child in root.named_children:
            if child.type == "package_declaration" and child.named_children:
                self.package = self.text(child.named_children[-1])
            elif child.type == "import_declaration" and child.named_children:
                path = self.text(child.named_children[0]).replace(" ", "")
                static = b"static" in self.source[child.start_byte : child.start_byte + 16]
                if child.named_children[-1].type == "asterisk":
                    self.stars.append(path)
                elif static:
                    self.imports[f"{path.rpartition('.')[2]}()"] = path.rpartition(".")[0]
                else:
                    self.imports[path.rpartition(".")[2]] = path
            elif child.type.endswith("_declaration"):
                name = self.text(child.child_by_field_name("name"))
                if name:
                    self.own[name] = f"{self.package}.{name}".lstrip(".")

    def full(self, name: str) -> str:
        """Return the full name of a class that is written in any way."""
        head, _, rest = name.partition(".")
        if head[:1].islower() and rest:
            return name
        for members in reversed(self.inside):
            inner = members.get(f"class {head}")
            if inner is not None:
                return inner.owner + (f"${rest}" if rest else "")
        found = self.imports.get(head) or self.own.get(head)
        if found is None:
            packages = [*self.stars, "java.lang"]
            found = next((f"{one}.{head}" for one in packages if f"{one}.{head}" in _known()), None)
        if found is None:
            found = f"java.lang.{head}" if head in _LANG else f"{self.package}.{head}".lstrip(".")
        return f"{found}.{rest}" if rest else found

    def class_name(self, name: str, line: int) -> ir.Expression:
        """Return a class as an expression."""
        full = name if "." in name and name[:1].islower() else self.full(name)
        return ir.Name(line, full if "." in full else f".{full}")

    def type_of(self, node: tree_sitter.Node | None) -> str:
        """Return the full name of a declared type, empty for what has no methods of interest."""
        if node is None or node.type in {"integral_type", "void_type", "floating_point_type",
                                         "boolean_type", "array_type"}:  # fmt: skip
            return ""
        if node.type == "generic_type" and node.named_children:
            node = node.named_children[0]
        text = self.text(node)
        return "" if text in {"var", "String"} else self.full(text)

    def block(self, node: tree_sitter.Node | None, depth: int) -> tuple[ir.Statement, ...]:
        """Return the statements of a block."""
        raise NotImplementedError

    def body(
        self,
        node: tree_sitter.Node | None,
        full: str,
        simple: str,
        bases: tuple[ir.Expression, ...],
        depth: int,
    ) -> tuple[list[ir.Statement], list[ir.Statement]]:
        """Return the statements that make a class, and those that its loading does."""
        raise NotImplementedError

    def part(self, node: tree_sitter.Node, name: str, depth: int) -> ir.Expression:
        """Return what a part of a node becomes."""
        child = node.child_by_field_name(name)
        return self.expression(child, depth) if child is not None else ir.Opaque(self.line(node))

    def expression(self, node: tree_sitter.Node, depth: int) -> ir.Expression:
        """Return what an expression becomes; chains that lean left are walked in a loop."""
        chain: list[tree_sitter.Node] = []
        inner: tree_sitter.Node | None = node
        while inner is not None and inner.type in _LEFT and len(chain) < 4000:
            chain.append(inner)
            inner = inner.child_by_field_name(_LEFT[inner.type])
        if depth > ir.MAX_DEPTH:
            self.trouble["too-deep"] = None
            return ir.Opaque(self.line(node))
        made = self._single(inner, depth + 1) if inner is not None else None
        height = depth
        for link in reversed(chain):
            made = self._link(link, made, depth + 1)
            height += 1
            if height > ir.MAX_DEPTH:
                self.trouble["too-deep"] = None
                made, height = ir.Opaque(self.line(link)), depth
        return made if made is not None else ir.Opaque(self.line(node))

    def _single(self, node: tree_sitter.Node, depth: int) -> ir.Expression:
        lowerer = _EXPRESSIONS.get(node.type)
        if lowerer is not None:
            return lowerer(self, node, depth)
        if node.type == "ERROR":
            self.trouble["syntax-error"] = None
        parts = tuple(
            self.expression(child, depth)
            for child in node.named_children
            if not child.type.endswith(("comment", "_type", "type_identifier"))
        )
        return parts[0] if len(parts) == 1 else ir.Opaque(self.line(node), parts)

    def _link(
        self, node: tree_sitter.Node, left: ir.Expression | None, depth: int
    ) -> ir.Expression:
        kind, line = node.type, self.line(node)
        if kind == "method_invocation":
            return self._call(node, left, depth)
        if left is None:
            return ir.Opaque(line)
        if kind == "field_access":
            name = self.text(node.child_by_field_name("field"))
            if name in {"class", "this"}:
                return left
            dotted = left.name if isinstance(left, ir.Name) else ""
            if "." in dotted and name[:1].isupper() and dotted.rpartition(".")[2][:1].islower():
                return ir.Name(line, f"{dotted}.{name}")
            if name == "length":
                return ir.Call(line, ir.Name(line, "length!"), (left,))
            return ir.Attribute(line, left, name)
        if kind == "array_access":
            return ir.Subscript(line, left, self.part(node, "index", depth))
        sign = self.text(node.child_by_field_name("operator"))
        return ir.Operation(
            line, _OPERATORS.get(sign, sign), (left, self.part(node, "right", depth))
        )

    def _call(
        self, node: tree_sitter.Node, holder: ir.Expression | None, depth: int
    ) -> ir.Expression:
        named = node.child_by_field_name("name")
        line, name = self.line(named or node), self.text(named)
        arguments = self.arguments(node.child_by_field_name("arguments"), depth)
        signature = f"/{len(arguments)}"
        if holder is None:
            callee = self._unqualified(name, signature, line)
        else:
            callee = ir.Attribute(line, holder, name, self._declared(holder), signature)
        return ir.Call(line, callee, arguments)

    def _unqualified(self, name: str, signature: str, line: int) -> ir.Expression:
        for members in reversed(self.inside):
            found = members.get(f"{name}()")
            if found is not None and found.static:
                holder = self.class_name(found.owner, line)
                return ir.Attribute(line, holder, name, found.owner, signature)
        owner = self.imports.get(f"{name}()")
        if owner is not None:
            return ir.Attribute(line, self.class_name(owner, line), name, owner, signature)
        around = self.inside[-1][""].owner if self.inside else ""
        return ir.Attribute(line, ir.Name(line, "this"), name, around, signature)

    def _declared(self, holder: ir.Expression) -> str:
        """Return the declared type of what a method is called on, empty when it has none here."""
        if isinstance(holder, ir.Name):
            if "." in holder.name:
                return holder.name.lstrip(".")
            if holder.name == "this" and self.inside:
                return self.inside[-1][""].owner
            for names in reversed(self.locals):
                if holder.name in names:
                    return names[holder.name]
        if isinstance(holder, ir.Attribute):
            for members in reversed(self.inside):
                found = members.get(holder.name)
                if found is not None:
                    return found.type
        return ""

    def arguments(self, node: tree_sitter.Node | None, depth: int) -> tuple[ir.Expression, ...]:
        """Return the arguments of a call."""
        return tuple(
            self.expression(one, depth)
            for one in (node.named_children if node is not None else ())
            if not one.type.endswith("comment")
        )


def _identifier(self: Tree, node: tree_sitter.Node, _depth: int) -> ir.Expression:
    line, name = self.line(node), self.text(node)
    if any(name in names for names in self.locals):
        return ir.Name(line, name)
    for members in reversed(self.inside):
        found = members.get(name)
        if found is not None:
            holder = self.class_name(found.owner, line) if found.static else ir.Name(line, "this")
            return ir.Attribute(line, holder, name)
    if name[:1].isupper():
        return self.class_name(name, line)
    if name in {"java", "javax", "org", "com", "sun", "jdk", "net", "io"}:
        return ir.Name(line, f".{name}")
    return ir.Name(line, name)


def _scoped(self: Tree, node: tree_sitter.Node, _depth: int) -> ir.Expression:
    return self.class_name(self.text(node).partition("<")[0], self.line(node))


def _this(self: Tree, node: tree_sitter.Node, _depth: int) -> ir.Expression:
    return ir.Name(self.line(node), "this")


def _number(self: Tree, node: tree_sitter.Node, _depth: int) -> ir.Expression:
    text = self.text(node).replace("_", "")
    bare = text.rstrip("lL")
    try:
        value: ir.Scalar = (
            int(bare, 0) if not bare.isdigit() else int(bare, 8 if bare[:1] == "0" else 10)
        )
    except ValueError:
        try:
            value = float(text.rstrip("fFdD"))
        except ValueError:
            value = None
    return ir.Const(self.line(node), value)


def _literal(self: Tree, node: tree_sitter.Node, _depth: int) -> ir.Expression:
    line, text = self.line(node), self.text(node)
    match node.type:
        case "true" | "false":
            return ir.Const(line, text == "true")
        case "null_literal":
            return ir.Const(line, None)
    body = text[3:-3] if text.startswith('"""') else text[1:-1]
    return ir.Const(line, _ESCAPE.sub(_letter, body) if "\\" in body else body)


def _letter(found: re.Match[str]) -> str:
    if found[1]:
        return chr(int(found[1], 16))
    if found[2]:
        return chr(int(found[2], 8))
    return _PLAIN.get(found[3], found[3])


def _unary(self: Tree, node: tree_sitter.Node, depth: int) -> ir.Expression:
    sign = self.text(node.child_by_field_name("operator"))
    operand = self.part(node, "operand", depth)
    return ir.Operation(self.line(node), {"!": "not"}.get(sign, sign), (operand,))


def _update(self: Tree, node: tree_sitter.Node, depth: int) -> ir.Expression:
    line = self.line(node)
    target = (
        self.expression(node.named_children[0], depth) if node.named_children else ir.Opaque(line)
    )
    sign = "-" if "--" in self.text(node) else "+"
    return ir.Assign(line, target, ir.Const(line, 1), sign)


def _assign(self: Tree, node: tree_sitter.Node, depth: int) -> ir.Expression:
    sign = self.text(node.child_by_field_name("operator"))[:-1]
    left, right = self.part(node, "left", depth), self.part(node, "right", depth)
    return ir.Assign(self.line(node), left, right, sign)


def _choice(self: Tree, node: tree_sitter.Node, depth: int) -> ir.Expression:
    parts = [self.part(node, one, depth) for one in ("condition", "consequence", "alternative")]
    return ir.Choice(self.line(node), *parts)


def _cast(self: Tree, node: tree_sitter.Node, depth: int) -> ir.Expression:
    line, value = self.line(node), self.part(node, "value", depth)
    kind = self.text(node.child_by_field_name("type"))
    name = {"byte": "i2b!", "char": "chr!", "short": "i2s!", "int": "i32!"}.get(kind)
    return ir.Call(line, ir.Name(line, name), (value,)) if name and kind != "int" else value


def _new(self: Tree, node: tree_sitter.Node, depth: int) -> ir.Expression:
    line, kind = self.line(node), node.child_by_field_name("type")
    name = self.text(kind).partition("<")[0]
    arguments = self.arguments(node.child_by_field_name("arguments"), depth)
    callee = self.class_name(name, line)
    body = next((one for one in node.named_children if one.type == "class_body"), None)
    if body is not None:
        self.count += 1
        around = self.inside[-1][""].owner if self.inside else self.package
        full = f"{around}${self.count}"
        made, _ = self.body(body, full, full.rpartition(".")[2], (callee,), depth + 1)
        last = made[-1]
        callee = last.expression if isinstance(last, ir.Evaluate) else callee
    signature = (("<init>", ir.Const(line, f"/{len(arguments)}")),)
    return ir.Call(line, callee, arguments, signature, new=True)


def _array(self: Tree, node: tree_sitter.Node, depth: int) -> ir.Expression:
    line, value = self.line(node), node.child_by_field_name("value")
    if node.type == "array_initializer" or value is not None:
        listed = node if value is None else value
        return ir.Sequence(line, "list", self.arguments(listed, depth))
    sizes = node.children_by_field_name("dimensions")
    size = self.expression(sizes[0].named_children[0], depth) if (
        sizes and sizes[0].named_children
    ) else ir.Opaque(line)  # fmt: skip
    return ir.Call(line, ir.Name(line, "array!"), (size, ir.Const(line, 0)))


def _lambda(self: Tree, node: tree_sitter.Node, depth: int) -> ir.Expression:
    listed, body = (node.child_by_field_name(one) for one in ("parameters", "body"))
    given = listed.named_children if listed is not None else []
    if listed is not None and listed.type == "identifier":
        given = [listed]
    names = [self.text(one.child_by_field_name("name") or one) for one in given]
    inside, outer = list(self.inside), [dict(one) for one in self.locals]

    def late() -> tuple[ir.Statement, ...]:
        before = self.inside, self.locals
        self.inside, self.locals = inside, [*outer, dict.fromkeys(names, "")]
        try:
            if body is not None and body.type != "block":
                return (ir.Return(self.line(body), self.expression(body, depth)),)
            return self.block(body, depth)
        finally:
            self.inside, self.locals = before

    made = tuple(ir.Parameter(one) for one in names)
    return ir.Function(self.line(node), "", made, late, (), node.end_point[0] + self.base)


def _reference(self: Tree, node: tree_sitter.Node, depth: int) -> ir.Expression:
    children, line = node.named_children, self.line(node)
    holder = self.expression(children[0], depth) if children else ir.Opaque(line)
    if len(children) < 2:
        return holder
    return ir.Attribute(line, holder, self.text(children[-1]), self._declared(holder))


def _literal_class(self: Tree, node: tree_sitter.Node, _depth: int) -> ir.Expression:
    return self.class_name(self.text(node).removesuffix(".class"), self.line(node))


_EXPRESSIONS: dict[str, Callable[[Tree, tree_sitter.Node, int], ir.Expression]] = {
    "identifier": _identifier,
    "type_identifier": _scoped,
    "scoped_identifier": _scoped,
    "scoped_type_identifier": _scoped,
    "this": _this,
    "super": _this,
    "string_literal": _literal,
    "character_literal": _literal,
    "true": _literal,
    "false": _literal,
    "null_literal": _literal,
    **dict.fromkeys(
        (
            "decimal_integer_literal",
            "hex_integer_literal",
            "octal_integer_literal",
            "binary_integer_literal",
            "decimal_floating_point_literal",
        ),
        _number,
    ),
    "unary_expression": _unary,
    "update_expression": _update,
    "assignment_expression": _assign,
    "ternary_expression": _choice,
    "cast_expression": _cast,
    "object_creation_expression": _new,
    "array_creation_expression": _array,
    "array_initializer": _array,
    "lambda_expression": _lambda,
    "method_reference": _reference,
    "class_literal": _literal_class,
}
