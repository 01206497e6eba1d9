"""Bounded readers: right on honest text, and quick on text that wants to be slow."""

import time

import pytest

from pratique.ecosystems import pypi_text
from pratique.ecosystems.pypi_metadata import manifest

MEGABYTE = 1024 * 1024


def test_headers_fold_repeat_and_end_at_the_body():
    found = pypi_text.headers(
        b"Name: demo\r\nDescription: one\r\n        two\r\nName: other\r\n\r\nbody\r\n"
    )
    assert found.first("name") == "demo"
    assert found.all("name") == ("demo", "other")
    assert found.first("description") == "one\r\n        two"
    assert found.body == "body\r\n"


def test_ini_reads_sections_continuations_and_comments():
    text = b"# c\n[a]\nx = 1\n  2\n; c\ny: 3\n[b]\nx=4\n"
    assert pypi_text.ini(text) == (("a", "x", "1\n2"), ("a", "y", "3"), ("b", "x", "4"))
    assert pypi_text.ini(b"[g]\na:b = c:d\n", delimiters="=") == (("g", "a:b", "c:d"),)


def test_toml_keeps_numbers_dates_and_long_arrays():
    text = b'a = 1.5\n"b.c" = [\n' + b'  "x",\n' * 200 + b']\nd.e.f = { g = "1.2.3.4" }\n'
    document, why = pypi_text.toml(text)
    assert why == ""
    assert document["d"]["e"]["f"]["g"] == "1.2.3.4"


@pytest.mark.parametrize(
    "text",
    [
        (b"Classifier: x\n" * 300_000)[:MEGABYTE],
        b"".join(b"X-%d: y\n" % number for number in range(90_000)),
        b"Description: a\n" + b" aaaaa\n" * 140_000,
        b"Author-Email: " + b"a@" * 500_000,
        b"Requires-Dist: a" + b" " * MEGABYTE + b"x",
        b"Project-URL: a, http://h.invalid\n" * 30_000,
        b"\n".join([b"x"] * 500_000),
    ],
)
def test_hostile_headers_take_less_than_a_second(text):
    began = time.process_time()
    manifest(pypi_text.headers(text))
    assert time.process_time() - began < 1.0


@pytest.mark.parametrize(
    "text",
    [
        b"a" + b".a" * 50_000 + b"=1",
        b"[" + b"a." * 50_000 + b"a]",
        b"x = {" + b"a." * 50_000 + b"a = 1}",
        b"a=" + b"[" * 100_000,
        b"a=\n" + b"[\n" * 1_000,
        b'"' * 250_000,
        b"a='" * 80_000,
        b"a=" + b"1" * 200_000,
        b"\n".join(b".".join([b"a"] * 16) + b".k%d=1" % number for number in range(6_000)),
        b"[[a.b.c.d.e.f]]\n" * 16_000,
    ],
)
def test_hostile_toml_takes_less_than_a_second(text):
    began = time.process_time()
    pypi_text.toml(text)
    assert time.process_time() - began < 1.0


@pytest.mark.parametrize(
    "text", [b"a" + b" " * MEGABYTE + b"x\n", b"a=b\n c\n" * 140_000, b"[" * MEGABYTE]
)
def test_hostile_ini_takes_less_than_a_second(text):
    began = time.process_time()
    pypi_text.ini(text)
    assert time.process_time() - began < 1.0
