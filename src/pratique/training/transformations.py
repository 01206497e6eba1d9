"""Rewrite Python so that it does the same and looks otherwise, to measure robustness.

Each transformation takes the files of a package and returns other files; the payload's file is
named. Only texts of our own are rewritten: they are parsed, never run.
"""

import ast
import base64
import bz2
import codecs
import lzma
import zlib
from collections.abc import Callable, Mapping

Files = Mapping[str, str]
Transformation = Callable[[Files, str], dict[str, str]]


def _rewritten(files: Files, path: str, change: Callable[[str], str]) -> dict[str, str]:
    return {**files, path: change(files[path])}


class _Strings(ast.NodeTransformer):
    """Replace string constants, except docstrings and parts of f-strings."""

    def __init__(self, spell: Callable[[str], str]) -> None:
        self.spell = spell

    def visit_JoinedStr(self, node: ast.JoinedStr) -> ast.AST:
        return node

    def visit_Constant(self, node: ast.Constant) -> ast.AST:
        if isinstance(node.value, str) and len(node.value) > 3:
            return ast.parse(self.spell(node.value), mode="eval").body
        return node


def _strings(spell: Callable[[str], str]) -> Transformation:
    def change(text: str) -> str:
        return ast.unparse(ast.fix_missing_locations(_Strings(spell).visit(ast.parse(text))))

    return lambda files, path: _rewritten(files, path, change)


def _split(text: str) -> str:
    return "(" + "+".join(repr(text[at : at + 3]) for at in range(0, len(text), 3)) + ")"


def _joined(text: str) -> str:
    return f"''.join({list(text)!r})"


def _reversed(text: str) -> str:
    return f"{text[::-1]!r}[::-1]"


def _characters(text: str) -> str:
    return f"''.join(map(chr, {[ord(one) for one in text]!r}))"


def _hex(text: str) -> str:
    return f"bytes.fromhex({text.encode().hex()!r}).decode()"


def _base64(text: str) -> str:
    encoded = base64.b64encode(text.encode()).decode()
    return f"__import__('base64').b64decode({encoded!r}).decode()"


def _base32(text: str) -> str:
    encoded = base64.b32encode(text.encode()).decode()
    return f"__import__('base64').b32decode({encoded!r}).decode()"


def _base16(text: str) -> str:
    encoded = base64.b16encode(text.encode()).decode()
    return f"__import__('base64').b16decode({encoded!r}).decode()"


def _deflated(text: str) -> str:
    return f"__import__('zlib').decompress({zlib.compress(text.encode())!r}).decode()"


def _base85(text: str) -> str:
    encoded = base64.b85encode(text.encode()).decode()
    return f"__import__('base64').b85decode({encoded!r}).decode()"


def _rot13(text: str) -> str:
    return f"__import__('codecs').decode({codecs.encode(text, 'rot13')!r}, 'rot13')"


def _xored(text: str) -> str:
    mixed = [one ^ 37 for one in text.encode()]
    return f"bytes([one ^ 37 for one in {mixed!r}]).decode()"


class _Names(ast.NodeTransformer):
    """Give what a module binds itself other names."""

    def __init__(self, tree: ast.Module) -> None:
        kinds = (ast.FunctionDef, ast.ClassDef, ast.AsyncFunctionDef)
        bound = {node.name for node in tree.body if isinstance(node, kinds)}
        bound |= {
            target.id
            for node in tree.body
            if isinstance(node, ast.Assign)
            for target in node.targets
            if isinstance(target, ast.Name)
        }
        self.names = {name: f"_0x{place:x}a" for place, name in enumerate(sorted(bound), 40)}

    def visit_Name(self, node: ast.Name) -> ast.AST:
        node.id = self.names.get(node.id, node.id)
        return node

    def visit_FunctionDef(self, node: ast.FunctionDef) -> ast.AST:
        node.name = self.names.get(node.name, node.name)
        return self.generic_visit(node)

    def visit_ClassDef(self, node: ast.ClassDef) -> ast.AST:
        node.name = self.names.get(node.name, node.name)
        return self.generic_visit(node)


class _Calls(ast.NodeTransformer):
    """Reach members of modules through `getattr` and their names in two parts."""

    def visit_Call(self, node: ast.Call) -> ast.AST:
        self.generic_visit(node)
        if isinstance(node.func, ast.Attribute) and isinstance(node.func.value, ast.Name):
            name = node.func.attr
            parts = f"{name[:2]!r} + {name[2:]!r}"
            node.func = ast.parse(f"getattr({node.func.value.id}, {parts})", mode="eval").body
        return node


class _Globals(ast.NodeTransformer):
    """Ask the module's own table for every name that it reads of what it binds itself."""

    def __init__(self, tree: ast.Module) -> None:
        self.names = {
            (name.asname or name.name).partition(".")[0]
            for node in tree.body
            if isinstance(node, ast.Import | ast.ImportFrom)
            for name in node.names
        }

    def visit_Name(self, node: ast.Name) -> ast.AST:
        if node.id in self.names and isinstance(node.ctx, ast.Load):
            return ast.parse(f"globals()[{node.id!r}]", mode="eval").body
        return node


class _Wrapped(ast.NodeTransformer):
    """Make every call through a function of our own."""

    def visit_Call(self, node: ast.Call) -> ast.AST:
        self.generic_visit(node)
        through = ast.Name("_through", ast.Load())
        return ast.Call(through, [node.func, *node.args], node.keywords)


