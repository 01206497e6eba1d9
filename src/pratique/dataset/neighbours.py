"""Find near-duplicate sketches at scale: banded index, vectorised, the same answer every time.

Band by band the sketches are sorted; rows with an equal band lie together and are compared with
the first of their run and with the next few. Memory is that of the sketches plus one band; a
million sketches are a few minutes on one core.
"""

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt

from pratique.fingerprint.bands import ROWS

Sketches = npt.NDArray[np.uint32]
Pairs = npt.NDArray[np.int64]
_REACH = 6
"""How many of the following rows of a run are compared with each row."""
_CHUNK = 200_000


def pairs(sketches: Sketches, least: float) -> tuple[Pairs, npt.NDArray[np.float32]]:
    """Return pairs of row numbers whose estimated Jaccard index is at least `least`, with it."""
    count = len(sketches)
    found = [coded for band in _bands(sketches) for coded in _candidates(band, count)]
    if not found:
        return np.empty((0, 2), np.int64), np.empty(0, np.float32)
    coded = np.unique(np.concatenate(found))
    left, right = np.divmod(coded, count)
    alike = np.empty(len(coded), np.float32)
    for start in range(0, len(coded), _CHUNK):
        part = slice(start, start + _CHUNK)
        alike[part] = (sketches[left[part]] == sketches[right[part]]).mean(axis=1)
    keep = alike >= least
    return np.stack((left[keep], right[keep]), axis=1), alike[keep]


def _bands(sketches: Sketches) -> Iterator[npt.NDArray[np.void]]:
    for start in range(0, sketches.shape[1], ROWS):
        part = np.ascontiguousarray(sketches[:, start : start + ROWS])
        yield part.view(np.dtype((np.void, part.dtype.itemsize * ROWS))).ravel()


def _candidates(band: npt.NDArray[np.void], count: int) -> Iterator[npt.NDArray[np.int64]]:
    """Yield coded pairs (left * count + right, left < right) of rows whose band is equal."""
    order = np.argsort(band, kind="stable")
    ordered = band[order]
    same = np.concatenate(([False], ordered[1:] == ordered[:-1]))
    starts = np.maximum.accumulate(np.where(same, 0, np.arange(count)))
    inside = np.flatnonzero(same)
    yield _coded(order[inside], order[starts[inside]], count)
    for reach in range(1, _REACH + 1):
        near = inside[inside - reach > starts[inside]]
        yield _coded(order[near], order[near - reach], count)


def _coded(one: Pairs, other: Pairs, count: int) -> npt.NDArray[np.int64]:
    coded: npt.NDArray[np.int64] = np.minimum(one, other) * count + np.maximum(one, other)
    return coded
