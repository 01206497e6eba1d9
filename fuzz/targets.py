"""What is fuzzed: a name, and a function of bytes that may yield anything and must not raise."""

from collections.abc import Callable

from pratique.code import Reader
from pratique.ecosystems import ECOSYSTEMS, policies
from pratique.inspection import inspect
from pratique.limits import MIB, Budget, Limits
from pratique.model import (
    Artifact,
    ArtifactKind,
    Content,
    EcosystemId,
    Limitation,
    Manifest,
    Member,
    Trigger,
)
from pratique.unpack import Walk, recognise
from pratique.unpack.names import canonical

LIMITS = Limits(
    unpacked_bytes=64 * MIB,
    members=5_000,
    steps=60_000,
    layers=32,
    value_bytes=64 * 1024,
    facts=2_000,
)
"""Small, so that an input costs milliseconds; the limits themselves are tested elsewhere."""

Target = Callable[[bytes], None]


def walker(kind: str, filename: str) -> Target:
    """Return a target: a walk under one policy, whose books must balance."""
    policy = policies.get(kind)

    def run(data: bytes) -> None:
        budget = Budget(LIMITS)
        walk = Walk(data, filename=filename, policy=policy, budget=budget)
        final = sum(isinstance(item, Content) and item.final for item in walk)
        if walk.accounted > len(data):
            raise AssertionError(f"{walk.accounted} of {len(data)} bytes accounted for")
        if final != walk.listed and not budget.fired:
            raise AssertionError(f"{walk.listed} members listed, {final} read")

    return run


def reader(path: str, kind: ArtifactKind) -> Target:
    """Return a target: one member as code, followed from a trigger."""
    triggers = (Trigger(kind="fuzz", activation="install", member=path),)

    def run(data: bytes) -> None:
        reading = Reader(Budget(LIMITS))
        member = Member(path=path, size=len(data), language=recognise(data, path))
        for _ in reading.look(Content(member=member, data=data)):
            pass
        for item in reading.finish(triggers, Manifest(), kind):
            if isinstance(item, Limitation) and item.code == "code-fault":
                raise AssertionError(item.detail)

    return run


def artifact(ecosystem: EcosystemId, kind: ArtifactKind, filename: str) -> Target:
    """Return a target: a whole inspection."""
    made = Artifact(ecosystem=ecosystem, kind=kind, filename=filename)

    def run(data: bytes) -> None:
        seen = inspect(data, made, LIMITS)
        if seen.coverage.complete and seen.coverage.accounted != len(data):
            raise AssertionError("a complete proof that leaves bytes out")

    return run


def metadata(ecosystem: EcosystemId, kind: ArtifactKind, filename: str, path: str) -> Target:
    """Return a target: one metadata member of an artifact, as its ecosystem describes it."""
    made = Artifact(ecosystem=ecosystem, kind=kind, filename=filename)

    def run(data: bytes) -> None:
        member = Member(path=path, size=len(data))
        ECOSYSTEMS[ecosystem].describe(made, (member,), {path: data})

    return run


def names(data: bytes) -> None:
    """Feed the canonicaliser of names: what it returns is stable and goes nowhere."""
    name = canonical(data)
    again = canonical(name.path.encode("utf-8", "replace"))
    if not name.problems and again.path != name.path:
        raise AssertionError(f"{name.path!r} becomes {again.path!r}")


TARGETS: dict[str, Target] = {
    "zip": walker("wheel", "tidewaiter-1.0-py3-none-any.whl"),
    "jar": walker("jar", "tidewaiter-1.0.jar"),
    "tar": walker("nested", "tidewaiter.tar"),
    "gzip": walker("sdist-tar", "tidewaiter-1.0.tar.gz"),
    "streams": walker("nested", "tidewaiter.bin"),
    "names": names,
    "python": reader("tidewaiter-1.0/setup.py", "sdist"),
    "javascript": reader("package/index.js", "npm"),
    "rust": reader("tidewaiter-1.0.0/build.rs", "crate"),
    "java": reader("harbour/Tide.java", "jar"),
    "class": reader("harbour/Tide.class", "jar"),
    "pyc": reader("tidewaiter/harbour.pyc", "wheel"),
    "pickle": reader("tidewaiter/tide.pkl", "wheel"),
    "shell": reader("tidewaiter-1.0/install.sh", "sdist"),
    "powershell": reader("tidewaiter-1.0/install.ps1", "sdist"),
    "batch": reader("tidewaiter-1.0/install.bat", "sdist"),
    "binary": reader("tidewaiter/quay.so", "wheel"),
    "wheel": artifact("pypi", "wheel", "tidewaiter-1.0-py3-none-any.whl"),
    "metadata": metadata(
        "pypi", "wheel", "tidewaiter-1.0-py3-none-any.whl", "tidewaiter-1.0.dist-info/METADATA"
    ),
    "record": metadata(
        "pypi", "wheel", "tidewaiter-1.0-py3-none-any.whl", "tidewaiter-1.0.dist-info/RECORD"
    ),
    "pyproject": metadata(
        "pypi", "sdist", "tidewaiter-1.0.tar.gz", "tidewaiter-1.0/pyproject.toml"
    ),
    "package-json": metadata("npm", "npm", "tidewaiter-1.0.0.tgz", "package/package.json"),
    "cargo-toml": metadata(
        "crates", "crate", "tidewaiter-1.0.0.crate", "tidewaiter-1.0.0/Cargo.toml"
    ),
    "pom": metadata(
        "maven", "jar", "tidewaiter-1.0.jar", "META-INF/maven/harbour/tidewaiter/pom.xml"
    ),
}
"""Every target by its name."""
