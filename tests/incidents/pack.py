"""Deterministic archives from a tree: wheel, sdist, npm tarball, crate and jar.

Times, owners and order are fixed, so that the same tree gives the same bytes on the same machine.
"""

import base64
import csv
import gzip
import hashlib
import io
import json
import tarfile
import tomllib
import zipfile
from collections.abc import Mapping

Tree = Mapping[str, bytes]
"""Path with forward slashes → contents."""

TAR_TIME = 1_700_000_000
NPM_TIME = 499_162_500
"""The constant that npm pack writes."""
ZIP_TIME = (2020, 2, 2, 0, 0, 0)
EXECUTABLE = (b"#!", b"\x7fELF")


def tarball(files: Tree, top: str, *, time: int = TAR_TIME) -> bytes:
    """Return a .tar.gz whose members stand below one top folder."""
    raw = io.BytesIO()
    with tarfile.open(fileobj=raw, mode="w", format=tarfile.USTAR_FORMAT) as archive:
        for path in sorted(files):
            member = tarfile.TarInfo(f"{top}/{path}")
            member.size = len(files[path])
            member.mtime = time
            member.mode = 0o755 if files[path].startswith(EXECUTABLE) else 0o644
            archive.addfile(member, io.BytesIO(files[path]))
    out = io.BytesIO()
    with gzip.GzipFile(filename="", fileobj=out, mode="wb", compresslevel=6, mtime=0) as stream:
        stream.write(raw.getvalue())
    return out.getvalue()


def zipped(files: Mapping[str, bytes]) -> bytes:
    """Return a zip whose members stand in the order given."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, body in files.items():
            entry = zipfile.ZipInfo(path, ZIP_TIME)
            mode = 0o755 if body.startswith(EXECUTABLE) else 0o644
            entry.external_attr = (0o100000 | mode) << 16
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, body)
    return out.getvalue()


def python_metadata(files: Tree) -> bytes:
    """Return METADATA (also PKG-INFO) from pyproject.toml and the README."""
    project = tomllib.loads(files["pyproject.toml"].decode())["project"]
    lines = ["Metadata-Version: 2.4", f"Name: {project['name']}", f"Version: {project['version']}"]
    lines.append(f"Summary: {project['description']}")
    lines += [f"Project-URL: {label}, {url}" for label, url in project.get("urls", {}).items()]
    for author in project.get("authors", []):
        if "email" in author:
            lines.append(f"Author-email: {author['name']} <{author['email']}>")
        else:
            lines.append(f"Author: {author['name']}")
    if "license" in project:
        lines.append(f"License-Expression: {project['license']}")
    if "LICENSE" in files:
        lines.append("License-File: LICENSE")
    if project.get("keywords"):
        lines.append("Keywords: " + ",".join(project["keywords"]))
    lines += [f"Classifier: {one}" for one in project.get("classifiers", [])]
    if "requires-python" in project:
        lines.append(f"Requires-Python: {project['requires-python']}")
    lines += [f"Requires-Dist: {one}" for one in project.get("dependencies", [])]
    for extra, needs in project.get("optional-dependencies", {}).items():
        lines.append(f"Provides-Extra: {extra}")
        lines += [f'Requires-Dist: {one}; extra == "{extra}"' for one in needs]
    text = "\n".join(lines) + "\n"
    if "README.md" in files:
        text += "Description-Content-Type: text/markdown\n\n" + files["README.md"].decode()
    return text.encode()


def entry_points(files: Tree) -> bytes:
    """Return entry_points.txt, empty when the project declares none."""
    project = tomllib.loads(files["pyproject.toml"].decode())["project"]
    groups = {"console_scripts": project.get("scripts", {}), **project.get("entry-points", {})}
    parts = [
        f"[{group}]\n" + "".join(f"{name} = {target}\n" for name, target in points.items())
        for group, points in groups.items()
        if points
    ]
    return "\n".join(parts).encode()


def wheel_files(files: Tree) -> dict[str, bytes]:
    """Return what of a project tree a wheel installs.

    `src/x` and every top folder with an `__init__.py` but `tests` are packages; a `wheel-root`
    folder holds what stands at the root of the wheel (`.pth` files, `.data` folders).
    """
    packages = {path.split("/")[0] for path in files if path.count("/") == 1 and "__init__" in path}
    packages -= {"tests"}
    out = {}
    for path, body in files.items():
        first, _, rest = path.partition("/")
        if first in {"src", "wheel-root"}:
            out[rest] = body
        elif first in packages:
            out[path] = body
    return out


def wheel(files: Tree, name: str, version: str) -> bytes:
    """Return a wheel with METADATA, WHEEL, entry points and RECORD."""
    installed = wheel_files(files)
    native = any(path.endswith((".so", ".pyd", ".dll")) for path in installed)
    info = f"{name.replace('-', '_')}-{version}.dist-info"
    body = {path: installed[path] for path in sorted(installed)}
    body[f"{info}/METADATA"] = python_metadata(files)
    body[f"{info}/WHEEL"] = (
        "Wheel-Version: 1.0\nGenerator: hatchling 1.27.0\n"
        f"Root-Is-Purelib: {'false' if native else 'true'}\nTag: py3-none-any\n"
    ).encode()
    if points := entry_points(files):
        body[f"{info}/entry_points.txt"] = points
    if "LICENSE" in files:
        body[f"{info}/licenses/LICENSE"] = files["LICENSE"]
    text = io.StringIO()
    rows = csv.writer(text, lineterminator="\n")
    for path, data in body.items():
        digest = base64.urlsafe_b64encode(hashlib.sha256(data).digest()).rstrip(b"=").decode()
        rows.writerow([path, f"sha256={digest}", len(data)])
    rows.writerow([f"{info}/RECORD", "", ""])
    body[f"{info}/RECORD"] = text.getvalue().encode()
    return zipped(body)


def sdist(files: Tree, name: str, version: str) -> bytes:
    """Return a source distribution."""
    kept = {path: body for path, body in files.items() if not path.startswith("wheel-root/")}
    if "pyproject.toml" in kept and b"[project]" in kept["pyproject.toml"]:
        kept["PKG-INFO"] = python_metadata(files)
    elif "PKG-INFO" not in kept:
        kept["PKG-INFO"] = f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n".encode()
    return tarball(kept, f"{name.replace('-', '_')}-{version}")


def npm(files: Tree, name: str, version: str) -> bytes:
    """Return an npm tarball, its members below `package/`."""
    manifest = json.loads(files["package.json"])
    if (manifest["name"], manifest["version"]) != (name, version):
        raise ValueError(f"package.json of {name} {version} says {manifest['name']}: mend the tree")
    return tarball(files, "package", time=NPM_TIME)


CARGO_HEADER = b"""# THIS FILE IS AUTOMATICALLY GENERATED BY CARGO
#
# When uploading crates to the registry Cargo will automatically
# "normalize" Cargo.toml files for maximal compatibility
# with all versions of Cargo and also rewrite `path` dependencies
# to registry (e.g., crates.io) dependencies.
#
# If you are reading this file be aware that the original Cargo.toml
# will likely look very different (and much more reasonable).
# See Cargo.toml.orig for the original contents.

