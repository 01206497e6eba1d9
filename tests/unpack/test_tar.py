import hashlib
import tarfile
import time
from io import BytesIO

import pytest

from pratique.limits import Limits
from tests.hostile import tarforge as t
from tests.hostile.tarforge import Item
from tests.unpack.walking import walk

TOP = b"pkg-1/"
ONE = Item(name=TOP + b"one.py", body=b"import one\n" * 60)
TWO = Item(name=TOP + b"two.py", body=b"import two\n" * 60)
HIDDEN = b"import hidden\n" * 20
EVIL = Item(name=TOP + b"evil.py", body=HIDDEN)


def seen(items, kind="sdist-tar", *, end=t.END, **options):
    stream = items if isinstance(items, bytes) else t.tar(items, end=end)
    return walk(t.gzip(stream), kind, **options)


def holds(result, body):
    return any(body in content for content in result.contents.values())


def test_an_ordinary_sdist_is_complete_and_says_nothing():
    result = seen([ONE, TWO])
    assert result.outcome == "clear"
    assert result.limitations == result.facts == ()
    assert result.contents == {"pkg-1/one.py": ONE.body, "pkg-1/two.py": TWO.body}
    member = result.members["pkg-1/one.py"]
    assert member.sha256 == hashlib.sha256(ONE.body).hexdigest()
    assert (member.mode, member.modified) == (0o644, 1_700_000_000)


@pytest.mark.parametrize("layout", [tarfile.PAX_FORMAT, tarfile.GNU_FORMAT, tarfile.USTAR_FORMAT])
def test_what_the_standard_library_writes_is_clear(layout):
    buffer = BytesIO()
    long = "pkg-1/" + "d" * 60 + "/" + "e" * 60 + "/" + "f" * 40 + ".py"
    if layout != tarfile.USTAR_FORMAT:
        long = "pkg-1/" + "ü" * 130 + ".py"
    with tarfile.open(fileobj=buffer, mode="w:gz", format=layout) as file:
        for name, body in (
            ("pkg-1/a.py", b"a = 1\n"),
            (long, b"b = 2\n"),
            ("pkg-1/big", bytes(3 << 20)),
        ):
            member = tarfile.TarInfo(name)
            member.size = len(body)
            member.mtime = 1.5 if layout == tarfile.PAX_FORMAT else 1
            file.addfile(member, BytesIO(body))
        folder = tarfile.TarInfo("pkg-1/folder")
        folder.type = tarfile.DIRTYPE
        file.addfile(folder)
    result = walk(buffer.getvalue(), "sdist-tar")
    assert result.outcome == "clear"
    assert result.limitations == ()
    assert result.contents[long] == b"b = 2\n"
    assert result.members["pkg-1/folder"].kind == "directory"


def test_a_large_member_arrives_in_windows_that_join_up():
    body = bytes(range(256)) * 40_000
    result = seen(
        [ONE, Item(name=TOP + b"a.bin", body=body), TWO], limits=Limits(window_bytes=1 << 20)
    )
    assert result.contents["pkg-1/a.bin"] == body
    assert result.members["pkg-1/a.bin"].sha256 == hashlib.sha256(body).hexdigest()
    assert result.outcome == "clear"


