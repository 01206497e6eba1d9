"""Squats of popular names: the frozen labels, honest names, and each kind of slip."""

import re
from pathlib import Path

import msgspec
import pytest

from pratique.identity.names import Names, alike, latin, shape
from pratique.identity.naming import popular

HERE = Path(__file__).parent
CORPORA = HERE.parents[1] / "bench" / "corpora"


def labelled():
    return [msgspec.json.decode(line) for line in (HERE / "squats.jsonl").read_bytes().splitlines()]


def honest(ecosystem, *locks):
    rows = [
        msgspec.json.decode(line)
        for lock in locks
        for line in (CORPORA / lock).read_bytes().splitlines()
    ]
    names = {row["name"].lower() for row in rows if row["ecosystem"] == ecosystem}
    return {re.sub(r"[-_.]+", "-", name) for name in names} if ecosystem == "pypi" else names


def test_nine_of_ten_squats_of_listed_names_are_found():
    names = popular("pypi")
    squats = [row for row in labelled() if row["squat_of"] and row["squat_of"] in names]
    found = [
        row
        for row in squats
        if (squat := names.squat(row["name"])) and squat.target == row["squat_of"]
    ]
    assert len(squats) >= 9
    assert len(found) >= 0.9 * len(squats), {row["name"] for row in squats} - {
        row["name"] for row in found
    }


def test_at_most_one_of_a_hundred_other_names_alarms():
    names = popular("pypi")
    others = [row["name"] for row in labelled() if not row["squat_of"]]
    assert len([name for name in others if names.squat(name)]) <= 0.01 * len(others)


def test_at_most_one_of_a_hundred_honest_names_alarms():
    asked = [("pypi", name) for name in honest("pypi", "pypi-benign.jsonl", "pypi-hard.jsonl")]
    asked += [("npm", name) for name in honest("npm", "npm-benign.jsonl")]
    alarms = [(one, name) for one, name in asked if popular(one).squat(name)]
    assert len(asked) >= 1500
    assert len(alarms) <= 0.01 * len(asked), alarms


NAMES = Names(
    ["requests", "python-dateutil", "@babel/core", "setuptools", "colorama", "cryptography"]
)


@pytest.mark.parametrize(
    ("name", "target", "kind"),
    [
        ("reqeusts", "requests", "transposition"),
        ("requsts", "requests", "omission"),
        ("requestss", "requests", "plural"),
        ("requezts", "requests", "typo"),
        ("request", "requests", "plural"),
        ("requests2", "requests", "suffix"),
        ("requests-v2", "requests", "suffix"),
        ("python-requests", "requests", "combo"),
        ("requests-official", "requests", "combo"),
        ("pythondateutil", "python-dateutil", "separator"),
        ("babel-core", "@babel/core", "scope"),
        ("c0l0rama", "colorama", "homoglyph"),
        ("rеquests", "requests", "homoglyph"),  # noqa: RUF001  # a Cyrillic letter on purpose
        ("crytpgraphy", "cryptography", "omission"),
        ("etuptool", "setuptools", "omission"),
        ("clorama", "colorama", "omission"),
    ],
)
def test_each_kind_of_slip_names_its_target(name, target, kind):
    squat = NAMES.squat(name)
    assert squat is not None
    assert (squat.target, squat.kind) == (target, kind)


@pytest.mark.parametrize("name", ["requests", "flask", "requests-toolbelt", "quests", "core"])
def test_other_names_are_left_alone(name):
    assert NAMES.squat(name) is None


def test_every_single_edit_of_a_long_list_is_found():
    known = [f"{left}{right}kit" for left in ("alpha", "bravo", "delta") for right in "qrstuvwxyz"]
    names = Names(known, all_slips=True)
    for name in known:
        for place in range(len(name)):
            assert names.squat(name[:place] + "j" + name[place + 1 :]) or place == 5
            assert names.squat(name[:place] + name[place + 1 :])
            assert names.squat(name[:place] + "j" + name[place:])


def test_shapes():
    assert shape("@Babel/Core_x.y") == "babelcorexy"
    assert alike("c0l0rarna") == alike("coloralma"[:6] + "ma")
    assert latin("plain") == "plain"
