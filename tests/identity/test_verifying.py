"""Attestations that were really made, checked offline against the trust root that is shipped."""

import json
from pathlib import Path

import pytest

from pratique.identity import attestations, verified

HERE = Path(__file__).parent / "attested"
SDIST = HERE / "pypi_attestations-0.0.19.tar.gz"
TARBALL = HERE / "sigstore-2.0.0.tgz"

pytest.importorskip("sigstore")


def provenance():
    return json.loads((HERE / "pypi_attestations-0.0.19.tar.gz.json").read_bytes())


def npm(name):
    bundle = json.loads((HERE / name).read_bytes())
    kind = "https://slsa.dev/provenance/v1"
    return {"attestations": [{"predicateType": kind, "bundle": bundle}]}


def checked(said, path, **more):
    document = json.dumps(said).encode()
    (one,) = attestations(path.name, document)
    return verified(one, document, path, **more)


def test_an_attestation_of_pypi_is_verified_with_what_its_certificate_names():
    one = checked(provenance(), SDIST)
    assert (one.verified, one.problem) == (True, "")
    assert (one.repository, one.workflow) == ("trailofbits/pypi-attestations", "release.yml")
    assert len(one.commit) == 40


def test_another_file_or_a_changed_signature_is_wrong(tmp_path):
    other = tmp_path / SDIST.name
    other.write_bytes(SDIST.read_bytes() + b"\0")
    assert checked(provenance(), other).verified is False
    said = provenance()
    envelope = said["attestation_bundles"][0]["attestations"][0]["envelope"]
    envelope["signature"] = envelope["signature"][::-1]
    assert checked(said, SDIST).verified is not True


def test_a_repository_that_the_certificate_does_not_name_is_wrong():
    said = provenance()
    said["attestation_bundles"][0]["publisher"]["repository"] = "evil/pypi-attestations"
    one = checked(said, SDIST)
    assert one.verified is False
    assert "the certificate names trailofbits/pypi-attestations" in one.problem


def test_a_trust_root_that_knows_nobody_verifies_nothing(tmp_path):
    root = tmp_path / "root.json"
    root.write_text("{}")
    one = checked(provenance(), SDIST, trust_root=root)
    assert one.verified is not True
    assert one.problem


def test_a_bundle_of_npm_that_cannot_be_verified_is_not_called_wrong():
    one = checked(npm("sigstore-2.0.0.bundle.json"), TARBALL)
    assert one.verified is None
    assert "intoto" in one.problem
    assert (one.repository, one.workflow) == ("sigstore/sigstore-js", "release.yml")
    assert one.commit == "f0b49a04e5a62250e0f60fb128004a73110fe311"


def test_a_bundle_of_npm_for_another_file_is_wrong_all_the_same(tmp_path):
    other = tmp_path / TARBALL.name
    other.write_bytes(b"another tarball")
    one = checked(npm("sigstore-2.0.0.bundle.json"), other)
    assert (one.verified, one.problem) == (False, "the signed statement is of another file")


def test_a_statement_that_is_not_the_certificates_is_wrong():
    said = npm("sigstore-2.0.0.bundle.json")
    document = json.dumps(said).encode()
    (one,) = attestations(TARBALL.name, document)
    posing = type(one)(filename=one.filename, repository="evil/sigstore-js")
    told = verified(posing, document, TARBALL)
    assert told.verified is False
    assert "evil/sigstore-js" in told.problem


def test_the_older_provenance_of_npm_is_read_and_its_bundle_stays_unchecked():
    one = checked(npm("sigstore-0.4.0.bundle.json"), TARBALL)
    assert (one.repository, one.workflow) == ("sigstore/sigstore-js", "publish.yml")
    assert (one.ref, one.commit) == (
        "refs/tags/v0.4.0",
        "8a2ee2fd20dda58ffa4a8d808a65cb1e04711c03",
    )
    assert one.verified is None
    assert "no bundle that can be verified" in one.problem


@pytest.mark.parametrize("odd", [5, None, "x", {}, {"bundle": 1}, {"bundle": {"a": []}}])
def test_rows_that_are_none_are_no_crash(odd):
    said = npm("sigstore-2.0.0.bundle.json")
    if isinstance(odd, dict):
        odd["predicateType"] = "https://slsa.dev/provenance/v1"
    said["attestations"].append(odd)
    document = json.dumps(said).encode()
    for one in attestations(TARBALL.name, document):
        assert verified(one, document, TARBALL).verified is None
