"""Recall over known malware whose source is rewritten so that it does the same and looks otherwise.

    python -m bench.robustness --samples REPOSITORY --only LIST [--limit CAMPAIGNS] [--triples N]

One source archive of each campaign of `train` that is found as it is. The member that the first
finding points at is parsed (never run), rewritten by each transformation of
`pratique.training.transformations` and by random combinations of three, packed again in anonymous
memory and reviewed. Only shares are printed; no rewritten archive, path or name is kept.
"""

import argparse
import io
import os
import random
import tarfile
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path

from pratique.ecosystems import identify
from pratique.model import Fetched, Review
from pratique.review import Reviewer
from pratique.training.evaluate import ALERTS
from pratique.training.samples import Repository, fewer, listed
from pratique.training.statistics import interval
from pratique.training.transformations import TRANSFORMATIONS

SEED = 20261123
LARGEST = 200_000
"""Bytes of a member that is still rewritten."""


def reviewed(reviewer: Reviewer, data: bytes, filename: str) -> Review:
    """Review bytes that stand in anonymous memory only."""
    descriptor = os.memfd_create("rewritten")
    try:
        with os.fdopen(os.dup(descriptor), "wb") as file:
            file.write(data)
        _, artifact = identify(filename)
        fetched = Fetched(artifact=artifact, path=f"/proc/self/fd/{descriptor}")
        running = reviewer.start(fetched)
        running.wait()
        return running.finish()
    finally:
        os.close(descriptor)


def packed(members: Mapping[str, bytes]) -> bytes:
    """Return a source archive of these members."""
    file = io.BytesIO()
    with tarfile.open(fileobj=file, mode="w:gz", format=tarfile.PAX_FORMAT) as archive:
        for name, content in members.items():
            entry = tarfile.TarInfo(name)
            entry.size, entry.mode = len(content), 0o644
            archive.addfile(entry, io.BytesIO(content))
    return file.getvalue()


def members_of(data: bytes) -> dict[str, bytes]:
    """Return the plain files of a source archive; nothing where it is damaged."""
    try:
        with tarfile.open(fileobj=io.BytesIO(data)) as archive:
            entries = [entry for entry in archive if entry.isfile()]
            read = ((entry.name, archive.extractfile(entry)) for entry in entries)
            return {name: stream.read() for name, stream in read if stream}
    except (tarfile.TarError, EOFError, OSError):
        return {}


def rewritten(members: Mapping[str, bytes], target: str, hows: tuple[str, ...]) -> bytes:
    """Return the archive with one member rewritten; ValueError or SyntaxError where it can't be."""
    top, _, path = target.partition("/")
    texts = {path: members[target].decode()}
    for how in hows:
        texts = TRANSFORMATIONS[how](texts, path)
    changed = {f"{top}/{name}": text.encode() for name, text in texts.items()}
    return packed({**members, **changed})


def subjects(
    reviewer: Reviewer, repository: Repository, only: Path, limit: int | None
) -> Iterator[tuple[str, dict[str, bytes], str]]:
    """Yield file name, members and the payload's member of what is found as it is."""
    for sample in fewer(listed(only, "train", 1), limit):
        if not sample.filename.endswith(".tar.gz"):
            continue
        data = repository.blob(sample)
        review = reviewed(reviewer, data, sample.filename)
        found = [finding for finding in review.findings if not finding.nursery]
        if review.verdict.classification not in ALERTS or not found:
            continue
        members, target = members_of(data), found[0].location.member
        if target.endswith(".py") and 0 < len(members.get(target, b"")) <= LARGEST:
            yield sample.filename, members, target


def main() -> None:
    """Rewrite, review, and print the share that is still found."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--samples", type=Path, required=True)
    parser.add_argument("--only", type=Path, required=True)
    parser.add_argument("--limit", type=int)
    parser.add_argument("--triples", type=int, default=6)
    chosen = parser.parse_args()
    repository = Repository(chosen.samples)
    tried: Counter[str] = Counter()
    found: Counter[str] = Counter()
    draw = random.Random(SEED)
    with Reviewer() as reviewer:
        for filename, members, target in subjects(reviewer, repository, chosen.only, chosen.limit):
            triples = [tuple(draw.sample(list(TRANSFORMATIONS), 3)) for _ in range(chosen.triples)]
            for hows in (
                ("as it is packed again",),
                *((one,) for one in TRANSFORMATIONS),
                *triples,
            ):
                try:
                    plain = hows[0] not in TRANSFORMATIONS
                    data = packed(members) if plain else rewritten(members, target, hows)
                except (ValueError, SyntaxError, RecursionError):
                    continue
                name = hows[0] if len(hows) == 1 else "three of them"
                tried[name] += 1
                review = reviewed(reviewer, data, filename)
                found[name] += review.verdict.classification in ALERTS
    repository.close()
    print("| rewritten | still found | of |\n|---|---|---|")
    for name, count in tried.items():
        low, high = interval(found[name], count)
        share = found[name] / count
        print(f"| {name} | {share:.1%} [{100 * low:.1f}, {100 * high:.1f}] | {count} |")


if __name__ == "__main__":
    main()
