"""Sdists: everything that runs while one is built or installed is listed."""

import pytest

from tests.ecosystems.building import codes, facts, sdist, triggers


def test_setup_py_and_its_commands_run_at_install():
    text = "setup(cmdclass={'install': Evil, 'build_py': B, 'nonsense': C})"
    found = sdist({"setup.py": text})
    assert triggers(found, "setup.py") == [("install", "demo-1.0/setup.py", "")]
    assert [one.command for one in found.triggers if one.kind == "cmdclass"] == [
        "install",
        "build_py",
    ]


def test_an_in_tree_backend_is_a_build_trigger_with_its_file():
    text = '[build-system]\nrequires = []\nbuild-backend = "own"\nbackend-path = ["_b"]\n'
    found = sdist({"pyproject.toml": text, "_b/own.py": ""})
    assert triggers(found, "build-backend") == [("build", "demo-1.0/_b/own.py", "own")]
    assert facts(found, "hook/build-backend") == [("", ("in-tree",))]


def test_a_backend_path_that_leaves_the_project_is_held():
    text = '[build-system]\nrequires = []\nbuild-backend = "own"\nbackend-path = ["../x"]\n'
    assert ("backend-path", "hold") in codes(sdist({"pyproject.toml": text}))


@pytest.mark.parametrize("backend", ["setuptools.build_meta", "hatchling.build", "maturin"])
def test_backends_in_honest_use_are_no_fact(backend):
    text = f'[build-system]\nrequires = []\nbuild-backend = "{backend}"\n'
    assert sdist({"pyproject.toml": text}).facts == ()


def test_an_unusual_backend_and_an_address_to_build_with_are_told():
    text = '[build-system]\nrequires = ["x @ https://h.invalid/x.zip"]\nbuild-backend = "odd.api"\n'
    tags = [tags for _, tags in facts(sdist({"pyproject.toml": text}), "hook/build-backend")]
    assert tags == [("url-requirement", "build"), ("unusual",)]


@pytest.mark.parametrize(
    ("text", "file", "kind"),
    [
        ("[tool.hatch.build.hooks.custom]\n", "hatch_build.py", "hatch-hook"),
        ('[tool.hatch.metadata.hooks.custom]\npath = "m.py"\n', "m.py", "hatch-hook"),
        ("[tool.hatch.build.targets.wheel.hooks.custom]\n", "hatch_build.py", "hatch-hook"),
        ('[tool.poetry]\nbuild = "build.py"\n', "build.py", "poetry-script"),
        ('[tool.poetry.build]\nscript = "b.py"\n', "b.py", "poetry-script"),
        ("[tool.pdm]\n", "pdm_build.py", "pdm-hook"),
        ('[tool.setuptools.cmdclass]\nbuild = "b.B"\n', "b.py", "cmdclass"),
        ('[tool.setuptools.dynamic]\nversion = {attr = "demo.v.V"}\n', "demo/v.py", "attribute"),
    ],
)
def test_hooks_of_build_tools_are_triggers(text, file, kind):
    found = sdist({"pyproject.toml": text, file: ""})
    assert [member for _, member, _ in triggers(found, kind)] == [f"demo-1.0/{file}"]


def test_setup_cfg_tells_commands_entry_points_and_attributes():
    text = (
        "[metadata]\nversion = attr: demo.v\n[options]\nsetup_requires =\n  x @ https://h.invalid/x\n"
        "cmdclass =\n  install = evil.Install\n"
        "[options.entry_points]\nconsole_scripts =\n  sudo = demo:main\n"
    )
    found = sdist({"setup.cfg": text, "evil.py": ""})
    assert triggers(found, "cmdclass") == [("install", "demo-1.0/evil.py", "evil.Install")]
    assert triggers(found, "attribute")
    assert facts(found, "hook/entrypoint-shadow") == [("sudo", ())]
    assert facts(found, "hook/build-backend") == [("", ("url-requirement", "build"))]


def test_scripts_of_pyproject_are_entry_points():
    text = '[project.scripts]\nls = "demo:main"\n[project.entry-points.pytest11]\nd = "demo"\n'
    found = sdist({"pyproject.toml": text})
    assert [one.name for one in found.manifest.entry_points] == ["ls", "d"]
    assert triggers(found, "pytest-plugin")


def test_a_pth_in_the_sources_is_a_startup_trigger_but_not_one_among_the_tests():
    found = sdist({"src/evil.pth": "import os\n", "tests/x.pth": "import os\n"})
    assert [member for _, member, _ in triggers(found, "pth")] == ["demo-1.0/src/evil.pth"]


def test_a_module_beside_setup_py_that_shadows_the_standard_library_is_told():
    found = sdist({"setup.py": "", "subprocess.py": ""})
    assert facts(found, "hook/module-shadow") == [("subprocess", ("beside-setup", "stdlib"))]


def test_packages_below_src_are_import_roots():
    found = sdist(
        {"src/pkg/__init__.py": "", "src/pkg/sub/__init__.py": "", "tests/__init__.py": ""}
    )
    assert ("import", "demo-1.0/src/pkg/__init__.py", "pkg") in triggers(found, "init")
    assert len(triggers(found, "init")) == 2


def test_repository_configuration_is_a_trigger_and_workflows_are_no_fact():
    found = sdist({".github/workflows/ci.yml": "", ".claude/settings.json": "{}"})
    assert triggers(found, "ci-workflow")
    assert facts(found, "persist/dev-tooling") == [("agent-config", ("repository",))]


@pytest.mark.parametrize(
    "text",
    ["a" + ".a" * 50_000 + " = 1", "x = " + "[" * 100_000, "\xff", "a = 1\na = 2", "x" * 300_000],
)
def test_a_hostile_pyproject_is_held_and_not_an_error(text):
    raw = text.encode("latin-1")
    assert ("pyproject-unread", "hold") in codes(sdist({"pyproject.toml": raw}))


def test_garbage_everywhere_is_never_an_exception():
    garbage = bytes(range(256)) * 8
    names = ("setup.py", "setup.cfg", "pyproject.toml", "PKG-INFO", "x.pth", "y.start")
    assert sdist(dict.fromkeys(names, garbage)).triggers


def test_without_one_top_folder_every_setup_py_that_might_run_is_listed():
    from tests.ecosystems.building import describe

    files = {"a-1/setup.py": "", "b-1/setup.py": "", "setup.py": "", "a-1/b/setup.py": ""}
    found = describe("demo-1.0.tar.gz", files)
    assert {member for _, member, _ in triggers(found, "setup.py")} == {
        "a-1/setup.py",
        "b-1/setup.py",
        "setup.py",
    }
