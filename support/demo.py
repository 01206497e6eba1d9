"""The main job on real input: a release from PyPI, and a bundled, inert re-enactment of an attack.

Run by `make demo` in the environment that it has set up. Every command is printed before it runs;
the last line says whether each answer was the expected one.
"""

import shlex
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tests.incidents import build  # noqa: E402 - the repository's root has to be on the path first

RELEASE = "pypi:idna==3.10"
INCIDENT = "litellm"
CLEAR, MALICIOUS = 0, 12


def run(*arguments: str) -> int:
    """Show a command, run it, and return its exit code."""
    print(f"\n$ pratique {shlex.join(arguments)}", flush=True)
    command = [str(Path(sys.executable).with_name("pratique")), *arguments]
    return subprocess.run(command, check=False).returncode


def main() -> None:
    """Review a real release, then both releases of a re-enacted incident, then what changed."""
    print(f"A release as PyPI serves it, every file of it ({RELEASE}):")
    codes = [(run("review", RELEASE), CLEAR)]
    with tempfile.TemporaryDirectory() as folder:
        built = build.build(ROOT / "tests" / "incidents" / INCIDENT, Path(folder))
        wheels = {one.role: one.path for one in built.archives if one.path.suffix == ".whl"}
        previous, bad = (str(wheels[role]) for role in ("previous", "bad"))
        print("\nA re-enactment of a hijacked project: the release before, and the bad one.")
        codes.append((run("review", previous), CLEAR))
        codes.append((run("review", bad), MALICIOUS))
        print("\nWhat a registry would look at: what changed between the two.")
        codes.append((run("diff", previous, bad), 0))
    wrong = sum(code != expected for code, expected in codes)
    if wrong:
        sys.exit(f"\ndemo: {wrong} of {len(codes)} answers were not the expected ones (see above)")
    print(f"\n{len(codes)} of {len(codes)} answers as expected.")


if __name__ == "__main__":
    main()
