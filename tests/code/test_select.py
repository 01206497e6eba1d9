"""Which blocks of a module are parsed: whole statements, however they are laid out."""

from pratique.code import prefilter, select

SOURCE = b'''import requests
networks = {
"one": {
    "url": "https://one.example",
},
"two": ["a",
"b"],
}
total = [number
for number in (1, 2)]
note = """
def inside():
"""
def send(name):
    return requests.post(networks[name])
'''


def lines(data: bytes) -> list[int]:
    return [data.count(b"\n", 0, start) + 1 for start in select.blocks(data)]


def test_what_brackets_hold_together_is_one_block():
    assert lines(SOURCE) == [1, 2, 9, 11, 14]


def test_a_bracket_in_a_text_or_a_comment_opens_nothing():
    assert lines(b"a = '('  # [\nb = \"{\" # {\nc = 1\n") == [1, 2, 3]


def test_a_statement_ends_a_bracket_that_was_never_closed():
    assert lines(b"a = (1,\n2,\ndef go():\n    pass\nb = 1\n") == [1, 3, 5]


def test_a_source_without_any_block_has_no_part_to_choose():
    data = b')"""\nimport os\nos.system("id")\n'
    assert not lines(data)
    hits = prefilter.scan(data, "python")
    assert not select.sparse(data, hits, "python", frozenset())[0].strip()
