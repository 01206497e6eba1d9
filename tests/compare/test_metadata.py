"""Claims that changed from the ground up."""

from pratique.compare.metadata import metadata
from pratique.model import Manifest

README = " ".join(f"word{chr(97 + n % 26)}{chr(97 + n // 26)}" for n in range(60))


def tags(old, new):
    return {tag for fact in metadata(old, new, "PKG-INFO") for tag in fact.tags}


def test_another_repository_is_said_and_marked_forgeable():
    old = Manifest(repository="https://git.example/a/demo")
    assert tags(old, Manifest(repository="https://git.example/b/demo")) == {
        "repository-changed",
        "forgeable",
    }
    assert tags(old, Manifest()) == {"repository-dropped", "forgeable"}


def test_the_same_repository_in_another_spelling_is_the_same():
    old = Manifest(repository="https://git.example/a/Demo.git")
    assert not tags(old, Manifest(repository="http://git.example/a/demo/"))


def test_all_addresses_have_to_change():
    old = Manifest(emails=("a@x.example", "b@x.example"))
    assert "emails-changed" in tags(old, Manifest(emails=("c@y.example",)))
    assert not tags(old, Manifest(emails=("B@x.example", "c@y.example")))


def test_an_edited_readme_is_the_same_and_another_one_is_not():
    old = Manifest(description=README)
    assert not tags(old, Manifest(description=README + " and a chapter more about new things"))
    assert "readme-replaced" in tags(old, Manifest(description="something else altogether"))
