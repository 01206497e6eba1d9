"""What attestations say: PEP 740 provenance of PyPI and npm's provenance bundles.

Reading is pure and believes nothing: an `Attestation` is a claim until `verified` is True. See
PEP 740, the in-toto statement and SLSA's provenance predicate for the shapes.
"""

import base64
import binascii
from collections.abc import Iterator, Mapping
from typing import Any

import msgspec

from pratique.model import Attestation

MOST = 32
"""Statements of one document that are read."""


def attestations(filename: str, document: bytes) -> tuple[Attestation, ...]:
    """Return what a provenance document says about a file; empty when it is none."""
    try:
        said = _table(msgspec.json.decode(document))
    except (msgspec.DecodeError, RecursionError):
        return ()
    found = [*_pypi(filename, said), *_npm(filename, said)]
    return tuple(found[:MOST])


def _pypi(filename: str, said: Mapping[str, Any]) -> Iterator[Attestation]:
    for bundle in _rows(said.get("attestation_bundles")):
        publisher = _table(bundle.get("publisher"))
        for one in _rows(bundle.get("attestations")):
            statement = _statement(_table(one.get("envelope")).get("statement"))
            built = _built(filename, statement)
            if built is None:
                continue
            repository, workflow = _text(publisher, "repository"), _text(publisher, "workflow")
            yield msgspec.structs.replace(
                built,
                repository=repository or built.repository,
                workflow=workflow or built.workflow,
            )


def _npm(filename: str, said: Mapping[str, Any]) -> Iterator[Attestation]:
    for row in _rows(said.get("attestations")):
        if "slsa.dev/provenance" not in _text(row, "predicateType"):
            continue
        envelope = _table(_table(row.get("bundle")).get("dsseEnvelope"))
        built = _built(filename, _statement(envelope.get("payload")))
        if built is not None:
            yield built


def _built(filename: str, statement: Mapping[str, Any]) -> Attestation | None:
    subjects = _rows(statement.get("subject"))
    if not subjects:
        return None
    own = next((one for one in subjects if _text(one, "name") == filename), subjects[0])
    predicate = _table(statement.get("predicate"))
    source = _table(_table(predicate.get("invocation")).get("configSource"))
    if source:
        return _older(filename, own, source)
    definition = _table(predicate.get("buildDefinition"))
    workflow = _table(_table(definition.get("externalParameters")).get("workflow"))
    sources = _rows(definition.get("resolvedDependencies"))
    digest = _table(sources[0].get("digest")) if sources else {}
    return Attestation(
        filename=filename,
        sha256=_text(_table(own.get("digest")), "sha256"),
        repository="/".join(_text(workflow, "repository").rstrip("/").split("/")[-2:]),
        workflow=_text(workflow, "path").rpartition("/")[2],
        ref=_text(workflow, "ref"),
        commit=_text(digest, "gitCommit"),
    )


def _older(filename: str, own: Mapping[str, Any], source: Mapping[str, Any]) -> Attestation:
    """Read SLSA's provenance v0.2, which npm wrote until 2023: `git+https://…/owner/name@ref`."""
    address, _, ref = _text(source, "uri").partition("@")
    path = _text(source, "entryPoint").partition("@")[0]
    return Attestation(
        filename=filename,
        sha256=_text(_table(own.get("digest")), "sha256"),
        repository="/".join(address.rstrip("/").removesuffix(".git").split("/")[-2:]),
        workflow=path.rpartition("/")[2],
        ref=ref,
        commit=_text(_table(source.get("digest")), "sha1"),
    )


def _statement(encoded: object) -> dict[str, Any]:
    if not isinstance(encoded, str):
        return {}
    try:
        return _table(msgspec.json.decode(base64.b64decode(encoded)))
    except (msgspec.DecodeError, RecursionError, binascii.Error, ValueError):
        return {}


def _rows(value: Any) -> list[dict[str, Any]]:  # noqa: ANN401  # foreign JSON
    found = value[:MOST] if isinstance(value, list) else []
    return [one for one in found if isinstance(one, dict)]


def _table(value: Any) -> dict[str, Any]:  # noqa: ANN401  # foreign JSON
    return value if isinstance(value, dict) else {}


def _text(row: Mapping[str, Any], key: str) -> str:
    value = row.get(key)
    return value[:2048] if isinstance(value, str) else ""
