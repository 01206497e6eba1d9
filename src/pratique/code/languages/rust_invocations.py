"""Macros where they are invoked: those of the crate are expanded, those of the language known.

The arguments of a macro are tokens; where it is called like a function they are read as one's.
"""

import re
from bisect import bisect_left

import tree_sitter

from pratique.code import ir
from pratique.code.languages import rust_macros
from pratique.code.languages.rust_macros import Rule
from pratique.code.languages.rust_tree import Tree

EXPANSIONS = 400
NESTED = 24
_BLOCKS = frozenset(("lazy_static", "thread_local", "cfg_if", "select", "tokio_main"))
_ITEMS = re.compile(
    rb"\s*(?:(?://[^\n]*\n|#!?\[(?:[^\[\]]|\[[^\[\]]*\])*\])\s*)*+(?:pub\b(?:\s*\([^()]*\))?\s*)?"
    rb"(?:(?:unsafe|async|const|extern(?:\s+\"[^\"]*\")?)\s+)*(?:fn|mod|struct|enum|impl|use|trait|"
    rb"static|type|union)\b"
)
"""What a macro of another file wraps (`feature! { pub fn … }`): it is there as it stands."""
_SHOWN = frozenset("format format_args println eprintln print eprint panic bail anyhow".split())
_RULES = re.compile(rb"macro_rules")
_UNQUOTED = re.compile(rb'"(?:[^"\\]|\\.)*+"(?:\s*:(?!:))?|[{}]')
_HOLE = re.compile(r"\{\{|\}\}|\{([A-Za-z_]\w*|\d+)?(?::([^}]*))?\}")


def collect(tree: Tree, root: tree_sitter.Node) -> dict[str, list[Rule]]:
    """Return every `macro_rules!` of a source: its rules as pairs of texts."""
    found: dict[str, list[Rule]] = {}
    places = [match.start() for match in _RULES.finditer(tree.source)]
    pending = [root] if places else []
    while pending and len(found) < 500:
        node = pending.pop()
        if node.type != "macro_definition":
            pending.extend(
                one
                for one in node.named_children
                if bisect_left(places, one.start_byte) < bisect_left(places, one.end_byte)
            )
            continue
        rules = found.setdefault(tree.text(node.child_by_field_name("name")), [])
        for rule in node.named_children:
            left, right = (rule.child_by_field_name(side) for side in ("left", "right"))
            if rule.type == "macro_rule" and left is not None and right is not None:
                rules.append(Rule(tree.text(left)[1:-1], tree.text(right)[1:-1], tree.line(right)))
    return found


def again(tree: Tree, text: bytes, line: int) -> tuple[ir.Statement, ...]:
    """Return what tokens become when they are read as the body of a function."""
    from pratique.code.languages import rust

    if len(text) > rust_macros.MOST_OUTPUT or tree.nested > NESTED:
        tree.trouble["cut"] = None
        return ()
    source = b"fn m() " + text
    inner = rust.Lowering(source, line)
    inner.macros, inner.nested, inner.expansions = tree.macros, tree.nested + 1, tree.expansions
    root = tree_sitter.Parser(rust.GRAMMAR).parse(source).root_node
    functions = [one for one in root.named_children if one.type == "function_item"]
    return inner.block(functions[0].child_by_field_name("body") if functions else None, 1)


def arguments(tree: Tree, tokens: bytes, line: int) -> tuple[ir.Expression, ...]:
    """Return the arguments of a macro that is called like a function."""
    body = again(tree, b"{ m(" + tokens.strip().rstrip(b",") + b"\n); }", line)
    call = body[0] if body else None
    inner = call.expression if isinstance(call, ir.Evaluate) else None
    return inner.arguments if isinstance(inner, ir.Call) else ()


def invoked(tree: Tree, node: tree_sitter.Node, depth: int) -> ir.Expression:
    """Return what the invocation of a macro becomes."""
    line = tree.line(node)
    name = (tree.parts(node.child_by_field_name("macro")) or ("",))[-1]
    group = next((one for one in node.named_children if one.type == "token_tree"), None)
    if group is None or depth > ir.MAX_DEPTH:
        return ir.Opaque(line)
    tokens = tree.source[group.start_byte + 1 : group.end_byte - 1]
    rules = tree.macros.get(name)
    if rules is not None:
        return _expanded(tree, rules, tokens, line)
    start = tree.line(group)
    if name == "vec" and b";" in tokens:
        element, _, count = tokens.partition(b";")
        items = arguments(tree, element + b"," + count, start)
        if len(items) == 2:
            return ir.Operation(line, "*", (ir.Sequence(line, "list", items[:1]), items[1]))
    if name in {"stringify", "quote"}:
        return ir.Const(line, tokens.decode("utf-8", "replace"))
    if name == "json":
        tokens = _UNQUOTED.sub(_as_tuple, tokens)
    braced = tree.source[group.start_byte : group.start_byte + 1] == b"{"
    if name in _BLOCKS or (braced and _ITEMS.match(tokens)):
        return ir.Do(line, again(tree, b"{" + tokens + b"}", start))
    given = arguments(tree, tokens, start)
    if name == "vec":
        return ir.Sequence(line, "list", given)
    if name == "concat":
        return ir.Format(line, given)
    if name == "json":
        whole = ir.Const(line, tokens.decode("utf-8", "replace"))
        return ir.Sequence(line, "tuple", given or (whole,))
    if name in {"assert_eq", "assert_ne"} and len(given) > 1:
        return ir.Operation(line, "==", given[:2])
    if name in _SHOWN:
        return formatted(line, given)
    if name in {"write", "writeln"} and given:
        text = formatted(line, given[1:])
        return ir.Call(line, ir.Attribute(line, given[0], "write_all"), (text,))
    return ir.Call(line, ir.Name(line, f"{name}!"), given)


def _expanded(tree: Tree, rules: list[Rule], tokens: bytes, line: int) -> ir.Expression:
    tree.expansions[0] += 1
    if tree.expansions[0] > EXPANSIONS:
        tree.trouble["cut"] = None
        return ir.Opaque(line)
    found = rust_macros.expand(rules, tokens.decode("utf-8", "replace"))
    if found is None:
        return ir.Opaque(line, arguments(tree, tokens, line))
    made, start = found
    body = again(tree, b"{" + made.encode() + b"}", start)
    if body and isinstance(body[-1], ir.Return) and body[-1].value is not None:
        body = (*body[:-1], ir.Evaluate(body[-1].line, body[-1].value))
    return ir.Do(line, body)


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


def _as_tuple(found: re.Match[bytes]) -> bytes:
    """Return a token of a JSON object as that of a tuple of its values, on as many lines."""
    token = found[0]
    if token in {b"{", b"}"}:
        return b"(" if token == b"{" else b",)"
    return b"\n" * token.count(b"\n") if token.endswith(b":") else token


def _empty(node: ir.Expression) -> bool:
    return isinstance(node, ir.Const) and node.value == ""
