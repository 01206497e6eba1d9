"""The hostile suite on the real reviewer; the whole of it, heavy cases too, is `make hostile`."""

import re
import subprocess
import sys

import pytest

from tests.hostile import run
from tests.hostile.case import Twin, twins
from tests.hostile.suite import TABLES, cases
from tests.hostile.trial import bench

LEAST = 180
CHOSEN = twins(tuple(case for case in cases() if not case.heavy))


@pytest.fixture(scope="module")
def place():
    with bench() as made:
        yield made


@pytest.mark.parametrize("twin", CHOSEN, ids=lambda twin: twin.id)
def test_an_upload_gets_what_its_table_says(place, twin: Twin):
    trial = place.attempt(twin)
    assert not trial.escaped
    assert not trial.false_clear
    assert not trial.over_budget, (trial.seconds, trial.peak)
    assert not trial.deviates, run.line(trial)


def test_the_suite_is_as_large_as_it_says():
    everything = [case for table in TABLES.values() for case in table]
    assert len(everything) >= LEAST
    names = [case.id for case in everything]
    assert len(names) == len(set(names))
    assert all(re.fullmatch(r"[a-z]+/[a-z0-9.-]+", name) for name in names)
    assert all(case.signal != "clear" for case in everything)


def test_the_two_halves_of_a_case_differ():
    for case in cases():
        if not case.heavy and case.id != "npm/registry-scripts":
            quiet, loud = (case.build(twin.payload) for twin in twins((case,)))
            assert quiet != loud or case.id == "file/empty", case.id


def test_the_command_prints_its_summary_and_fails_on_a_deviation():
    command = [sys.executable, "-m", "tests.hostile.run", "file/empty", "zip/ordinary"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout
    assert "0 false clear, 0 escapes, 0 over budget" in done.stdout
    nothing = subprocess.run([*command[:3], "no-such-case"], capture_output=True, check=False)
    assert nothing.returncode == 1
