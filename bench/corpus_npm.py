"""Fetch npm's tarballs with npm itself: addresses, mirrors and tokens are its configuration's.

`npm cache add` downloads and checks tarballs without running anything of theirs; from its cache,
which is addressed by content, they go to their places by sha256.
"""

import json
import shutil
import subprocess
from collections.abc import Iterable, Iterator
from hashlib import sha256
from pathlib import Path

from bench.corpus_lock import Entry, path_of, root

AT_ONCE = 60
"""Tarballs that one call of npm is asked for."""


def cache() -> Path:
    """Locate the npm cache of the corpora, apart from the user's own."""
    return root() / "npm-work" / "cache"


def fetch(entries: Iterable[Entry]) -> Iterator[str]:
    """Bring locked tarballs to their places; yield a sentence for each that could not be had."""
    wanted = list(place(entries))
    if wanted and shutil.which("npm") is None:
        yield f"npm: {len(wanted)} tarballs are skipped, npm is not installed (apt install npm)"
        return
    left: list[Entry] = []
    for start in range(0, len(wanted), AT_ONCE):
        some = wanted[start : start + AT_ONCE]
        answer = add([f"{entry.name}@{entry.version}" for entry in some])
        missing = list(place(some))
        left += missing
        if answer and len(missing) == len(some):
            yield f"npm: {answer}"
            left += wanted[start + AT_ONCE :]
            break
    for entry in left:
        yield f"npm {entry.name}@{entry.version}: npm brought no tarball with the locked sha256"


def place(entries: Iterable[Entry]) -> Iterator[Entry]:
    """Copy what the cache holds to its place; yield the entries that it does not hold."""
    held = contents()
    for entry in entries:
        source = held.get(entry.sha256)
        if source is None:
            yield entry
            continue
        put(source, entry)


def put(source: Path, entry: Entry) -> None:
    """Copy a tarball to its place."""
    path = path_of(entry)
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_name(f"{path.name}.part")
    shutil.copyfile(source, partial)
    partial.replace(path)


def contents() -> dict[str, Path]:
    """Map the sha256 of everything in the cache to its file."""
    files = (path for path in (cache() / "_cacache" / "content-v2").rglob("*") if path.is_file())
    return {sha256(path.read_bytes()).hexdigest(): path for path in files}


def add(words: list[str]) -> str:
    """Download packages to the cache; return npm's complaint, empty when there is none."""
    return _npm(["cache", "add", *words]) if words else ""


def ask(*words: str) -> object:
    """Return the JSON that npm prints for a question, or None."""
    command = ["npm", *words, "--json", "--cache", str(cache()), "--prefer-offline"]
    answer = subprocess.run(command, capture_output=True, text=True, check=False)
    try:
        return json.loads(answer.stdout) if answer.returncode == 0 else None
    except ValueError:
        return None


def install(application: tuple[str, ...], folder: Path) -> None:
    """Install an application without running any of its scripts, for its tarballs and its lock."""
    folder.mkdir(parents=True, exist_ok=True)
    manifest = folder / "package.json"
    if not manifest.is_file():
        manifest.write_text('{"name":"scratch","version":"1.0.0","private":true}\n')
    options = ("--ignore-scripts", "--no-audit", "--no-fund", "--legacy-peer-deps")
    answer = _npm(["install", *options, *application], folder)
    shutil.rmtree(folder / "node_modules", ignore_errors=True)
    if answer:
        raise SystemExit(f"npm install {' '.join(application)}: {answer}")


def _npm(words: list[str], folder: Path | None = None) -> str:
    """Run npm; return its last words when it fails, else nothing."""
    command = ["npm", *words, "--cache", str(cache()), "--loglevel", "error"]
    answer = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    lines = [line for line in answer.stderr.splitlines() if "://" not in line]
    return " ".join(lines[:3])[:300] or "it failed" if answer.returncode else ""
