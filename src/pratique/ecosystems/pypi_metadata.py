"""METADATA and PKG-INFO: what a Python archive says about itself.

Source: PyPA's core metadata specification, versions 1.0 to 2.5.
"""

import re

from pratique.ecosystems.pypi_text import Headers
from pratique.model import Dependency, Manifest

DESCRIPTION = 64 * 1024
DEPENDENCIES = 2_000
_EMAIL = re.compile(r"[A-Za-z0-9._%+'-]{1,64}@[A-Za-z0-9.-]{1,253}")
_NAME = re.compile(r"\s*([A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?)\s*")
_EXTRA = re.compile(r"\bextra\s*={2,3}\s*['\"]([^'\"]{1,100})['\"]")
_FORGES = re.compile(r"https?://(?:www\.)?(?:github|gitlab|bitbucket|codeberg|sr\.ht|gitee)[./]")
_SOURCE_LABELS = ("source", "repository", "code", "github", "gitlab", "homepage", "home")


def manifest(found: Headers) -> Manifest:
    """Return the manifest that the headers state; the first of a repeated single field counts."""
    urls = _urls(found)
    description = found.body.strip() or _unindent(found.first("description") or "")
    return Manifest(
        name=found.first("name"),
        version=found.first("version"),
        summary=(found.first("summary") or "")[:2048],
        description=description[:DESCRIPTION],
        author=(found.first("author") or found.first("author-email") or "")[:512],
        emails=_emails(found),
        urls=tuple(dict.fromkeys(url for _, url in urls))[:200],
        repository=_repository(urls),
        dependencies=tuple(
            dependency(text) for text in found.all("requires-dist")[:DEPENDENCIES] if text
        ),
        requires=(found.first("requires-python") or "")[:256],
    )


def dependency(text: str, scope: str = "runtime") -> Dependency:
    """Read one requirement (PEP 508) leniently: its name, what it asks for, and any address."""
    line = " ".join(text.split())[:2048]
    found = _NAME.match(line)
    name = found[1] if found else line[:100]
    rest = line[found.end() :] if found else ""
    wanted, _, marker = rest.partition(";")
    if scope == "runtime" and _EXTRA.search(marker):
        scope = "extra"
    before, sign, address = wanted.partition("@")
    if sign and "[" not in address:
        return Dependency(name=name, requirement=rest, scope=scope, url=address.strip() or None)
    if not found and ("://" in line or line.startswith("git+")):
        return Dependency(name=name, requirement=line, scope=scope, url=line)
    del before
    return Dependency(name=name, requirement=rest.strip(), scope=scope)


def _urls(found: Headers) -> tuple[tuple[str, str], ...]:
    listed = [
        (label.strip().lower(), url.strip()[:2048])
        for label, _, url in (text.partition(",") for text in found.all("project-url")[:500])
    ]
    for name, label in (("home-page", "homepage"), ("download-url", "download")):
        value = found.first(name)
        if value and value != "UNKNOWN":
            listed.append((label, value[:2048]))
    return tuple(listed)


def _repository(urls: tuple[tuple[str, str], ...]) -> str | None:
    forges = [(label, url) for label, url in urls if _FORGES.match(url)]
    for wanted in _SOURCE_LABELS:
        for label, url in forges:
            if wanted in label:
                return url
    return forges[0][1] if forges else None


def _emails(found: Headers) -> tuple[str, ...]:
    listed: dict[str, None] = {}
    for name in ("author-email", "maintainer-email"):
        for text in found.all(name)[:20]:
            listed.update(dict.fromkeys(_EMAIL.findall(text[:8192])))
    return tuple(listed)[:50]


def _unindent(text: str) -> str:
    """Undo the folding of a description that stands in a header."""
    return "\n".join(
        line.removeprefix("       |").removeprefix("        ") for line in text.splitlines()
    ).strip()
