"""What attestations say against those before, and what the source knows."""

import base64
import json

from pratique.identity import attestations, standing
from pratique.model import (
    Artifact,
    Attestation,
    History,
    RegistryFile,
    Release,
    Repository,
    Standing,
    Upload,
)

NAME = "demo-1.1-py3-none-any.whl"
ARTIFACT = Artifact(
    ecosystem="pypi", kind="wheel", name="demo", version="1.1", filename=NAME, sha256="a" * 64
)


def attested(filename=NAME, **more):
    given = {"repository": "demo/demo", "workflow": "release.yml", "sha256": "a" * 64}
    return Attestation(filename=filename, **{**given, **more})


def tags(**known):
    return {tag for fact in standing(Standing(**known), ARTIFACT) for tag in fact.tags}


def test_the_same_workflow_of_the_same_repository_says_nothing():
    assert not tags(attestations=(attested(), attested("demo-1.0-py3-none-any.whl")))


def test_another_repository_or_workflow_is_said():
    before = attested("demo-1.0-py3-none-any.whl", sha256="b" * 64)
    assert tags(attestations=(attested(repository="evil/demo"), before)) == {"repository"}
    assert tags(attestations=(attested(workflow="other.yml"), before)) == {"workflow"}


def test_an_attestation_of_another_file_or_a_broken_one_is_said():
    assert tags(attestations=(attested(sha256="c" * 64),)) == {"digest"}
    assert tags(attestations=(attested(verified=False, problem="bad signature"),)) == {"invalid"}
    assert not tags(attestations=(attested(verified=None, problem="not checked"),))


def test_a_commit_on_no_branch_and_a_version_without_tag_are_said():
    source = Repository(tags={"v1.0": "1" * 40}, commits=frozenset({"1" * 40}))
    found = tags(attestations=(attested(commit="2" * 40),), repository=source)
    assert found == {"commit", "untagged"}
    tagged = Repository(tags={"v1.1": "2" * 40}, commits=frozenset({"2" * 40}))
    assert not tags(attestations=(attested(commit="2" * 40),), repository=tagged)
    assert not tags(repository=Repository())


def test_a_burst_of_one_account_is_said():
    file = RegistryFile(filename=NAME, url="", version="1.1", kind="wheel", uploaded=1e9)
    history = History(
        ecosystem="pypi", name="demo", releases=(Release(version="1.1", files=(file,)),)
    )
    many = tuple(Upload(name=f"p{n}", version="1", uploaded=1e9 + 60 * n) for n in range(4))
    assert "account-burst" in tags(history=history, uploads=many)
    assert "account-burst" not in tags(history=history, uploads=many[:2])
    late = tuple(Upload(name=f"p{n}", version="1", uploaded=2e9) for n in range(9))
    assert "account-burst" not in tags(history=history, uploads=late)


def statement():
    said = {
        "subject": [{"name": NAME, "digest": {"sha256": "a" * 64}}],
        "predicate": {
            "buildDefinition": {
                "externalParameters": {
                    "workflow": {
                        "repository": "https://git.example/demo/demo",
                        "path": ".github/workflows/release.yml",
                        "ref": "refs/heads/main",
                    }
                },
                "resolvedDependencies": [{"digest": {"gitCommit": "2" * 40}}],
            }
        },
    }
    return base64.b64encode(json.dumps(said).encode()).decode()


def test_both_registries_documents_are_read():
    bundle = {"dsseEnvelope": {"payload": statement()}}
    npm = {"attestations": [{"predicateType": "https://slsa.dev/provenance/v1", "bundle": bundle}]}
    envelope = {"statement": statement(), "signature": "x"}
    publisher = {"repository": "demo/demo", "workflow": "release.yml"}
    pypi = {
        "attestation_bundles": [{"publisher": publisher, "attestations": [{"envelope": envelope}]}]
    }
    expected = attested(ref="refs/heads/main", commit="2" * 40)
    for document in (npm, pypi):
        assert attestations(NAME, json.dumps(document).encode()) == (expected,)


def test_hostile_documents_are_no_attestation():
    deep = b"[" * 100_000
    for document in (b"", b"null", b"[]", b'{"attestations": 5}', deep, b'{"attestations":[{}]}'):
        assert attestations(NAME, document) == ()
