"""Prefetching: order, errors, and letting go."""

import select
import threading
import time

import pytest

from pratique.engine.prefetch import Prefetch


def _all(source):
    found = []
    while not source.exhausted:
        select.select([source.fileno()], [], [], 5)
        item = source.take()
        if item is not None:
            found.append(item)
    return found


def test_everything_comes_in_order():
    with Prefetch(range(1, 50), 3) as source:
        assert _all(source) == list(range(1, 50))


def test_an_error_of_the_source_is_raised_where_it_is_taken():
    def broken():
        yield 1
        raise ValueError("broken")

    with Prefetch(broken()) as source, pytest.raises(ValueError, match="broken"):
        _all(source)


def test_it_runs_ahead_by_no_more_than_it_may():
    taken = []

    def counted():
        for number in range(1, 100):
            taken.append(number)
            yield number

    with Prefetch(counted(), 2) as source:
        time.sleep(0.3)
        assert len(taken) <= 4
        assert source.take() == 1


def test_leaving_early_ends_the_thread():
    before = threading.active_count()
    with Prefetch(iter(range(1, 1_000_000)), 1) as source:
        select.select([source.fileno()], [], [], 5)
        source.take()
    assert threading.active_count() == before
