"""JavaScript hidden by ciphers, signs, blanks and modules: further shapes of public encoders."""

import base64
import json
import random
import re
from collections.abc import Iterable

from tests.incidents.case import Generated
from tests.incidents.generate_js import KEY, LITERAL

BASE = 0x1F4
ALPHABET = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789+/="
STANDARD = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/="
SWAPPED = str.maketrans(STANDARD, ALPHABET)

DECODER = (
    "function _0x2d6f(_0x1,_0x2){const _0x3=_0x5c1a();return _0x2d6f=function(_0x4,_0x5){"
    "_0x4=_0x4-0x1f4;let _0x6=_0x3[_0x4];if(_0x2d6f['kLmQpz']===undefined){"
    "var _0x7=function(_0x8){const _0x9='" + ALPHABET + "';let _0xa='',_0xb='';"
    "for(let _0xc=0x0,_0xd,_0xe,_0xf=0x0;_0xe=_0x8['charAt'](_0xf++);~_0xe&&(_0xd=_0xc%0x4?"
    "_0xd*0x40+_0xe:_0xe,_0xc++%0x4)?_0xa+=String['fromCharCode'](0xff&_0xd>>(-0x2*_0xc&0x6)):"
    "0x0){_0xe=_0x9['indexOf'](_0xe);}"
    "for(let _0x10=0x0,_0x11=_0xa['length'];_0x10<_0x11;_0x10++){_0xb+='%'+('00'+"
    "_0xa['charCodeAt'](_0x10)['toString'](0x10))['slice'](-0x2);}return decodeURIComponent(_0xb);};"
    "const _0x12=function(_0x13,_0x14){let _0x15=[],_0x16=0x0,_0x17,_0x18='';_0x13=_0x7(_0x13);"
    "let _0x19;for(_0x19=0x0;_0x19<0x100;_0x19++){_0x15[_0x19]=_0x19;}"
    "for(_0x19=0x0;_0x19<0x100;_0x19++){_0x16=(_0x16+_0x15[_0x19]+_0x14['charCodeAt'](_0x19%"
    "_0x14['length']))%0x100;_0x17=_0x15[_0x19];_0x15[_0x19]=_0x15[_0x16];_0x15[_0x16]=_0x17;}"
    "_0x19=0x0;_0x16=0x0;for(let _0x1a=0x0;_0x1a<_0x13['length'];_0x1a++){_0x19=(_0x19+0x1)%0x100;"
    "_0x16=(_0x16+_0x15[_0x19])%0x100;_0x17=_0x15[_0x19];_0x15[_0x19]=_0x15[_0x16];"
    "_0x15[_0x16]=_0x17;_0x18+=String['fromCharCode'](_0x13['charCodeAt'](_0x1a)^_0x15[("
    "_0x15[_0x19]+_0x15[_0x16])%0x100]);}return _0x18;};"
    "_0x2d6f['wJtRvB']=_0x12,_0x1=arguments,_0x2d6f['kLmQpz']=!![];}"
    "const _0x1b=_0x3[0x0],_0x1c=_0x4+_0x1b,_0x1d=_0x1[_0x1c];"
    "return!_0x1d?(_0x2d6f['yHsNcD']===undefined&&(_0x2d6f['yHsNcD']=!![]),"
    "_0x6=_0x2d6f['wJtRvB'](_0x6,_0x5),_0x1[_0x1c]=_0x6):_0x6=_0x1d,_0x6;},_0x2d6f(_0x1,_0x2);}"
)
GUARD = (
    "const _0x70=(function(){let _0x71=!![];return function(_0x72,_0x73){const _0x74=_0x71?"
    "function(){if(_0x73){const _0x75=_0x73['apply'](_0x72,arguments);return _0x73=null,_0x75;}}:"
    "function(){};return _0x71=![],_0x74;};}()),_0x76=_0x70(this,function(){return _0x76['toString']"
    "()['search']('(((.+)+)+)+$')['toString']()['constructor'](_0x76)['search']('(((.+)+)+)+$');});"
    "_0x76();"
)


def _rc4(text: str, key: str) -> str:
    box = list(range(256))
    place = 0
    for turn in range(256):
        place = (place + box[turn] + ord(key[turn % len(key)])) % 256
        box[turn], box[place] = box[place], box[turn]
    out, turn, place = [], 0, 0
    for char in text:
        turn = (turn + 1) % 256
        place = (place + box[turn]) % 256
        box[turn], box[place] = box[place], box[turn]
        out.append(chr(ord(char) ^ box[(box[turn] + box[place]) % 256]))
    return "".join(out)


def _sealed(text: str, key: str) -> str:
    return base64.b64encode(_rc4(text, key).encode()).decode().translate(SWAPPED).rstrip("=")


