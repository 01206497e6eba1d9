"""Ask Windows for its version."""

import platform
import subprocess

_QUERY = "(Get-CimInstance Win32_OperatingSystem).Version"


def version():
    """Return the version, None elsewhere."""
    if platform.system() != "Windows":
        return None
    done = subprocess.run(
        ["powershell", "-NoProfile", "-Command", _QUERY], capture_output=True, text=True, check=True
    )
    return done.stdout.strip()
