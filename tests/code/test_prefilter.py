"""The prefilter finds every atom, wherever it stands and whatever surrounds it."""

import os
from pathlib import Path

import pytest

from pratique.code import api, atoms, compiled, prefilter


def words(source: str | bytes) -> frozenset[str]:
    data = source.encode() if isinstance(source, str) else source
    return prefilter.scan(data, "python").words()


def shapes(source: str | bytes) -> set[str]:
    data = source.encode() if isinstance(source, str) else source
    return set(prefilter.scan(data, "python").shapes)


@pytest.mark.parametrize(
    ("source", "word"),
    [
        ("f = exec; f(x)", "exec"),
        ("(exec)(x)", "exec"),
        ("x = [exec][0](y)", "exec"),
        ("from os import system as s", "system"),
        ("os . \\\n  system ('x')", "system"),
        ("import subprocess as q", "subprocess"),
        ("getattr(os, 'sys' + 'tem')", "getattr"),
        ("__import__('o' 's')", "__import__"),
        ("from requests import *", "requests"),
        ("urllib.request.urlopen(u)", "urlopen"),
        ("x.__globals__", "__globals__"),
        ("a=b64decode", "b64decode"),
    ],
)
def test_words_are_found_in_any_shape_of_call(source: str, word: str) -> None:
    assert word in words(source)


def test_words_are_whole_words() -> None:
    assert not words("ecosystem = executor_pool.systematic(evaluated, sockets)")


def test_every_word_of_the_api_that_is_not_weak_is_reached() -> None:
    present = set(atoms.words("python"))
    table = api.load("python").exact
    assert len(table) > 20
    for symbol, meaning in table.items():
        if not meaning.weak:
            assert present & set(symbol.split(".")), symbol


def test_offsets_are_in_order_and_point_behind_the_word() -> None:
    source = b"import socket\n" + b"x = 1\n" * 50 + b"exec(a)\nsystem(b)\n"
    hits = list(prefilter.scan(source, "python"))
    assert [source[: hit.end].rpartition(hit.atom.name.encode())[2] for hit in hits] == [b""] * 3
    assert [hit.end for hit in hits] == sorted(hit.end for hit in hits)
    assert [hit.atom.name for hit in prefilter.scan(source, "python").between(20, 400)] == [
        "exec",
        "system",
    ]


def test_shapes_are_located() -> None:
    blob = b"A" * 400
    hits = prefilter.scan(b"x = '" + blob + b"'\n", "python")
    assert hits.shapes["base64-run"] == ((5, 405),)


@pytest.mark.parametrize(
    ("source", "shape"),
    [
        ("x = 1;" + " " * 300 + "y = 2", "blank-run"),
        ("x = 1;" + "\t" * 60 + "y = 2", "blank-run"),
        ("x = '" + "a b" * 2000 + "'", "long-line"),
        ("x = '" + "\\x41" * 20 + "'", "escape-run"),
        ("\uff45\uff58\uff45\uff43(x)", "compatible-letter"),
        ("\U0001d41e\U0001d42f\U0001d41a\U0001d425(x)", "compatible-letter"),
        ("# \u202e reversed", "bidi"),
        ("x = '\u200b\u200c\u200b\u200c\u200b'", "invisible"),
        ("x = '" + "".join(chr(0xE0000 + ord(c)) for c in "hidden words") + "'", "tag-characters"),
        ("x = 'a" + "\ufe01\ufe02\ufe03\ufe04\ufe05" + "'", "variation-selectors"),
    ],
)
def test_shapes_of_hiding(source: str, shape: str) -> None:
    assert shape in shapes(source)


def test_honest_text_has_no_shape() -> None:
    source = (
        "# naïve café \u2013 \u201cquotes\u201d 漢字 👩‍👩‍👧 ❤️\nx = {\n"
        + " " * 60
        + "'a': 1}\n"
        + " " * 400
        + "\n"
    )
    assert not shapes(source)


def test_decoys_cannot_end_the_scan_unseen() -> None:
    hits = prefilter.prefilter("python").scan(b"exec(1);" * 1000 + b"system(x)", cap=100)
    assert hits.overflow
    assert "system" in prefilter.scan(b"exec(1);" * 1000 + b"system(x)", "python").words()


def test_names_that_a_file_binds_are_found_as_words() -> None:
    data = b"from os import system as s\nseas = 1\ndef go(): s('x')\n"
    assert prefilter.find_words(data, ["s"]) == (25, data.rindex(b"s('x')"))


def test_child_processes_share_the_database() -> None:
    prefilter.warm(["python"])
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        os.write(writer, b"1" if "exec" in words("exec(x)") else b"0")
        os._exit(0)
    os.waitpid(child, 0)
    assert os.read(reader, 1) == b"1"
    assert "exec" in words("exec(x)")


def test_compiled_patterns_are_kept_for_their_owner_only(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    monkeypatch.delenv("PRATIQUE_CACHE", raising=False)
    compiled.write("patterns-x", b"data")
    assert compiled.read("patterns-x") == b"data"
    file = next(tmp_path.rglob("patterns-x"))
    file.chmod(0o666)
    assert compiled.read("patterns-x") is None
    monkeypatch.setenv("PRATIQUE_CACHE", "off")
    compiled.write("patterns-y", b"data")
    assert not list(tmp_path.rglob("patterns-y"))


def test_a_broken_cache_file_is_compiled_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    monkeypatch.delenv("PRATIQUE_CACHE", raising=False)
    table = tuple(atom for atom in atoms.table("python") if atom.name in {"exec", "eval"})
    prefilter.Prefilter(table)
    file = next(tmp_path.rglob("patterns-*"))
    file.write_bytes(file.read_bytes()[:100])
    assert prefilter.Prefilter(table).scan(b"exec(x)").words() == {"exec"}
