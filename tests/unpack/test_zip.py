import bz2
import hashlib
import lzma
import time
import zipfile
from io import BytesIO

import pytest
import zstandard

from pratique.limits import Limits
from tests.hostile.zipforge import (
    DESCRIPTOR,
    ENCRYPTED,
    UTF8,
    End,
    Entry,
    archive,
    deflated,
    descriptor,
    plain,
    unicode_path,
    zip64_sizes,
    zipcrypto,
)
from tests.unpack.walking import walk

ONE = Entry(name=b"pkg/one.py", body=b"import one\n" * 20)
TWO = Entry(name=b"pkg/two.py", body=b"import two\n" * 20)
HIDDEN = b"import hidden\n" * 20


def seen(data, kind="wheel", **options):
    return walk(data, kind, **options)


def holds(result, body):
    return any(body in content for content in result.contents.values())


def test_an_ordinary_zip_is_complete_and_says_nothing():
    result = seen(archive([ONE, TWO]))
    assert result.outcome == "clear"
    assert result.limitations == result.facts == ()
    assert result.contents == {"pkg/one.py": ONE.body, "pkg/two.py": TWO.body}
    member = result.members["pkg/one.py"]
    assert member.sha256 == hashlib.sha256(ONE.body).hexdigest()
    assert (member.size, member.kind, member.view) == (len(ONE.body), "file", "")


@pytest.mark.parametrize("compression", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
def test_what_the_standard_library_writes_is_clear(compression):
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w", compression) as file:
        file.mkdir("pkg")
        file.writestr("pkg/__init__.py", "x = 1\n")
        file.writestr("pkg/ü.py", "y = 2\n")
        file.writestr("pkg/empty", "")
        file.writestr("pkg/large.bin", bytes(3_000_000))
    result = seen(buffer.getvalue())
    assert result.outcome == "clear"
    assert result.members["pkg"].kind == "directory"
    assert result.contents["pkg/ü.py"] == b"y = 2\n"


def test_a_large_member_arrives_in_windows_that_join_up():
    body = bytes(range(256)) * 40_000
    limits = Limits(window_bytes=1 << 20)
    for method in (0, 8):
        entry = Entry(name=b"a.bin", body=body, method=method)
        result = seen(archive([entry]), limits=limits)
        assert result.contents["a.bin"] == body
        assert result.members["a.bin"].sha256 == hashlib.sha256(body).hexdigest()
        assert result.outcome == "clear"


def test_a_wheel_with_descriptors_is_refused_and_a_jar_is_not():
    body = deflated(ONE.body)
    zeros = {"crc": 0, "csize": 0, "usize": 0}
    import zlib

    late = Entry(
        name=ONE.name,
        body=ONE.body,
        flags=DESCRIPTOR,
        local=zeros,
        descriptor=descriptor(zlib.crc32(ONE.body), len(body), len(ONE.body)),
    )
    assert seen(archive([late])).codes == {"zip-data-descriptor"}
    assert seen(archive([late])).outcome == "refused"
    assert seen(archive([late]), "jar").outcome == "clear"
    lying = Entry(
        name=ONE.name,
        body=ONE.body,
        flags=DESCRIPTOR,
        local=zeros,
        descriptor=descriptor(1, len(body), len(ONE.body)),
    )
    assert "zip-descriptor" in seen(archive([lying]), "jar").codes


@pytest.mark.parametrize(
    ("method", "pack"),
    [
        (12, bz2.compress),
        (93, zstandard.compress),
        (95, lzma.compress),
    ],
)
def test_unusual_methods_are_read_and_refused(method, pack):
    entry = Entry(name=b"a.py", body=HIDDEN, method=method, packed=pack(HIDDEN))
    result = seen(archive([entry]))
    assert result.codes == {"zip-method"}
    assert result.outcome == "refused"
    assert result.contents["a.py"] == HIDDEN


def test_zip_lzma_is_read():
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_LZMA) as file:
        file.writestr("a.py", HIDDEN)
    result = seen(buffer.getvalue())
    assert result.contents["a.py"] == HIDDEN
    assert "zip-method" in result.codes


