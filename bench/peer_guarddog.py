"""Run by GuardDog's own interpreter: paths come in one a line, one JSON line a path goes out.

One process, its analyser warm, as a registry would run it. `score` is its own risk score (0 to 10);
`cpu` counts this process and its children, extraction included.
"""

import json
import os
import sys
import tempfile

from guarddog.scanners.pypi_package_scanner import PypiPackageScanner
from guarddog.utils.archives import safe_extract


def cpu() -> float:
    """Return the CPU seconds of this process and its children so far."""
    return sum(os.times()[:4])


def main() -> None:
    """Answer until the input ends."""
    scanner = PypiPackageScanner()
    for line in sys.stdin:
        begun = cpu()
        score, error = 0.0, ""
        with tempfile.TemporaryDirectory() as folder:
            try:
                safe_extract(line.rstrip("\n"), folder)
                score = scanner.scan_local(folder)["risk_score"]["score"]
            except Exception as trouble:  # noqa: BLE001  # whatever a peer raises is its answer
                error = type(trouble).__name__
        print(json.dumps({"score": score, "error": error, "cpu": cpu() - begun}), flush=True)


if __name__ == "__main__":
    main()