@pytest.mark.parametrize(
    ("item", "code"),
    [
        (Item(name=EVIL.name, body=HIDDEN, fields={"size": b"7777777777777777"}), "tar-truncated"),
        (Item(name=EVIL.name, body=HIDDEN, fields={"size": t.base256(len(HIDDEN))}), "tar-number"),
        (Item(name=EVIL.name, body=HIDDEN, fields={"size": t.base256(-1)}), "tar-number"),
        (Item(name=EVIL.name, body=HIDDEN, fields={"uid": b"12x4567\0"}), "tar-number"),
        (Item(name=EVIL.name, body=HIDDEN, fields={"size": b"\0000000430\0\0\0"}), "tar-number"),
        (Item(name=EVIL.name, body=HIDDEN, fields={"name": b"a\0b"}), "tar-name-disagrees"),
        (
            Item(name=EVIL.name, body=HIDDEN, fields={"prefix": b"x"}, style=t.GNU),
            "tar-name-disagrees",
        ),
        (Item(name=EVIL.name, body=HIDDEN, fields={"checksum": 1}), "tar-checksum"),
        (Item(name=EVIL.name, body=HIDDEN, kind=t.DIRECTORY), "tar-data-unexpected"),
        (Item(name=EVIL.name, body=HIDDEN, kind=t.SYMBOLIC), "tar-data-unexpected"),
        (Item(name=EVIL.name, body=HIDDEN, kind=t.HARD), "tar-data-unexpected"),
        (Item(name=EVIL.name, body=HIDDEN, kind=t.FIFO), "member-special"),
        (Item(name=EVIL.name, body=HIDDEN, kind=b"Z"), "member-special"),
        (Item(name=EVIL.name, body=HIDDEN, kind=t.GNU_SPARSE), "tar-sparse"),
        (Item(name=EVIL.name, body=HIDDEN, fields={"mode": 0o4755}), "member-setuid"),
        (
            Item(name=EVIL.name, body=HIDDEN, before=t.pax((b"GNU.sparse.major", b"1"))),
            "tar-sparse",
        ),
        (Item(name=EVIL.name, body=HIDDEN, before=t.pax((b"size", b"7"))), "tar-size-disagrees"),
        (Item(name=EVIL.name, body=HIDDEN, before=t.pax((b"size", b"-7"))), "tar-pax-malformed"),
        (
            Item(name=EVIL.name, body=HIDDEN, before=t.pax((b"hdrcharset", b"BINARY"))),
            "tar-pax-local",
        ),
        (Item(name=EVIL.name, body=HIDDEN, before=t.pax((b"path", b"a\0b"))), "tar-pax-malformed"),
        (Item(name=EVIL.name, body=HIDDEN, before=t.pax_raw(b"0 path=x\n")), "tar-pax-malformed"),
        (Item(name=EVIL.name, body=HIDDEN, before=t.pax_raw(b"010 path=x\n")), "tar-pax-malformed"),
        (Item(name=EVIL.name, body=HIDDEN, before=t.pax_raw(b"99 path=x\n")), "tar-pax-malformed"),
        (
            Item(name=EVIL.name, body=HIDDEN, before=t.pax((b"path", b"a"), (b"path", b"b"))),
            "tar-pax-repeated",
        ),
        (
            Item(
                name=EVIL.name, body=HIDDEN, before=t.pax((b"path", b"a")) + t.pax((b"path", b"b"))
            ),
            "tar-pax-repeated",
        ),
        (Item(name=EVIL.name, body=HIDDEN, before=t.gnu(b"a") + t.gnu(b"b")), "tar-gnu-repeated"),
        (
            Item(name=EVIL.name, body=HIDDEN, before=t.gnu(b"a") + t.pax((b"path", b"b"))),
            "tar-gnu-with-pax",
        ),
        (
            Item(name=EVIL.name, body=HIDDEN, before=t.pax((b"path", b"b"), kind=t.GLOBAL)),
            "tar-pax-global",
        ),
        (Item(name=b"other/evil.py", body=HIDDEN), "top-folder"),
        (Item(name=b"evil.py", body=HIDDEN), "top-folder"),
        (Item(name=TOP + b"../../evil.py", body=HIDDEN), "name-traversal"),
        (Item(name=ONE.name, body=HIDDEN), "duplicate-exact"),
        (Item(name=TOP + b"./one.py", body=HIDDEN), "duplicate-normalised"),
        (Item(name=TOP + b"ONE.py", body=HIDDEN), "duplicate-casefold"),
    ],
)
def test_what_readers_could_see_differently_is_never_clear_and_is_read(item, code):
    result = seen([ONE, item, TWO])
    assert code in result.codes
    assert result.outcome in ("held", "refused")
    assert holds(result, HIDDEN[:7])
    assert holds(result, ONE.body)
    assert holds(result, TWO.body)


def test_a_git_commit_in_a_global_header_is_accepted_in_sdists_only():
    comment = Item(
        name=ONE.name, body=ONE.body, before=t.pax((b"comment", b"0" * 40), kind=t.GLOBAL)
    )
    assert seen([comment]).outcome == "clear"
    assert seen([comment], "npm").codes == {"tar-pax-global"}


