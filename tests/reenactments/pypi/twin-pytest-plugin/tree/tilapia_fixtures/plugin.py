"""Fixtures for tests about fish."""

import os

import pytest


def pytest_addoption(parser):
    """Add the option."""
    parser.addoption("--pond", default=os.environ.get("TILAPIA_POND", "north"))


@pytest.fixture
def pond(request, tmp_path):
    """Return a folder that stands for a pond."""
    folder = tmp_path / request.config.getoption("--pond")
    folder.mkdir()
    return folder
