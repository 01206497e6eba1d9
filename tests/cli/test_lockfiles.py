"""Requirements and lock files: every release they name, with the digests they pin."""

import json

import pytest

from pratique.cli import lockfiles
from pratique.errors import InputError

PIN = "a" * 64


def _raise(error):
    raise error


def _read(tmp_path, text, name="requirements.txt"):
    path = tmp_path / name
    path.write_text(text)
    return [
        (one.name, one.version or one.requirement, one.hashes)
        for one in lockfiles.targets(path, _raise)
    ]


def test_requirements_with_comments_continuations_markers_and_hashes(tmp_path):
    text = (
        "# a comment\n--index-url https://h.invalid/simple\n"
        f"one==1.0 \\\n    --hash=sha256:{PIN} \\\n    --hash=sha512:bb\n"
        'two[extra]>=2,<3 ; python_version < "3"  # why\nthree\n'
    )
    assert _read(tmp_path, text) == [
        ("one", "1.0", (f"sha256:{PIN}",)),
        ("two", "<3,>=2", ()),
        ("three", None, ()),
    ]


def test_included_files_are_read_and_circles_end(tmp_path):
    (tmp_path / "more.txt").write_text("two==2\n")
    assert [name for name, _, _ in _read(tmp_path, "one==1\n-r more.txt\n")] == ["one", "two"]
    with pytest.raises(InputError, match="without end"):
        _read(tmp_path, "-r requirements.txt\n")


@pytest.mark.parametrize(
    ("text", "error", "said"),
    [
        ("x @ https://h.invalid/x.whl\n", InputError, "an address is not fetched"),
        ("./local.whl\n", InputError, "requirements.txt:1:"),
        ("git+https://h.invalid/x\n", InputError, "an address is not fetched"),
        ("-e git+https://h.invalid/x#egg=x\n", InputError, "an address is not fetched"),
        ("-r https://h.invalid/more.txt\n", InputError, "an address is not fetched"),
        ("x; " + "(" * 5000 + "\n", InputError, "names no release"),
        ("x==1 --hash=md5:abc\n", InputError, "no sha256 digest"),
    ],
)
def test_what_cannot_be_fetched_names_its_line(tmp_path, text, error, said):
    with pytest.raises(error, match=said):
        _read(tmp_path, text)


def test_a_line_that_cannot_be_fetched_does_not_hide_the_others(tmp_path):
    path = tmp_path / "requirements.txt"
    path.write_text("one==1\nx @ https://h.invalid/x.whl\ntwo==2\n")
    failures = []
    assert [one.name for one in lockfiles.targets(path, failures.append)] == ["one", "two"]
    assert len(failures) == 1


def test_a_missing_file_is_an_input_error(tmp_path):
    with pytest.raises(InputError, match="cannot be read"):
        list(lockfiles.targets(tmp_path / "none.txt", _raise))


def test_constraints_say_which_version_and_ask_for_nothing(tmp_path):
    (tmp_path / "limits.txt").write_text(f"One==1.5 --hash=sha256:{PIN}\nother==9\ntwo<3\n")
    assert _read(tmp_path, "-c limits.txt\none\ntwo>=2\nthree==3\n") == [
        ("one", "1.5", (f"sha256:{PIN}",)),
        ("two", ">=2,<3", ()),
        ("three", "3", ()),
    ]


def test_a_missing_include_does_not_hide_the_others(tmp_path):
    path = tmp_path / "requirements.txt"
    path.write_text("-r none.txt\none==1\n")
    failures = []
    assert [one.name for one in lockfiles.targets(path, failures.append)] == ["one"]
    assert "none.txt: cannot be read" in str(failures[0])


def test_a_requirements_file_of_powershell_is_read(tmp_path):
    path = tmp_path / "requirements.txt"
    path.write_bytes("one==1\r\n".encode("utf-16"))
    assert [one.name for one in lockfiles.targets(path, _raise)] == ["one"]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("requirements.txt", "# nothing\n"),
        ("package-lock.json", "{}"),
        ("yarn.lock", "no lock\n"),
        ("pnpm-lock.yaml", "packages: {a@1.0.0: {}}\n"),
        ("Cargo.lock", "version = 4\n"),
        ("uv.lock", 'package = "x"\n'),
        ("pom.xml", "<project/>"),
    ],
)
def test_a_file_that_names_nothing_is_told(tmp_path, name, text):
    with pytest.raises(InputError, match="names no release"):
        _read(tmp_path, text, name)


