"""Build with setuptools after the version was written into the package."""

from pathlib import Path

from setuptools import build_meta as _first
from setuptools.build_meta import build_sdist, get_requires_for_build_wheel  # noqa: F401


def build_wheel(wheel_directory, config_settings=None, metadata_directory=None):
    """Build a wheel with a `_version` module."""
    version = Path("VERSION").read_text(encoding="utf-8").strip()
    Path("tench_build/_version.py").write_text(f'__version__ = "{version}"\n', encoding="utf-8")
    return _first.build_wheel(wheel_directory, config_settings, metadata_directory)
