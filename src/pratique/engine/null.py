"""An engine that reads nothing: every artifact is held. For rehearsing a watch, and for tests."""

import hashlib
from collections.abc import Iterable, Iterator
from pathlib import Path

import msgspec

from pratique.engine.interface import Engine
from pratique.model import Coverage, Fetched, Limitation, Review, Score, Verdict

CODE = "rehearsal"


class Null(Engine):
    """Answer `held(rehearsal)` for everything, with the true digest of each file."""

    def reviews(self, artifacts: Iterable[Fetched]) -> Iterator[tuple[Fetched, Review]]:
        """Yield each artifact with a record that says that nothing was looked at."""
        for fetched in artifacts:
            path = Path(fetched.path)
            with path.open("rb") as file:
                sha256 = hashlib.file_digest(file, "sha256").hexdigest()
            size = path.stat().st_size
            artifact = msgspec.structs.replace(fetched.artifact, sha256=sha256, size=size)
            limitation = Limitation(code=CODE, detail="a rehearsal reads nothing")
            yield (
                fetched,
                Review(
                    artifact=artifact,
                    verdict=Verdict(
                        classification="held", codes=(CODE,), reason="nothing was looked at"
                    ),
                    score=Score(value=0.0),
                    limitations=(limitation,),
                    coverage=Coverage(sha256=sha256, size=size),
                ),
            )
