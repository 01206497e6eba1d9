"""What a pom's build takes from a repository, with the versions that others set for it."""

import pytest

from pratique.cli import lockfiles
from pratique.errors import InputError

HEAD = "<groupId>org.acme</groupId><artifactId>%s</artifactId><version>1</version>"


def pom(artifact, *parts):
    return f"<project>{HEAD % artifact}{''.join(parts)}</project>"


def dependency(name, *more):
    group, _, artifact = name.partition(":")
    inner = f"<groupId>{group}</groupId><artifactId>{artifact}</artifactId>{''.join(more)}"
    return f"<dependency>{inner}</dependency>"


def dependencies(*those):
    return f"<dependencies>{''.join(those)}</dependencies>"


def managed(*those):
    return f"<dependencyManagement>{dependencies(*those)}</dependencyManagement>"


def parent(name, version, *more):
    group, _, artifact = name.partition(":")
    inner = f"<groupId>{group}</groupId><artifactId>{artifact}</artifactId>"
    return f"<parent>{inner}<version>{version}</version>{''.join(more)}</parent>"


def read(path, poms=None):
    told = []
    known = {name: text.encode() for name, text in (poms or {}).items()}
    found = [
        (one.name, one.version)
        for one in lockfiles.targets(path, told.append, lambda name, _: known.get(name))
    ]
    return found, [str(one).partition(": ")[2] for one in told]


def written(folder, text, name="pom.xml"):
    folder.mkdir(exist_ok=True)
    (folder / name).write_text(text)
    return folder / name


def test_versions_come_from_properties_and_management(tmp_path):
    path = written(
        tmp_path,
        pom(
            "app",
            "<properties><a>2</a><b>${a}.1</b></properties>",
            managed(dependency("x:y", "<version>${b}</version>")),
            dependencies(dependency("x:y"), dependency("x:z", "<version>${a}</version>")),
        ),
    )
    assert read(path) == ([("x:y", "2.1"), ("x:z", "2")], [])


def test_a_version_that_is_set_nowhere_is_told_and_not_guessed(tmp_path):
    path = written(
        tmp_path, pom("app", dependencies(dependency("x:y"), dependency("x:z", "<version>${q}</version>")))
    )  # fmt: skip
    found, told = read(path)
    assert found == []
    assert ["its version is set nowhere" in one for one in told] == [True, True]


def test_a_parent_beside_it_sets_versions_and_properties(tmp_path):
    written(
        tmp_path,
        pom("up", "<properties><v>5</v></properties>", managed(dependency("x:y", "<version>${v}</version>"))),
    )  # fmt: skip
    text = pom("app", parent("org.acme:up", "1"), dependencies(dependency("x:y")))
    assert read(written(tmp_path / "app", text)) == ([("x:y", "5")], [])


def test_what_lies_beside_it_is_a_parent_only_by_its_name(tmp_path):
    written(tmp_path, pom("other", managed(dependency("x:y", "<version>5</version>"))))
    text = pom("app", parent("org.acme:up", "1"), dependencies(dependency("x:y")))
    found, told = read(written(tmp_path / "app", text))
    assert found == [("org.acme:up", "1")]
    assert len(told) == 1


def test_a_parent_and_an_imported_pom_of_a_repository_are_read_and_reviewed(tmp_path):
    scope = "<version>9</version><type>pom</type><scope>import</scope>"
    up = pom("up", managed(dependency("x:y", "<version>5</version>"), dependency("b:om", scope)))
    bom = pom("om", managed(dependency("x:z", "<version>6</version>")))
    text = pom(
        "app", parent("org.acme:up", "1"), dependencies(dependency("x:y"), dependency("x:z"))
    )
    found, told = read(written(tmp_path, text), {"org.acme:up": up, "b:om": bom})
    assert found == [("org.acme:up", "1"), ("x:y", "5"), ("x:z", "6"), ("b:om", "9")]
    assert told == []


def test_plugins_extensions_and_profiles_run_in_a_build_too(tmp_path):
    path = written(
        tmp_path,
        pom(
            "app",
            "<build><pluginManagement><plugins><plugin><artifactId>maven-p</artifactId>"
            "<version>3</version></plugin></plugins></pluginManagement><plugins><plugin>"
            "<artifactId>maven-p</artifactId></plugin><plugin><groupId>e</groupId>"
            "<artifactId>q</artifactId></plugin></plugins><extensions><extension>"
            "<groupId>e</groupId><artifactId>x</artifactId><version>1</version></extension>"
            "</extensions></build><profiles><profile>",
            dependencies(dependency("x:y", "<version>1</version>")),
            "</profile></profiles>",
        ),
    )
    assert read(path)[0] == [
        ("x:y", "1"),
        ("org.apache.maven.plugins:maven-p", "3"),
        ("e:q", None),
        ("e:x", "1"),
    ]


def test_modules_are_built_with_it_and_take_each_other_from_the_folder(tmp_path):
    text = pom("app", parent("org.acme:up", "1"), dependencies(dependency("org.acme:lib"), dependency("x:y", "<version>1</version>")))  # fmt: skip
    written(tmp_path / "app", text)
    written(tmp_path / "lib", pom("lib", parent("org.acme:up", "1")))
    modules = "<modules><module>app</module><module>lib</module><module>gone</module></modules>"
    version = "<version>1</version>"
    found, told = read(
        written(tmp_path, pom("up", modules, managed(dependency("org.acme:lib", version))))
    )
    assert found == [("x:y", "1")]
    assert "gone" in told[0]


def test_poms_that_are_each_others_parents_and_modules_end(tmp_path):
    modules = "<modules><module>.</module></modules>"
    up = parent("org.acme:app", "1", "<relativePath>pom.xml</relativePath>")
    path = written(
        tmp_path, pom("app", up, modules, dependencies(dependency("x:y", "<version>1</version>")))
    )
    assert read(path)[0] == [("x:y", "1")]


def test_a_classifier_is_another_file(tmp_path):
    more = "<version>1</version><classifier>tests</classifier>"
    path = written(tmp_path, pom("app", dependencies(dependency("x:y", more))))
    (found,) = lockfiles.targets(path, pytest.fail)
    assert found.filename == "y-1-tests.jar"


def test_a_range_asks_for_the_newest_release_within_it(tmp_path):
    path = written(
        tmp_path, pom("app", dependencies(dependency("x:y", "<version>[1,2)</version>")))
    )
    (found,) = lockfiles.targets(path, pytest.fail)
    assert (found.version, found.requirement) == (None, "[1,2)")


@pytest.mark.parametrize("text", ["", "<project", "<html/>", "<a>" * 100_000])
def test_what_is_no_pom_is_an_input_error(tmp_path, text):
    with pytest.raises(InputError, match="cannot be read as a pom"):
        read(written(tmp_path, text))
