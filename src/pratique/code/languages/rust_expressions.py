"""Expressions, patterns and macros of Rust.

What only unwraps (`?`, `.await`, `.unwrap()`, `&x`, `.clone()`) is left out. Iterator adapters with
a closure become comprehensions. Macros are read as tokens: the arguments of a call are parsed as
expressions, and a `macro_rules!` is a function whose parameters are the names of its first rule.
"""

import re
from collections.abc import Callable

import tree_sitter

from pratique.code import ir
from pratique.code.languages import rust_literals as literals

_SAME = frozenset(
    "unwrap expect clone cloned copied into as_ref as_mut as_str to_string to_owned borrow "
    "borrow_mut iter iter_mut into_iter to_vec as_slice as_path ok err lock as_deref "
    "unwrap_unchecked into_string to_string_lossy into_owned into_inner by_ref context map_err "
    "with_context as_os_str into_boxed_str into_boxed_slice to_path_buf to_os_string display "
    "error_for_status unwrap_or_default into_bytes_lossy trim_end_matches_nothing".split()
)
_ELSE = frozenset(("unwrap_or", "unwrap_or_else", "or_else", "or"))
_EACH = {
    "map": "list",
    "for_each": "list",
    "and_then": "list",
    "flat_map": "list",
    "filter_map": "list",
    "then": "list",
    "inspect": "list",
}
_GROWING = frozenset(("push", "push_str", "extend", "extend_from_slice", "append"))
_LEFT = {
    "call_expression": "function",
    "field_expression": "value",
    "generic_function": "function",
    "index_expression": "",
    "try_expression": "",
    "await_expression": "",
    "binary_expression": "left",
}
_OPERATORS = {"&&": "and", "||": "or"}
_TEXT = re.compile(r"\b(?:String|PathBuf|OsString)\b")
_META = re.compile(rb"\$(?:crate\b|(\w+))")
_HOLE = re.compile(r"\{\{|\}\}|\{([A-Za-z_]\w*|\d+)?(?::([^}]*))?\}")


