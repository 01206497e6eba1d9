"""What the registries would say of a case: project JSON, simple page, packument, provenance.

The shapes are those of the real answers; hosts end in .example, and signatures are placeholders
that no key has made, so that no attestation here can be taken for a verified one.
"""

import base64
import hashlib
import json
import tomllib
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

from tests.incidents.case import Case, Release

Json = dict[str, object]
HOST = "https://registry.example"
UNSIGNED = base64.b64encode(b"placeholder, signed by nobody").decode()


def stamp(when: datetime, *, micro: bool = False) -> str:
    """Return a time as PyPI (with microseconds) or npm writes it."""
    return when.strftime("%Y-%m-%dT%H:%M:%S.%fZ" if micro else "%Y-%m-%dT%H:%M:%S.000Z")


def dumped(value: object) -> bytes:
    """Return stable JSON."""
    return json.dumps(value, indent=1, sort_keys=True, ensure_ascii=False).encode() + b"\n"


def _when(release: Release) -> datetime:
    if release.uploaded is None:
        raise ValueError(f"release {release.version} has no `uploaded`: add it")
    return release.uploaded


def statement(case: Case, release: Release, filename: str, body: bytes) -> Json:
    """Return an in-toto statement of SLSA provenance for one file."""
    return {
        "_type": "https://in-toto.io/Statement/v1",
        "subject": [{"name": filename, "digest": {"sha256": hashlib.sha256(body).hexdigest()}}],
        "predicateType": "https://slsa.dev/provenance/v1",
        "predicate": {
            "buildDefinition": {
                "buildType": "https://slsa-framework.github.io/github-actions-buildtypes/workflow/v1",
                "externalParameters": {
                    "workflow": {
                        "ref": release.ref or f"refs/tags/v{release.version}",
                        "repository": case.repository,
                        "path": ".github/workflows/release.yml",
                    }
                },
                "resolvedDependencies": [
                    {
                        "uri": f"git+{case.repository}@{release.ref}",
                        "digest": {"gitCommit": release.commit},
                    }
                ],
            },
        },
    }


def pypi_provenance(case: Case, release: Release, filename: str, body: bytes) -> Json:
    """Return the answer of the integrity API (PEP 740) for one file."""
    said = statement(case, release, filename, body)
    return {
        "version": 1,
        "attestation_bundles": [
            {
                "publisher": {
                    "kind": "GitHub",
                    "repository": "/".join(case.repository.split("/")[-2:]),
                    "workflow": "release.yml",
                    "environment": "release",
                    "claims": None,
                },
                "attestations": [
                    {
                        "version": 1,
                        "envelope": {
                            "statement": base64.b64encode(dumped(said)).decode(),
                            "signature": UNSIGNED,
                        },
                        "verification_material": {
                            "certificate": UNSIGNED,
                            "transparency_entries": [{"logIndex": "0"}],
                        },
                    }
                ],
            }
        ],
    }


def npm_attestations(case: Case, release: Release, filename: str, body: bytes) -> Json:
    """Return the answer of npm's attestations API for one version."""
    said = statement(case, release, filename, body)
    envelope = {
        "payload": base64.b64encode(dumped(said)).decode(),
        "payloadType": "application/vnd.in-toto+json",
        "signatures": [{"sig": UNSIGNED, "keyid": ""}],
    }
    bundle = {
        "mediaType": "application/vnd.dev.sigstore.bundle.v0.3+json",
        "verificationMaterial": {"certificate": {"rawBytes": UNSIGNED}, "tlogEntries": []},
        "dsseEnvelope": envelope,
    }
    predicate = "https://slsa.dev/provenance/v1"
    return {"attestations": [{"predicateType": predicate, "bundle": bundle}]}


def _pypi_file(name: str, filename: str, body: bytes, when: datetime) -> Json:
    digest = hashlib.sha256(body).hexdigest()
    wheel = filename.endswith(".whl")
    return {
        "filename": filename,
        "url": f"{HOST}/packages/{digest[:2]}/{digest[2:4]}/{digest[4:]}/{filename}",
        "digests": {"sha256": digest, "md5": hashlib.md5(body).hexdigest()},
        "size": len(body),
        "upload_time": when.strftime("%Y-%m-%dT%H:%M:%S"),
        "upload_time_iso_8601": stamp(when, micro=True),
        "packagetype": "bdist_wheel" if wheel else "sdist",
        "python_version": "py3" if wheel else "source",
        "requires_python": ">=3.9",
        "yanked": False,
        "yanked_reason": None,
        "has_sig": False,
    }


Built = Mapping[str, Mapping[str, bytes]]
"""Role → archive's file name → its bytes."""


def _pypi_releases(
    case: Case, shown: Iterable[Release], built: Built, name: str
) -> dict[str, list[Json]]:
    releases: dict[str, list[Json]] = {}
    for old in case.history if name == case.name else ():
        filename = f"{name.replace('-', '_')}-{old.version}.tar.gz"
        releases[old.version] = [_pypi_file(name, filename, filename.encode(), old.uploaded)]
    for release in shown:
        releases[release.version] = [
            _pypi_file(name, filename, body, _when(release) + timedelta(seconds=2 * place))
            for place, (filename, body) in enumerate(sorted(built[release.role].items()))
        ]
    return releases


