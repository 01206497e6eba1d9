"""Maven: coordinates, jars and poms, what runs, repositories and their checksums."""

import hashlib
import io
import time
import zipfile

import pytest

from pratique.cli import lockfiles
from pratique.ecosystems import (
    ECOSYSTEMS,
    identify,
    maven_config,
    maven_jar,
    maven_names,
    maven_pom,
)
from pratique.ecosystems.http import Client, Polite
from pratique.errors import NotFoundError, UsageError
from pratique.inspection import inspect
from pratique.limits import Limits
from pratique.model import Target
from tests.ecosystems.building import describe
from tests.ecosystems.serving import Server, always
from tests.ecosystems.test_openpgp import ARMORED, SIGNED

MAVEN = ECOSYSTEMS["maven"]
POM = (
    "<project><groupId>org.acme</groupId><artifactId>demo</artifactId><version>1.0</version>"
    "<dependencies><dependency><groupId>a</groupId><artifactId>b</artifactId>"
    "<version>2</version></dependency></dependencies></project>"
)
FOLDER = "META-INF/maven/org.acme/demo"


def _triggers(files, filename="demo-1.0.jar"):
    found = describe(filename, files)
    return {(one.kind, one.activation, one.member, one.target) for one in found.triggers}


@pytest.mark.parametrize(
    ("filename", "kind", "name", "version"),
    [
        ("guava-31.1-jre.jar", "jar", "guava", "31.1-jre"),
        ("commons-lang3-3.12.0-sources.jar", "jar", "commons-lang3", "3.12.0"),
        ("shop-2.0.war", "war", "shop", "2.0"),
        ("demo-1.0-SNAPSHOT.pom", "pom", "demo", "1.0-SNAPSHOT"),
        ("plain.jar", "jar", "plain", None),
    ],
)
def test_a_file_is_known_by_its_name(filename, kind, name, version):
    ecosystem, artifact = identify(filename)
    assert ecosystem.id == "maven"
    assert (artifact.kind, artifact.name, artifact.version) == (kind, name, version)


def test_versions_order_as_maven_orders_them():
    written = ["1.0", "1.0.1", "1-alpha", "1.0-rc1", "1.0-SNAPSHOT", "1-sp", "2", "1.0-beta2"]
    assert sorted(written, key=maven_names.version_key) == [
        "1-alpha", "1.0-beta2", "1.0-rc1", "1.0-SNAPSHOT", "1.0", "1-sp", "1.0.1", "2",
    ]  # fmt: skip
    assert maven_names.version_key("1.0.0") == maven_names.version_key("1")


@pytest.mark.parametrize("text", ["guava", "a:b:c:d", "../x:y", "a::1", "a:b:1/2"])
def test_what_names_no_project_is_a_usage_error(text):
    with pytest.raises(UsageError):
        MAVEN.target(text)


def test_coordinates_are_read():
    found = MAVEN.target("com.google.guava:guava:31.1-jre")
    assert (found.name, found.version) == ("com.google.guava:guava", "31.1-jre")


def test_a_manifest_is_read_with_its_continued_lines():
    found = maven_jar.sections(
        b"Main-Class: org.acme.\r\n Main\r\n\r\nName: x\r\nMain-Class: y\r\n"
    )
    assert found["Main-Class"] == "org.acme.Main"


def test_main_and_agents_are_triggers_on_their_classes():
    text = "Main-Class: org.acme.Main\nPremain-Class: org.acme.Agent\nAgent-Class: org.acme.Gone\n"
    files = {
        "META-INF/MANIFEST.MF": text, "org/acme/Main.class": "", "org/acme/Agent.class": "",
    }  # fmt: skip
    assert _triggers(files) == {
        ("main", "entrypoint", "org/acme/Main.class", "org.acme.Main"),
        ("agent", "startup", "org/acme/Agent.class", "org.acme.Agent"),
        ("agent", "startup", "META-INF/MANIFEST.MF", "org.acme.Gone"),
    }


def test_processors_run_at_build_and_services_when_they_are_loaded():
    files = {
        "META-INF/services/javax.annotation.processing.Processor": "org.acme.P # ours\n",
        "META-INF/services/java.sql.Driver": "org.acme.D\n",
        "org/acme/P.class": "",
        "org/acme/D.class": "",
    }
    assert _triggers(files) == {
        ("annotation-processor", "build", "org/acme/P.class", "org.acme.P"),
        ("service", "import", "org/acme/D.class", "org.acme.D"),
    }


