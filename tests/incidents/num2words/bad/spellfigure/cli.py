"""The command line."""

import argparse

from spellfigure import LANGUAGES, words


def main():
    """Write the numbers given as words."""
    parser = argparse.ArgumentParser(prog="spellfigure")
    parser.add_argument("numbers", nargs="+", type=int)
    parser.add_argument("--lang", choices=sorted(LANGUAGES), default="en")
    options = parser.parse_args()
    for number in options.numbers:
        print(words(number, options.lang))
