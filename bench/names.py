"""Time a look-up of one name among a million generated ones: `python bench/names.py`."""

import gc
import random
import statistics
import time

from pratique.identity.names import Names

SYLLABLES = (
    "ba ce di fo gu ha ke li mo nu pa qi re so tu va we xi yo zu bra cle dri fro gru pla que str "
    "tri net web api sql git log bot kit lab hub box map doc img"
).split()
PREFIXES = ("django-", "flask-", "py", "pytest-", "@types/", "react-", "")
COUNT = 1_000_000
ASKED = 2_000


def generated(count: int, seed: int = 1) -> list[str]:
    """Return distinct names as registries hold them: common prefixes and words."""
    chance = random.Random(seed)
    found: dict[str, None] = {}
    while len(found) < count:
        word = "".join(chance.choices(SYLLABLES, k=chance.randint(2, 5)))
        tail = "-" + "".join(chance.choices(SYLLABLES, k=2)) if chance.random() < 0.4 else ""
        found[chance.choice(PREFIXES) + word + tail] = None
    return list(found)


def mistyped(name: str, chance: random.Random) -> str:
    """Return a name with one slip."""
    place = chance.randrange(len(name))
    return name[:place] + chance.choice("abcdefghij") + name[place + chance.randint(0, 1) :]


def main() -> None:
    """Print how long look-ups take."""
    names = generated(COUNT)
    begun = time.process_time()
    index = Names(names, all_slips=True)
    print(f"index of {COUNT:,} names: {time.process_time() - begun:.1f} s")
    gc.freeze()
    chance = random.Random(2)
    asked = [mistyped(chance.choice(names), chance) for _ in range(ASKED)]
    times, found = [], 0
    for name in asked:
        begun = time.process_time()
        found += index.squat(name) is not None
        times.append(1000 * (time.process_time() - begun))
    times.sort()
    print(
        f"{found} of {ASKED} found; look-up: mean {statistics.mean(times):.3f} ms, "
        f"median {statistics.median(times):.3f}, "
        f"p95 {times[int(0.95 * ASKED)]:.3f}, p99 {times[int(0.99 * ASKED)]:.3f}, "
        f"most {times[-1]:.3f}"
    )


if __name__ == "__main__":
    main()
