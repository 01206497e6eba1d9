"""Every limitation that a walk can utter: its code, what it leads to, and what it means.

A code is kebab-case and stable. Its effect comes from the container policy through `feature`; a
code without one is a limit of this program and always a hold. A `trick` is a place where readers
of the world see different contents, or bytes that one of them does not see: it is also a fact,
`obfus/container-trick`, so that rules can weigh it. `docs/container-policy.md` lists them all.
"""

from types import MappingProxyType

import msgspec

from pratique.model import Feature


class Code(msgspec.Struct, frozen=True):
    """One row of the table."""

    feature: Feature | None
    trick: bool
    means: str


def _rows(feature: Feature | None, rows: dict[str, str], *, trick: bool = False) -> dict[str, Code]:
    return {code: Code(feature, trick, means) for code, means in rows.items()}


_CONTAINER = {
    **_rows(
        "type-mismatch",
        {
            "type-mismatch": "the bytes are another type than the name says",
            "polyglot": "the bytes are a second container as well, whose members are read too",
        },
        trick=True,
    ),
    **_rows("unusual-container", {"unusual-container": "a container that few projects upload"}),
    **_rows("corrupt", {"container-empty": "the file has no bytes"}),
    **_rows(
        "trailing-bytes",
        {
            "trailing-bytes": "bytes after the end of the container",
            "member-trailing-bytes": "bytes after the end of a member's compressed stream",
            "comment-archive": "a comment that holds a container",
            "tar-after-end": "members or bytes after the end of the tar archive",
        },
        trick=True,
    ),
    **_rows("prefix-bytes", {"prefix-bytes": "bytes before the container"}, trick=True),
    **_rows("gap-bytes", {"gap-bytes": "bytes that belong to no header and no member"}, trick=True),
    **_rows("top-folder", {"top-folder": "no top folder, or more than one"}, trick=True),
    **_rows("comment", {"zip-comment": "a comment in a zip"}),
    **_rows(
        None,
        {
            "limit-depth": "containers nested more deeply than the limit",
            "limit-members": "more members than the limit; the rest was not read",
            "limit-metadata-bytes": "an extended header larger than the limit",
            "limit-name": "a name longer or deeper than the limit, cut here",
            "limit-ratio": "the output is more times the input than the limit",
            "limit-unpacked-bytes": "more output than the limit; the rest was not read",
            "limit-views": "more readings of one container than can be followed",
        },
    ),
}

_ZIP = {
    **_rows(
        "corrupt",
        {
            "zip-end-missing": "no end record",
            "zip-no-members": "an archive without a single entry",
            "zip-directory-broken": "the central directory is cut or unreadable",
            "zip-truncated": "a member's data ends outside the file",
            "zip-crc": "a member's CRC is not that of its bytes",
            "zip-deflate": "a member's compressed stream is broken or unfinished",
        },
    ),
    **_rows(
        "header-disagreement",
        {
            "zip-end-several": "several end records, each with a directory",
            "zip-end-disagrees": "the end record's counts, sizes or offsets are not the real ones",
            "zip64-disagrees": "zip64 values that differ from those they extend",
            "zip-overlap": "two entries share bytes of the file",
            "zip-local-missing": "an entry of the directory without a local header",
            "zip-local-unlisted": "a local header that the directory does not list",
            "zip-local-disagrees": "local header and directory differ in more than the name",
            "zip-name-disagrees": "local header and directory differ in the name",
            "zip-unicode-path": "an extra field gives the entry another name",
            "zip-size": "a member's declared size is not its real one",
            "zip-descriptor": "the data descriptor is missing or differs from the directory",
            "zip-directory-data": "a directory entry with data",
            "zip-directory-file": "an entry that is a file or a directory by what one looks at",
            "zip-flags": "flag bits without a meaning for this entry",
            "zip-version": "an entry that needs a version of the format which no reader has",
            "zip-extra": "an extra field that cannot be taken apart",
        },
        trick=True,
    ),
    **_rows("data-descriptor", {"zip-data-descriptor": "sizes stand after the data"}),
    **_rows(
        "unusual-method",
        {
            "zip-method": "a compression method that the policy does not list; read all the same",
            "zip-method-unknown": "a compression method that cannot be read; raw bytes were read",
        },
    ),
    **_rows("encrypted", {"zip-encrypted": "an encrypted member; its raw bytes were read"}),
}

