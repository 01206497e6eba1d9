"""Walk a tar, plain or compressed."""

from collections.abc import Iterator

from pratique.unpack.ledger import Ledger, Piece


def walk_plain(data: memoryview, ledger: Ledger) -> Iterator[Piece]:
    yield from ()


def walk_compressed(kind: str, data: memoryview, ledger: Ledger) -> Iterator[Piece]:
    yield from ()
