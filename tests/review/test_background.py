"""A review with everything around its archive: registry, release before, source, dependencies."""

import shutil

import msgspec
import pytest

from pratique.cli import snapshots
from pratique.cli.background import Background, Wanted
from pratique.model import Dependency, Location, Manifest, Review
from pratique.review import Reviewer, inherited, releases, together, worth_review
from tests.incidents import pack
from tests.incidents.build import HERE, build
from tests.incidents.detection import fetched


@pytest.fixture(scope="module")
def reviewer():
    with Reviewer() as one:
        yield one


@pytest.fixture(scope="module")
def case(tmp_path_factory):
    built = build(HERE / "ultralytics", tmp_path_factory.mktemp("built"))
    return {(one.role, one.kind): one.path for one in built.archives}


def never(error):
    raise error


def background(reviewer, folder, **wanted):
    return Background(Wanted(**wanted), reviewer, folder, never)


def tags(review, *behaviours):
    found = [fact for fact in review.facts if fact.behaviour in behaviours]
    return {tag for fact in found for tag in fact.tags}


def test_the_registry_and_the_release_before_are_heard(reviewer, case, tmp_path):
    path = case["later", "wheel"]
    wanted = background(
        reviewer,
        tmp_path,
        against=str(case["previous", "wheel"]),
        registry=path.parent / "registry",
    )
    review = wanted.review(fetched(path))
    assert "lost" in tags(review, "meta/provenance-regress")
    assert "untagged" in tags(review, "meta/release-anomaly")
    assert "new" in tags(review, "exec/download-run", "exec/shell")
    assert review.verdict.classification == "malicious"


def test_an_attestation_that_nobody_signed_does_not_pass_as_verified(reviewer, case, tmp_path):
    path = case["previous", "wheel"]
    wanted = background(reviewer, tmp_path, registry=path.parent / "registry")
    documents = snapshots.read(path.parent / "registry", fetched(path).artifact)
    known = snapshots.verified(fetched(path), snapshots.standing(documents), documents, None)
    ours = [one for one in known.attestations if one.filename == path.name]
    assert ours
    assert all(one.verified is not True and one.problem for one in ours)
    assert wanted.review(fetched(path)).verdict.classification == "clear"


def test_files_that_the_tag_does_not_explain_are_named(reviewer, case, tmp_path):
    source = case["repository", "source"]
    bad = background(reviewer, tmp_path, source=source).review(fetched(case["bad", "sdist"]))
    named = {fact.location.member for fact in bad.facts if "source" in fact.tags}
    assert "quayvision-3.3.1/quayvision/utils/downloads.py" in named
    assert not any(member.endswith("results.py") for member in named)


def test_a_checkout_is_compared_whatever_its_line_ends(reviewer, case, tmp_path):
    checkout = tmp_path / "checkout"
    shutil.unpack_archive(case["repository", "source"], checkout)
    for path in checkout.rglob("*.py"):
        path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    review = background(reviewer, tmp_path, source=checkout).review(fetched(case["bad", "sdist"]))
    named = {fact.location.member for fact in review.facts if "source" in fact.tags}
    assert named == {
        "quayvision-3.3.1/quayvision/model.py",
        "quayvision-3.3.1/quayvision/utils/downloads.py",
    }


def test_a_snapshot_gives_the_same_facts_after_a_takedown(reviewer, case, tmp_path):
    path = case["later", "wheel"]
    registry = path.parent / "registry"
    first = background(reviewer, tmp_path, registry=registry, snapshot=tmp_path / "kept")
    again = background(reviewer, tmp_path, registry=tmp_path / "kept")
    one, other = first.review(fetched(path)), again.review(fetched(path))
    assert (tmp_path / "kept" / "pypi" / "quayvision" / "3.3.2" / "simple.json").is_file()
    assert one.facts == other.facts


def test_what_cannot_be_compared_is_said(reviewer, case, tmp_path):
    empty = tmp_path / "empty-1.0.tar.gz"
    empty.write_bytes(b"not an archive")
    review = background(reviewer, tmp_path, against=str(empty)).review(
        fetched(case["previous", "wheel"])
    )
    assert review.verdict.classification in {"clear", "held"}
    assert any(fact.source == "diff" for fact in review.facts) or any(
        one.code == "not-compared" for one in review.limitations
    )


