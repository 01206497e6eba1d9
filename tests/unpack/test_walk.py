import io
import tarfile
import zipfile

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pratique.unpack import container_of
from tests.hostile import packages, tarforge, zipforge
from tests.hostile.payload import HARMLESS, SIGNAL
from tests.unpack.walking import NAMES, walk

LONG = tarforge.Item(
    name=b"tidewaiter-1.0/cut",
    body=b"x = 1\n",
    before=tarforge.pax((b"path", b"tidewaiter-1.0/" + b"y" * 200), (b"mtime", b"1.5")),
)
LINK = tarforge.Item(name=b"tidewaiter-1.0/link", kind=b"2", link=b"setup.py")
TAR = tarforge.tar([*packages.sdist_files(HARMLESS.setup), LONG, LINK])
SAMPLES = {
    "wheel": packages.wheel(HARMLESS.python),
    "sdist-zip": packages.sdist_zip(HARMLESS.setup),
    "sdist-tar": tarforge.gzip(TAR),
    "npm": packages.npm(HARMLESS),
    "crate": packages.crate(HARMLESS),
    "jar": packages.jar(HARMLESS),
}
EDIT = st.tuples(
    st.integers(0, 7), st.integers(0, 1 << 30), st.integers(0, 1500), st.integers(0, 1 << 30)
)
MARKS = (b"PK\x03\x04", b"PK\x01\x02", b"PK\x05\x06", b"\xff\xff\xff\xff", bytes(4), b"\x80\0\0\1")
quick = settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow], database=None
)


def edited(data, edits):
    """Return bytes after a few cuts, copies, insertions and overwritten fields."""
    out = bytearray(data)
    for operation, place, length, other in edits:
        if not out:
            break
        at = place % len(out)
        if operation == 0:
            out[at] ^= 1 << (other % 8)
        elif operation == 1:
            out[at] = other % 256
        elif operation == 2:
            del out[at : at + length]
        elif operation == 3:
            out[at:at] = bytes(length)
        elif operation == 4:
            source = other % len(out)
            out[at:at] = out[source : source + length]
        elif operation == 5:
            del out[at:]
        elif operation == 6:
            out[at : at + 4] = MARKS[other % len(MARKS)]
        else:
            at -= at % 512
            source = other % len(out) // 512 * 512
            out[at:at] = out[source : source + 512]
    return bytes(out)


@pytest.mark.parametrize("kind", sorted(SAMPLES))
def test_an_honest_upload_is_clear(kind):
    result = walk(SAMPLES[kind], kind)
    assert (result.outcome, result.codes) == ("clear", set())


@quick
@given(st.sampled_from(sorted(NAMES)), st.binary(max_size=2000))
def test_any_bytes_give_an_answer(kind, data):
    result = walk(data, kind)
    assert data in result.contents.values() or result.outcome != "clear"


@quick
@given(st.sampled_from(sorted(SAMPLES)), st.lists(EDIT, min_size=1, max_size=6))
def test_a_mangled_upload_gives_an_answer_and_is_clear_only_if_other_readers_agree(kind, edits):
    data = edited(SAMPLES[kind], edits)
    result = walk(data, kind)
    if result.outcome == "clear":
        agree(data, result)


@quick
@given(st.lists(EDIT, min_size=1, max_size=6))
def test_a_mangled_tar_gives_an_answer_and_is_clear_only_if_other_readers_agree(edits):
    data = tarforge.gzip(edited(TAR, edits))
    result = walk(data, "sdist-tar")
    if result.outcome == "clear":
        agree(data, result)


@quick
@given(st.sampled_from(sorted(SAMPLES)), st.lists(EDIT, min_size=1, max_size=6))
def test_a_mangled_nested_container_never_holds(kind, edits):
    result = walk(edited(SAMPLES[kind], edits), "nested", prefix="a!/")
    assert {limitation.effect for limitation in result.limitations} <= {"note"}
    assert all(path.startswith("a!/") for path in result.contents)


