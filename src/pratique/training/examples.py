"""Run the examples of rules through the real readers: what is shown has to be what is found.

An example becomes the smallest artifact that carries it (sdist, wheel, npm tarball or crate), is
inspected like an upload, and matched. The text of examples is our own, so no child is needed.
"""

import hashlib
import io
import json
import tarfile
import zipfile
from collections.abc import Iterator, Mapping

import msgspec

from pratique import ecosystems, inspection, rules
from pratique.limits import Limits
from pratique.model import Artifact, Fact
from pratique.rules.schema import Example, Rule

_LAYOUTS = {
    "python": ("setup.py", "sdist"),
    "shell": ("configure.sh", "sdist"),
    "powershell": ("configure.ps1", "sdist"),
    "javascript": ("install.js", "npm"),
    "typescript": ("install.ts", "npm"),
    "rust": ("build.rs", "crate"),
    "java": ("org/acme/Start.java", "jar"),
}
"""Of a language: the file that is run at installation or build, and the artifact that holds it."""


class Failure(msgspec.Struct, frozen=True, kw_only=True):
    """An example that does not behave as its side of the file says."""

    rule: str
    example: str
    """`positive 1 (python)`, counted from one."""
    found: tuple[str, ...]
    """The rules that matched instead, with their activation."""
    facts: tuple[str, ...]
    """What was seen at all."""


def failures(rule: Rule, catalogue: tuple[Rule, ...]) -> Iterator[Failure]:
    """Yield the examples of a rule that do not behave; `catalogue` is the compiled set."""
    if rule.examples is None:
        return
    sides = (("positive", rule.examples.positive), ("negative", rule.examples.negative))
    for side, examples in sides:
        for number, example in enumerate(examples, start=1):
            facts = seen(example)
            found = rules.findings(catalogue, facts, "unknown", "unknown")
            if any(one.rule == rule.id for one in found) is (side == "negative"):
                yield Failure(
                    rule=rule.id,
                    example=f"{side} {number} ({example.language})",
                    found=tuple(dict.fromkeys(f"{one.rule}@{one.activation}" for one in found)),
                    facts=tuple(_described(fact) for fact in facts),
                )


def seen(example: Example) -> tuple[Fact, ...]:
    """Return the facts of an example: what it gives, and what is read from its code."""
    if not example.code and not example.files:
        return example.facts
    data, artifact = _artifact(example)
    return example.facts + inspection.inspect(data, artifact, Limits()).facts


def _artifact(example: Example) -> tuple[bytes, Artifact]:
    filename, kind = _LAYOUTS[example.language]
    files = dict(example.files)
    if example.code:
        files[example.filename or filename] = example.code
    if kind == "sdist" and any(name.endswith(".pth") for name in files):
        kind = "wheel"
    data, name = _BUILDERS[kind](files)
    _, artifact = ecosystems.identify(name, data[:65536])
    digest = hashlib.sha256(data).hexdigest()
    return data, msgspec.structs.replace(artifact, sha256=digest, size=len(data))


def sdist(files: Mapping[str, str]) -> tuple[bytes, str]:
    """Return a source distribution with these files beside the least that one has, and its name."""
    metadata = "Metadata-Version: 2.1\nName: example\nVersion: 1.0\n"
    setup = "from setuptools import setup\nsetup(name='example', version='1.0')\n"
    whole = {"PKG-INFO": metadata, "setup.py": setup, **files}
    return _tar("example-1.0", whole), "example-1.0.tar.gz"


def _wheel(files: Mapping[str, str]) -> tuple[bytes, str]:
    info = "example-1.0.dist-info"
    whole = {
        **files,
        f"{info}/METADATA": "Metadata-Version: 2.1\nName: example\nVersion: 1.0\n",
        f"{info}/WHEEL": "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
    }
    whole[f"{info}/RECORD"] = "".join(f"{name},,\n" for name in (*whole, f"{info}/RECORD"))
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in whole.items():
            archive.writestr(zipfile.ZipInfo(name), text)
    return file.getvalue(), "example-1.0-py3-none-any.whl"


def _npm(files: Mapping[str, str]) -> tuple[bytes, str]:
    manifest: dict[str, object] = {"name": "example", "version": "1.0.0", "main": "index.js"}
    start = next((name for name in files if name.startswith("install.")), None)
    if start is not None:
        manifest["scripts"] = {"postinstall": f"node {start}"}
    whole = {"package.json": json.dumps(manifest), **files}
    return _tar("package", whole), "example-1.0.0.tgz"


def _crate(files: Mapping[str, str]) -> tuple[bytes, str]:
    manifest = '[package]\nname = "example"\nversion = "1.0.0"\nedition = "2021"\n'
    whole = {"Cargo.toml": manifest, "src/lib.rs": "", **files}
    return _tar("example-1.0.0", whole), "example-1.0.0.crate"


def _jar(files: Mapping[str, str]) -> tuple[bytes, str]:
    whole = {"META-INF/MANIFEST.MF": "Manifest-Version: 1.0\r\n\r\n", **files}
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in whole.items():
            archive.writestr(zipfile.ZipInfo(name), text)
    return file.getvalue(), "example-1.0.jar"


_BUILDERS = {"sdist": sdist, "wheel": _wheel, "npm": _npm, "crate": _crate, "jar": _jar}


def _tar(top: str, files: Mapping[str, str]) -> bytes:
    file = io.BytesIO()
    with tarfile.open(fileobj=file, mode="w:gz", format=tarfile.USTAR_FORMAT) as archive:
        for name, text in files.items():
            encoded = text.encode()
            member = tarfile.TarInfo(f"{top}/{name}")
            member.size = len(encoded)
            member.mode = 0o644
            archive.addfile(member, io.BytesIO(encoded))
    return file.getvalue()


def _described(fact: Fact) -> str:
    place = fact.location
    values = " ".join(f"{value.kind}={value.text[:60]!r}" for value in fact.values[:4])
    via = "→".join(fact.via)
    layer = f"[{place.layer}]" if place.layer else ""
    return (
        f"{fact.behaviour}@{fact.activation} {place.member}:{place.line}{layer} "
        f"{fact.symbol} {via} {values} {' '.join(fact.tags)}"
    ).strip()