def test_archives_of_one_release_are_compared_with_each_other(reviewer, case):
    clean, bad = fetched(case["previous", "wheel"]), fetched(case["later", "sdist"])
    poisoned = msgspec.structs.replace(
        bad, artifact=msgspec.structs.replace(bad.artifact, version="3.3.0")
    )
    reviewed = [(one, reviewer.review(one)) for one in (clean, poisoned)]
    (group,) = releases(reviewed)
    (_, wheel), (_, sdist) = together(reviewer, group)
    assert "archives" in tags(sdist, "meta/content-mismatch")
    members = {fact.location.member for fact in sdist.facts if "archives" in fact.tags}
    assert any(member.endswith("quayvision/__init__.py") for member in members)
    assert wheel.artifact.kind == "wheel"


def test_equal_archives_of_a_release_add_nothing(reviewer, case):
    both = [fetched(case["previous", kind]) for kind in ("wheel", "sdist")]
    reviewed = [(one, reviewer.review(one)) for one in both]
    for group in releases(reviewed):
        for _, review in together(reviewer, group):
            assert not tags(review, "meta/content-mismatch")


def test_other_releases_are_not_held_back(reviewer, case):
    reviewed = [
        (fetched(case[role, "wheel"]), reviewer.review(fetched(case[role, "wheel"])))
        for role in ("previous", "later")
    ]
    assert [len(group) for group in releases(reviewed)] == [1, 1]


def test_new_and_pinned_dependencies_are_worth_a_review():
    manifest = Manifest(
        dependencies=(
            Dependency(name="old", requirement=">=1"),
            Dependency(name="pinned", requirement="==1.0.4"),
            Dependency(name="fresh", requirement="^2"),
            Dependency(name="tests", requirement="==1", scope="development"),
        )
    )
    assert [one.name for one in worth_review(manifest, ["fresh"])] == ["fresh", "pinned"]


def test_a_parent_inherits_what_its_dependency_is(reviewer, case):
    dependency = reviewer.review(fetched(case["later", "wheel"]))
    fact = inherited(dependency, "package/package.json")
    assert fact is not None
    assert fact.location == Location(member="package/package.json")
    assert fact.activation == "import"
    parent = reviewer.review(fetched(case["previous", "wheel"]))
    judged: Review = reviewer.again(parent, (fact,))
    assert judged.verdict.classification == "malicious"
    assert inherited(parent, "x") is None


PROJECT = b"""
[project]
name = "harbourlog"
version = "1.0"
description = "Writes a log"
requires-python = ">=3.9"
authors = [{ name = "maintainers", email = "maintainers@harbourlog.example" }]
dependencies = [
  "quayvision==3.3.2",
  "elsewhere @ https://git.example/elsewhere/archive.tar.gz",
]
"""
TREE = {
    "pyproject.toml": PROJECT,
    "README.md": b"# harbourlog",
    "harbourlog/__init__.py": b"from quayvision import Model\n",
}


@pytest.fixture
def index(case, tmp_path, monkeypatch):
    """Give a package index in a folder, as pip's `file:` indexes are."""
    path = case["later", "wheel"]
    page = tmp_path / "simple" / "quayvision"
    page.mkdir(parents=True)
    shutil.copy(path, page)
    (page / "index.html").write_text(f'<a href="{path.name}">{path.name}</a>')
    monkeypatch.setenv("PIP_INDEX_URL", (tmp_path / "simple").as_uri())
    monkeypatch.setenv("PIP_CONFIG_FILE", "/dev/null")
    return tmp_path


def test_a_pinned_dependency_is_fetched_and_decides(reviewer, index):
    parent = index / "harbourlog-1.0-py3-none-any.whl"
    parent.write_bytes(pack.wheel(TREE, "harbourlog", "1.0"))
    plain = reviewer.review(fetched(parent))
    review = background(reviewer, index, with_dependencies=True).review(fetched(parent))
    assert plain.verdict.classification == "clear", plain.limitations
    assert review.verdict.classification == "malicious"
    assert review.verdict.codes[0] == "meta/dependency-is-malware"
    assert review.findings[0].location.member == "harbourlog-1.0.dist-info/METADATA"
    assert any("elsewhere" in one.detail for one in review.limitations)


def test_a_dependency_that_cannot_be_had_is_said(reviewer, index):
    shutil.rmtree(index / "simple")
    parent = index / "harbourlog-1.0-py3-none-any.whl"
    parent.write_bytes(pack.wheel(TREE, "harbourlog", "1.0"))
    review = background(reviewer, index, with_dependencies=True).review(fetched(parent))
    notes = [one.detail for one in review.limitations if one.code == "not-compared"]
    assert any("quayvision" in note for note in notes)
