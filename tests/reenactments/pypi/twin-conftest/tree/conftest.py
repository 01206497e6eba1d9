"""Shared fixtures."""

import subprocess
import sys

import pytest


@pytest.fixture
def run():
    """Return a function that runs the package as a program."""

    def call(*words):
        command = [sys.executable, "-m", "whiting_models", *words]
        return subprocess.run(command, capture_output=True, text=True, check=False)

    return call


@pytest.fixture(autouse=True)
def _quiet(monkeypatch):
    monkeypatch.delenv("WHITING_TOKEN", raising=False)