_MEMBER = {
    **_rows("link", {"member-link": "a link"}),
    **_rows(
        "link-outside",
        {
            "link-outside": "a link whose target is no member of the archive, or a loop",
            "link-through": "a member whose path goes through a link",
        },
    ),
    **_rows("special-file", {"member-special": "a device, a FIFO or an unknown type"}),
    **_rows("setuid", {"member-setuid": "a file that would run as its owner or group"}),
    **_rows("duplicate-equal", {"duplicate-equal": "one path twice with the same bytes"}),
    **_rows("duplicate-exact", {"duplicate-exact": "the same name twice"}, trick=True),
    **_rows(
        "duplicate-normalised",
        {
            "duplicate-normalised": "two spellings of one path",
            "duplicate-folder": "one path is a file and a folder",
        },
        trick=True,
    ),
    **_rows(
        "duplicate-casefold",
        {"duplicate-casefold": "two names that differ only in case or compatibility forms"},
        trick=True,
    ),
    **_rows(
        "name-invalid",
        {
            "name-empty": "an entry without a name",
            "name-utf8": "a name that is not UTF-8",
            "name-control": "control, format, bidi, private or unassigned characters in a name",
            "name-normal-form": "a name that is not in Unicode's composed form",
            "name-absolute": "a name with a leading slash or a drive",
            "name-traversal": "a name with a part `..`",
            "name-part": "a name with an empty part",
            "name-stream": "a name with a colon, which some systems take for a stream",
        },
        trick=True,
    ),
    **_rows("name-dot", {"name-dot": "a name with a part `.`, which every reader drops"}),
    **_rows(
        "name-unusual",
        {
            "name-backslash": "a name with a backslash, which some systems take for a slash",
            "name-trailing-dot": "a part that ends in a dot or space, which some systems drop",
            "name-device": "a part that some systems take for a device",
        },
    ),
    **_rows("name-encoding", {"name-encoding": "a name whose encoding is not declared"}),
}

_TAR = {
    **_rows(
        "corrupt",
        {
            "tar-truncated": "the archive ends inside a member or header",
            "tar-empty": "no header at all",
        },
    ),
    **_rows(
        "header-disagreement",
        {
            "tar-checksum": "a header whose checksum is wrong; both readings follow",
            "tar-zero-block": "a zero block with headers behind it; both readings follow",
            "tar-number": "a number that readers take for different values",
            "tar-size-disagrees": "extended and plain header give different sizes",
            "tar-data-unexpected": "data on a type that has none; both readings follow",
            "tar-pax-malformed": "an extended header that readers take apart differently",
            "tar-pax-repeated": "several extended headers for one member, or one keyword twice",
            "tar-gnu-repeated": "several long names for one member",
            "tar-name-disagrees": "a name that readers put together differently",
            "tar-header-unused": "an extended header without a member behind it",
        },
        trick=True,
    ),
    **_rows("gap-bytes", {"tar-padding": "bytes in the padding after a member's data"}, trick=True),
    **_rows("pax-local", {"tar-pax-local": "a keyword that the policy does not list"}),
    **_rows("pax-global", {"tar-pax-global": "a global header with more than a comment"}),
    **_rows("gnu-long-name", {"tar-gnu-long-name": "a long name or link in the GNU form"}),
    **_rows("gnu-with-pax", {"tar-gnu-with-pax": "a GNU long name beside a PAX path"}, trick=True),
    **_rows("sparse", {"tar-sparse": "a sparse member"}, trick=True),
}

_STREAM = {
    **_rows(
        "corrupt",
        {
            "stream-truncated": "the compressed stream ends early",
            "stream-broken": "the compressed stream cannot be read to its end",
            "stream-check": "checksum or size after the stream are not those of its bytes",
            "gzip-header": "a gzip header with reserved flags or an unknown method",
        },
    ),
    **_rows(
        "stream-second",
        {"stream-second": "a second compressed stream behind the first"},
        trick=True,
    ),
    **_rows("comment", {"gzip-extra": "an extra field or a comment in a gzip header"}),
}

CODES = MappingProxyType({**_CONTAINER, **_ZIP, **_MEMBER, **_TAR, **_STREAM})
"""Code → row, in the order of the documentation."""
