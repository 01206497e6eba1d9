"""Registry metadata as files: written at review, because it vanishes at takedown, and read again.

One folder a release: the registry's own JSON (`metadata.json`), its list of releases
(`history.json`), attestations (`provenance/<file>.json`); the names are those that
`ecosystems.recorded` reads.
"""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from pratique import identity
from pratique.ecosystems import recorded
from pratique.errors import FetchError, InputError
from pratique.model import Artifact, Attestation, Fetched, History, Limitation, Standing
from pratique.review import limitation

if TYPE_CHECKING:
    from pratique.ecosystems.http import Client

Documents = Mapping[str, bytes]
LIMIT = 64 * 1024 * 1024


def read(folder: Path | None, artifact: Artifact) -> Documents:
    """Return the documents of a folder, or of the artifact's own folder below it."""
    if folder is None:
        return {}
    own = folder / place(artifact)
    root = own if own.is_dir() else folder
    found = {}
    try:
        for path in sorted(root.rglob("*.json")):
            if path.is_file() and path.stat().st_size <= LIMIT:
                found[path.relative_to(root).as_posix()] = path.read_bytes()
    except OSError as error:
        raise InputError(f"{root}: cannot be read ({error.strerror})") from error
    return found


def place(artifact: Artifact) -> Path:
    """Return where a release's metadata lies below a snapshot's folder."""
    name = (artifact.name or artifact.filename).replace("/", "+")
    return Path(artifact.ecosystem) / name / (artifact.version or "unknown")


def standing(documents: Documents) -> Standing:
    """Return what the documents say about a release and its project."""
    return Standing(
        history=recorded.history(documents),
        uploads=recorded.uploads(documents),
        repository=recorded.repository(documents),
    )


def verified(
    fetched: Fetched, known: Standing, documents: Documents, trust_root: Path | None
) -> Standing:
    """Add the attestations that the documents hold, the artifact's own one checked."""
    found: list[Attestation] = []
    for name, document in documents.items():
        if name.startswith("provenance/"):
            of = name.removeprefix("provenance/").removesuffix(".json")
        elif name == "attestations.json":
            of = fetched.artifact.filename
        else:
            continue
        said = identity.attestations(of, document)
        if of == fetched.artifact.filename:
            said = tuple(
                identity.verified(one, document, Path(fetched.path), trust_root) for one in said
            )
        found += said
    return msgspec.structs.replace(known, attestations=known.attestations + tuple(found))


def unverified(known: Standing, artifact: Artifact) -> Iterator[Limitation]:
    """Yield why an attestation of the artifact was not verified, or that none was at hand."""
    ours = [one for one in known.attestations if one.filename == artifact.filename]
    for one in ours:
        if one.verified is None:
            yield limitation(f"its attestation is not verified: {one.problem}")
    release = known.history.release(artifact.version or "") if known.history else None
    files = release.files if release is not None else ()
    listed = any(one.provenance and one.filename == artifact.filename for one in files)
    if listed and not ours:
        yield limitation("the registry lists an attestation, which was not at hand")


def write(folder: Path, fetched: Fetched, known: Standing, documents: Documents) -> None:
    """Store what is known now. Raises InputError when the folder cannot be written."""
    root = folder / place(fetched.artifact)
    kept = dict(documents)
    if fetched.metadata is not None:
        kept.setdefault("metadata.json", fetched.metadata)
    if known.history is not None:
        kept.setdefault("history.json", msgspec.json.encode(known.history))
    try:
        for name, body in kept.items():
            path = root / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(body)
    except OSError as error:
        raise InputError(f"{root}: cannot be written ({error.strerror}); name another") from error


def provenance(
    history: History, artifact: Artifact, client: "Client"
) -> tuple[Documents, tuple[Limitation, ...]]:
    """Ask for the attestations of a file and of its counterpart in the release before.

    What cannot be had is a note: an attestation that is listed and not read proves nothing.
    """
    versions = [one.version for one in history.releases]
    here = versions.index(artifact.version) if artifact.version in versions else len(versions)
    found, notes = {}, []
    for release in history.releases[max(0, here - 1) : here + 1]:
        for file in release.files:
            if not file.provenance or file.kind != artifact.kind:
                continue
            if release.version == artifact.version and file.filename != artifact.filename:
                continue
            try:
                client.link(file.provenance, file.source or file.url)
                body = client.get(file.provenance, limit=LIMIT).body
            except FetchError as error:
                notes.append(limitation(f"the attestation of {file.filename}: {error}"))
                continue
            found[f"provenance/{Path(file.filename).name}.json"] = body
            break
    return found, tuple(notes)
