"""Facts from names, versions and claims."""

import pytest

from pratique.identity import naming
from pratique.model import Artifact, Manifest


def artifact(name="demo-things", version="1.0", ecosystem="pypi"):
    return Artifact(
        ecosystem=ecosystem, kind="sdist", name=name, version=version, filename="demo-1.0.tar.gz"
    )


def tags(one, manifest=None):
    return {tag for fact in naming(one, manifest or Manifest()) for tag in fact.tags}


def test_a_squat_is_a_fact_and_a_popular_name_is_none():
    found = list(naming(artifact("reqeusts"), Manifest()))
    assert [fact.behaviour for fact in found] == ["meta/name-squat"]
    assert found[0].values[0].text == "requests"
    assert not tags(artifact("requests"))


@pytest.mark.parametrize(
    ("version", "absurd"),
    [
        ("99.0.0", True),
        ("9999.9", True),
        ("2026.10.1", False),
        ("80.9.0", False),
        ("20240101", False),
    ],
)
def test_versions_that_outbid_everything_are_said(version, absurd):
    assert ("version" in tags(artifact(version=version))) is absurd


def test_internal_names_are_said():
    assert "internal-name" in tags(artifact("acme-internal-auth"))
    assert not tags(artifact("internals-of-things"))


def test_a_copied_readme_is_said_and_marked_as_forgeable():
    text = "# Requests\n\n    pip install requests\n"
    copied = Manifest(description=text, repository="https://git.example/psf/requests")
    assert tags(artifact("fast-http-thing"), copied) == {"readme", "forgeable"}
    own = Manifest(description=text + "\npip install fast-http-thing", repository=copied.repository)
    assert not tags(artifact("fast-http-thing"), own)


def test_names_that_models_made_up_are_said():
    (fact,) = naming(artifact("huggingface-inference-sdk"), Manifest())
    assert (fact.behaviour, fact.tags) == ("meta/name-squat", ("invented",))
    assert "invented" in tags(artifact("deep-clone-sdk", ecosystem="npm"))
    assert not tags(artifact("deep-clone-sdk"))


def test_an_author_with_only_throw_away_addresses_is_said_and_it_counts_as_forgeable():
    thrown = Manifest(emails=("Ann <ann@mailinator.com>",))
    assert tags(artifact(), thrown) == {"disposable-mail", "forgeable"}
    assert not tags(artifact(), Manifest(emails=(*thrown.emails, "ann@firm.example")))
    assert not tags(artifact(), Manifest(emails=("ann@gmail.com",)))
