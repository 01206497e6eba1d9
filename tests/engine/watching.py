"""Run `pratique watch` against the stand-in, kill it, start it again, and look at its output."""

import contextlib
import json
import os
import random
import signal
import sqlite3
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

from tests.engine.standin import StandIn


def command(server: StandIn, folder: Path, *more: str) -> list[str]:
    """Return the command line of a watch over the stand-in."""
    return [
        sys.executable,
        "-m",
        "pratique.cli",
        "watch",
        server.registry,
        "--feed",
        server.feed,
        "--out",
        str(folder / "out.jsonl"),
        "--state",
        str(folder / "state"),
        "--since",
        "0",
        "--poll",
        "0.2",
        *more,
    ]


def environment(server: StandIn) -> dict[str, str]:
    """Return an environment in which the stand-in alone is configured as an index."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.upper().startswith(("PIP_", "NPM_CONFIG_"))
    }
    return {
        **kept,
        **server.configuration,
        "no_proxy": "127.0.0.1",
    }


def once(server: StandIn, folder: Path, *more: str) -> subprocess.CompletedProcess[str]:
    """Run a watch to its end."""
    return subprocess.run(
        [*command(server, folder), "--once", *more],
        env=environment(server),
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )


def start(server: StandIn, folder: Path, *more: str) -> subprocess.Popen[bytes]:
    """Start a watch and leave it running."""
    return subprocess.Popen(
        [*command(server, folder), *more],
        env=environment(server),
        stderr=subprocess.DEVNULL,
    )


def kill(process: subprocess.Popen[bytes]) -> None:
    """End a watch as harshly as can be; what it started has to notice by itself."""
    os.kill(process.pid, signal.SIGKILL)
    process.wait()


def lines(folder: Path) -> list[dict]:
    """Return every complete line of every output file, oldest first; the last may be cut."""
    text = b"".join(path.read_bytes() for path in sorted(folder.glob("out.jsonl.*")))
    current = folder / "out.jsonl"
    text += current.read_bytes() if current.exists() else b""
    whole = text[: text.rfind(b"\n") + 1]
    return [json.loads(line) for line in whole.splitlines()]


def reviewed(folder: Path) -> Counter:
    """Return how often each file was reviewed, by file name and digest."""
    return Counter(
        (line["artifact"]["filename"], line["artifact"]["sha256"])
        for line in lines(folder)
        if "artifact" in line
    )


def survive(
    server: StandIn,
    folder: Path,
    kills: int,
    *more: str,
    patience: float = 240.0,
    ended: Callable[[], bool] | None = None,
) -> float:
    """Follow to the end of the stand-in's world, killed on the way; return the seconds it took.

    The kills are spread over the work: each comes after a random share of what is left. The end is
    a number of files, or what `ended` says where some of them may be removed on the way.
    """
    began = time.monotonic()
    chance = random.Random(kills)
    wanted = len(server.world.kept)
    process = start(server, folder, *more)
    try:
        for left in range(kills, 0, -1):
            done = _count(folder)
            goal = done + (wanted - done) / (left + 1) * chance.uniform(0.5, 1.5)
            while _count(folder) < goal and time.monotonic() - began < patience:
                time.sleep(chance.uniform(0.01, 0.05))
            kill(process)
            process = start(server, folder, *more)
        finished = ended or (lambda: _count(folder) >= wanted)
        while not finished() and time.monotonic() - began < patience:
            assert process.poll() is None, "the watch ended by itself"
            time.sleep(0.1)
        time.sleep(1.0)
    finally:
        kill(process)
    return time.monotonic() - began


def _count(folder: Path) -> int:
    """Return how many files the watch has recorded, without touching its state."""
    path = folder / "state" / "watch.sqlite"
    if not path.exists():
        return 0
    try:
        with contextlib.closing(sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)) as rows:
            return int(rows.execute("select count(*) from done").fetchone()[0])
    except sqlite3.Error:
        return 0