def test_plugins_of_builds_run_at_build():
    files = {
        "META-INF/maven/plugin.xml": "<plugin><mojos><mojo><implementation>org.acme.M"
        "</implementation></mojo></mojos></plugin>",
        "META-INF/gradle-plugins/x.properties": "implementation-class=org.acme.G\n",
        "org/acme/M.class": "",
        "org/acme/G.class": "",
    }
    assert _triggers(files) == {
        ("maven-plugin", "build", "org/acme/M.class", "org.acme.M"),
        ("gradle-plugin", "build", "org/acme/G.class", "org.acme.G"),
    }


def test_the_name_comes_from_the_pom_inside():
    found = describe("demo-1.0.jar", {f"{FOLDER}/pom.xml": POM})
    assert (found.manifest.name, found.manifest.version) == ("org.acme:demo", "1.0")
    assert [one.name for one in found.manifest.dependencies] == ["a:b"]
    assert not found.facts


def test_a_pom_that_speaks_of_another_artifact_is_told():
    stated = "groupId=org.acme\nartifactId=demo\nversion=2.0\n"
    found = describe("demo-1.0.jar", {f"{FOLDER}/pom.xml": POM, f"{FOLDER}/pom.properties": stated})
    assert [(one.behaviour, one.symbol) for one in found.facts] == [
        ("meta/content-mismatch", "pom.version")
    ]


def test_properties_of_a_pom_are_filled_in():
    text = POM.replace("<version>2</version>", "<version>${b.version}</version>").replace(
        "<dependencies>", "<properties><b.version>7</b.version></properties><dependencies>"
    )
    found = maven_pom.project(maven_pom.read(text.encode()))
    assert found.dependencies[0].requirement == "7"


def _entities(depth=20):
    bombs = "".join(
        f'<!ENTITY e{at} "{f"&e{at - 1};" * 10}">' for at in range(1, depth)
    )  # fmt: skip
    return f'<!DOCTYPE project [<!ENTITY e0 "lol">{bombs}]>'


@pytest.mark.parametrize(
    ("document_type", "external"),
    [
        ('<!DOCTYPE project [<!ENTITY x SYSTEM "file:///etc/passwd">]>', True),
        ('<!DOCTYPE project SYSTEM "https://dtd.example/x.dtd" [<!ENTITY x "a">]>', False),
        (_entities(), False),
    ],
)
def test_a_document_type_is_refused_and_never_expanded(document_type, external):
    text = f"<?xml version='1.0'?>\n{document_type}" + POM.replace(
        "<version>1.0</version>", "<version>1.0</version><name>&x;&e19;</name>"
    )
    begun = time.process_time()
    found = describe("demo-1.0.jar", {f"{FOLDER}/pom.xml": text})
    assert time.process_time() - begun < 1
    (fact,) = [one for one in found.facts if one.symbol == "pom.doctype"]
    assert ("external" in fact.tags) is external
    assert fact.location.line == 2
    assert ("pom-doctype", "refuse") in {(one.code, one.effect) for one in found.limitations}
    assert "root:" not in found.manifest.summary
    assert "lol" not in found.manifest.summary


def test_a_pom_of_endless_depth_is_cut():
    text = b"<project>" + b"<a>" * 200_000
    document = maven_pom.read(text)
    assert document.trouble
    assert len(document.elements) <= maven_pom.DEPTH


def test_a_broken_pom_is_said_and_not_raised():
    for text in (b"", b"\xff\xfe\x00", b"<project", b"<?xml version='1.0' encoding='x-none'?><a/>"):
        assert maven_pom.read(text).trouble


def test_a_pom_alone_is_reviewed():
    ecosystem, artifact = identify("demo-1.0.pom")
    found = inspect(POM.encode(), artifact, Limits())
    assert ecosystem.id == "maven"
    assert found.manifest.name == "org.acme:demo"
    assert found.coverage.complete, found.limitations


# -- repositories


@pytest.fixture
def client():
    with Client(polite=Polite(tries=2), sleep=lambda _: None) as one:
        yield one


def _jar():
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("META-INF/MANIFEST.MF", "Manifest-Version: 1.0\r\n\r\n")
    return file.getvalue()


