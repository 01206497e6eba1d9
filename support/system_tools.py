"""Install through apt what the tests drive, when root on Debian; elsewhere say what is skipped.

On Debian as root a missing tool fails: a green run that tested nothing would hide it.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

TOOLS = {
    "git": "git",
    "node": "nodejs",
    "npm": "npm",
    "javac": "default-jdk-headless",
    "libseccomp.so.2": "libseccomp2",
}
"""What the tests look for, and the Debian package that carries it."""


def _found(tool: str) -> bool:
    if tool.startswith("lib"):
        return any(any(Path(root).rglob(tool)) for root in ("/usr/lib", "/lib"))
    return shutil.which(tool) is not None


def main() -> None:
    """Bring in what is missing, or say what will be skipped."""
    missing = [tool for tool in TOOLS if not _found(tool)]
    if not missing:
        return
    debian = Path("/etc/debian_version").exists() and shutil.which("apt-get")
    if not debian or os.geteuid() != 0:
        print(f"skipping the tests that need: {', '.join(missing)} (not root on Debian)")
        return
    quiet = {
        "stdout": subprocess.DEVNULL,
        "env": {**os.environ, "DEBIAN_FRONTEND": "noninteractive"},
    }
    subprocess.run(["apt-get", "update", "-q"], check=False, **quiet)
    packages = [TOOLS[tool] for tool in missing]
    command = ["apt-get", "install", "-q", "-y", "--no-install-recommends", *packages]
    if subprocess.run(command, check=False, **quiet).returncode:
        sys.exit(f"apt-get could not install {', '.join(packages)}; install them and try again")
    still = [tool for tool in missing if not _found(tool)]
    if still:
        sys.exit(f"still missing after installation: {', '.join(still)}")


if __name__ == "__main__":
    main()