def agree(data, result):
    """Assert that the readers of the standard library see the same files."""
    mine = {
        path: content
        for path, content in result.contents.items()
        if result.members[path].kind == "file" and path != "#comment"
    }
    if result.container == "zip":
        with zipfile.ZipFile(io.BytesIO(data)) as file:
            theirs = {
                each.filename: file.read(each) for each in file.infolist() if not each.is_dir()
            }
        assert mine == theirs
        return
    for ignore in (False, True):
        with tarfile.open(fileobj=io.BytesIO(data), ignore_zeros=ignore) as file:
            theirs = {each.name: file.extractfile(each).read() for each in file if each.isreg()}
        assert mine == theirs


@pytest.mark.parametrize("kind", sorted(SAMPLES))
def test_every_truncation_is_held_or_refused(kind):
    data = SAMPLES[kind]
    for size in range(0, len(data), 41):
        assert walk(data[:size], kind).outcome != "clear"


def test_two_walks_say_the_same():
    data = edited(SAMPLES["wheel"], [(4, 100, 700, 0), (1, 900, 0, 7)])
    assert walk(data, "wheel") == walk(data, "wheel")


def test_the_bytes_decide_what_is_walked():
    result = walk(SAMPLES["wheel"], "sdist-tar")
    assert result.container == "zip"
    assert "type-mismatch" in result.codes
    assert "tidewaiter/__init__.py" in result.contents


def test_what_is_no_container_is_read_as_it_is():
    result = walk(SIGNAL.python, "wheel")
    assert result.outcome == "refused"
    assert SIGNAL.python in result.contents.values()
    pom = walk(b"<project/>", "unknown", filename="a.pom")
    assert pom.codes == {"unusual-container"}


@pytest.mark.parametrize("kind", ["wheel", "sdist-tar", "unknown"])
def test_a_file_that_is_two_containers_is_read_as_both(kind):
    inner = zipforge.plain([(b"hidden.py", SIGNAL.python)])
    for data in (TAR + inner, tarforge.gzip(TAR) + inner):
        result = walk(data, kind)
        assert SIGNAL.python in result.contents.values()
        assert any(HARMLESS.setup in content for content in result.contents.values())
        assert result.outcome != "clear"


def test_an_egg_is_read_and_held():
    result = walk(SAMPLES["wheel"], "egg")
    assert result.codes == {"unusual-container"}
    assert result.outcome == "held"


def test_nothing_is_not_clear():
    assert walk(b"", "wheel").codes == {"container-empty"}


def test_a_zip_behind_other_bytes_is_found_as_a_container():
    inner = zipforge.plain([(b"hidden.py", SIGNAL.python)])
    assert container_of(inner, "a.bin") == "zip"
    assert container_of(b"#!/bin/sh\nexit\n" + inner, "run.sh") == "zip"
    assert container_of(TAR, "a") == "tar"
    assert container_of(b"PK is how this text begins", "a.txt") == ""
    result = walk(b"#!/bin/sh\nexit\n" + inner, "nested", filename="run.sh", prefix="run.sh!/")
    assert result.contents["run.sh!/hidden.py"] == SIGNAL.python
    assert "prefix-bytes" in result.tricks


def test_an_archive_inside_may_be_packed_from_its_own_folder():
    file = io.BytesIO()
    with tarfile.open(fileobj=file, mode="w:gz", format=tarfile.USTAR_FORMAT) as archive:
        folder = tarfile.TarInfo("./")
        folder.type = tarfile.DIRTYPE
        archive.addfile(folder)
        member = tarfile.TarInfo("./demo/a.py")
        member.size = 2
        archive.addfile(member, io.BytesIO(b"1\n"))
    inside = walk(file.getvalue(), "nested", filename="src.tgz", prefix="src.tgz!/")
    assert not inside.tricks
    assert "src.tgz!/demo/a.py" in inside.contents