def test_a_file_that_is_no_lock_file_is_told_once(tmp_path):
    with pytest.raises(InputError, match="no lock file that is known; known are Cargo"):
        _read(tmp_path, "{}\n{}\n", "settings.json")


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("uv.lock", '[[package]]\nname = "g"\nversion = "1"\nsource = { git = "h.example" }\n'),
        (
            "poetry.lock",
            '[[package]]\nname = "g"\nversion = "1"\nsource = { type = "git", url = "h.example" }\n',
        ),
        ("pylock.toml", '[[packages]]\nname = "g"\nvcs = { type = "git", url = "h.example" }\n'),
        (
            "pylock.toml",
            '[[packages]]\nname = "g"\nversion = "1"\narchive = { url = "h.example" }\n',
        ),
        ("Pipfile.lock", json.dumps({"default": {"g": {"git": "h.example", "ref": "abc"}}})),
        ("Cargo.lock", '[[package]]\nname = "g"\nversion = "1.0.0"\nsource = "git+h.example"\n'),
    ],
)
def test_what_comes_from_elsewhere_is_told_and_not_looked_up(tmp_path, name, text):
    with pytest.raises(InputError, match=r"g.*: comes from .*h.example"):
        _read(tmp_path, text, name)


def test_old_locks_of_poetry_pin_at_their_end(tmp_path):
    text = f'[[package]]\nname = "one"\nversion = "1"\n[metadata.files]\none = [{{hash = "sha256:{PIN}"}}]\n'
    assert _read(tmp_path, text, "poetry.lock") == [("one", "1", (f"sha256:{PIN}",))]
    text = f'[[package]]\nname = "one"\nversion = "1"\n[metadata.hashes]\none = ["{PIN}"]\n'
    assert _read(tmp_path, text, "poetry.lock") == [("one", "1", (f"sha256:{PIN}",))]


def test_the_first_cargo_locks_pin_at_their_end(tmp_path):
    source = "registry+https://github.com/rust-lang/crates.io-index"
    text = (
        f'[[package]]\nname = "one"\nversion = "1.0.0"\nsource = "{source}"\n'
        f'[metadata]\n"checksum one 1.0.0 ({source})" = "{PIN}"\n'
    )
    assert _read(tmp_path, text, "Cargo.lock") == [("one", "1.0.0", (f"sha256:{PIN}",))]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        (
            "uv.lock",
            (
                '[[package]]\nname = "one"\nversion = "1"\nsource = { registry = "x" }\n'
                f'sdist = {{ hash = "sha256:{PIN}" }}\nwheels = []\n'
                '[[package]]\nname = "own"\nversion = "1"\nsource = { editable = "." }\n'
            ),
        ),
        (
            "poetry.lock",
            f'[[package]]\nname = "one"\nversion = "1"\nfiles = [{{hash = "sha256:{PIN}"}}]\n',
        ),
        (
            "pylock.toml",
            (
                '[[packages]]\nname = "one"\nversion = "1"\n'
                f'[[packages.wheels]]\nhashes = {{ sha256 = "{PIN}" }}\n'
            ),
        ),
        (
            "Pipfile.lock",
            json.dumps({"default": {"one": {"version": "==1", "hashes": [f"sha256:{PIN}"]}}}),
        ),
    ],
)
def test_lock_files_give_versions_and_digests(tmp_path, name, text):
    assert _read(tmp_path, text, name) == [("one", "1", (f"sha256:{PIN}",))]


@pytest.mark.parametrize("name", ["uv.lock", "Pipfile.lock"])
def test_a_broken_lock_file_is_an_input_error(tmp_path, name):
    with pytest.raises(InputError, match="cannot be read as a lock file"):
        _read(tmp_path, "][", name)