@pytest.mark.parametrize(
    ("kind", "outcome"), [("sdist-tar", "clear"), ("crate", "clear"), ("npm", "held")]
)
def test_gnu_long_names_go_by_the_policy(kind, outcome):
    name = TOP + b"x" * 200
    result = seen([Item(name=b"cut", body=HIDDEN, before=t.gnu(name))], kind)
    assert result.outcome == outcome
    assert result.contents[name.decode()] == HIDDEN


def test_every_name_of_a_member_is_read():
    item = Item(
        name=b"plain", body=HIDDEN, before=t.pax((b"path", TOP + b"a"), (b"path", TOP + b"b"))
    )
    result = seen([item])
    assert result.contents["pkg-1/a"] == result.contents["pkg-1/b"] == HIDDEN


def test_both_sizes_of_a_member_are_followed():
    inner = t.item(EVIL)
    for declared, real in ((0, len(inner)), (len(inner), 0)):
        carrier = Item(
            name=TOP + b"a.bin",
            body=inner,
            before=t.pax((b"size", b"%d" % declared)),
            fields={"size": real},
        )
        result = seen([ONE, carrier, TWO])
        assert "tar-size-disagrees" in result.codes
        assert result.contents["pkg-1/evil.py"] == HIDDEN
        assert result.contents["pkg-1/two.py"] == TWO.body


def test_members_inside_a_directorys_data_are_read():
    carrier = Item(name=TOP + b"folder", kind=t.DIRECTORY, body=t.item(EVIL))
    result = seen([ONE, carrier, TWO])
    assert result.contents["pkg-1/evil.py"] == HIDDEN
    assert result.contents["pkg-1/two.py"] == TWO.body


def test_what_stands_behind_a_zero_block_is_read():
    stream = t.item(ONE) + bytes(512) + t.item(EVIL) + t.END
    result = seen(stream)
    assert "tar-zero-block" in result.codes
    assert result.members["pkg-1/evil.py"].view == "behind-zeros"
    assert result.outcome == "refused"


def test_what_stands_behind_the_end_is_read():
    for tail in (t.tar([EVIL]), HIDDEN):
        result = seen(t.tar([ONE]) + tail)
        assert "tar-after-end" in result.codes
        assert holds(result, HIDDEN)
        assert result.outcome == "refused"


def test_what_stands_behind_a_bad_header_is_read_either_way():
    bad = t.item(Item(name=TOP + b"bad.py", body=HIDDEN, fields={"checksum": 1}))
    result = seen(t.item(ONE) + bad + t.item(TWO) + t.END)
    assert result.contents["pkg-1/bad.py"] == HIDDEN
    assert result.contents["pkg-1/two.py"] == TWO.body
    assert not result.complete


def test_bytes_in_the_padding_are_found():
    block = t.item(ONE)
    stream = block[: 512 + len(ONE.body)] + b"hidden" + block[512 + len(ONE.body) + 6 :] + t.END
    result = seen(stream)
    assert "tar-padding" in result.codes
    assert holds(result, b"hidden")


def test_a_link_is_read_as_the_member_it_leads_to():
    links = [
        Item(name=TOP + b"soft", kind=t.SYMBOLIC, link=b"one.py"),
        Item(name=TOP + b"a/far", kind=t.SYMBOLIC, link=b"../soft"),
        Item(name=TOP + b"hard", kind=t.HARD, link=TOP + b"one.py"),
    ]
    result = seen([*links, ONE, TWO])
    assert result.outcome == "clear"
    for path in ("pkg-1/soft", "pkg-1/a/far", "pkg-1/hard"):
        assert result.contents[path] == ONE.body
        assert result.members[path].kind == "link"
    assert seen([*links, ONE], "npm").outcome == "refused"
    assert seen([*links, ONE], "crate").outcome == "held"


@pytest.mark.parametrize("target", [b"/etc/passwd", b"../../x", b"nowhere", b"loop", b"C:\\x"])
def test_a_link_that_leads_nowhere_is_held(target):
    result = seen([ONE, Item(name=TOP + b"loop", kind=t.SYMBOLIC, link=target)])
    assert result.codes == {"link-outside"}
    assert result.outcome == "held"


def test_a_member_whose_path_goes_through_a_link_is_held():
    folder = Item(name=TOP + b"alias", kind=t.SYMBOLIC, link=b"real")
    files = [Item(name=TOP + b"real/a.py", body=b"a"), Item(name=TOP + b"alias/b.py", body=b"b")]
    assert "link-through" in seen([folder, *files]).codes


