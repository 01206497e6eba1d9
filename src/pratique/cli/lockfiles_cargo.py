"""Read what a `Cargo.lock` names, of the first version or of those after it."""

import tomllib
from collections.abc import Iterator

from pratique.ecosystems import crates_config
from pratique.model import Target


def cargo(text: str) -> Iterator[Target | str]:
    """Yield the crates that come from crates.io, with their checksums; say which do not."""
    document = tomllib.loads(text)
    listed, at_end = document.get("package"), document.get("metadata")
    for entry in listed if isinstance(listed, list) else ():
        if not isinstance(entry, dict):
            continue
        name, version, source = (entry.get(key) for key in ("name", "version", "source"))
        if not isinstance(name, str) or not isinstance(version, str) or not source:
            continue
        if not isinstance(source, str) or not crates_config.is_crates_io(source):
            yield f"{name} {version}: comes from {source}, not from crates.io; review it by itself"
            continue
        checksum = entry.get("checksum")
        if checksum is None and isinstance(at_end, dict):
            checksum = at_end.get(f"checksum {name} {version} ({source})")
        pinned = (f"sha256:{checksum}",) if isinstance(checksum, str) else ()
        yield Target(ecosystem="crates", name=name, version=version, hashes=pinned)
