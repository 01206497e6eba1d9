"""The ceilings and tables of the codebase, enforced from the first day."""

import ast
import re
import subprocess
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "src" / "pratique"
MODULES = sorted(SOURCE.rglob("*.py"))
FILE_LINES = 400
FUNCTION_LINES = 50

# In pieces, so that this file names no host itself.
_HOSTS = re.compile(
    r"python" + r"hosted\.org|(registry|replicate)\.npm" + r"js\.|(deb|security)\.deb" + r"ian\.org"
    r"|(^|[^a-z.])(test\.|www\.)?py" + r"pi\.org",
    re.IGNORECASE,
)
_MACHINE = re.compile(r"(^|[\s\"'`=(])/(work|root)/[a-z.]", re.MULTILINE)


def _tracked() -> list[Path]:
    answer = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=False)
    if answer.returncode:
        pytest.skip("not a git checkout")
    return [ROOT / name for name in answer.stdout.decode().split("\0") if name]


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(SOURCE)))
def test_files_and_functions_stay_under_their_ceilings(path):
    text = path.read_text()
    assert len(text.splitlines()) <= FILE_LINES
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            assert node.end_lineno - node.lineno < FUNCTION_LINES, node.name


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(SOURCE)))
def test_everything_public_says_what_it_is(path):
    tree = ast.parse(path.read_text())
    if path.name != "__main__.py" or tree.body:
        assert ast.get_docstring(tree), "the module has no docstring"
    for node in tree.body:
        if not isinstance(node, ast.FunctionDef | ast.ClassDef) or node.name.startswith("_"):
            continue
        assert ast.get_docstring(node), node.name
        for inner in node.body if isinstance(node, ast.ClassDef) else ():
            if isinstance(inner, ast.FunctionDef) and not inner.name.startswith("_"):
                assert ast.get_docstring(inner), f"{node.name}.{inner.name}"


def test_no_tracked_file_names_a_registry_host_or_a_path_of_a_machine():
    for path in _tracked():
        if not path.is_file() or path.stat().st_size > 4_000_000:
            continue
        try:
            text = path.read_text()
        except UnicodeDecodeError:
            continue
        assert not _HOSTS.search(text), path
        if path != Path(__file__):
            assert not _MACHINE.search(text), path


def test_every_command_of_the_table_has_its_module():
    from pratique.cli import COMMANDS

    files = {path.stem for path in (SOURCE / "cli").glob("*.py")}
    assert set(COMMANDS) <= files


def test_every_ruff_ignore_is_explained():
    lines = (ROOT / "pyproject.toml").read_text().splitlines()
    begin = lines.index("ignore = [") + 1
    for line in lines[begin : lines.index("]", begin)]:
        if '"' in line and line.strip():
            assert "#" in line or line.rstrip().endswith('",'), line
    tomllib.loads("\n".join(lines))


def test_every_dependency_has_its_reason():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    wanted = list(project["dependencies"])
    for extra in project["optional-dependencies"].values():
        wanted += extra
    text = (ROOT / "docs" / "dependencies.md").read_text().lower()
    for requirement in wanted:
        name = re.split(r"[\[<>=;! ]", requirement)[0].lower()
        assert name == "pratique" or f"`{name}`" in text, name


def test_no_broad_except_anywhere():
    for path in MODULES:
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.ExceptHandler):
                assert node.type is not None, path
                assert getattr(node.type, "id", "") not in {"Exception", "BaseException"}, path


def test_locks_carry_hashes_and_no_addresses():
    for lock in (ROOT / "requirements").glob("*.lock"):
        text = lock.read_text()
        assert "--hash=sha256:" in text
        assert "://" not in text
        assert "--index" not in text
