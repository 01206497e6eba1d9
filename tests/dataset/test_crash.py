"""kill -9 in the middle of imports: what was acknowledged stays, the rest comes with the next run."""

import hashlib
import random
import subprocess
import sys
import time

import pytest

from pratique.dataset import key
from pratique.dataset.store import Store
from tests.dataset import made

SAMPLES = 150
_RUN = """
import sys
from pathlib import Path
from pratique.dataset import intake
from pratique.dataset.importers import Options, folder
from pratique.dataset.store import Store
intake.BATCH = 7
with Store(Path(sys.argv[2]), secret=bytes(range(32)), write=True) as store:
    items = folder.items(Path(sys.argv[1]), Options(), intake.known(store, "s"))
    for progress in intake.take(store, "s", items):
        print(progress.sha256, flush=True)
print("end", flush=True)
"""


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    place = tmp_path_factory.mktemp("samples")
    draw = random.Random(7)
    for number in range(SAMPLES):
        (place / f"p{number}-1.0.tar.gz").write_bytes(draw.randbytes(draw.randrange(20, 9000)))
    return place


def _killed(place, dataset, seconds):
    """Import until a moment, and return the digests that were acknowledged."""
    with subprocess.Popen(
        [sys.executable, "-c", _RUN, str(place), str(dataset)], stdout=subprocess.PIPE, text=True
    ) as process:
        first = process.stdout.readline()
        time.sleep(seconds)
        process.kill()
        said = [first.strip(), *process.stdout.read().split("\n")]
    return {one for one in said if len(one) == 64}


@pytest.mark.parametrize("times", [4, pytest.param(20, marks=pytest.mark.soak)])
def test_a_kill_at_any_moment_loses_nothing_acknowledged(place, tmp_path, times):
    draw = random.Random(11)
    wanted = {hashlib.sha256(path.read_bytes()).hexdigest() for path in place.iterdir()}
    for number in range(times):
        dataset = tmp_path / str(number)
        acknowledged = _killed(place, dataset, draw.random() * 0.25)
        with Store(dataset, secret=made.KEY) as store:
            assert acknowledged <= store.catalogue.stored()
            for sha256 in store.catalogue.stored():
                assert store.read(sha256, "a test")
            found = store.check()
            assert found.whole, found
            assert len(list(store.catalogue.claims())) == len(store.catalogue.stored())
        assert _finish(place, dataset)
        with Store(dataset, secret=made.KEY, write=True) as store:
            assert store.catalogue.stored() == wanted
            store.collect()
            assert store.check().orphans == ()
            assert store.catalogue.meta("key") == key.check(made.KEY)


def _finish(place, dataset):
    run = [sys.executable, "-c", _RUN, str(place), str(dataset)]
    return "end" in subprocess.run(run, capture_output=True, text=True, check=True).stdout
