"""Where two readers see two contents under one name, both say what runs."""

import io
import json
import tarfile

import pytest

from pratique.ecosystems import identify
from pratique.inspection import inspect
from pratique.limits import Limits

RUNS = {"scripts": {"postinstall": "node x"}}


def packed(*manifests):
    """Return a tarball that has its manifest several times."""
    raw = io.BytesIO()
    with tarfile.open(fileobj=raw, mode="w:gz", format=tarfile.USTAR_FORMAT) as archive:
        for more in manifests:
            body = json.dumps({"name": "demo", "version": "1.0.0", **more}).encode()
            member = tarfile.TarInfo("package/package.json")
            member.size = len(body)
            archive.addfile(member, io.BytesIO(body))
    return raw.getvalue()


@pytest.mark.parametrize(
    ("manifests", "member"),
    [
        (({}, RUNS), "package/package#2.json"),
        ((RUNS, {}), "package/package.json"),
        (({}, {}, RUNS), "package/package#3.json"),
    ],
)
def test_a_script_counts_whichever_manifest_has_it(manifests, member):
    found = inspect(packed(*manifests), identify("demo-1.0.0.tgz")[1], Limits())
    commands = [(one.member, one.command) for one in found.triggers if one.command]
    assert commands == [(member, "node x")]
    assert [one.location.member for one in found.facts if one.symbol == "postinstall"] == [member]
    assert "duplicate-exact" in {one.code for one in found.limitations}


def test_a_name_many_times_is_read_so_often_and_no_more():
    found = inspect(packed(*[{}] * 100), identify("demo-1.0.0.tgz")[1], Limits())
    assert not [one for one in found.triggers if one.command]
