"""What is kept is as good as what it was made of, and nothing of somebody else's is read."""

import pathlib

import msgspec

from pratique.code import compiled


def test_a_document_is_parsed_once_and_then_read_back(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.delenv("PRATIQUE_CACHE", raising=False)
    file = tmp_path / "a.toml"
    file.write_text('[a]\nb = ["c", 1]\n')
    first = compiled.document(file)
    (kept,) = pathlib.Path(compiled.folders()[0]).iterdir()
    assert msgspec.msgpack.decode(kept.read_bytes()) == first == {"a": {"b": ["c", 1]}}
    kept.write_bytes(msgspec.msgpack.encode({"a": "from the cache"}))
    assert compiled.document(file) == {"a": "from the cache"}
    kept.write_bytes(b"\xc1")
    assert compiled.document(file) == first
    kept.chmod(0o666)
    assert compiled.read(kept.name) is None


def test_nothing_is_kept_where_the_cache_is_off(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setenv("PRATIQUE_CACHE", "off")
    file = tmp_path / "a.toml"
    file.write_text("a = 1\n")
    assert compiled.document(file) == {"a": 1}
    assert compiled.folders() == ()
    assert not (tmp_path / "cache").exists()