@pytest.fixture
def repository(monkeypatch, tmp_path):
    jar, base = _jar(), "/m2/org/acme/demo"
    metadata = "<metadata><versioning><versions>" + "".join(
        f"<version>{one}</version>" for one in ("1.0", "1.10", "1.9", "2.0-rc1")
    ) + "</versions></versioning></metadata>"  # fmt: skip
    routes = {f"{base}/maven-metadata.xml": always(metadata.encode())}
    for version in ("1.0", "1.10"):
        stem = f"{base}/{version}/demo-{version}"
        routes[f"{stem}.pom"] = always(POM.replace("1.0", version).encode())
        routes[f"{stem}.jar"] = always(jar)
        digest = hashlib.sha1(jar, usedforsecurity=False).hexdigest()
        routes[f"{stem}.jar.sha1"] = always(f"{digest}  demo.jar\n".encode())
    with Server(routes) as server:
        settings = tmp_path / ".m2"
        settings.mkdir()
        (settings / "settings.xml").write_text(
            "<settings><mirrors><mirror><id>ours</id><mirrorOf>*</mirrorOf>"
            f"<url>{server.url}/m2</url></mirror></mirrors><servers><server><id>ours</id>"
            "<username>me</username><password>${env.SECRET_WORD}</password></server></servers>"
            "</settings>"
        )
        monkeypatch.setenv("HOME", str(tmp_path))
        monkeypatch.setenv("SECRET_WORD", "open")
        yield server


def _fetched(client, folder, version=None):
    target = Target(ecosystem="maven", name="org.acme:demo", version=version)
    return list(MAVEN.fetch(target, client, folder))


def test_pom_and_jar_of_a_release_come_from_the_mirror(repository, client, tmp_path):
    pom, jar = _fetched(client, tmp_path / "got", "1.0")
    assert (pom.artifact.kind, jar.artifact.kind) == ("pom", "jar")
    assert jar.artifact.purl == "pkg:maven/org.acme/demo@1.0"
    assert jar.artifact.sha256 == hashlib.sha256(_jar()).hexdigest()
    assert jar.expected_sha256 is None
    assert b"<dependencies>" in jar.metadata
    assert maven_config.repository().credentials == ("me", "open")


@pytest.mark.parametrize(("wanted", "version"), [("[1.0,1.5)", "1.0"), ("(,1.0],[1.2,2)", "1.10")])
def test_a_range_means_the_newest_release_within_it(repository, client, tmp_path, wanted, version):
    found = list(MAVEN.fetch(MAVEN.target(f"org.acme:demo:{wanted}"), client, tmp_path / "got"))
    assert found[0].artifact.version == version


def test_a_file_beside_the_jar_is_fetched_by_its_name(repository, client, tmp_path):
    stem = "/m2/org/acme/demo/1.0/demo-1.0-tests"
    repository.routes[f"{stem}.jar"] = always(_jar())
    target = Target(
        ecosystem="maven", name="org.acme:demo", version="1.0", filename="demo-1.0-tests.jar"
    )
    (found,) = MAVEN.fetch(target, client, tmp_path / "got")
    assert found.artifact.filename == "demo-1.0-tests.jar"


def test_without_a_version_the_newest_release_is_meant(repository, client, tmp_path):
    assert _fetched(client, tmp_path / "got")[1].artifact.version == "1.10"


def test_a_wrong_sha1_shows_as_another_digest(repository, client, tmp_path):
    repository.routes["/m2/org/acme/demo/1.0/demo-1.0.jar.sha1"] = always(b"0" * 40)
    assert _fetched(client, tmp_path, "1.0")[1].expected_sha256 == "sha1:" + "0" * 40


def test_a_sha256_is_compared_where_there_is_one(repository, client, tmp_path):
    repository.routes["/m2/org/acme/demo/1.0/demo-1.0.jar.sha256"] = always(b"1" * 64)
    assert _fetched(client, tmp_path, "1.0")[1].expected_sha256 == "1" * 64


