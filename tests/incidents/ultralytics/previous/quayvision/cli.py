"""The command line."""

import argparse

from quayvision.model import Model


def main(argv=None):
    """Count vessels in pictures."""
    parser = argparse.ArgumentParser(prog="quayvision")
    parser.add_argument("command", choices=["count"])
    parser.add_argument("pictures", nargs="+")
    parser.add_argument("--weights", default="small")
    options = parser.parse_args(argv)
    model = Model(options.weights)
    for picture in options.pictures:
        print(f"{len(model.predict(picture))} vessels")
    return 0
