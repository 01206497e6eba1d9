import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pratique.fingerprint import BANDS, PERMUTATIONS, band_keys, similarity, sketch
from pratique.fingerprint.tokens import BYTES, chosen, tokens

CODE = "\n".join(f"def f{n % 7}(a):\n    return a.get('k{n}', {n}) + g(a)[{n}]" for n in range(90))


def _of(text):
    return sketch([("p-1.0/setup.py", text.encode())])


def test_comments_numbers_and_short_literals_make_no_difference():
    other = CODE.replace("'k", "'another").replace("def", "# said\ndef")
    assert _of(CODE) == _of(other)


def test_another_name_version_and_host_is_still_alike():
    one = CODE + "\nsetup(name='one', version='1.0')\nget('https://a.invalid/' + token)\n"
    two = CODE + "\nsetup(name='two', version='9')\nget('https://other.example/' + token)\n"
    assert similarity(_of(one)[0], _of(two)[0]) == 1


def test_other_code_is_not_alike():
    draw = random.Random(1)
    words = [f"w{n}" for n in range(400)]
    other = "\n".join(f"{draw.choice(words)} = {draw.choice(words)}()" for _ in range(300))
    assert similarity(_of(CODE)[0], _of(other)[0]) < 0.2


def test_the_order_of_members_makes_no_difference():
    members = [(f"p/a{n}.py", CODE[n * 9 :].encode()) for n in range(9)]
    assert sketch(members) == sketch(members[::-1])


def test_what_runs_at_installation_is_chosen_first_and_never_too_much():
    members = [("p-1/deep/er/x.py", b"x" * BYTES), ("p-1/setup.py", b"first"), ("p-1/a.py", b"a")]
    found = chosen(members)
    assert found[:2] == [b"first", b"a"]
    assert sum(map(len, found)) == BYTES


@given(st.binary(max_size=2000))
def test_any_bytes_have_tokens_in_bounded_time(data):
    assert len(tokens(data)) <= len(data)


@pytest.mark.parametrize("hostile", [b'"' * 200_000, b"'''" * 60_000, b"\\" * 100_000 + b'"a'])
def test_hostile_quotes_take_no_time(hostile):
    import time

    began = time.process_time()
    sketch([("a.py", hostile)])
    assert time.process_time() - began < 1


def test_no_code_has_no_sketch():
    assert sketch([]) == ((), 0)
    assert similarity((), ()) == 0


def test_bands_are_numbered_and_complete():
    keys = list(band_keys(_of(CODE)[0]))
    assert len(set(keys)) == BANDS == PERMUTATIONS // 4


def test_a_blob_that_is_cut_is_one_token_still():
    blob = "".join(random.Random(3).choices("abcdefgh+/XYZ019", k=3 * BYTES))
    one, two = (f"import os\nexec(d('{'q' * n}{blob}'))\n{CODE}" for n in (0, 9))
    assert similarity(_of(one)[0], _of(two)[0]) == 1
    assert _of(one)[1] < 20