def rc4_array(source: bytes, spec: Generated) -> bytes:
    """Return the piece with its strings in a turned array under RC4, each call with its key.

    The shape is that of the well-known obfuscator with the `rc4` encoding and self defence. Only
    single-quoted literals move.
    """
    source = KEY.sub(rb"\1[\2]\3", source)
    chance = random.Random(len(source))
    literals = dict.fromkeys(match.group(1).decode() for match in LITERAL.finditer(source))
    numbers = [chance.randrange(1000, 9000) for _ in range(2)]
    marks = [f"{number}qZbK" for number in numbers]
    letters = ALPHABET[:62]
    keys = {text: "".join(chance.choices(letters, k=4)) for text in (*literals, *marks)}
    table = list(keys)
    chance.shuffle(table)
    turned = chance.randrange(1, len(table))
    shown = table[-turned:] + table[:-turned]
    rows = ",".join(f"'{_sealed(text, keys[text])}'" for text in shown)

    def asked(name: str, text: str) -> str:
        return f"{name}(0x{BASE + table.index(text):x},'{keys[text]}')"

    sums = "+".join(f"parseInt({asked('_0x62', mark)})" for mark in marks)
    body = LITERAL.sub(lambda match: asked("_0x60", match.group(1).decode()).encode(), source)
    joined = " ".join(line.strip() for line in body.decode().splitlines() if line.strip())
    return (
        f"const _0x60=_0x2d6f;(function(_0x61,_0x63){{const _0x62=_0x2d6f,_0x64=_0x61();"
        f"while(!![]){{try{{const _0x65={sums};if(_0x65===_0x63)break;else "
        "_0x64['push'](_0x64['shift']());}catch(_0x66){_0x64['push'](_0x64['shift']());}}}"
        f"(_0x5c1a,0x{sum(numbers):x}));function _0x5c1a(){{const _0x67=[{rows}];"
        f"_0x5c1a=function(){{return _0x67;}};return _0x5c1a();}}{GUARD}{joined};{DECODER}\n"
    ).encode()


def _octal(char: str) -> str:
    names = ["$.___", "$.__$", "$._$_", "$._$$", "$.$__", "$.$_$", "$.$$_", "$.$$$"]
    return '"\\\\"+' + "+".join(names[int(digit)] for digit in f"{ord(char):o}")


def _sign(char: str) -> str:
    known = {
        "a": "$.$_$_",
        "b": "$.$_$$",
        "c": "$.$$__",
        "d": "$.$$_$",
        "e": "$.$$$_",
        "f": "$.$$$$",
        "o": "$._$",
        "t": "$.__",
        "u": "$._",
    }
    if char in known:
        return known[char]
    return _octal(char) if char.isalnum() or char in "'\"\\" else json.dumps(char)


def signs_only(source: bytes, spec: Generated) -> bytes:
    """Return the piece as a well-known encoder writes it that needs neither letter nor digit."""
    body = "+".join(_sign(char) for char in source.decode().strip())
    return (
        '$=~[];$={___:++$,$$$$:(![]+"")[$],__$:++$,$_$_:(![]+"")[$],_$_:++$,$_$$:({}+"")[$],'
        '$$_$:($[$]+"")[$],_$$:++$,$$$_:(!""+"")[$],$__:++$,$_$:++$,$$__:({}+"")[$],$$_:++$,'
        '$$$:++$,$___:++$,$__$:++$};$.$_=($.$_=$+"")[$.$_$]+($._$=$.$_[$.__$])+($.$$=($.$+"")'
        '[$.__$])+((!$)+"")[$._$$]+($.__=$.$_[$.$$_])+($.$=(!""+"")[$.__$])+($._=(!""+"")'
        '[$._$_])+$.$_[$.$_$]+$.__+$._$+$.$;$.$$=$.$+(!""+"")[$._$$]+$.__+$._+$.$+$.$$;'
        f'$.$=($.___)[$.$_][$.$_];$.$($.$($.$$+"\\""+{body}+"\\"")())();'
    ).encode()


def trailing_blanks(source: bytes, spec: Generated) -> bytes:
    """Return a style sheet with the bits of the piece as blanks and tabs at the ends of lines."""
    tails = (f"{byte:08b}".replace("0", " ").replace("1", "\t") for byte in source)
    return "".join(
        f".row-{place} {{ order: {place} }}{t}\n" for place, t in enumerate(tails)
    ).encode()


def _leb(number: int) -> bytes:
    out = bytearray()
    while number > 127:
        out.append(number & 127 | 128)
        number >>= 7
    return bytes([*out, number])


def _vector(items: Iterable[bytes]) -> bytes:
    rows = list(items)
    return _leb(len(rows)) + b"".join(rows)


def wasm_text(source: bytes, spec: Generated) -> bytes:
    """Return a WebAssembly module that exports a memory with the piece from its 16th byte on."""
    memory = _vector([b"\0\1"])
    export = _vector([_leb(6) + b"memory" + b"\2\0"])
    held = _vector([b"\0\x41\x10\x0b" + _leb(len(source)) + source])
    sections = ((5, memory), (7, export), (11, held))
    return b"\0asm\1\0\0\0" + b"".join(
        bytes([kind]) + _leb(len(body)) + body for kind, body in sections
    )


def position_key(source: bytes, spec: Generated) -> bytes:
    """Return reversed base64 of the piece under the key `text`, whose place runs with the square."""
    key = spec.text.encode()
    mixed = bytes(b ^ key[7 * place * place % len(key)] for place, b in enumerate(source))
    return base64.b64encode(mixed)[::-1]


def json_text(source: bytes, spec: Generated) -> bytes:
    """Return the piece as the inside of a JSON string."""
    return re.sub(rb'^"|"$', b"", json.dumps(source.decode()).encode())


def zero_width(source: bytes, spec: Generated) -> bytes:
    """Return the bits of the piece as characters that have no width."""
    bits = "".join(f"{byte:08b}" for byte in source.strip())
    return bits.replace("0", "\u200b").replace("1", "\u200c").encode()


def added_keys(source: bytes, spec: Generated) -> bytes:
    """Return the characters of the piece as numbers, a key and one of their place added."""
    return ", ".join(str(b + 31 + at % 7) for at, b in enumerate(source.strip())).encode()