"""


def crate(files: Tree, name: str, version: str) -> bytes:
    """Return a .crate, with the manifest twice as Cargo writes it."""
    body = dict(files)
    body["Cargo.toml.orig"] = files["Cargo.toml"]
    body["Cargo.toml"] = CARGO_HEADER + files["Cargo.toml"]
    vcs = {"git": {"sha1": hashlib.sha1(name.encode()).hexdigest()}, "path_in_vcs": ""}
    body[".cargo_vcs_info.json"] = json.dumps(vcs, indent=2).encode() + b"\n"
    return tarball(body, f"{name}-{version}", time=1_153_704_088)


def jar(files: Tree, group: str, artifact: str, version: str) -> bytes:
    """Return a jar: manifest first, then classes and resources, then Maven's own files."""
    lines = "Manifest-Version: 1.0\r\nCreated-By: Maven JAR Plugin 3.4.1\r\nBuild-Jdk-Spec: 17\r\n"
    manifest = lines.encode()
    more = files.get("META-INF/MANIFEST.MF", b"").strip()
    if more:
        manifest += b"\r\n".join(more.splitlines()) + b"\r\n"
    body = {"META-INF/MANIFEST.MF": manifest + b"\r\n"}
    body |= {path: files[path] for path in sorted(files) if path not in {"pom.xml", *body}}
    place = f"META-INF/maven/{group}/{artifact}"
    if "pom.xml" in files:
        body[f"{place}/pom.xml"] = files["pom.xml"]
    properties = f"artifactId={artifact}\ngroupId={group}\nversion={version}\n"
    body[f"{place}/pom.properties"] = properties.encode()
    return zipped(body)