class Expressions:
    """The source being lowered, and how its expressions are."""

    def __init__(self, source: bytes, first_line: int) -> None:
        self.source = source
        self.base = first_line
        self.trouble: dict[str, None] = {}
        self.started: tuple[ir.Statement, ...] = ()
        """What runs when the whole was read: initialisers, and `main` of a program."""

    def text(self, node: tree_sitter.Node | None) -> str:
        """Return the source of a node."""
        if node is None:
            return ""
        return self.source[node.start_byte : node.end_byte].decode("utf-8", "replace")

    def line(self, node: tree_sitter.Node) -> int:
        """Return the line of a node."""
        return node.start_point[0] + self.base

    def parts(self, node: tree_sitter.Node | None) -> tuple[str, ...]:
        """Return the parts of a path without its generic arguments."""
        found: list[str] = []
        while node is not None and len(found) < 32:
            kind = node.type
            if kind in {"scoped_identifier", "scoped_type_identifier"}:
                found.append(self.text(node.child_by_field_name("name")))
                node = node.child_by_field_name("path")
            elif kind == "generic_type":
                node = node.child_by_field_name("type")
            elif kind in {"bracketed_type", "reference_type", "dynamic_type"}:
                node = node.named_children[-1] if node.named_children else None
            else:
                found.append(self.text(node).removeprefix("r#"))
                node = None
        names = [one for one in reversed(found) if one]
        if len(names) > 1 and names[0] in {"core", "alloc"}:
            names[0] = "std"
        return tuple(names)

    def parts_of_attribute(self, node: tree_sitter.Node) -> tuple[str, ...]:
        """Return the path of an attribute and the words inside it."""
        inner = node.named_children[0] if node.named_children else None
        if inner is None or not inner.named_children:
            return ()
        words = re.findall(r"\w+", self.text(inner.child_by_field_name("arguments")))
        return (*reversed(self.parts(inner.named_children[0])), *words[:8])

    def path_attribute(self, node: tree_sitter.Node) -> str:
        """Return the file that `#[path = "…"]` names."""
        found = re.match(r'#\[\s*path\s*=\s*"([^"]+)"', self.text(node))
        return found[1] if found else ""

    def block(
        self, node: tree_sitter.Node | None, depth: int, *, value: bool = True
    ) -> tuple[ir.Statement, ...]:
        """Return the statements of a block."""
        raise NotImplementedError

    def field(self, node: tree_sitter.Node, name: str, depth: int) -> ir.Expression:
        """Return what a part of a node becomes."""
        child = node.child_by_field_name(name)
        return self.expression(child, depth) if child is not None else ir.Opaque(self.line(node))

    def expression(self, node: tree_sitter.Node, depth: int) -> ir.Expression:
        """Return what an expression becomes; chains that lean to the left are walked in a loop."""
        chain: list[tree_sitter.Node] = []
        inner: tree_sitter.Node | None = node
        while inner is not None and inner.type in _LEFT and len(chain) < 4000:
            chain.append(inner)
            name = _LEFT[inner.type]
            children = inner.named_children
            found = inner.child_by_field_name(name) if name else None
            inner = found or (children[0] if children else None)
        if depth > ir.MAX_DEPTH or inner is None:
            self.trouble["too-deep"] = None
            return ir.Opaque(self.line(node))
        made = self._single(inner, depth + 1)
        height = depth
        for link in reversed(chain):
            made = self._link(link, made, depth + 1)
            height += 1
            if height > ir.MAX_DEPTH:
                self.trouble["too-deep"] = None
                made, height = ir.Opaque(self.line(link)), depth
        return made

    def _single(self, node: tree_sitter.Node, depth: int) -> ir.Expression:
        lowerer = _EXPRESSIONS.get(node.type)
        if lowerer is not None:
            return lowerer(self, node, depth)
        if node.type == "ERROR":
            self.trouble["syntax-error"] = None
        parts = tuple(
            self.expression(child, depth)
            for child in node.named_children
            if not child.type.endswith(("comment", "type", "_identifier", "lifetime"))
        )
        return parts[0] if len(parts) == 1 else ir.Opaque(self.line(node), parts)

    def _link(self, node: tree_sitter.Node, left: ir.Expression, depth: int) -> ir.Expression:
        kind, line = node.type, self.line(node)
        if kind == "field_expression":
            field = node.child_by_field_name("field")
            at = self.line(field) if field is not None else line
            return ir.Attribute(at, left, self.text(field))
        if kind == "binary_expression":
            sign = self.text(node.child_by_field_name("operator"))
            right = self.field(node, "right", depth)
            return ir.Operation(line, _OPERATORS.get(sign, sign), (left, right))
        if kind == "index_expression":
            index = node.named_children[-1]
            return ir.Subscript(line, left, self._index(index, depth))
        if kind == "call_expression":
            return self._call(node, left, depth)
        return left

    def _index(self, node: tree_sitter.Node, depth: int) -> ir.Expression:
        if node.type != "range_expression":
            return self.expression(node, depth)
        lower, upper = self._range(node, depth)
        return ir.Slice(self.line(node), lower, upper, None)

    def _range(
        self, node: tree_sitter.Node, depth: int
    ) -> tuple[ir.Expression | None, ir.Expression | None]:
        sign = next((one for one in node.children if one.type in {"..", "..=", "..."}), None)
        lower: ir.Expression | None = None
        upper: ir.Expression | None = None
        for child in node.named_children:
            if sign is not None and child.start_byte < sign.start_byte:
                lower = self.expression(child, depth)
            else:
                upper = self.expression(child, depth)
        if upper is not None and sign is not None and sign.type != "..":
            upper = ir.Operation(upper.line, "+", (upper, ir.Const(upper.line, 1)))
        return lower, upper

    def _call(self, node: tree_sitter.Node, callee: ir.Expression, depth: int) -> ir.Expression:
        given = node.child_by_field_name("arguments")
        nodes = [
            one for one in (given.named_children if given is not None else ())
            if not one.type.endswith("comment")
        ]  # fmt: skip
        if not isinstance(callee, ir.Attribute):
            line = max(self.line(node), callee.line)
            return ir.Call(line, callee, tuple(self.expression(one, depth) for one in nodes))
        holder, name, line = callee.object, callee.name, callee.line
        function = node.child_by_field_name("function")
        method = function is not None and (
            function.type == "field_expression"
            or (function.type == "generic_function" and _is_method(function))
        )
        if method:
            if name in _SAME:
                return holder
            if name == "collect":
                return self.typed(holder, self.text(function), line)
            if name in _EACH and len(nodes) == 1 and nodes[0].type == "closure_expression":
                return self._each(nodes[0], holder, _EACH[name], depth)
            if name == "filter" and len(nodes) == 1 and nodes[0].type == "closure_expression":
                return self._filtered(nodes[0], holder, depth)
        arguments = tuple(self.expression(one, depth) for one in nodes)
        if method and name in _ELSE and arguments:
            other = arguments[0]
            if isinstance(other, ir.Function):
                other = ir.Do(line, ir.body(other))
            return ir.Operation(line, "??", (holder, other))
        if method and name in _GROWING and len(arguments) == 1:
            grown = ir.Call(line, ir.Name(line, f"{name}!"), (holder, *arguments))
            simple_ = isinstance(holder, ir.Name | ir.Attribute)
            return ir.Assign(line, holder, grown) if simple_ else grown
        if method and name in {"join", "concat"}:
            return ir.Call(line, ir.Name(line, "join!"), (holder, *arguments))
        return ir.Call(line, callee, arguments)

    def typed(self, value: ir.Expression, kind: str, line: int) -> ir.Expression:
        """Return a value whose declared type says that its letters or bytes are joined."""
        collected = isinstance(value, ir.Comprehension) or "collect" in kind
        if collected and _TEXT.search(kind) and "Vec" not in kind:
            return ir.Call(line, ir.Name(line, "join!"), (value,))
        return value

    def _each(
        self, node: tree_sitter.Node, iterable: ir.Expression, kind: str, depth: int
    ) -> ir.Expression:
        target, body = self._closure(node, depth)
        clause = ir.Clause(target, iterable)
        return ir.Comprehension(self.line(node), kind, body, (clause,))

    def _filtered(
        self, node: tree_sitter.Node, iterable: ir.Expression, depth: int
    ) -> ir.Expression:
        target, body = self._closure(node, depth)
        clause = ir.Clause(target, iterable, (body,))
        return ir.Comprehension(self.line(node), "list", target, (clause,))

    def _closure(self, node: tree_sitter.Node, depth: int) -> tuple[ir.Expression, ir.Expression]:
        line = self.line(node)
        targets = [
            found
            for one in (_field(node, "parameters") or node).named_children
            if (found := self.pattern(one, depth)) is not None
        ]
        target = targets[0] if len(targets) == 1 else ir.Sequence(line, "tuple", tuple(targets))
        if not targets:
            target = ir.Name(line, "_")
        return target, self._body(node, depth)

    def _body(self, node: tree_sitter.Node, depth: int) -> ir.Expression:
        body = node.child_by_field_name("body")
        if body is None:
            return ir.Opaque(self.line(node))
        return self.expression(body, depth)

    # -- patterns and conditions

    def parameters(self, node: tree_sitter.Node) -> tuple[ir.Parameter, ...]:
        """Return the parameters of a function or closure."""
        found: list[ir.Parameter] = []
        listed = node.child_by_field_name("parameters")
        for child in listed.named_children if listed is not None else ():
            if child.type == "self_parameter":
                found.append(ir.Parameter("self"))
                continue
            inner = child.child_by_field_name("pattern") or child
            target = self.pattern(inner, 0)
            found.append(ir.Parameter(target.name if isinstance(target, ir.Name) else "_"))
        return tuple(found)

    def pattern(self, node: tree_sitter.Node | None, depth: int) -> ir.Expression | None:
        """Return the target that a pattern binds, None when it binds nothing."""
        if node is None or depth > ir.MAX_DEPTH:
            return None
        kind, line = node.type, self.line(node)
        if kind == "identifier":
            name = self.text(node)
            return None if name == "_" or name[:1].isupper() else ir.Name(line, name)
        if kind in {"struct_pattern", "field_pattern", "shorthand_field_identifier"}:
            return self._fields(node, depth)
        inner = [
            found
            for one in node.named_children
            if one.type not in {"mutable_specifier", "type_identifier"}
            and one.start_byte >= _start(node, kind)
            and (found := self.pattern(one, depth + 1)) is not None
        ]
        if kind in {"tuple_pattern", "slice_pattern"}:
            return ir.Sequence(line, "tuple", tuple(inner)) if inner else None
        return (
            inner[0]
            if len(inner) == 1
            else ir.Sequence(line, "tuple", tuple(inner))
            if inner
            else None
        )

    def _fields(self, node: tree_sitter.Node, depth: int) -> ir.Expression | None:
        line = self.line(node)
        if node.type == "shorthand_field_identifier":
            return ir.Name(line, self.text(node))
        pairs: list[tuple[ir.Expression | None, ir.Expression]] = []
        for child in node.named_children:
            if child.type != "field_pattern":
                continue
            name = self.text(child.child_by_field_name("name"))
            inner = self.pattern(child.child_by_field_name("pattern"), depth + 1)
            pairs.append((ir.Const(line, name), inner or ir.Name(line, name)))
        return ir.Mapping(line, tuple(pairs)) if pairs else None

    def condition(
        self, node: tree_sitter.Node | None, depth: int
    ) -> tuple[tuple[ir.Statement, ...], ir.Expression]:
        """Return the bindings of `let` conditions and the test."""
        if node is None:
            return (), ir.Opaque(0)
        line = self.line(node)
        if node.type == "let_condition":
            value = self.field(node, "value", depth)
            target = self.pattern(node.child_by_field_name("pattern"), depth)
            made = ir.Assign(line, target, value) if target is not None else value
            test = ir.Opaque(line, (value,) if simple(value) else ())
            return (ir.Evaluate(line, made),), test
        if node.type == "let_chain":
            before: tuple[ir.Statement, ...] = ()
            tests: list[ir.Expression] = []
            for child in node.named_children:
                more, test = self.condition(child, depth)
                before += more
                tests.append(test)
            return before, ir.Opaque(line, tuple(tests))
        return (), self.expression(node, depth)

    def arms(
        self, node: tree_sitter.Node, holder: ir.Expression, depth: int
    ) -> list[tuple[tuple[ir.Statement, ...], ir.Expression]]:
        """Return the bindings and the value of each arm of a `match`."""
        found = []
        body = node.child_by_field_name("body")
        for arm in body.named_children if body is not None else ():
            if arm.type != "match_arm":
                continue
            pattern, line = arm.child_by_field_name("pattern"), self.line(arm)
            target = self.pattern(pattern.named_children[0], depth) if (
                pattern is not None and pattern.named_children
            ) else None  # fmt: skip
            bindings: tuple[ir.Statement, ...] = ()
            if target is not None:
                bindings = (ir.Evaluate(line, ir.Assign(line, target, holder)),)
            condition = pattern.child_by_field_name("condition") if pattern is not None else None
            if condition is not None:
                bindings += (ir.Evaluate(line, self.expression(condition, depth)),)
            found.append((bindings, self.field(arm, "value", depth)))
        return found

    # -- macros

    def macro(
        self, node: tree_sitter.Node, _depth: int, _attributes: tuple[tree_sitter.Node, ...] = ()
    ) -> tuple[ir.Statement, ...]:
        """Return a `macro_rules!` as a function: its first rule, read as tokens."""
        line, name = self.line(node), self.text(node.child_by_field_name("name"))
        rules = [one for one in node.named_children if one.type == "macro_rule"]
        for rule in rules[:1]:
            left, right = (rule.child_by_field_name(side) for side in ("left", "right"))
            if left is None or right is None:
                continue
            names = re.findall(r"\$(\w+)\s*:", self.text(left))
            rest = len(re.findall(r"\$\(", self.text(left))) > 0
            parameters = [ir.Parameter(f"meta_{one}") for one in names]
            if rest and parameters:
                parameters[-1] = ir.Parameter(parameters[-1].name, None, "*")
            inner = self.source[right.start_byte + 1 : right.end_byte - 1]
            text = re.sub(rb"\$\(|\)\s*[,;]?\s*[*+?]", lambda found: b" " * len(found[0]), inner)
            text = _META.sub(lambda found: b"meta_" + found[1] if found[1] else b"crate", text)
            start = self.line(right)

            def late(text: bytes = text, start: int = start) -> tuple[ir.Statement, ...]:
                return self.again(b"{" + text + b"}", start)

            made = ir.Function(line, f"{name}!", tuple(parameters), late)
            return (ir.Evaluate(line, made),)
        return ()

    def again(self, text: bytes, line: int) -> tuple[ir.Statement, ...]:
        """Return what tokens become when they are read as the body of a function."""
        from pratique.code.languages import rust

        if len(text) > 65_536:
            self.trouble["cut"] = None
            return ()
        source = b"fn m() " + text
        inner = rust.Lowering(source, line)
        tree = tree_sitter.Parser(rust.GRAMMAR).parse(source)
        functions = [one for one in tree.root_node.named_children if one.type == "function_item"]
        body = functions[0].child_by_field_name("body") if functions else None
        return inner.block(body, 1)

    def _arguments(self, tokens: bytes, line: int) -> tuple[ir.Expression, ...]:
        body = self.again(b"{ m(" + tokens.strip().rstrip(b",") + b"\n); }", line)
        call = body[0] if body else None
        inner = call.expression if isinstance(call, ir.Evaluate) else None
        return inner.arguments if isinstance(inner, ir.Call) else ()

    def invoked(self, node: tree_sitter.Node, depth: int) -> ir.Expression:
        """Return the call of a macro; those of the language are what they mean."""
        line = self.line(node)
        name = (self.parts(node.child_by_field_name("macro")) or ("",))[-1]
        tree = next((one for one in node.named_children if one.type == "token_tree"), None)
        if tree is None or depth > 60:
            return ir.Opaque(line)
        tokens = self.source[tree.start_byte + 1 : tree.end_byte - 1]
        if name == "vec" and b";" in tokens:
            element, _, count = tokens.partition(b";")
            items = self._arguments(element + b"," + count, self.line(tree))
            if len(items) == 2:
                return ir.Operation(line, "*", (ir.Sequence(line, "list", items[:1]), items[1]))
        if name in {"stringify", "quote", "json"}:
            found = self._arguments(tokens, self.line(tree)) if name == "json" else ()
            text = tokens.decode("utf-8", "replace")
            return ir.Opaque(line, found) if found else ir.Const(line, text)
        if name in {"lazy_static", "thread_local", "cfg_if", "tokio_main", "select"}:
            return ir.Do(line, self.again(b"{" + tokens + b"}", self.line(tree)))
        arguments = self._arguments(tokens, self.line(tree))
        if name == "vec":
            return ir.Sequence(line, "list", arguments)
        if name == "concat":
            return ir.Format(line, arguments)
        if name in {"format", "format_args", "println", "eprintln", "print", "panic"}:
            return formatted(line, arguments)
        if name in {"write", "writeln"} and arguments:
            text_ = formatted(line, arguments[1:])
            return ir.Call(line, ir.Attribute(line, arguments[0], "write_all"), (text_,))
        return ir.Call(line, ir.Name(line, f"{name}!"), arguments)


