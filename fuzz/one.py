"""Fuzz one target in this process: `python -m fuzz.one TARGET FOLDER [libFuzzer options]`."""

import sys

import atheris

with atheris.instrument_imports(include=["pratique"]):
    from fuzz.targets import TARGETS
    from pratique import code


def main() -> None:
    """Hand the target to atheris, which does not return."""
    target = TARGETS[sys.argv[1]]
    code.warm()
    atheris.Setup([sys.argv[0], *sys.argv[2:]], target)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
