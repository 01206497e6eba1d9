"""Choose honest packages that do alarming things: ``python -m support.corpora_hard``.

They start programs, drive browsers, read keyboards, patch the interpreter, download at first use or
pack code: what a rule must tell from malware, kept apart because no random draw meets them often.
"""

from itertools import chain

import msgspec
from bench.corpus_lock import Entry, load, reserved, write
from packaging.version import InvalidVersion, Version
from support import corpora_pypi
from support.corpora_closures import Pins, closure, normal

from bench import corpus_pypi

APPLICATIONS = ("seleniumbase", "pwntools", "mitmproxy", "poetry", "pyinfra", "borgmatic")
"""Closures, each resolved in one step: browsers, exploits, interception, installing, deployment."""

TOOLS = """
    frida debugpy pudb hunter manhole viztracer memray
    playwright undetected-chromedriver webdriver-manager chromedriver-autoinstaller pyppeteer
    pyinstaller nuitka cx-freeze pex shiv python-minifier
    pip setuptools virtualenv nodeenv pipx hatch
    scapy impacket bandit volatility3 oletools paramiko
    pynput keyboard pyautogui mss pyperclip browser-cookie3 keyring
    supervisor fabric ansible-core circus
    imageio-ffmpeg install-jdk execnet rpyc cloudpickle dill apprise telethon web3
""".split()
"""Single projects of the same trades."""


def newest(name: str) -> str:
    """Return the newest final version among a project's listed files; empty when there is none."""
    found = []
    for file in corpora_pypi.listed(corpus_pypi.index(), name):
        try:
            version = Version(file.version)
        except InvalidVersion:
            continue
        if not version.is_prerelease:
            found.append((version, file.version))
    return max(found)[1] if found else ""


def candidates() -> Pins:
    """Take the tools and the closures' projects that no other corpus holds, each once."""
    taken = {normal(entry.name) for entry in load("pypi-benign")}
    single = ((name, newest(name)) for name in TOOLS if not reserved("pypi", name))
    pins: dict[str, str] = {}
    for name, version in chain(single, *map(closure, APPLICATIONS)):
        if version and normal(name) not in taken:
            pins.setdefault(normal(name), version)
    return tuple(pins.items())


def main() -> None:
    """Write the lock of ``pypi-hard``: the sdist and the wheel of each project."""
    pins = candidates()
    lists = corpora_pypi.lists_of(pins)
    wanted = [
        corpora_pypi.entry_of(name, file)
        for name, version in pins
        for file in corpora_pypi.options(lists[name], version)
    ]
    entries = [_hard(entry) for entry in corpora_pypi.measured(wanted)]
    write("pypi-hard", tuple(sorted(entries, key=lambda entry: (entry.name, entry.filename))))


def _hard(entry: Entry) -> Entry:
    return msgspec.structs.replace(entry, strata=(*entry.strata, "hard"))


if __name__ == "__main__":
    main()
