"""All tables together: which cases can be tried here, and which wait for their ecosystem."""

from pratique.ecosystems import ECOSYSTEMS
from tests.hostile import (
    cases_data,
    cases_jar,
    cases_size,
    cases_smuggled,
    cases_source,
    cases_tar,
    cases_tar_members,
    cases_tgz,
    cases_wheel,
    cases_zip,
    cases_zip_names,
)
from tests.hostile.case import Case

TABLES: dict[str, tuple[Case, ...]] = {
    "zip": cases_zip.CASES,
    "names in zips": cases_zip_names.CASES,
    "wheels": cases_wheel.CASES,
    "tar": cases_tar.CASES,
    "members of tars": cases_tar_members.CASES,
    "npm and crates": cases_tgz.CASES,
    "jars": cases_jar.CASES,
    "Python source": cases_source.CASES,
    "data": cases_data.CASES,
    "smuggled": cases_smuggled.CASES,
    "size": cases_size.CASES,
}
"""Every case there is, by the table that people read."""

_READER = {"npm": "npm", "crate": "crates", "jar": "maven"}


def waits_for(case: Case) -> str:
    """Return the id of the ecosystem that a case needs and this program has not; else nothing."""
    needed = _READER.get(case.id.partition("/")[0], "")
    if case.id == "file/class-and-jar":
        needed = "maven"
    return "" if needed in ECOSYSTEMS else needed


def cases() -> tuple[Case, ...]:
    """Return every case whose ecosystem is read."""
    return tuple(case for table in TABLES.values() for case in table if not waits_for(case))