def test_an_unknown_method_yields_the_raw_bytes():
    entry = Entry(name=b"a.py", body=HIDDEN, method=99, packed=b"raw bytes")
    result = seen(archive([entry]))
    assert result.contents["a.py"] == b"raw bytes"
    assert result.codes >= {"zip-method", "zip-method-unknown"}


def test_an_encrypted_member_is_said_and_its_raw_bytes_are_read():
    secret = zipcrypto(HIDDEN, b"password", 0)
    entry = Entry(name=b"a.py", body=HIDDEN, method=0, packed=secret, flags=ENCRYPTED)
    result = seen(archive([entry]))
    assert "zip-encrypted" in result.codes
    assert holds(result, secret)


def test_an_encryption_flag_that_lies_does_not_hide_the_plain_content():
    entry = Entry(name=b"a.py", body=HIDDEN, flags=ENCRYPTED)
    result = seen(archive([entry]))
    assert result.outcome == "refused"
    assert holds(result, HIDDEN)


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"central": {"crc": 5}}, "zip-crc"),
        ({"central": {"usize": 5}, "local": {"usize": 5}}, "zip-size"),
        ({"local": {"crc": 5}}, "zip-local-disagrees"),
        ({"local": {"usize": 5}}, "zip-local-disagrees"),
        ({"local": {"csize": 5}}, "zip-local-disagrees"),
        ({"local": {"method": 0}}, "zip-local-disagrees"),
        ({"local": {"flags": 1}}, "zip-local-disagrees"),
        ({"local": {"name": b"pkg/other.py"}}, "zip-name-disagrees"),
        ({"central": {"disk": 3}}, "zip-end-disagrees"),
        ({"flags": 0x20}, "zip-flags"),
        ({"central_extra": b"\x01\x00\xff\xffab"}, "zip-extra"),
        ({"central_extra": unicode_path(ONE.name, b"pkg/other.py")}, "zip-unicode-path"),
        ({"external": 0o120777 << 16}, "member-link"),
        ({"external": 0o010644 << 16}, "member-special"),
        ({"external": 0o104755 << 16}, "member-setuid"),
        ({"external": 0o040755 << 16}, "zip-directory-file"),
        ({"packed": deflated(ONE.body) + b"tail"}, "member-trailing-bytes"),
        ({"packed": deflated(ONE.body)[:-9]}, "zip-deflate"),
        ({"packed": b"\xff" * 40}, "zip-deflate"),
        ({"name": b"pkg/"}, "zip-directory-data"),
        ({"name": "pkg/ü.py".encode()}, "name-encoding"),
        ({"name": "pkg/ü.py".encode("cp437"), "flags": UTF8}, "name-utf8"),
    ],
)
def test_what_readers_could_see_differently_is_never_clear(changes, code):
    fields = {"name": ONE.name, "body": ONE.body, **changes}
    result = seen(archive([TWO, Entry(**fields)]))
    assert code in result.codes
    assert result.outcome in ("held", "refused")


def test_both_names_of_an_entry_are_read():
    entry = Entry(name=b"pkg/shown.py", body=HIDDEN, local={"name": b"pkg/taken.py"})
    result = seen(archive([entry]))
    assert result.contents["pkg/shown.py"] == result.contents["pkg/taken.py"] == HIDDEN
    assert result.members["pkg/taken.py"].view == "local"
    (fact,) = [fact for fact in result.facts if fact.symbol == "zip-name-disagrees"]
    assert [value.text for value in fact.values] == ["pkg/shown.py", "pkg/taken.py"]


def test_a_unicode_path_is_read_as_another_name():
    extra = unicode_path(b"pkg/shown.py", b"pkg/taken.py")
    entry = Entry(name=b"pkg/shown.py", body=HIDDEN, central_extra=extra, local_extra=extra)
    result = seen(archive([entry]))
    assert result.contents["pkg/shown.py"] == result.contents["pkg/taken.py"] == HIDDEN
    assert result.codes == {"zip-unicode-path"}


