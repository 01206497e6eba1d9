"""Describe archives that are only member lists and bytes: no container is needed for that."""

import hashlib
from base64 import urlsafe_b64encode

from pratique import ecosystems
from pratique.ecosystems import Description
from pratique.model import Member


def describe(filename: str, files: dict[str, str | bytes]) -> Description:
    """Return what an archive of this name with these files says about itself."""
    raw = {path: one.encode() if isinstance(one, str) else one for path, one in files.items()}
    members = tuple(
        Member(path=path, size=len(body), sha256=hashlib.sha256(body).hexdigest())
        for path, body in raw.items()
    )
    ecosystem, artifact = ecosystems.identify(filename)
    contents = {
        path: body[: ecosystem.wants(path)] for path, body in raw.items() if ecosystem.wants(path)
    }
    return ecosystem.describe(artifact, members, contents)


def record(files: dict[str, str | bytes], dist_info: str) -> str:
    """Return an honest RECORD for some files."""
    rows = []
    for path, one in files.items():
        body = one.encode() if isinstance(one, str) else one
        digest = urlsafe_b64encode(hashlib.sha256(body).digest()).decode().rstrip("=")
        rows.append(f"{path},sha256={digest},{len(body)}\n")
    return "".join(rows) + f"{dist_info}/RECORD,,\n"


def wheel_files(more: dict[str, str | bytes] | None = None, **changes: str) -> dict:
    """Return the files of an honest wheel `demo` 1.0, with more files and other metadata."""
    files: dict[str, str | bytes] = {
        "demo/__init__.py": "VALUE = 1\n",
        "demo-1.0.dist-info/METADATA": changes.get(
            "metadata", "Metadata-Version: 2.1\nName: demo\nVersion: 1.0\n\nhello\n"
        ),
        "demo-1.0.dist-info/WHEEL": "Wheel-Version: 1.0\n",
        **(more or {}),
    }
    files["demo-1.0.dist-info/RECORD"] = changes.get("record", record(files, "demo-1.0.dist-info"))
    return files


def wheel(more: dict[str, str | bytes] | None = None, **changes: str) -> Description:
    """Describe an honest wheel with more files and other metadata."""
    return describe("demo-1.0-py3-none-any.whl", wheel_files(more, **changes))


def sdist(more: dict[str, str | bytes] | None = None) -> Description:
    """Describe an honest sdist with more files below its top folder."""
    files: dict[str, str | bytes] = {
        "demo-1.0/PKG-INFO": "Metadata-Version: 2.1\nName: demo\nVersion: 1.0\n",
        "demo-1.0/demo/__init__.py": "",
    }
    files.update({f"demo-1.0/{path}": body for path, body in (more or {}).items()})
    return describe("demo-1.0.tar.gz", files)


def codes(found: Description) -> set[tuple[str, str]]:
    """Return the limitations of a description as (code, effect)."""
    return {(one.code, one.effect) for one in found.limitations}


def triggers(found: Description, kind: str) -> list[tuple[str, str, str]]:
    """Return the triggers of a kind as (activation, member, target)."""
    return [(one.activation, one.member, one.target) for one in found.triggers if one.kind == kind]


def facts(found: Description, behaviour: str) -> list[tuple[str, tuple[str, ...]]]:
    """Return the facts of a behaviour as (symbol, tags)."""
    return [(one.symbol, one.tags) for one in found.facts if one.behaviour == behaviour]
