"""`.pth` lines: what is innocent by its wording, and what is not."""

import pytest

from pratique.ecosystems.pypi_startup import is_idiom

PRECEDENCE = (
    "import os; var = 'SETUPTOOLS_USE_DISTUTILS'; enabled = os.environ.get(var, 'local') == "
    "'local'; enabled and __import__('_distutils_hack')"
)
NAMESPACE = (
    "import sys, types, os;has_mfs = sys.version_info > (3, 5);p = os.path.join("
    "sys._getframe(1).f_locals['sitedir'], *('demo',));importlib = has_mfs and "
    "__import__('importlib.util');has_mfs and __import__('importlib.machinery');m = has_mfs and "
    "sys.modules.setdefault('demo', importlib.util.module_from_spec(importlib.machinery."
    "PathFinder.find_spec('demo', [os.path.dirname(p)])));m = m or sys.modules.setdefault('demo', "
    "types.ModuleType('demo'));mp = (m or []) and m.__dict__.setdefault('__path__',[]);"
    "(p not in mp) and mp.append(p)"
)


@pytest.mark.parametrize(
    ("line", "project", "shipped"),
    [
        (PRECEDENCE, "setuptools", {"_distutils_hack": "x"}),
        (PRECEDENCE, "demo", {}),
        (NAMESPACE, "demo", {"demo": "x"}),
        ("import coverage; coverage.process_startup()", "demo", {}),
        ("import __editable___demo_finder; __editable___demo_finder.install()", "demo", {}),
    ],
)
def test_well_known_lines_are_idioms(line, project, shipped):
    assert is_idiom(line, project, shipped)


@pytest.mark.parametrize(
    ("line", "project", "shipped"),
    [
        (PRECEDENCE, "demo", {"_distutils_hack": "x"}),
        (PRECEDENCE + "; import evil", "setuptools", {}),
        (NAMESPACE + ";__import__('evil')", "demo", {}),
        ("import coverage; coverage.process_startup()", "demo", {"coverage": "coverage.py"}),
        ("import os; os.system('id')", "demo", {}),
        ("import a; exec('b')", "demo", {}),
    ],
)
def test_what_starts_a_strangers_code_is_none(line, project, shipped):
    assert not is_idiom(line, project, shipped)