def test_a_local_header_that_no_directory_lists_is_read():
    orphan = Entry(name=b"pkg/orphan.py", body=HIDDEN, in_directory=False)
    result = seen(archive([ONE, orphan, TWO]))
    assert result.codes >= {"gap-bytes", "zip-local-unlisted"}
    assert result.contents["pkg/orphan.py"] == HIDDEN
    assert not result.complete


def test_data_that_the_directory_calls_empty_is_read_as_the_local_header_has_it():
    entry = Entry(name=b"a.py", body=HIDDEN, central={"csize": 0, "usize": 0, "crc": 0})
    result = seen(archive([entry, ONE]))
    assert holds(result, HIDDEN)
    assert result.outcome == "refused"


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"#!/bin/sh\n" + archive([ONE], start=10), "prefix-bytes"),
        (b"#!/bin/sh\n" + archive([ONE]), "prefix-bytes"),
        (archive([ONE]) + b"tail", "trailing-bytes"),
        (archive([ONE, Entry(name=b"b", body=b"", gap=b"between")]), "gap-bytes"),
        (archive([ONE], End(before_directory=b"between")), "gap-bytes"),
        (archive([ONE], End(after_directory=b"between")), "gap-bytes"),
    ],
)
def test_bytes_that_belong_to_nothing_are_found_and_read(data, code):
    result = seen(data)
    assert code in result.codes
    assert result.outcome == "refused"
    assert not result.complete
    assert result.contents["pkg/one.py"] == ONE.body
    assert code in result.tricks


def test_two_zips_in_one_file_are_both_read():
    other = plain([(b"hidden.py", HIDDEN)])
    for data in (archive([ONE]) + other, archive([ONE], End(comment=other))):
        result = seen(data)
        assert result.outcome == "refused"
        assert holds(result, HIDDEN)
        assert holds(result, ONE.body)


def test_a_comment_is_noted_and_read():
    result = seen(archive([ONE], End(comment=b"a remark")))
    assert result.codes == {"zip-comment"}
    assert result.contents["#comment"] == b"a remark"
    assert result.complete


def test_a_zip_stored_as_the_last_member_is_no_second_end_record():
    inner = plain([(b"setup.py", b"pass\n")])
    result = seen(archive([ONE, Entry(name=b"inner.zip", body=inner, method=0)]))
    assert result.outcome == "clear"


@pytest.mark.parametrize(
    "end",
    [
        End(end={"total": 5}),
        End(end={"here": 1}),
        End(end={"size": 7}),
        End(end={"disk": 1}),
        End(end={"offset": 3}),
    ],
)
def test_an_end_record_that_lies_is_refused_and_the_members_are_read(end):
    result = seen(archive([ONE, TWO], end))
    assert result.outcome == "refused"
    assert holds(result, ONE.body)


def test_valid_zip64_is_clear_and_lying_zip64_is_not():
    assert seen(archive([ONE, TWO], End(end64={}))).outcome == "clear"
    lying = seen(archive([ONE, TWO], End(end64={"total": 1, "here": 1})))
    assert lying.codes >= {"zip64-disagrees"}
    assert holds(lying, TWO.body)


def test_zip64_sizes_of_an_entry_are_resolved_and_compared():
    size, packed = len(ONE.body), len(deflated(ONE.body))
    full = {"usize": 0xFFFFFFFF, "csize": 0xFFFFFFFF}
    extra = zip64_sizes(size, packed)
    entry = Entry(
        name=ONE.name,
        body=ONE.body,
        central=full,
        local=full,
        central_extra=extra,
        local_extra=extra,
    )
    assert seen(archive([entry])).outcome == "clear"
    other = Entry(name=ONE.name, body=ONE.body, central_extra=zip64_sizes(size + 1, packed))
    assert "zip64-disagrees" in seen(archive([other])).codes