def test_a_signature_over_other_bytes_shows_as_another_digest(repository, client, tmp_path):
    place = "/m2/org/acme/demo/1.0/demo-1.0.jar"
    repository.routes[f"{place}.asc"] = always(ARMORED)
    assert _fetched(client, tmp_path, "1.0")[1].expected_sha256 == (
        "signature of 32FAEE20A40E058F452FB25EFC6C734DA1E7ABD8"
    )
    repository.routes[place] = always(SIGNED)
    digest = hashlib.sha1(SIGNED, usedforsecurity=False).hexdigest()
    repository.routes[f"{place}.sha1"] = always(digest.encode())
    assert _fetched(client, tmp_path, "1.0")[1].expected_sha256 is None


def test_what_is_not_there_is_said(repository, client, tmp_path):
    with pytest.raises(NotFoundError, match="check the version"):
        _fetched(client, tmp_path, "9.9")
    with pytest.raises(NotFoundError, match="check the spelling"):
        MAVEN.history("org.acme:absent", client)


@pytest.mark.parametrize(
    ("line", "symbols"),
    [
        ("Implementation-Version: 1.0.0", []),
        ("Bundle-Version: 1.0.0.v2020", []),
        ("Implementation-Vendor-Id: org.acme", []),
        ("Implementation-Version: 9.0", ["manifest.Implementation-Version"]),
        ("Bundle-Version: 1.1", ["manifest.Bundle-Version"]),
        ("Implementation-Vendor-Id: com.other", ["manifest.Implementation-Vendor-Id"]),
    ],
)
def test_a_manifest_that_gives_another_version_or_owner_than_the_pom_is_noted(line, symbols):
    text = f"Manifest-Version: 1.0\r\n{line}\r\n\r\n"
    found = describe("demo-1.0.jar", {f"{FOLDER}/pom.xml": POM, "META-INF/MANIFEST.MF": text})
    said = [one.symbol for one in found.facts if one.behaviour == "meta/content-mismatch"]
    assert said == symbols


def test_a_dependency_that_only_the_jar_names_is_a_finding():
    manifest = describe("demo-1.0.jar", {f"{FOLDER}/pom.xml": POM}).manifest
    shown = POM.replace("<artifactId>b</artifactId>", "<artifactId>c</artifactId>").encode()
    (fact,) = MAVEN.metadata_facts(identify("demo-1.0.jar")[1], manifest, shown)
    assert (fact.behaviour, fact.values[0].text) == ("meta/manifest-confusion", "a:b")


def test_a_pom_is_a_list_of_what_to_review(tmp_path):
    path = tmp_path / "pom.xml"
    path.write_text(POM.replace("</dependencies>", (
        "<dependency><groupId>c</groupId><artifactId>d</artifactId><version>[1,2)</version>"
        "</dependency></dependencies>"
    )))  # fmt: skip
    found = list(lockfiles.targets(path, failed=pytest.fail))
    assert [(one.name, one.version) for one in found] == [("a:b", "2"), ("c:d", None)]


EXEC = (
    "<plugin><artifactId>exec-maven-plugin</artifactId><configuration>"
    "<executable>${shell}</executable><arguments><argument>-c</argument>"
    "<argument>echo a b</argument></arguments></configuration></plugin>"
)
ANT = (
    "<plugin><artifactId>maven-antrun-plugin</artifactId><executions><execution>"
    "<configuration><target><exec executable='sh'><arg value='-c'/><arg value='echo a b'/>"
    "</exec></target></configuration></execution></executions></plugin>"
)


@pytest.mark.parametrize("plugin", [EXEC, ANT])
def test_commands_that_a_build_starts_are_triggers(plugin):
    text = (
        "<project><properties><shell>sh</shell></properties><build><plugins>"
        f"{plugin}</plugins></build></project>"
    )
    alone = describe("demo-1.0.pom", {"demo-1.0.pom": text}).triggers
    assert [(one.command, one.activation) for one in alone] == [("sh -c 'echo a b'", "build")]
    inside = describe("demo-1.0.jar", {f"{FOLDER}/pom.xml": text}).triggers
    assert [(one.command, one.activation) for one in inside] == [("sh -c 'echo a b'", "unknown")]


@pytest.mark.parametrize("text", ["<project><artifactId>demo</art", "<project>" + "<a>" * 200_000])
def test_a_pom_that_cannot_be_read_whole_is_held(text):
    found = describe("demo-1.0.pom", {"demo-1.0.pom": text})
    assert [(one.code, one.effect) for one in found.limitations] == [("pom-unreadable", "hold")]
