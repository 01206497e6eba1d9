"""The command line."""

import argparse

from berthproxy.server import default


def main():
    """Serve until interrupted."""
    parser = argparse.ArgumentParser(prog="berthproxy")
    parser.add_argument("--port", type=int, default=4000)
    parser.add_argument("--budget", type=float, default=50.0)
    options = parser.parse_args()
    import uvicorn

    uvicorn.run(default(options.budget), port=options.port)