def formatted(line: int, arguments: tuple[ir.Expression, ...]) -> ir.Expression:
    """Return the text that a format string and its arguments make."""
    if not arguments or not isinstance(arguments[0], ir.Const):
        return ir.Opaque(line, arguments)
    template = str(arguments[0].value)
    rest = [one for one in arguments[1:] if not isinstance(one, ir.Assign)]
    named = {
        one.target.name: one.value
        for one in arguments[1:]
        if isinstance(one, ir.Assign) and isinstance(one.target, ir.Name)
    }
    parts: list[ir.Expression] = []
    position = count = 0
    for hole in _HOLE.finditer(template):
        parts.append(ir.Const(line, template[position : hole.start()]))
        position = hole.end()
        if hole[0] in {"{{", "}}"}:
            parts.append(ir.Const(line, hole[0][0]))
            continue
        key = hole[1] or ""
        if key and not key.isdigit():
            parts.append(named.get(key) or ir.Name(line, key))
            continue
        place = int(key) if key else count
        count += not key
        parts.append(rest[place] if place < len(rest) else ir.Opaque(line))
    parts.append(ir.Const(line, template[position:]))
    return ir.Format(line, tuple(one for one in parts if not _empty(one)))


def _empty(node: ir.Expression) -> bool:
    return isinstance(node, ir.Const) and node.value == ""


