"""Lock the dependencies: versions and hashes, no index address."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BUILD = ("hatchling>=1.27", "editables>=0.5")


def main() -> None:
    """Write requirements/base.lock and requirements/dev.lock."""
    for name, extras in (("base", ()), ("dev", ("--extra", "dev"))):
        out = ROOT / "requirements" / f"{name}.lock"
        command = ["uv", "pip", "compile", "pyproject.toml", "-", "-q", "--universal"]
        command += ["--generate-hashes", "--no-emit-index-url", "--no-emit-find-links"]
        command += ["--no-header", "--no-annotate", "--python-version", "3.11", *extras]
        answer = subprocess.run(
            [sys.executable, "-m", *command],
            cwd=ROOT,
            input="\n".join(BUILD),
            text=True,
            capture_output=True,
            check=False,
        )
        if answer.returncode:
            sys.exit(f"lock: uv could not resolve {name}: {answer.stderr.strip()}")
        out.write_text(answer.stdout, encoding="utf-8")
        print(f"{out.relative_to(ROOT)}: {answer.stdout.count('==')} packages")


if __name__ == "__main__":
    main()
