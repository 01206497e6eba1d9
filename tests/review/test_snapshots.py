"""Attestations are asked for over the wire, and what cannot be had is said."""

from pratique.cli import snapshots
from pratique.ecosystems.http import Client
from pratique.model import Artifact, History, RegistryFile, Release
from tests.ecosystems.serving import Server, always


def history(url, *versions):
    return History(
        ecosystem="pypi",
        name="demo",
        releases=tuple(
            Release(
                version=version,
                files=(
                    RegistryFile(
                        filename=f"demo-{version}.tar.gz",
                        url=f"{url}/demo-{version}.tar.gz",
                        version=version,
                        kind="sdist",
                        provenance=f"{url}/{version}",
                        source=f"{url}/simple/",
                    ),
                ),
            )
            for version in versions
        ),
    )


def artifact(version):
    return Artifact(
        ecosystem="pypi",
        kind="sdist",
        name="demo",
        version=version,
        filename=f"demo-{version}.tar.gz",
    )


def test_the_attestations_of_a_release_and_the_one_before_are_fetched():
    routes = {f"/1.{number}": always(b"{}") for number in range(3)}
    with Server(routes) as server, Client() as client:
        client.trust(f"{server.url}/simple/")
        listed = history(server.url, "1.0", "1.1", "1.2")
        found, notes = snapshots.provenance(listed, artifact("1.2"), client)
    assert set(found) == {"provenance/demo-1.1.tar.gz.json", "provenance/demo-1.2.tar.gz.json"}
    assert not notes
    assert [path for path, _ in server.asked] == ["/1.1", "/1.2"]


def test_an_attestation_that_is_listed_and_missing_is_said():
    with Server({"/1.0": always(b"{}")}) as server, Client() as client:
        client.trust(f"{server.url}/simple/")
        found, notes = snapshots.provenance(
            history(server.url, "1.0", "1.1"), artifact("1.1"), client
        )
    assert set(found) == {"provenance/demo-1.0.tar.gz.json"}
    assert [one.code for one in notes] == ["not-compared"]
    assert "demo-1.1.tar.gz" in notes[0].detail
