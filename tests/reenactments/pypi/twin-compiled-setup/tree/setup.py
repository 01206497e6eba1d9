"""Build the C module, and go on without it where there is no compiler."""

import os
import subprocess
import sys

from setuptools import Extension, setup
from setuptools.command.build_ext import build_ext


class OptionalBuild(build_ext):
    """A build that may fail."""

    def build_extension(self, ext):
        try:
            super().build_extension(ext)
        except Exception as problem:
            print(f"trout-fast: built without C: {problem}", file=sys.stderr)


def flags():
    """Return what pkg-config says of the sums library, if it is there."""
    if os.environ.get("TROUT_NO_PKG_CONFIG"):
        return []
    try:
        done = subprocess.run(["pkg-config", "--cflags", "sums"], capture_output=True, text=True)
    except OSError:
        return []
    return done.stdout.split() if done.returncode == 0 else []


setup(
    ext_modules=[Extension("trout_fast._sums", ["src/trout_fast/_sums.c"], extra_compile_args=flags())],
    cmdclass={"build_ext": OptionalBuild},
)
