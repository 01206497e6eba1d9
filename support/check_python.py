"""Say plainly when the interpreter is too old, before pip says something else."""

import sys

if sys.version_info < (3, 11):
    sys.exit(
        f"pratique needs Python 3.11 or newer, this is {sys.version.split()[0]}: "
        "set PYTHON=python3.11 (or newer) on make's command line"
    )
