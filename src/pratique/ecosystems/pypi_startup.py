"""What runs whenever Python starts: `.pth` lines, `.start` files, sitecustomize, usercustomize.

Sources: `site.addpackage` of CPython (a line that starts with `import` is executed), PEP 829
(`.start` files), and the litellm incident of 2026-03, whose payload was a `.pth`.
"""

import re
from collections.abc import Mapping

from pratique.ecosystems.pypi_layout import Notes
from pratique.ecosystems.pypi_lists import STDLIB
from pratique.model import Value

PTH_BYTES = 1024 * 1024
LINES = 1_000
CUSTOMIZE = frozenset(("sitecustomize", "usercustomize"))
IDIOM = "idiom"
"""Tag of a line that is literally one of the honest forms below."""

_N = r"'[\w.]{1,200}'"
_NAMESPACE = tuple(
    re.compile(pattern)
    for pattern in (
        r"import sys, ?types, ?os",
        r"has_mfs = sys\.version_info > \(3, 5\)",
        rf"p = os\.path\.join\(sys\._getframe\(1\)\.f_locals\['sitedir'\], \*\((?:{_N},? ?)+\)\)",
        r"importlib = has_mfs and __import__\('importlib\.util'\)",
        r"has_mfs and __import__\('importlib\.machinery'\)",
        (
            r"m = has_mfs and sys\.modules\.setdefault\("
            rf"{_N}, importlib\.util\.module_from_spec\("
            rf"importlib\.machinery\.PathFinder\.find_spec\({_N}, \[os\.path\.dirname\(p\)\]\)\)\)"
        ),
        rf"m = m or sys\.modules\.setdefault\({_N}, types\.ModuleType\({_N}\)\)",
        r"mp = \(m or \[\]\) and m\.__dict__\.setdefault\('__path__', ?\[\]\)",
        r"\(p not in mp\) and mp\.append\(p\)",
        rf"m and setattr\(sys\.modules\[{_N}\], {_N}, m\)",
        r"ie = os\.path\.exists\(os\.path\.join\(p, ?'__init__\.py'\)\)",
        rf"m = not ie and sys\.modules\.setdefault\({_N}, ?(?:types|new)\.(?:M|m)odule(?:Type)?\({_N}\)\)",  # noqa: E501
    )
)
"""The statements of setuptools' `-nspkg.pth`, joined by semicolons."""

_IDIOMS = tuple(
    re.compile(pattern)
    for pattern in (
        (
            r"import os; var = 'SETUPTOOLS_USE_DISTUTILS'; enabled = os\.environ\.get\(var, "
            r"'(?:local|stdlib)'\) == 'local'; enabled and __import__\('_distutils_hack'\)"
            r"(?:\.add_shim\(\))?;?"
        ),
        r"import coverage; ?coverage\.process_startup\(\)",
        r"import _virtualenv",
        r"import (__editable___\w{1,200}_finder); ?\1\.install\(\)",
    )
)
_COVERAGE = (
    'import sys; exec(\'import os\\n\\nif os.getenv("COVERAGE_PROCESS_START") or '
    'os.getenv("COVERAGE_PROCESS_CONFIG"):\\n try:\\n  import coverage\\n except:\\n'
    '  pass\\n else:\\n  coverage.process_startup(slug="pth")\')'
)
_WHEN_ASKED = re.compile(
    r"import os; exec\('try: __import__\(\"(\w{1,100})\"\)\.\w{1,100}\(\) "
    r"if os\.environ\.get\(\"(\w{1,100})\"\) else None\\nexcept ImportError: pass'\)"
)
"""A line that calls its own module only where a variable with the module's name is set."""
_LITERAL = frozenset((_COVERAGE,))
"""Lines of honest projects that are longer than a pattern is worth: coverage 7.10 and later."""
_OWNERS = {"_distutils_hack": "setuptools", "coverage": "coverage", "_virtualenv": "virtualenv"}
_IMPORTS = re.compile(r"\b(?:import\s+|__import__\(\s*['\"])([A-Za-z_][\w.]{0,200})")


def read_pth(
    member: str, data: bytes, project: str, shipped: Mapping[str, str], notes: Notes
) -> None:
    """Note every line of a `.pth` that Python executes or adds to its path.

    `shipped` maps the archive's own top-level modules to their members: a line that imports one of
    them starts code of this very archive, and is never innocent by its wording alone.
    """
    lines = data.decode("utf-8-sig", "replace").splitlines()
    if len(lines) > LINES:
        notes.limit("limit-lines", f"only the first {LINES} lines were read", member)
    for number, line in enumerate(lines[:LINES], 1):
        if not line.strip() or line.startswith("#"):
            continue
        if not line.startswith(("import ", "import\t")):
            notes.trigger("pth-path", "startup", member, target=line.strip())
            continue
        target = _target(line, shipped)
        notes.trigger("pth", "startup", member, target, line.rstrip())
        notes.fact(
            "hook/interpreter-startup",
            member,
            Value("code", line.strip()),
            *((Value("module", target),) if target else ()),
            activation="startup",
            line=number,
            snippet=line.strip(),
            symbol="pth",
            tags=(IDIOM,) if is_idiom(line, project, shipped) else (),
        )


def read_start(member: str, data: bytes, notes: Notes) -> None:
    """Note every entry point of a `.start` file."""
    for number, line in enumerate(data.decode("utf-8-sig", "replace").splitlines()[:LINES], 1):
        target = line.strip()
        if target and not target.startswith("#"):
            notes.trigger("start-file", "startup", member, target)
            notes.fact(
                "hook/interpreter-startup",
                member,
                Value("name", target),
                activation="startup",
                line=number,
                snippet=target,
                symbol="start-file",
            )


def customize(name: str, member: str, notes: Notes) -> None:
    """Note a sitecustomize or usercustomize module, which every start of Python imports."""
    notes.trigger(name, "startup", member, name)
    notes.fact(
        "hook/interpreter-startup",
        member,
        Value("module", name),
        activation="startup",
        symbol=name,
    )


def is_idiom(line: str, project: str, shipped: Mapping[str, str]) -> bool:
    """Tell whether a line is a well-known honest one, and starts no code of a stranger.

    >>> is_idiom("import coverage; coverage.process_startup()", "x", {"coverage": "coverage.py"})
    False
    """
    bare = line.strip()
    if len(bare) > 4096:
        return False
    asked = _WHEN_ASKED.fullmatch(bare)
    if asked is not None and asked[2].startswith(f"{asked[1].upper()}_"):
        return True
    for name in _IMPORTS.findall(bare):
        top = name.partition(".")[0]
        if top in shipped and _OWNERS.get(top) != project and not top.startswith("__editable__"):
            return False
    if bare in _LITERAL or any(idiom.fullmatch(bare) for idiom in _IDIOMS):
        return True
    statements = [part.strip() for part in bare.rstrip(";").split(";")]
    return all(any(one.fullmatch(part) for one in _NAMESPACE) for part in statements)


def _target(line: str, shipped: Mapping[str, str]) -> str:
    names = _IMPORTS.findall(line[:8192])
    own = [name for name in names if name.partition(".")[0] in shipped]
    foreign = [name for name in names if name.partition(".")[0] not in STDLIB]
    return str((own or foreign or [""])[0])
