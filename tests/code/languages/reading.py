"""Read sources as a release would carry them, and return what was seen."""

import io
import tarfile
import zipfile

from pratique.ecosystems import identify
from pratique.inspection import inspect
from pratique.limits import Limits
from pratique.model import Inspection

MANIFEST = '[package]\nname = "demo"\nversion = "1.0.0"\n'


def crate(*, manifest: str = "", **files: str | bytes) -> Inspection:
    """Return what a crate shows; `build` is `build.rs`, `/path` that path, any other name `src/<name>.rs`.

    `manifest` is put behind the package's own table.
    """
    raw = io.BytesIO()
    named = {
        ("build.rs" if name == "build" else name[1:] if name[:1] == "/" else f"src/{name}.rs"): text
        for name, text in files.items()
    }
    with tarfile.open(fileobj=raw, mode="w:gz", format=tarfile.USTAR_FORMAT) as archive:
        for path, text in {"Cargo.toml": MANIFEST + manifest, "src/lib.rs": "", **named}.items():
            body = text.encode() if isinstance(text, str) else text
            member = tarfile.TarInfo(f"demo-1.0.0/{path}")
            member.size = len(body)
            archive.addfile(member, io.BytesIO(body))
    return inspect(raw.getvalue(), identify("demo-1.0.0.crate")[1], Limits())


def jar(files: dict[str, str | bytes]) -> Inspection:
    """Return what a jar with these members shows."""
    raw = io.BytesIO()
    with zipfile.ZipFile(raw, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, body in files.items():
            archive.writestr(zipfile.ZipInfo(path), body)
    return inspect(raw.getvalue(), identify("demo-1.0.jar")[1], Limits())


def texts(found: Inspection, behaviour: str, kind: str = "argv") -> set[str]:
    """Return the values of one kind that the facts of a behaviour carry."""
    return {
        value.text
        for fact in found.facts
        if fact.behaviour == behaviour
        for value in fact.values
        if value.kind == kind
    }


def told(found: Inspection) -> set[tuple[str, str]]:
    """Return every behaviour with its activation."""
    return {(fact.behaviour, fact.activation) for fact in found.facts}