def test_two_entries_on_one_local_header_overlap():
    again = Entry(name=ONE.name, body=ONE.body, in_stream=False, central={"offset": 0})
    result = seen(archive([ONE, again]))
    assert result.codes >= {"zip-overlap", "duplicate-exact"}


@pytest.mark.parametrize(
    ("name", "code"),
    [
        (b"pkg/one.py", "duplicate-exact"),
        (b"pkg//one.py", "duplicate-normalised"),
        (b"pkg\\one.py", "duplicate-normalised"),
        (b"PKG/one.py", "duplicate-casefold"),
    ],
)
def test_both_of_two_names_for_one_place_are_read(name, code):
    result = seen(archive([ONE, Entry(name=name, body=HIDDEN)]))
    assert code in result.codes
    assert code in result.tricks
    assert holds(result, ONE.body)
    assert holds(result, HIDDEN)
    assert result.outcome == "refused"


def test_an_entry_outside_the_file_is_said():
    entry = Entry(name=b"a.py", body=HIDDEN, central={"offset": 10**6})
    assert "zip-local-missing" in seen(archive([ONE, entry])).codes
    cut = Entry(
        name=b"a.py", body=HIDDEN, method=0, central={"csize": 10**6}, local={"csize": 10**6}
    )
    assert "zip-truncated" in seen(archive([cut])).codes


def test_every_truncation_is_said():
    data = archive([ONE, TWO])
    for size in range(0, len(data), 7):
        assert seen(data[:size]).outcome != "clear"


def test_a_bomb_stops_at_the_limit_and_small_members_are_read_before_it():
    bomb = Entry(name=b"bomb.bin", body=bytes(100_000_000))
    result = seen(archive([bomb, TWO]), limits=Limits(unpacked_bytes=20_000_000))
    assert result.fired == ("unpacked_bytes",)
    assert "limit-unpacked-bytes" in result.codes
    assert result.contents["pkg/two.py"] == TWO.body
    assert sum(map(len, result.contents.values())) < 30_000_000


def test_overlapping_entries_run_into_the_ratio():
    kernel = deflated(bytes(30_000_000))
    entries = [Entry(name=b"0", packed=kernel, body=b"")]
    entries += [
        Entry(name=b"%d" % index, in_stream=False, packed=kernel, body=b"", central={"offset": 0})
        for index in range(1, 50)
    ]
    result = seen(archive(entries), limits=Limits(ratio=1100))
    assert "ratio" in result.fired
    assert result.outcome != "clear"


def test_more_members_than_the_limit_are_held():
    entries = [Entry(name=b"%d.py" % index, body=b"x") for index in range(60)]
    result = seen(archive(entries), limits=Limits(members=50))
    assert result.fired == ("members",)
    assert result.codes == {"limit-members"}


def test_nested_oddities_are_notes_and_facts_only():
    result = walk(archive([ONE, TWO]) + b"tail", "nested", prefix="outer.zip!/", filename="")
    assert {limitation.effect for limitation in result.limitations} == {"note"}
    assert "trailing-bytes" in result.tricks
    assert "outer.zip!/pkg/one.py" in result.contents


def test_an_empty_zip_is_not_clear():
    assert "zip-no-members" in seen(archive([])).codes


def test_thousands_of_entries_of_one_name_are_read_in_a_moment():
    entries = [Entry(name=b"a.py", body=b"x", method=0) for _ in range(20_000)]
    start = time.process_time()
    result = seen(archive(entries))
    assert time.process_time() - start < 5
    assert len(result.contents) == 20_000
    assert len(result.limitations) <= 400


def test_more_end_records_than_can_be_followed_are_held():
    data = archive([ONE, TWO])
    result = seen(data + data[-22:] * 2000)
    assert result.outcome == "refused"
    assert holds(result, ONE.body)


def test_many_stored_zips_at_the_end_are_ordinary_members():
    inner = plain([(b"a", b"")])
    entries = [Entry(name=b"%d.zip" % index, body=inner, method=0) for index in range(60)]
    assert seen(archive(entries)).outcome == "clear"
    assert seen(archive(entries[::-1])).outcome == "clear"
