"""Names of Java sources, and their expressions as far as they are chains."""

from functools import cache

import msgspec
import tree_sitter

from pratique.code import api, ir
from pratique.code.languages.java_special import SPECIAL

_OPERATORS = {"&&": "and", "||": "or", "/": "//"}
_LEFT = {"method_invocation": "object", "field_access": "object", "binary_expression": "left",
         "array_access": "array"}  # fmt: skip


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
        from pratique.code.languages.java_expressions import TABLE

        lowerer = TABLE.get(node.type)
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
            callee = ir.Attribute(line, holder, name, self.declared_type(holder), signature)
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

    def declared_type(self, holder: ir.Expression) -> str:
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
