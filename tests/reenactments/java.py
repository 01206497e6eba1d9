"""Compile the Java sources of all re-enactments at once, and lay out their jars."""

import shutil
import subprocess
import tempfile
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

from tests.incidents import pack

HERE = Path(__file__).parent
STUBS = HERE / "stubs"
JAVA = "src/main/java/"
RESOURCES = "src/main/resources/"
OPTIONS = ("-g", "-proc:none", "-nowarn", "-Xlint:none", "-encoding", "UTF-8")
RELEASE = ("--release", "11")


def available() -> bool:
    """Tell whether this machine has a Java compiler."""
    return shutil.which("javac") is not None


def compile_sources(sources: Mapping[str, bytes]) -> dict[str, bytes]:
    """Return the class files of sources (path from the package root → text), with the stubs."""
    if not available():
        raise FileNotFoundError("javac is not installed: install a Java development kit")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        paths = []
        for path, body in sources.items():
            target = folder / "src" / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(body)
            paths.append(str(target))
        paths += [str(path) for path in sorted(STUBS.rglob("*.java"))]
        command = ["javac", *RELEASE, *OPTIONS, "-d", str(folder / "out"), *sorted(paths)]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode:
            raise ValueError(f"javac refuses the sources: {done.stderr}")
        out = folder / "out"
        return {
            path.relative_to(out).as_posix(): path.read_bytes()
            for path in sorted(out.rglob("*.class"))
        }


@lru_cache(maxsize=4)
def compiled(sources: tuple[tuple[str, bytes], ...]) -> Mapping[str, bytes]:
    """Return the class files of all sources; one start of the compiler serves every jar."""
    return compile_sources(dict(sources))


def java_sources(files: pack.Tree, nested: Mapping[str, str]) -> dict[str, bytes]:
    """Return the Java sources of a tree by their path from the package root."""
    roots = (JAVA, *(f"{folder}/" for folder in nested.values()))
    return {
        path.removeprefix(root): body
        for path, body in files.items()
        for root in roots
        if path.startswith(root) and path.endswith(".java")
    }


def _below(files: pack.Tree, root: str, classes: Mapping[str, bytes]) -> dict[str, bytes]:
    """Return the class files of the packages that have sources below a root."""
    folders = {
        path.removeprefix(root).rpartition("/")[0]
        for path in files
        if path.startswith(root) and path.endswith(".java")
    }
    return {path: body for path, body in classes.items() if path.rpartition("/")[0] in folders}


def jar_files(
    files: pack.Tree, nested: Mapping[str, str], classes: Mapping[str, bytes]
) -> dict[str, bytes]:
    """Return what a jar holds: classes, resources, nested jars and the pom."""
    out = {
        path.removeprefix(RESOURCES): body
        for path, body in files.items()
        if path.startswith(RESOURCES)
    }
    out |= _below(files, JAVA, classes)
    for path, folder in nested.items():
        inner = _below(files, f"{folder}/", classes)
        if path.endswith("/"):
            out |= {path + name: body for name, body in inner.items()}
            continue
        out[path] = pack.zipped({"META-INF/MANIFEST.MF": b"Manifest-Version: 1.0\r\n\r\n", **inner})
    out["pom.xml"] = files["pom.xml"]
    return out