def simple(node: ir.Expression) -> bool:
    """Tell whether evaluating an expression twice does nothing twice."""
    return isinstance(node, ir.Name | ir.Const)


def _start(node: tree_sitter.Node, kind: str) -> int:
    """Return where the inner patterns of a pattern begin: behind its type's name."""
    if kind == "tuple_struct_pattern":
        first = node.child_by_field_name("type")
        return first.end_byte if first is not None else node.start_byte
    return node.start_byte


def _field(node: tree_sitter.Node, name: str) -> tree_sitter.Node | None:
    return node.child_by_field_name(name)


def _is_method(node: tree_sitter.Node) -> bool:
    function = node.child_by_field_name("function")
    return function is not None and function.type == "field_expression"


def _scoped(self: Expressions, node: tree_sitter.Node, depth: int) -> ir.Expression:
    line = self.line(node)
    names = self.parts(node)
    if names[:1] and names[0].startswith("<"):
        return ir.Opaque(line)
    made: ir.Expression = ir.Name(line, names[0] if names else "")
    for name in names[1:]:
        made = ir.Attribute(line, made, name)
    del depth
    return made


def _literal(self: Expressions, node: tree_sitter.Node, _depth: int) -> ir.Expression:
    return ir.Const(self.line(node), literals.value(node.type, self.text(node)))


