"""The command line: print a unit for systemd."""

import argparse
import shutil

UNIT = """[Unit]
Description={name}

[Service]
ExecStart={program} serve

[Install]
WantedBy=default.target
"""


def main():
    """Print the unit of this program."""
    parser = argparse.ArgumentParser(prog="fish-service")
    parser.add_argument("--name", default="fish-service")
    options = parser.parse_args()
    print(UNIT.format(name=options.name, program=shutil.which("fish-service")))
