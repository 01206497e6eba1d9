"""Ask the dataset's index whether an upload, or a part of it, was seen before."""

import logging
import os
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from pratique.errors import DatasetError
from pratique.model import Fact, Inspection, Limitation

if TYPE_CHECKING:
    from pratique.dataset import match

VARIABLE = "PRATIQUE_INDEX"
_LOG = logging.getLogger(__name__)


class Known:
    """An index that is looked at again whenever its file is replaced."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._mark: tuple[int, int] = (0, 0)
        self._index: match.Index | None = None

    def facts(self, inspection: Inspection) -> tuple[tuple[Fact, ...], tuple[Limitation, ...]]:
        """Return `meta/known-bad` facts, and a note when the index cannot be read."""
        from pratique.dataset import match

        try:
            index = self._open()
            return tuple(match.facts(index.matches(inspection))), ()
        except DatasetError as error:
            _LOG.debug("index: %s", error)
            detail = f"known malware was not looked up: {error}"
            return (), (Limitation(code="not-matched", effect="note", detail=detail),)

    def _open(self) -> "match.Index":
        from pratique.dataset import match

        try:
            state = self._path.stat()
        except OSError as error:
            raise DatasetError(f"{self._path}: no index is there ({error.strerror})") from error
        mark = (state.st_ino, state.st_mtime_ns)
        if self._index is None or mark != self._mark:
            self._index, self._mark = match.Index(self._path), mark
        return self._index


@cache
def configured() -> Known | None:
    """Return the index that PRATIQUE_INDEX names, None where there is none."""
    named = os.environ.get(VARIABLE, "")
    return Known(Path(named)) if named else None
