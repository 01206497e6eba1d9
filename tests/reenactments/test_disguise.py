"""What is found in plain JavaScript is found under every disguise, alone and combined."""

import io
import tarfile

import pytest

from pratique import rules, verdict
from pratique.ecosystems import identify
from pratique.inspection import worklist
from pratique.limits import Limits
from tests.reenactments.build import HERE, files_of
from tests.reenactments.disguise import DISGUISES, PAIRS
from tests.reenactments.disguise_names import (
    LOADERS,
    NAMES,
    RUNNERS,
    with_loader,
    with_names,
    with_runner,
)

TECHNIQUES = (
    "preinstall-env-exfil",
    "remote-vm",
    "postinstall-binary-run",
    "dns-exfil",
    "ssh-backdoor",
)
SUSPICIOUS = 0.5


def _score(files):
    made = io.BytesIO()
    with tarfile.open(fileobj=made, mode="w:gz", format=tarfile.USTAR_FORMAT) as archive:
        for name, body in files.items():
            entry = tarfile.TarInfo(f"package/{name}")
            entry.size = len(body)
            archive.addfile(entry, io.BytesIO(body))
    data = made.getvalue()
    _, artifact = identify("example-1.0.0.tgz", data[:65_536])
    facts = worklist.inspect(data, artifact, Limits()).facts
    found = rules.match.findings(rules.load.catalog(), facts, "npm", "npm")
    return verdict.score(found, facts).value


@pytest.mark.parametrize("name", TECHNIQUES)
@pytest.mark.parametrize(
    "steps",
    [*((one,) for one in DISGUISES), *PAIRS],
    ids=lambda steps: "+".join(one.__name__ for one in steps),
)
def test_a_disguised_technique_is_still_found(name, steps):
    assert _disguised(name, *steps) >= SUSPICIOUS


def _disguised(name, *steps):
    """Return the score of a technique whose code went through these disguises."""
    case, files = files_of(HERE / "npm" / name)
    for one in case.release[0].evidence:
        if one.member.endswith(".js"):
            text = files[one.member].decode()
            for step in steps:
                text = step(text)
            files[one.member] = text.encode()
    return _score(files)


@pytest.mark.parametrize("name", TECHNIQUES)
@pytest.mark.parametrize("spelling", NAMES)
def test_a_name_of_a_module_is_read_however_it_is_spelt(name, spelling):
    assert _disguised(name, with_names(NAMES[spelling])) >= SUSPICIOUS


@pytest.mark.parametrize("name", TECHNIQUES)
@pytest.mark.parametrize("loader", LOADERS)
def test_a_module_is_known_however_it_is_reached(name, loader):
    assert _disguised(name, with_loader(LOADERS[loader])) >= SUSPICIOUS


@pytest.mark.parametrize("name", TECHNIQUES)
@pytest.mark.parametrize("runner", RUNNERS)
def test_a_code_is_read_however_it_is_run(name, runner):
    assert _disguised(name, with_runner(RUNNERS[runner])) >= SUSPICIOUS
