"""The command line."""

import sys

from spellfigure import words


def main():
    """Write the numbers given as words."""
    for argument in sys.argv[1:]:
        print(words(int(argument)))
