"""Verify attestations: signature, transparency log, digest, and who the certificate names.

Works offline: the trust root is a file that the caller gives, else the one that sigstore ships.
Whatever cannot be checked stays unverified with the reason; what is checked and wrong is False.
The library for it is the extra `provenance`; without it nothing is verified, and that is said.
"""

import base64
import hashlib
import logging
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from pratique.model import Attestation

if TYPE_CHECKING:
    from cryptography.x509 import Certificate
    from sigstore.models import Bundle
    from sigstore.verify import Verifier

_REPOSITORY = "1.3.6.1.4.1.57264.1.12"
"""Fulcio's extension: address of the source repository."""
_KINDS = frozenset(("dsse", "hashedrekord"))
"""Entries of the log that sigstore's library verifies. npm's are of kind `intoto`: their digest and
the names in their certificate are compared, which can only make things worse."""
_ODD = (OSError, ValueError, LookupError, TypeError, AttributeError)
"""What reading somebody else's JSON may raise."""
_COMMIT = "1.3.6.1.4.1.57264.1.13"


def verified(
    claimed: Attestation, document: bytes, path: Path, trust_root: Path | None = None
) -> Attestation:
    """Return an attestation with `verified` and `problem` set, checked against a file on disk."""
    try:
        from cryptography.exceptions import UnsupportedAlgorithm
        from pydantic import ValidationError
        from sigstore.errors import Error, VerificationError
        from sigstore.models import InvalidBundle
    except ImportError:
        return _unchecked(claimed, "install pratique[provenance] to verify attestations")
    try:
        bundles = list(_bundles(document))
        verifier = _verifier(trust_root)
    except (ValidationError, InvalidBundle, Error, *_ODD) as error:
        return _unchecked(claimed, f"no bundle that can be verified ({_first(error)})")
    if not bundles:
        return _unchecked(claimed, "the document holds no signed bundle")
    digests, commit, unread = _either(path), claimed.commit, ""
    for bundle, kind, payload in bundles:
        if kind and kind not in _KINDS:
            unread = kind
        else:
            try:
                _, payload = verifier.verify_dsse(bundle, _Anyone())  # noqa: PLW2901
            except (VerificationError, UnsupportedAlgorithm, ValueError) as error:
                return _wrong(claimed, _first(error))
        if digests.isdisjoint(_digests(payload)):
            return _wrong(claimed, "the signed statement is of another file")
        repository, signed = _names(bundle.signing_certificate)
        problem = _disagrees(claimed, repository, signed)
        if problem:
            return _wrong(claimed, problem)
        commit = commit or signed
    if unread:
        return _unchecked(claimed, f"sigstore's library verifies no log entries of kind {unread}")
    return msgspec.structs.replace(claimed, verified=True, problem="", commit=commit)


def _verifier(trust_root: Path | None) -> "Verifier":
    from sigstore.models import ClientTrustConfig, TrustedRoot
    from sigstore.verify import Verifier

    # Working offline is what is wanted here, so that its warning says nothing.
    logging.getLogger("sigstore._internal.tuf").setLevel(logging.ERROR)
    if trust_root is not None:
        return Verifier(trusted_root=TrustedRoot.from_file(str(trust_root)))
    return Verifier(trusted_root=ClientTrustConfig.production(offline=True).trusted_root)


class _Anyone:
    """A policy that leaves the question of who signed to `_disagrees`."""

    def verify(self, cert: object) -> None:
        """Accept any certificate that the trust root has issued."""


def _bundles(document: bytes) -> Iterator[tuple["Bundle", str, bytes]]:
    """Yield bundles, the kind of their entry in the log where it is said, and what they sign."""
    from pypi_attestations import Provenance
    from sigstore.models import Bundle

    said = msgspec.json.decode(document)
    if not isinstance(said, dict):
        return
    if "attestation_bundles" in said:
        for bundle in Provenance.model_validate_json(document).attestation_bundles:
            for one in bundle.attestations:
                yield one.to_bundle(), "", b""
        return
    for row in said.get("attestations", ()):
        if "slsa.dev/provenance" in str(row.get("predicateType", "")):
            said = row["bundle"]
            entry = said["verificationMaterial"]["tlogEntries"][0]
            payload = base64.b64decode(said["dsseEnvelope"]["payload"])
            whole = Bundle.from_json(msgspec.json.encode(said))
            yield whole, str(entry["kindVersion"]["kind"]), payload


def _names(certificate: "Certificate") -> tuple[str, str]:
    """Return repository and commit that the certificate names; only its issuer wrote those."""
    found = {
        extension.oid.dotted_string: extension.value.public_bytes()
        for extension in certificate.extensions
        if extension.oid.dotted_string in {_REPOSITORY, _COMMIT}
    }
    address, commit = (_utf8(found.get(one, b"")) for one in (_REPOSITORY, _COMMIT))
    return "/".join(address.rstrip("/").split("/")[-2:]), commit


def _disagrees(claimed: Attestation, repository: str, commit: str) -> str:
    if claimed.repository and repository and repository.lower() != claimed.repository.lower():
        return f"the certificate names {repository}, the registry {claimed.repository}"
    if claimed.commit and commit and commit != claimed.commit:
        return f"the certificate names commit {commit}, the statement {claimed.commit}"
    return ""


def _utf8(der: bytes) -> str:
    """Return a DER string's text; all of Fulcio's newer extensions are short UTF8Strings."""
    if len(der) < 2 or der[0] != 0x0C:
        return ""
    skip = 2 if der[1] < 0x80 else 2 + (der[1] & 0x7F)
    return der[skip:].decode("utf-8", "replace")


def _digests(payload: bytes) -> set[str]:
    try:
        said = msgspec.json.decode(payload)
        return {
            str(value)
            for subject in said["subject"]
            for name, value in subject["digest"].items()
            if name in {"sha256", "sha512"}
        }
    except (msgspec.DecodeError, KeyError, TypeError, AttributeError):
        return set()


def _either(path: Path) -> set[str]:
    """Return both digests of a file: PyPI's statements name sha256, npm's sha512."""
    with path.open("rb") as file:
        first = hashlib.file_digest(file, "sha256").hexdigest()
        file.seek(0)
        return {first, hashlib.file_digest(file, "sha512").hexdigest()}


def _unchecked(claimed: Attestation, why: str) -> Attestation:
    return msgspec.structs.replace(claimed, verified=None, problem=why)


def _wrong(claimed: Attestation, why: str) -> Attestation:
    return msgspec.structs.replace(claimed, verified=False, problem=why)


def _first(error: Exception) -> str:
    return str(error).partition("\n")[0][:160]
