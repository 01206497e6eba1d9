"""JavaScript as obfuscators and bundlers write it."""

import random
import re

from tests.incidents.case import Generated

LITERAL = re.compile(rb"'([^'\\\n]*)'")
KEY = re.compile(rb"([{,]\s*)('[^'\\\n]*')(\s*:)")
BASE = 0x1A3
WORDS = ("state", "node", "queue", "frame", "token", "scope", "value", "index", "entry", "cache")


def string_array(source: bytes, spec: Generated) -> bytes:
    """Return the piece with its strings moved to a rotated array behind a wrapper function.

    The shape is that of the well-known string-array transformation: an array function, a decoder
    with an offset, and a loop that turns the array until a sum of parsed numbers is right. Only
    single-quoted literals move.
    """
    source = KEY.sub(rb"\1[\2]\3", source)
    literals = list(dict.fromkeys(match.group(1) for match in LITERAL.finditer(source)))
    chance = random.Random(len(source))
    numbers = [chance.randrange(1000, 9000), chance.randrange(1000, 9000)]
    marks = [b"%dqZb" % numbers[0], b"%dKxW" % numbers[1]]
    table = [*literals, *marks]
    chance.shuffle(table)
    places = {text: place for place, text in enumerate(table)}
    turned = chance.randrange(1, len(table))
    shown = table[-turned:] + table[:-turned]
    total = sum(numbers)

    def call(match: re.Match[bytes]) -> bytes:
        return b"_0x4f1c(0x%x)" % (BASE + places[match.group(1)])

    body = LITERAL.sub(call, source)
    array = b",".join(b"'" + one + b"'" for one in shown)
    sums = b"+".join(b"parseInt(_0x3d(0x%x))" % (BASE + places[mark]) for mark in marks)
    return (
        b"const _0x5e2a=_0x4f1c;function _0x4f1c(_0x1b,_0x2c){const _0x6a=_0x19d7();"
        b"return _0x4f1c=function(_0x77,_0x88){_0x77=_0x77-0x%x;let _0x99=_0x6a[_0x77];"
        b"return _0x99;},_0x4f1c(_0x1b,_0x2c);}"
        b"function _0x19d7(){const _0x5b=[%s];_0x19d7=function(){return _0x5b;};"
        b"return _0x19d7();}"
        b"(function(_0x2e,_0x41){const _0x3d=_0x4f1c,_0x50=_0x2e();while(!![]){try{"
        b"const _0x61=%s;if(_0x61===_0x41)break;else _0x50['push'](_0x50['shift']());"
        b"}catch(_0x70){_0x50['push'](_0x50['shift']());}}}(_0x19d7,0x%x));%s"
    ) % (BASE, array, sums, total, body)


def string_array_line(source: bytes, spec: Generated) -> bytes:
    """Return the same on one line, its block comments gone."""
    source = re.sub(rb"^\s*//.*$", b"", source, flags=re.MULTILINE)
    joined = b" ".join(line.strip() for line in source.splitlines() if line.strip())
    return string_array(joined, spec)


def invisible(source: bytes, spec: Generated) -> bytes:
    """Return the piece as variation selectors, a byte each: text that no editor shows."""
    points = (0xFE00 + byte if byte < 16 else 0xE0100 + byte - 16 for byte in source)
    return "".join(map(chr, points)).encode()


def _digit(number: int) -> str:
    return "+!+[]" if number == 1 else "+".join(["!+[]"] * number) or "+[]"


def arithmetic(source: bytes, spec: Generated) -> bytes:
    """Return a call of the piece whose characters are sums of empty arrays."""
    codes = ("+(" + "+".join(f"[{_digit(int(one))}]" for one in str(code)) + ")" for code in source)
    flat = "(![]+[])[+[]]+(![]+[])[!+[]+!+[]]+(![]+[])[+!+[]]+(!![]+[])[+[]]"
    return f"[][{flat}]['constructor'](String['fromCharCode']({','.join(codes)}))()".encode()


def packer(source: bytes, spec: Generated) -> bytes:
    """Return the piece as the well-known packer writes it: a text of numbers and a word list."""
    text = re.sub(r"\\", r"\\\\", source.decode().strip()).replace("'", "\\'")
    words = list(dict.fromkeys(re.findall(r"\w+", text)))
    digits = "0123456789abcdefghijklmnopqrstuvwxyz"

    def short(number: int) -> str:
        head = short(number // 36) if number >= 36 else ""
        return head + digits[number % 36]

    places = {word: short(place) for place, word in enumerate(words)}
    packed = re.sub(r"\w+", lambda match: places[match[0]], text)
    return (
        "eval(function(p,a,c,k,e,d){e=function(c){return c.toString(36)};"
        "if(!''.replace(/^/,String)){while(c--){d[c.toString(a)]=k[c]||c.toString(a)}"
        "k=[function(e){return d[e]}];e=function(){return'\\\\w+'};c=1};"
        "while(c--){if(k[c]){p=p.replace(new RegExp('\\\\b'+e(c)+'\\\\b','g'),k[c])}}return p}"
        f"('{packed}',36,{len(words)},'{'|'.join(words)}'.split('|'),0,{{}}))"
    ).encode()


def bundle(source: bytes, spec: Generated) -> bytes:
    """Return a minified webpack-like bundle of about `size` bytes with the piece in its middle."""
    chance = random.Random(spec.size)
    modules = [_module(chance, number) for number in range(200)]
    out, length, number = [], 0, 0
    while length < spec.size:
        text = b'"%x":%s' % (1000 + number, modules[number % 200])
        if number % 200 == 199:
            modules = [_module(chance, number + place) for place in range(200)]
        out.append(text)
        length += len(text) + 1
        number += 1
    out.insert(len(out) // 2, b'"main":(e,t,n)=>{' + source.strip() + b"\n}")
    head = b"(()=>{var __webpack_modules__={\n"
    foot = (
        b"};var c={};function r(i){if(c[i])return c[i].exports;var m=c[i]={exports:{}};"
        b'__webpack_modules__[i](m,m.exports,r);return m.exports}r("main")})();\n'
    )
    lines = [b",".join(out[place : place + 400]) for place in range(0, len(out), 400)]
    return head + b",\n".join(lines) + foot


def _module(chance: random.Random, number: int) -> bytes:
    """Return one dull minified module of a few hundred bytes."""
    one, two, three = chance.sample(WORDS, 3)
    low, high = chance.randrange(9, 99), chance.randrange(100, 99999)
    return (
        f"(e,t,n)=>{{t.{one}{number}=function(a,b){{var s={low};for(var i=0;i<a.length;i++)"
        f"{{s=(s*31+a.charCodeAt(i))%{high};if(s==={low})b.{two}.push(i)}}return s}};"
        f"t.{three}=function(x){{return x&&x.{one}?x.{one}.{two}:null}};"
        f"class K{{constructor(p){{this.{two}=p;this.{three}={high}}}get(i){{return "
        f"this.{two}[i]||this.{three}}}}}t.K=K}}"
    ).encode()
