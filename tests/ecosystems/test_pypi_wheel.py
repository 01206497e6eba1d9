"""Wheels: what is honest stays silent, what installers stumble over is named."""

import pytest

from tests.ecosystems.building import (
    codes,
    describe,
    facts,
    record,
    sdist,
    triggers,
    wheel,
    wheel_files,
)

INFO = "demo-1.0.dist-info"


def test_an_honest_wheel_has_no_limitation_and_no_fact():
    found = wheel()
    assert found.limitations == ()
    assert found.facts == ()
    assert triggers(found, "init") == [("import", "demo/__init__.py", "demo")]
    assert found.manifest.name == "demo"
    assert found.manifest.description == "hello"


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (lambda rows: rows.replace("sha256=", "sha256=x"), "record-digest"),
        (lambda rows: rows + "ghost.py,sha256=abc,1\n", "record-ghost"),
        (lambda rows: "\n".join(rows.splitlines()[1:]), "record-unlisted"),
        (lambda rows: rows + "../../evil.py,sha256=abc,1\n", "record-traversal"),
        (lambda rows: rows + "/etc/passwd,,\n", "record-traversal"),
        (lambda rows: rows + 'a"b\n"', "record-unreadable"),
    ],
)
def test_a_record_that_does_not_match_is_refused(change, code):
    rows = record({k: v for k, v in wheel_files().items() if not k.endswith("RECORD")}, INFO)
    assert (code, "refuse") in codes(wheel(record=change(rows)))


def test_a_wheel_that_was_retagged_is_only_noted():
    rows = record({k: v for k, v in wheel_files().items() if not k.endswith("RECORD")}, INFO)
    changed = "\n".join(
        line.replace("sha256=", "sha256=x") if "/WHEEL," in line else line
        for line in rows.splitlines()
    )
    found = wheel(record=changed)
    assert codes(found) == {("record-digest", "note")}
    assert found.facts == ()


def test_signatures_of_a_record_need_not_be_listed():
    files = wheel_files()
    files[f"{INFO}/RECORD.jws"] = files[f"{INFO}/RECORD.p7s"] = "{}"
    assert describe("demo-1.0-py3-none-any.whl", files).limitations == ()


@pytest.mark.parametrize("missing", ["RECORD", "METADATA", "WHEEL"])
def test_a_missing_part_of_dist_info_is_refused(missing):
    files = wheel_files()
    del files[f"{INFO}/{missing}"]
    found = codes(describe("demo-1.0-py3-none-any.whl", files))
    named = {
        "RECORD": "record-missing",
        "METADATA": "metadata-missing",
        "WHEEL": "wheel-file-missing",
    }
    assert (named[missing], "refuse") in found


def test_a_wheel_without_dist_info_is_refused():
    found = describe("demo-1.0-py3-none-any.whl", {"demo.py": ""})
    assert ("wheel-dist-info-missing", "refuse") in codes(found)


def test_two_dist_infos_are_refused_and_the_named_one_is_read():
    more = {"other-2.dist-info/METADATA": "Name: other\nVersion: 2\n"}
    found = wheel(more)
    assert ("wheel-two-dist-info", "refuse") in codes(found)
    assert found.manifest.name == "demo"
    assert facts(found, "meta/content-mismatch")


@pytest.mark.parametrize(
    ("metadata", "code"),
    [
        ("Name: other\nVersion: 1.0\n", "metadata-name"),
        ("Name: demo\nVersion: 2.0\n", "metadata-version"),
        ("Name: demo\nName: other\nVersion: 1.0\n", "metadata-name-twice"),
        ("Name: demo\nVersion: 1.0\nVersion: 1.1\n", "metadata-version-twice"),
    ],
)
def test_metadata_that_speaks_of_something_else_is_refused(metadata, code):
    assert (code, "refuse") in codes(wheel(metadata=metadata))


def test_spellings_of_one_version_and_name_are_the_same():
    files = wheel_files(metadata="Name: De_Mo\nVersion: 1.0.0\n")
    renamed = {path.replace("demo-1.0.", "de_mo-1."): body for path, body in files.items()}
    rest = {path: body for path, body in renamed.items() if not path.endswith("RECORD")}
    rest["de_mo-1.dist-info/RECORD"] = record(rest, "de_mo-1.dist-info")
    assert describe("de_mo-1-py3-none-any.whl", rest).limitations == ()


def test_scripts_named_as_paths_are_refused_and_those_named_like_commands_told():
    points = "[console_scripts]\n../../evil = demo:main\nsudo = demo:main\ndemo = demo:main\n"
    found = wheel({f"{INFO}/entry_points.txt": points})
    assert ("script-traversal", "refuse") in codes(found)
    assert facts(found, "hook/entrypoint-shadow") == [("", ("traversal",)), ("sudo", ())]
    commands = [one.command for one in found.triggers if one.kind == "console-script"]
    assert commands == ["../../evil", "sudo", "demo"]