def _one(self: Expressions, node: tree_sitter.Node, depth: int) -> ir.Expression:
    children = [one for one in node.named_children if not one.type.endswith("comment")]
    if not children:
        return ir.Const(self.line(node), None)
    return self.expression(children[-1], depth)


def _unary(self: Expressions, node: tree_sitter.Node, depth: int) -> ir.Expression:
    inner, sign = _one(self, node, depth), self.text(node)[:1]
    if sign == "*":
        return inner
    return ir.Operation(self.line(node), {"!": "not"}.get(sign, sign), (inner,))


def _cast(self: Expressions, node: tree_sitter.Node, depth: int) -> ir.Expression:
    line, value = self.line(node), self.field(node, "value", depth)
    kind = self.text(node.child_by_field_name("type"))
    if kind == "u8":
        return ir.Call(line, ir.Name(line, "u8!"), (value,))
    if kind == "char":
        return ir.Call(line, ir.Name(line, "char!"), (value,))
    return value


def _array(self: Expressions, node: tree_sitter.Node, depth: int) -> ir.Expression:
    line, length = self.line(node), node.child_by_field_name("length")
    items = tuple(
        self.expression(one, depth)
        for one in node.named_children
        if not one.type.endswith(("comment", "attribute_item"))
    )
    if length is not None and len(items) == 2:
        return ir.Operation(line, "*", (ir.Sequence(line, "list", items[:1]), items[1]))
    return ir.Sequence(line, "list", items)