def test_a_link_to_a_folder_inside_is_accepted():
    link = Item(name=TOP + b"alias", kind=t.SYMBOLIC, link=b"real")
    assert seen([link, Item(name=TOP + b"real/a.py", body=b"a")]).outcome == "clear"


def test_an_extended_header_beyond_the_limit_is_held():
    huge = Item(name=EVIL.name, body=HIDDEN, before=t.pax((b"comment", b"x" * 3_000_000)))
    result = seen([huge, TWO])
    assert "limit-metadata-bytes" in result.codes
    assert result.contents["pkg-1/two.py"] == TWO.body


def test_thousands_of_extended_headers_in_a_row_end():
    many = Item(name=EVIL.name, body=HIDDEN, before=t.pax((b"mtime", b"1")) * 3000)
    result = seen([many])
    assert "tar-pax-repeated" in result.codes
    assert holds(result, HIDDEN)


def test_a_bomb_stops_at_the_limit():
    limits = Limits(unpacked_bytes=20_000_000)
    result = seen([ONE, Item(name=TOP + b"bomb", body=bytes(50_000_000))], limits=limits)
    assert "limit-unpacked-bytes" in result.codes
    assert result.fired == ("unpacked_bytes",)
    assert result.outcome == "held"


def test_more_members_than_the_limit_are_held():
    items = [Item(name=TOP + b"%d" % index) for index in range(60)]
    result = seen(items, limits=Limits(members=50))
    assert result.codes == {"limit-members"}
    assert result.outcome == "held"


def test_no_end_marker_is_said():
    assert seen([ONE], end=b"").codes == {"tar-truncated"}


def test_old_headers_are_read():
    result = seen([Item(name=TOP + b"old.py", body=HIDDEN, style=t.V7, kind=t.OLD_FILE)])
    assert result.outcome == "clear"
    assert result.contents["pkg-1/old.py"] == HIDDEN


def test_other_chains_far_behind_are_given_up_and_held():
    carrier = Item(name=TOP + b"folder", kind=t.DIRECTORY, body=bytes(80 << 20))
    result = seen([ONE, carrier, TWO])
    assert result.outcome in ("held", "refused")
    assert holds(result, TWO.body)


@pytest.mark.parametrize(
    "stream",
    [
        t.tar([ONE]) + bytes(60_000_000),
        t.tar([Item(name=TOP + b"a", before=t.pax((b"comment", b"x" * 900_000)) * 60)]),
    ],
)
def test_bytes_that_no_member_holds_are_paid_for(stream):
    result = seen(stream, limits=Limits(unpacked_bytes=20_000_000))
    assert result.fired == ("unpacked_bytes",)
    assert result.outcome != "clear"


def test_a_malformed_header_of_a_megabyte_is_read_in_a_moment():
    item = Item(name=EVIL.name, body=HIDDEN, before=t.pax_raw(b"a" * 600_000))
    start = time.process_time()
    assert "tar-pax-malformed" in seen([item]).codes
    assert time.process_time() - start < 2


NPM = Item(name=b"package/lib/a.js", body=b"module.exports = 1\n" * 60)


@pytest.mark.parametrize("name", [NPM.name, b"package/./lib/a.js", b"./package/lib/a.js"])
@pytest.mark.parametrize("first", [True, False])
def test_one_path_twice_with_the_same_bytes_is_a_note_for_npm(name, first):
    again = Item(name=name, body=NPM.body)
    result = seen([again, NPM] if first else [NPM, again], "npm")
    assert "duplicate-equal" in result.codes
    assert result.outcome == "clear"
    assert not result.tricks


@pytest.mark.parametrize("name", [NPM.name, b"package/./lib/a.js"])
def test_one_path_twice_with_other_bytes_is_refused_and_read(name):
    result = seen([NPM, Item(name=name, body=HIDDEN)], "npm")
    assert result.outcome == "refused"
    assert holds(result, HIDDEN[:7])
    assert holds(result, NPM.body)


def test_one_path_twice_with_the_same_bytes_is_refused_where_the_registry_refuses_it():
    assert seen([ONE, ONE]).outcome == "refused"