def test_a_script_in_data_named_like_a_command_is_told():
    found = wheel({"demo-1.0.data/scripts/curl": "#!python\n"})
    assert facts(found, "hook/entrypoint-shadow") == [("curl", ())]
    assert triggers(found, "data-script") == [("entrypoint", "demo-1.0.data/scripts/curl", "")]


def test_an_unknown_scheme_in_data_is_held():
    assert ("wheel-data-scheme", "hold") in codes(wheel({"demo-1.0.data/nowhere/x": ""}))


@pytest.mark.parametrize(
    "path",
    [
        "evil.pth",
        "demo-1.0.data/purelib/evil.pth",
        "demo-1.0.data/data/lib/python3.11/site-packages/evil.pth",
        "demo-1.0.data/data/Lib/site-packages/evil.pth",
    ],
)
def test_a_pth_is_a_startup_trigger_wherever_it_lands_in_site_packages(path):
    found = wheel({path: "# note\nimport demo\n./elsewhere\n"})
    assert triggers(found, "pth") == [("startup", path, "demo")]
    assert triggers(found, "pth-path") == [("startup", path, "./elsewhere")]
    assert facts(found, "hook/interpreter-startup") == [("pth", ())]
    assert found.facts[0].location.line == 2


def test_a_pth_inside_a_package_does_nothing():
    assert triggers(wheel({"demo/x.pth": "import demo\n"}), "pth") == []


@pytest.mark.parametrize("name", ["sitecustomize", "usercustomize"])
@pytest.mark.parametrize("path", ["{}.py", "{}/__init__.py", "{}.cpython-311-x86_64-linux-gnu.so"])
def test_customize_modules_run_at_startup(name, path):
    found = wheel({path.format(name): ""})
    assert facts(found, "hook/interpreter-startup") == [(name, ())]
    assert triggers(found, name)


def test_a_start_file_runs_at_startup():
    found = wheel({"demo.start": "# note\ndemo.boot:main\n"})
    assert triggers(found, "start-file") == [("startup", "demo.start", "demo.boot:main")]


def test_modules_of_the_standard_library_and_of_others_are_told():
    found = wheel({"subprocess.py": "", "requests/__init__.py": "", "demo/json.py": ""})
    assert facts(found, "hook/module-shadow") == [
        ("subprocess", ("stdlib",)),
        ("requests", ("foreign",)),
    ]


def test_plugins_and_build_hooks_are_triggers():
    points = (
        "[pytest11]\nd = demo.p\n[distutils.commands]\nx = demo:X\n[flake8.extension]\nD = d:D\n"
    )
    found = wheel({f"{INFO}/entry_points.txt": points})
    assert triggers(found, "pytest-plugin")[0][2] == "demo.p"
    assert triggers(found, "setuptools-hook") == [("build", f"{INFO}/entry_points.txt", "demo:X")]
    assert triggers(found, "plugin")


def test_configuration_placed_beside_the_packages_is_told():
    found = wheel({"demo-1.0.data/data/.claude/settings.json": "{}", ".vscode/tasks.json": "{}"})
    assert sorted(facts(found, "persist/dev-tooling")) == [
        ("agent-config", ("placed",)),
        ("editor-config", ("packaged",)),
    ]


def test_a_dependency_with_an_address_is_told():
    line = "Requires-Dist: x @ https://host.invalid/x.whl\n"
    found = wheel(metadata=f"Name: demo\nVersion: 1.0\n{line}")
    assert found.manifest.dependencies[0].url == "https://host.invalid/x.whl"
    assert facts(found, "meta/dependency-anomaly")


def test_a_flood_of_modules_is_bounded_and_said():
    files = {f"m{number}.py": "" for number in range(6000)}
    found = wheel(files)
    assert len(found.triggers) == 5000
    assert ("limit-triggers", "hold") in codes(found)


def test_an_egg_is_read_by_its_own_folder():
    found = describe(
        "demo-1.0-py3.9.egg",
        {
            "EGG-INFO/PKG-INFO": "Name: demo\nVersion: 1.0\n",
            "EGG-INFO/scripts/curl": "",
            "demo.py": "",
        },
    )
    assert found.manifest.name == "demo"
    assert facts(found, "hook/entrypoint-shadow") == [("curl", ())]
    assert found.limitations == ()


def test_an_sdist_with_two_top_folders_is_held():
    files = {"demo-1.0/PKG-INFO": "Name: demo\nVersion: 1.0\n", "other/x.py": ""}
    assert ("sdist-top-folders", "hold") in codes(describe("demo-1.0.tar.gz", files))
    assert sdist().limitations == ()


def test_decoys_do_not_hide_a_line_of_a_pth_and_a_flood_is_held():
    decoys = "import os\n" * 900 + "import demo; demo.go()\n"
    found = wheel({"a.pth": decoys})
    assert any(one.snippet.endswith("demo.go()") for one in found.facts)
    flood = wheel({f"{letter}.pth": "import os\n" * 999 for letter in "abc"})
    assert ("limit-facts", "hold") in codes(flood)
