"""The container policy of every kind of artifact: the columns of one table, as data.

`docs/container-policy.md` shows the same table with the meaning of each feature; a test keeps both
equal. What a column does not list has the action of its `otherwise`.
"""

from pratique.model import Action, ContainerPolicy, Feature

PAX_KEYS = (
    "path", "linkpath", "size", "uid", "gid", "uname", "gname", "mtime", "atime", "ctime",
    "comment", "SCHILY.*", "LIBARCHIVE.*",
)  # fmt: skip
"""What the writers in use put into local extended headers; a star stands for any ending."""

_SHARED: dict[Feature, Action] = {
    "comment": "note",
    "link-outside": "hold",
    "name-encoding": "hold",
    "name-unusual": "hold",
    "setuid": "hold",
    "top-folder": "hold",
    "unusual-container": "hold",
}
_TAR: dict[Feature, Action] = {
    **_SHARED,
    "gnu-with-pax": "hold",
    "pax-global": "hold",
    "pax-local": "hold",
}


def _column(*parts: dict[Feature, Action]) -> tuple[tuple[Feature, Action], ...]:
    merged: dict[Feature, Action] = {}
    for part in parts:
        merged |= part
    return tuple(sorted(merged.items()))


WHEEL = ContainerPolicy(
    kind="wheel", container="zip", actions=_column(_SHARED, {"top-folder": "accept"})
)
SDIST_ZIP = ContainerPolicy(kind="sdist-zip", container="zip", actions=_column(_SHARED))
SDIST_TAR = ContainerPolicy(
    kind="sdist-tar",
    container="tar.gz",
    actions=_column(_TAR, {"gnu-long-name": "accept", "link": "accept"}),
    pax_keys=(*PAX_KEYS, "g:comment"),
)
NPM = ContainerPolicy(
    kind="npm",
    container="tar.gz",
    actions=_column(_TAR, {"duplicate-equal": "note", "gnu-long-name": "hold", "name-dot": "note"}),
    pax_keys=(*PAX_KEYS, "NODETAR.*"),
)
CRATE = ContainerPolicy(
    kind="crate",
    container="tar.gz",
    actions=_column(_TAR, {"gnu-long-name": "accept", "link": "hold", "top-folder": "refuse"}),
)
JAR = ContainerPolicy(
    kind="jar",
    container="zip",
    actions=_column(
        _SHARED,
        {
            "comment": "accept",
            "data-descriptor": "accept",
            "duplicate-casefold": "hold",
            "prefix-bytes": "hold",
            "top-folder": "accept",
        },
    ),
)
EGG = ContainerPolicy(
    kind="egg",
    container="any",
    actions=_column({"comment": "note", "top-folder": "accept"}),
    otherwise="hold",
)
NESTED = ContainerPolicy(
    kind="nested",
    container="any",
    actions=_column(
        {
            "comment": "accept",
            "data-descriptor": "accept",
            "gnu-long-name": "accept",
            "link": "accept",
            "pax-global": "accept",
            "pax-local": "accept",
            "top-folder": "accept",
            "unusual-container": "accept",
        }
    ),
    otherwise="note",
    methods=(0, 8, 12, 14, 93),
    pax_keys=PAX_KEYS,
)
POM = ContainerPolicy(
    kind="pom",
    container="any",
    actions=_column({"top-folder": "accept", "unusual-container": "accept"}),
    otherwise="hold",
)
UNKNOWN = ContainerPolicy(
    kind="unknown",
    container="any",
    actions=_column({"top-folder": "accept"}),
    otherwise="hold",
    pax_keys=PAX_KEYS,
)

POLICIES = (WHEEL, SDIST_ZIP, SDIST_TAR, NPM, CRATE, JAR, POM, EGG, NESTED, UNKNOWN)
"""Every column, in the order of the table."""


def get(kind: str) -> ContainerPolicy:
    """Return the column of a kind; an unknown kind gets that of `unknown`, which holds all."""
    return next((policy for policy in POLICIES if policy.kind == kind), UNKNOWN)


def warm() -> None:
    """Do nothing but be imported: the table is built when the module is."""
