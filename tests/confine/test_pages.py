"""Large pages: memory is what it was, and forks of it see it."""

import os

from pratique.confine import pages


def test_what_was_in_memory_is_still_there():
    kept = bytearray(os.urandom(1024)) * 8192
    before = hash(bytes(kept))
    assert pages.collapse() >= 0
    assert hash(bytes(kept)) == before
    kept[0] ^= 1
    assert hash(bytes(kept)) != before
