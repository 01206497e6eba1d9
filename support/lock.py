"""Lock the dependencies: versions and hashes, no index address."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LOCKS = (
    ("base", ()),
    ("dev", ("--extra", "dev")),
    ("fuzz", ("--extra", "dev", "--extra", "fuzz")),
)
BUILD = ("hatchling>=1.27", "editables>=0.5")


def main() -> None:
    """Write the locks under requirements/: base, dev, and fuzz beside dev."""
    for name, extras in LOCKS:
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