def _tuple(self: Expressions, node: tree_sitter.Node, depth: int) -> ir.Expression:
    items = tuple(self.expression(one, depth) for one in node.named_children)
    return ir.Sequence(self.line(node), "tuple", items)


def _struct(self: Expressions, node: tree_sitter.Node, depth: int) -> ir.Expression:
    line = self.line(node)
    names = self.parts(node.child_by_field_name("name"))
    keywords: list[tuple[str, ir.Expression]] = []
    for child in (_field(node, "body") or node).named_children:
        if child.type == "shorthand_field_initializer":
            name = self.text(child)
            keywords.append((name, ir.Name(line, name)))
        elif child.type == "field_initializer":
            name = self.text(child.child_by_field_name("field"))
            keywords.append((name, self.field(child, "value", depth)))
    callee: ir.Expression = ir.Name(line, names[0] if names else "")
    for name in names[1:]:
        callee = ir.Attribute(line, callee, name)
    return ir.Call(line, callee, (), tuple(keywords), new=True)


def _choice(self: Expressions, node: tree_sitter.Node, depth: int) -> ir.Expression:
    line = self.line(node)
    before, test = self.condition(node.child_by_field_name("condition"), depth)
    then = ir.Do(line, _valued(self.block(node.child_by_field_name("consequence"), depth)))
    otherwise: ir.Expression = ir.Const(line, None)
    alternative = node.child_by_field_name("alternative")
    if alternative is not None and alternative.named_children:
        otherwise = self.expression(alternative.named_children[0], depth + 1)
    chosen = ir.Choice(line, test, then, otherwise)
    return ir.Do(line, (*before, ir.Evaluate(line, chosen))) if before else chosen


