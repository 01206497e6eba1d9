"""Ranges of versions: what npm's own implementation and Cargo's book say they mean."""

import pytest

from pratique.ecosystems import crates_names, npm_names, semver

VERSIONS = (
    "0.0.1", "0.0.2", "0.1.0", "0.1.5", "0.2.0", "1.0.0-rc.1", "1.0.0", "1.0.5", "1.2.0", "1.2.3",
    "1.2.4-beta.1", "1.2.4-beta.2", "1.10.0", "2.0.0-rc.1", "2.0.0", "2.1.0", "3.0.0-alpha",
)  # fmt: skip


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("*", "2.1.0"), ("", "2.1.0"), ("1", "1.10.0"), ("1.2", "1.2.3"), ("1.2.3", "1.2.3"),
        ("v1.2.3", "1.2.3"), ("=1.2", "1.2.3"), ("1.x", "1.10.0"), ("1.2.x", "1.2.3"),
        ("^1.2.3", "1.10.0"), ("~1.2.0", "1.2.3"), ("~>1.2", "1.2.3"), ("~1", "1.10.0"),
        ("^0.1", "0.1.5"), ("^0.0.1", "0.0.1"), ("^0.0", "0.0.2"), ("^0", "0.2.0"),
        (">1.2", "2.1.0"), ("<=1.2", "1.2.3"), ("<1.2", "1.0.5"), (">=1 <2", "1.10.0"),
        ("< 2.0.0 >1.0", "1.10.0"), ("1.0.0 - 1.2.3", "1.2.3"), ("1 - 2", "2.1.0"),
        ("^0.1 || ^1.0", "1.10.0"), ("^1.2.4-beta.1", "1.10.0"), ("~2.0.0-rc.0", "2.0.0"),
        (">3", None), ("abc", None), ("^a", None), ("1.2.3-x.1", None), ("1 - 0", None),
    ],
)  # fmt: skip
def test_a_range_of_npm_means_the_newest_release_within_it(text, wanted):
    assert semver.newest(VERSIONS, text, npm_names.version_key, "~") == wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [("1.2", "1.10.0"), ("0.1.0", "0.1.5"), ("=1.0.0", "1.0.0"), (">=1, <1.2", "1.0.5")],
)
def test_a_bare_version_of_cargo_is_a_caret(text, wanted):
    assert semver.newest(VERSIONS, text, crates_names.version_key, "^") == wanted


@pytest.mark.parametrize("text", ["1" * 100_000, "^" * 100_000, "1 ||" * 100_000, "x." * 100_000])
def test_a_hostile_range_is_read_in_no_time(text):
    semver.newest(VERSIONS, text, npm_names.version_key, "~")