def pypi(
    case: Case, shown: tuple[Release, ...], built: Built, pyproject: bytes
) -> dict[str, bytes]:
    """Return project JSON, simple page and provenance as they stood after the last release."""
    last = shown[-1]
    name = last.name or case.name
    project = tomllib.loads(pyproject.decode())["project"]
    releases = _pypi_releases(case, shown, built, name)
    attested = {release.version for release in shown if release.attested}
    attested |= {old.version for old in case.history if old.attested}
    serial = int(_when(last).timestamp())
    about: Json = {
        "name": name,
        "version": last.version,
        "summary": project["description"],
        "author_email": f"{project['authors'][0]['name']} <{project['authors'][0]['email']}>",
        "requires_dist": project.get("dependencies", []),
        "requires_python": project["requires-python"],
        "project_urls": project.get("urls", {}),
        "license_expression": project.get("license"),
        "yanked": False,
    }
    answer: Json = {
        "info": about,
        "last_serial": serial,
        "ownership": {"roles": [{"role": "Owner", "user": last.user}], "organization": None},
        "releases": releases,
        "urls": releases[last.version],
        "vulnerabilities": [],
    }
    files = [
        _simple_file(name, version, one, attested=version in attested)
        for version, many in releases.items()
        for one in many
    ]
    simple: Json = {
        "meta": {"api-version": "1.3", "_last-serial": serial},
        "name": name,
        "versions": list(releases),
        "project-status": {"status": "active"},
        "files": files,
    }
    out = {"project.json": dumped(answer), "simple.json": dumped(simple)}
    if last.attested:
        for filename, body in built[last.role].items():
            out[f"provenance/{filename}.json"] = dumped(pypi_provenance(case, last, filename, body))
    return out


def _simple_file(name: str, version: str, one: Json, *, attested: bool) -> Json:
    address = f"{HOST}/integrity/{name}/{version}/{one['filename']}/provenance"
    return {
        "filename": one["filename"],
        "url": one["url"],
        "hashes": {"sha256": one["digests"]["sha256"]},  # type: ignore[index]
        "size": one["size"],
        "upload-time": one["upload_time_iso_8601"],
        "requires-python": one["requires_python"],
        "yanked": False,
        "core-metadata": False,
        "provenance": address if attested else None,
    }


def _npm_version(case: Case, release: Release, manifest: Json, body: bytes) -> Json:
    name, version = str(manifest["name"]), release.version
    user: Json = {"name": release.user, "email": release.email}
    if release.attested:
        user |= {"trustedPublisher": {"id": "github", "oidcConfigId": "oidc:0f0f"}}
    dist: Json = {
        "integrity": "sha512-" + base64.b64encode(hashlib.sha512(body).digest()).decode(),
        "shasum": hashlib.sha1(body).hexdigest(),
        "tarball": f"{HOST}/{name}/-/{name.rsplit('/', 1)[-1]}-{version}.tgz",
        "signatures": [{"keyid": "SHA256:placeholder", "sig": UNSIGNED}],
    }
    if release.attested:
        dist["attestations"] = {
            "url": f"{HOST}/-/npm/v1/attestations/{name}@{version}",
            "provenance": {"predicateType": "https://slsa.dev/provenance/v1"},
        }
    out = {**manifest, "_id": f"{name}@{version}", "dist": dist, "_npmUser": user}
    out["maintainers"] = [{"name": release.user, "email": release.email}]
    if release.commit and release.tagged:
        out["gitHead"] = release.commit
    return out


def npm(
    case: Case, shown: tuple[Release, ...], built: Built, manifests: Mapping[str, bytes]
) -> dict[str, bytes]:
    """Return packument and attestations as they stood after the last release."""
    last = shown[-1]
    name = last.name or case.name
    versions: Json = {}
    times: Json = {}
    base: Json = json.loads(manifests[shown[0].role])
    for old in case.history if name == case.name else ():
        fake = Release(
            role="history",
            version=old.version,
            trees=(),
            archives=("npm",),
            expect="clear",
            user=old.user,
            attested=old.attested,
            email=shown[0].email,
        )
        manifest = {**base, "version": old.version}
        versions[old.version] = _npm_version(case, fake, manifest, old.version.encode())
        times[old.version] = stamp(old.uploaded)
    for release in shown:
        body = next(iter(built[release.role].values()))
        manifest = json.loads(manifests[release.role])
        versions[release.version] = _npm_version(case, release, manifest, body)
        times[release.version] = stamp(_when(release))
    packument: Json = {
        "_id": name,
        "name": name,
        "description": base.get("description", ""),
        "dist-tags": {"latest": last.version},
        "versions": versions,
        "time": {
            "created": min(str(one) for one in times.values()),
            "modified": stamp(_when(last)),
            **times,
        },
        "maintainers": [{"name": last.user, "email": last.email}],
        "repository": base.get("repository"),
        "license": base.get("license"),
        "readmeFilename": "README.md",
    }
    out = {"packument.json": dumped(packument)}
    if last.attested:
        for filename, body in built[last.role].items():
            out["attestations.json"] = dumped(npm_attestations(case, last, filename, body))
    return out


def burst(case: Case) -> bytes:
    """Return what else the account uploaded, oldest first."""
    rows = [
        {"name": one.name, "version": one.version, "uploaded": stamp(one.uploaded)}
        for one in sorted(case.burst, key=lambda one: one.uploaded)
    ]
    return dumped({"user": case.release[-1].user, "uploads": rows})


def source_state(case: Case, shown: tuple[Release, ...]) -> bytes:
    """Return tags and branch of the source repository as they stood after the last release."""
    tags = {f"v{one.version}": one.commit for one in shown if one.tagged and not one.name}
    main = [one.commit for one in shown if one.tagged and one.commit and not one.name]
    return dumped({"repository": case.repository, "tags": tags, "branches": {"main": main}})
