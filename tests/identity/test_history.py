"""Cadence and publishing, read from a history."""

import pytest

from pratique.identity import cadence, publishing
from pratique.model import History, RegistryFile, Release

DAY = 86_400.0
START = 1_600_000_000.0


def file(version, uploaded, **more):
    name = f"demo-{version}.tar.gz"
    return RegistryFile(
        filename=name, url="", version=version, kind="sdist", uploaded=uploaded, **more
    )


def history(*files):
    releases = tuple(Release(version=one.version, files=(one,)) for one in files)
    return History(ecosystem="pypi", name="demo", releases=releases)


def tags(facts):
    return {tag for one in facts for tag in one.tags}


def test_many_releases_within_an_hour_are_a_burst():
    files = [file(f"1.{n}", START + 60 * n) for n in range(5)]
    assert "burst" in tags(cadence(history(*files), "1.4", "demo-1.4.tar.gz"))
    calm = [file(f"1.{n}", START + DAY * n) for n in range(5)]
    assert not tags(cadence(history(*calm), "1.4", "demo-1.4.tar.gz"))


def test_two_branches_within_an_hour_are_said():
    files = [file("1.0.1", START), file("0.9.9", START + 300)]
    assert "branches" in tags(cadence(history(*files), "1.0.1", "demo-1.0.1.tar.gz"))


def test_a_release_after_years_of_silence_is_a_revival():
    files = [file("1.0", START), file("1.1", START + 900 * DAY)]
    assert "dormant-revival" in tags(cadence(history(*files), "1.1", "demo-1.1.tar.gz"))


def test_a_file_added_to_an_old_release_is_late():
    first, late = file("1.0", START), file("1.0", START + 30 * DAY)
    release = Release(
        version="1.0", files=(first, RegistryFile(**{**fields(late), "filename": "x.whl"}))
    )
    found = History(ecosystem="pypi", name="demo", releases=(release,))
    assert "late-file" in tags(cadence(found, "1.0", "x.whl"))


def test_the_first_publisher_with_a_throw_away_address_is_said():
    thrown = history(file("1.0", START, email="ann@mailinator.com"))
    assert "disposable-mail" in tags(publishing(thrown, "1.0", "demo-1.0.tar.gz"))
    kept = history(file("1.0", START, email="ann@gmail.com"))
    assert not tags(publishing(kept, "1.0", "demo-1.0.tar.gz"))


@pytest.mark.parametrize(
    ("before", "now", "said"),
    [
        ("a@firm.example", "a@gmail.com", True),
        ("a@gmail.com", "a@outlook.com", False),
        ("a@firm.example", "a@other.example", False),
    ],
)
def test_from_an_own_domain_to_a_free_provider_is_said(before, now, said):
    files = [file(f"1.{n}", START + DAY * n, email=before) for n in range(3)]
    changed = history(*files, file("1.3", START + 4 * DAY, email=now))
    found = tags(publishing(changed, "1.3", "demo-1.3.tar.gz"))
    assert "new-email" in found
    assert ("free-mail" in found) is said


def fields(one):
    return {name: getattr(one, name) for name in one.__struct_fields__}


@pytest.mark.parametrize(
    ("before", "now", "expected"),
    [
        ({"provenance": "p"}, {}, "lost"),
        ({"provenance": "p", "workflow": "a"}, {"provenance": "p", "workflow": "b"}, "workflow"),
        ({"publisher": "ann"}, {"publisher": "eve"}, "new-publisher"),
        ({"email": "a@old.example"}, {"email": "a@new.example"}, "new-email"),
    ],
)
def test_another_way_of_publishing_is_said(before, now, expected):
    files = [file(f"1.{n}", START + DAY * n, **before) for n in range(3)]
    changed = history(*files, file("1.3", START + 4 * DAY, **now))
    assert expected in tags(publishing(changed, "1.3", "demo-1.3.tar.gz"))
    same = history(*files, file("1.3", START + 4 * DAY, **before))
    assert not tags(publishing(same, "1.3", "demo-1.3.tar.gz"))


def test_standing_needs_releases_and_years():
    files = [file(f"1.{n}", START + 60 * DAY * n) for n in range(12)]
    assert "established" in tags(publishing(history(*files), "1.11", "demo-1.11.tar.gz"))
    assert "established" not in tags(publishing(history(*files[:5]), "1.4", "demo-1.4.tar.gz"))