def _valued(body: tuple[ir.Statement, ...]) -> tuple[ir.Statement, ...]:
    """Turn the value of a block from what a function returns into its last expression."""
    if body and isinstance(body[-1], ir.Return) and body[-1].value is not None:
        return (*body[:-1], ir.Evaluate(body[-1].line, body[-1].value))
    return body


def _block(self: Expressions, node: tree_sitter.Node, depth: int) -> ir.Expression:
    inner = node
    if node.type != "block":
        inner = next((one for one in node.named_children if one.type == "block"), node)
    return ir.Do(self.line(node), _valued(self.block(inner, depth)))


def _match(self: Expressions, node: tree_sitter.Node, depth: int) -> ir.Expression:
    value = self.field(node, "value", depth)
    line = value.line
    holder: ir.Expression = value
    if not simple(value):
        holder = ir.Name(line, f"match@{line}")
    made: ir.Expression = ir.Opaque(line)
    for bindings, body in reversed(self.arms(node, holder, depth)[:64]):
        arm = ir.Do(body.line, (*bindings, ir.Evaluate(body.line, body))) if bindings else body
        made = arm if isinstance(made, ir.Opaque) else ir.Choice(line, ir.Opaque(line), arm, made)
    if holder is value:
        return made
    bound = ir.Evaluate(line, ir.Assign(line, holder, value))
    return ir.Do(line, (bound, ir.Evaluate(line, made)))


def _function(self: Expressions, node: tree_sitter.Node, depth: int) -> ir.Expression:
    body = node.child_by_field_name("body")

    def late() -> tuple[ir.Statement, ...]:
        return self.block(body, depth)

    end = node.end_point[0] + self.base
    return ir.Function(self.line(node), "", self.parameters(node), late, (), end)


def _assignment(self: Expressions, node: tree_sitter.Node, depth: int) -> ir.Expression:
    line = self.line(node)
    left, value = self.field(node, "left", depth), self.field(node, "right", depth)
    sign = self.text(node.child_by_field_name("operator"))[:-1]
    return ir.Assign(line, left, value, sign if node.type.startswith("compound") else "")


def _ranged(self: Expressions, node: tree_sitter.Node, depth: int) -> ir.Expression:
    line = self.line(node)
    lower, upper = self._range(node, depth)  # noqa: SLF001 the other half of one class
    ends = tuple(one or ir.Const(line, 0) for one in (lower, upper))
    return ir.Call(line, ir.Name(line, "range!"), ends)


def _left_out(self: Expressions, node: tree_sitter.Node, depth: int) -> ir.Expression:
    """Return a statement that stands where a value is wanted, such as `return` in an arm."""
    from pratique.code.languages import rust

    body = tuple(rust.Lowering.statement(self, node, depth))  # type: ignore[arg-type]  # it is one
    return ir.Do(self.line(node), body)


_EXPRESSIONS: dict[str, Callable[[Expressions, tree_sitter.Node, int], ir.Expression]] = {
    "identifier": _scoped,
    "scoped_identifier": _scoped,
    "self": _scoped,
    "crate": _scoped,
    "super": _scoped,
    "metavariable": _scoped,
    "string_literal": _literal,
    "raw_string_literal": _literal,
    "char_literal": _literal,
    "integer_literal": _literal,
    "float_literal": _literal,
    "boolean_literal": _literal,
    "parenthesized_expression": _one,
    "reference_expression": _one,
    "unary_expression": _unary,
    "type_cast_expression": _cast,
    "array_expression": _array,
    "tuple_expression": _tuple,
    "unit_expression": _tuple,
    "struct_expression": _struct,
    "if_expression": _choice,
    "match_expression": _match,
    "block": _block,
    "unsafe_block": _block,
    "async_block": _block,
    "const_block": _block,
    "closure_expression": _function,
    "assignment_expression": _assignment,
    "compound_assignment_expr": _assignment,
    "range_expression": _ranged,
    "macro_invocation": Expressions.invoked,
    "return_expression": _left_out,
    "break_expression": _left_out,
    "continue_expression": _left_out,
    "for_expression": _left_out,
    "while_expression": _left_out,
    "loop_expression": _left_out,
    "let_declaration": _left_out,
}
