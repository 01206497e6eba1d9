"""What is written where: a download that waits to be run."""

import pytest

from tests.code.reading import facts

FOLDER = "~\\\\AppData\\\\Roaming\\\\Microsoft\\\\Windows\\\\Start Menu\\\\Programs\\\\Startup"
WAITING = {
    "a response that is written": f"""
import os
import requests
def put(url, name):
    path = os.path.join(os.path.expanduser('{FOLDER}'), name)
    answer = requests.get(url, stream=True)
    with open(path, 'wb') as out:
        out.write(answer.content)
""",
    "a file that is retrieved": f"""
import os, urllib.request
def put(url):
    urllib.request.urlretrieve(url, os.path.join(os.environ['APPDATA'], '{FOLDER[2:]}', 'a.exe'))
""",
}


@pytest.mark.parametrize("name", WAITING)
def test_a_download_written_where_it_starts_by_itself_is_run_later(name):
    found = facts({"a/__init__.py": WAITING[name]}, {"a/__init__.py": "import"})
    assert [one.via for one in found["exec/download-run"]] == [
        ("net/download", "persist/autostart")
    ]


def test_a_download_written_elsewhere_is_only_a_file():
    source = WAITING["a response that is written"].replace(FOLDER, "~/Downloads")
    found = facts({"a/__init__.py": source}, {"a/__init__.py": "import"})
    assert "fs/write" in found
    assert "exec/download-run" not in found