def _from_table(text: str) -> str:
    tree = ast.parse(text)
    return ast.unparse(ast.fix_missing_locations(_Globals(tree).visit(tree)))


def _wrapped(text: str) -> str:
    body = ast.unparse(ast.fix_missing_locations(_Wrapped().visit(ast.parse(text))))
    return "def _through(what, *some, **named):\n    return what(*some, **named)\n" + body


def _long(text: str) -> str:
    """Put every simple statement of the module far to the right, behind an innocent one."""
    lines = []
    for node in ast.parse(text).body:
        simple = isinstance(node, ast.Expr | ast.Assign | ast.Import | ast.ImportFrom)
        body = ast.unparse(node)
        lines.append(f"_ = 0;{' ' * 3000}{body}" if simple and "\n" not in body else body)
    return "\n".join(lines) + "\n"


def _renamed(text: str) -> str:
    tree = ast.parse(text)
    return ast.unparse(_Names(tree).visit(tree))


def _reflected(text: str) -> str:
    return ast.unparse(ast.fix_missing_locations(_Calls().visit(ast.parse(text))))


def _imports(text: str) -> str:
    """Turn `import a.b` into assignments of `__import__`."""
    lines = []
    for node in ast.parse(text).body:
        plain = isinstance(node, ast.Import) and all(
            "." not in name.name and not name.asname for name in node.names
        )
        if isinstance(node, ast.Import) and plain:
            lines += [f"{one.name} = __import__({one.name!r})" for one in node.names]
        else:
            lines.append(ast.unparse(node))
    return "\n".join(lines) + "\n"


def _packed(pack: Callable[[bytes], bytes], unpack: str) -> Callable[[str], str]:
    def change(text: str) -> str:
        encoded = base64.b64encode(pack(text.encode())).decode()
        return f"import base64, bz2, lzma, zlib\nexec({unpack}(base64.b64decode({encoded!r})))\n"

    return change


def _inside(head: str, tail: str) -> Callable[[str], str]:
    def change(text: str) -> str:
        body = "".join(f"    {line}\n" if line.strip() else "\n" for line in text.splitlines())
        return f"{head}\n{body}{tail}\n"

    return change


def _moved(files: Files, path: str) -> dict[str, str]:
    """Put the payload into a module of its own, which the old place imports."""
    folder = path.rpartition("/")[0]
    if not folder:
        return {**files, "ours_parts.py": files[path], path: "import ours_parts\n"}
    return {**files, f"{folder}/_parts.py": files[path], path: "from . import _parts\n"}


def _as_data(files: Files, path: str) -> dict[str, str]:
    """Put the payload into a file of data, which the old place reads and runs."""
    folder = path.rpartition("/")[0]
    name = f"{folder}/table.dat" if folder else "table.dat"
    encoded = base64.b64encode(files[path].encode()).decode()
    loader = (
        "import base64, os\n"
        "place = os.path.join(os.path.dirname(__file__), 'table.dat')\n"
        "exec(base64.b64decode(open(place).read()))\n"
    )
    return {**files, name: encoded, path: loader}


def _text(change: Callable[[str], str]) -> Transformation:
    return lambda files, path: _rewritten(files, path, change)


NOISE = '# it\'s """ not \'a string\n_unused = [number * 7 for number in range(30)]\n'
DEAD = """
def _unused(count):
    if count > 3:
        return [_unused(one - 5) for one in range(count)]
    return {"left": count, "right": count * 2}
if 0:
    _unused(7)
"""
TRANSFORMATIONS: Mapping[str, Transformation] = {
    "rename": _text(_renamed),
    "split": _strings(_split),
    "join": _strings(_joined),
    "reverse": _strings(_reversed),
    "characters": _strings(_characters),
    "hex": _strings(_hex),
    "base16": _strings(_base16),
    "base32": _strings(_base32),
    "base64": _strings(_base64),
    "base85": _strings(_base85),
    "rot13": _strings(_rot13),
    "xor": _strings(_xored),
    "zlib": _strings(_deflated),
    "getattr": _text(_reflected),
    "__import__": _text(_imports),
    "globals": _text(_from_table),
    "wrapper": _text(_wrapped),
    "exec-base64": _text(_packed(bytes, "bytes.decode")),
    "exec-zlib": _text(_packed(zlib.compress, "zlib.decompress")),
    "exec-bz2": _text(_packed(bz2.compress, "bz2.decompress")),
    "exec-lzma": _text(_packed(lzma.compress, "lzma.decompress")),
    "function": _text(_inside("def _begin():", "_begin()")),
    "lambda": _text(_inside("def _begin():", "_later = lambda: _begin()\n_later()")),
    "class": _text(_inside("class _Kind:\n  def begin(self):", "_Kind().begin()")),
    "try": _text(_inside("try:", "except Exception:\n    pass")),
    "thread": _text(
        _inside("def _begin():", "import threading\nthreading.Thread(target=_begin).start()")
    ),
    "noise": _text(lambda text: NOISE + text + NOISE),
    "carriage-returns": _text(lambda text: text.replace("\n", "\r\n")),
    "carriage-return": _text(lambda text: text.replace("\r\n", "\n").replace("\n", "\r")),
    "dead-code": _text(lambda text: DEAD + text + DEAD),
    "long-lines": _text(_long),
    "cookie": _text(lambda text: "# -*- coding: latin-1 -*-\n" + text),
    "blanks": _text(lambda text: "\n" * 4000 + text),
    "module": _moved,
    "data": _as_data,
}
"""Transformation by name."""
