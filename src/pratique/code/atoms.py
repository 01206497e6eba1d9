"""What the prefilter looks for: words of the API tables, strings that mean something, shapes.

The words are derived from `api/<language>.toml`, so a new meaning cannot be forgotten here. Of
a dotted symbol the last part is taken; where that is a word of every program (`get`, `run`) the
part before it, down to the name of the module, without which it cannot be reached.
"""

import re
import unicodedata
from functools import cache
from typing import Literal

import msgspec

from pratique.code import api, atoms_java, atoms_javascript, compiled, strings

Group = Literal[
    "python",
    "javascript",
    "rust",
    "java",
    "class",
    "shell",
    "text",
    "binary",
    "constant",
    "unicode",
]
GROUPS: tuple[Group, ...] = (
    "python", "javascript", "rust", "java", "class", "shell", "text", "binary", "constant",
    "unicode",
)  # fmt: skip
"""What is loaded before the fork; the other languages join with their front ends."""


class Atom(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """One thing to look for."""

    name: str
    """The word, the mark's or host group's symbol, or the name of the shape."""
    kind: Literal["word", "string", "host", "shape"]
    pattern: bytes
    caseless: bool = False
    once: bool = False
    """Reported at its first place only."""
    spans: bytes = b""
    """Expression that finds the places of a shape, once it is known to occur."""
    whole: Literal["", "word", "host"] = ""
    """What must not go on before or behind a literal; checked at each hit, because a thousand
    expressions with boundaries take a hundred times as long to compile as a thousand literals."""


COMMON = frozenset(
    """
    abort accept access action add all any append apply args array async auth base batch bind
    block body bool buffer build bytes call callback cancel channel chat check class clear cli
    client clone close cls code codec collect color column command commands commit common compare
    compile complete config configure connect connection content context convert cookies copy core
    count create credentials current data date debug decode decompress default delete deploy
    describe dest digest dir directory dirs disable dispatch display do done download draw dump
    dumps edit email emit enable encode encrypt decrypt end engine entry environment error errors
    event events exc exception exceptions execute executor exists exit expand export expr extend
    extract factory fetch field fields file filename files fill filter find first flag flags flush
    fold format forward from func function get getter git global group groups handler handlers has
    hash head header headers height hidden host id image import index info init input insert
    install instance int invoke is item items iter join json key keys kill kind label last launch
    layout length level lib library line lines link links list listen listener load loads local
    location lock log logger login logout loop machine mail main make manager map mask match merge
    message messages meta method methods mode model models module modules mouse move name names
    net network new next node none notify now null num number object objects of on open operator
    option options order os output pack package page parent parse parser part parts password path
    paths pattern payload peer pipe platform plugin point poll pool pop port position post power
    preload prepare press print process processor program project prompt properties property
    protocol provider proxy public publish pull push put query queue quit raise random range raw
    read reader readline readlines ready receive record redirect reduce ref reference refresh
    register release reload remote remove render rename repeat replace reply report repo request
    require requirements reset resolve resource response rest restart result results resume retry
    return reverse role root route row rows rule run runner runs safe save scale scan schedule
    schema scope screen script scripts search secret section security seek select self send serial
    serialize serve server service session set setting settings setup shape shell show shutdown
    sign signal size skip sleep sort source spec split src stack start startup stat state status
    step stop storage store stream string strip strings style sub submit sum switch sync sys table
    tag tags take target task tasks template terminal test text thread time timeout title to token
    tokens tool touch trace track train transfer transform translate trigger type typed types
    typing unlink unpack unset update upload url urls usage user username users value values
    verify version view wait walk watch web width window word words work worker wrap write
    writelines writer year zip attributes attach call_soon callable chain character chunk classes
    Client Connection Event File Handler Message Process Request Response Session Thread Timer
    Controller Server Options acquire datetime environ fdopen getattr help hex isfile mkdir
    mkdtemp rmtree stem suffix system tempfile unquote urlencode urlparse
    """.split()
)
"""Words of every program: of no use alone."""
_COMMON_ROOTS = frozenset(
    ("builtins", "os", "sys", "file", "io", "time", "json", "re", "typing", "pathlib", "logging")
)
_BROAD = _COMMON_ROOTS | frozenset(
    """
    urllib http asyncio shutil platform torch numpy pandas google azure flask threading
    multiprocessing concurrent tornado tkinter site signal socketserver signal uuid locale gc
    unittest functools weakref warnings sched schedule yaml ast html types zipfile tarfile
    tempfile gzip bz2 lzma zlib pickle sqlite3 glob fileinput linecache mmap codecs discord
    importlib pkgutil pkg_resources venv timeit doctest IPython PIL cv2 redis pymongo psycopg2
    mysql boto3 kubernetes docker anyio trio jsonpickle joblib fsspec gevent eventlet six future
    setuptools distutils git github huggingface_hub cryptography Crypto sysconfig java javax org
    libc winapi nix windows
    std crate tokio process window document
    """.split()
)
"""Modules with many uses: what is called of them counts, not that they are imported."""
_AMBIGUOUS = frozenset(
    """
    bit sh dns mouse code profile mega thread commands imp rsa nt pip wget mss invoke daemon
    elevate record codeop pty stem nmap fabric crontab clipboard screeninfo distro decouple
    """.split()
)
"""Modules named by a word of every text: looked for behind `import` and `from` only."""
_ALWAYS: dict[str, tuple[str, ...]] = {
    "python": (
        "exec", "eval", "compile", "__import__", "import_module", "importlib", "builtins",
        "__builtins__", "__builtin__", "globals", "vars", "getattr", "setattr", "__dict__",
        "__getattribute__", "__subclasses__", "__globals__", "__loader__", "__spec__", "__reduce__",
        "fromhex", "rot13", "rot_13", "b64decode", "system", "popen", "environ", "marshal",
        "subprocess", "socket", "ctypes", "codecs", "attrgetter", "methodcaller", "runpy",
        "FunctionType", "CodeType", "LambdaType", "setprofile", "settrace", "cmdclass",
        "excepthook", "meta_path", "path_hooks", "addaudithook", "atexit", "unhexlify",
    ),
    "rust": ("Command", "TcpStream", "UdpSocket", "include_bytes", "unsafe", "libloading", "env"),
    "java": ("Runtime", "ProcessBuilder", "defineClass", "URLClassLoader", "Unsafe", "loadLibrary"),
    "shell": (
        "curl", "wget", "base64", "eval", "nc", "ncat", "socat", "crontab", "nohup", "python",
        "python3", "perl", "chmod", "xxd", "openssl", "iwr", "iex", "powershell", "schtasks",
        "certutil", "bitsadmin", "mshta", "reg", "systemctl", "launchctl", "sudo", "setsid",
    ),
}  # fmt: skip


@cache
def table(group: Group) -> tuple[Atom, ...]:
    """Return every atom of a group; the order is part of the compiled database's key."""
    if group == "unicode":
        return (*_UNICODE, _compatible_letters())
    found: list[Atom] = []
    if group == "javascript":
        found += [
            Atom(name=name, kind="word", pattern=pattern)
            for name, pattern in atoms_javascript.words()
        ]
        found += [
            Atom(name=name, kind="shape", pattern=pattern, spans=spans)
            for name, pattern, spans in atoms_javascript.SPANS
        ]
    elif group == "class":
        found += [
            Atom(name=name, kind="word", pattern=pattern) for name, pattern in atoms_java.words()
        ]
    elif group in _ALWAYS:
        found += [_word(word) for word in words(group)]
    found += _marks(group)
    found += _hosts()
    if group == "constant":
        found.append(Atom(name="url", kind="shape", pattern=rb"://", once=True))
    else:
        found.append(_ADDRESS)
    if group == "class":
        found += _SHAPES[:1]
    elif group not in {"constant", "binary"}:
        bundled = group in {"javascript", "text"}  # where long lines are everyday text
        found += [one for one in _SHAPES if not (bundled and one.name == "long-line")]
    if group == "python":
        found.append(_ESCAPES)
    if group in {"text", "python", "shell", "javascript"}:
        found += _directives()
    return tuple(found)


@cache
def words(language: str) -> tuple[str, ...]:
    """Return the words that code of a language needs to do anything that has a meaning."""
    if language == "javascript":
        return tuple(name for name, _ in atoms_javascript.words())
    found = set(_ALWAYS.get(language, ()))
    meanings = api.load(language)
    for table_, star in ((meanings.exact, False), (meanings.starred, True)):
        for symbol, meaning in table_.items():
            if not meaning.weak:
                found.update(rare(symbol, star=star))
    for module in meanings.modules:
        found.update(rare(module, star=False))
    return tuple(sorted(word for word in found if word.isidentifier()))


def rare(symbol: str, *, star: bool) -> tuple[str, ...]:
    """Return the word without which a symbol cannot be reached; none where there is no such."""
    parts = re.split(r"\.|::", symbol)
    root = parts[0]
    if root not in _BROAD:
        return (root,)
    if star and len(parts) == 1:
        return ()
    for part in reversed(parts[1:]):
        if len(part) >= 4 and part not in COMMON:
            return (part,)
    if root not in _COMMON_ROOTS:
        return (root,)
    return (parts[-1],) if len(parts[-1]) > 4 else ()


def _word(word: str) -> Atom:
    pattern = re.escape(word.encode())
    if word in _AMBIGUOUS:
        pattern = rb"\b(?:import|from)\s[^\n]{0,80}\b" + pattern + rb"\b"
        return Atom(name=word, kind="word", pattern=pattern)
    return Atom(name=word, kind="word", pattern=pattern, whole="word")


def _marks(group: Group) -> list[Atom]:
    found = []
    for mark in strings.load().mark:
        if mark.raw or group == "constant":
            found += [
                Atom(
                    name=mark.symbol,
                    kind="string",
                    pattern=expression.encode(),
                    caseless=not mark.exact,
                )
                for expression in mark.any
                if group == "constant" or not _ANCHORED.search(expression)
            ]
    return found


_ANCHORED = re.compile(r"\(\?:\^|\$$")
"""Means the beginning or end of a constant; costs an automaton of its own over raw text."""


def _hosts() -> list[Atom]:
    """Full host names; single labels (`onion`, `tk`) count inside URLs only."""
    return [
        Atom(
            name=group.symbol,
            kind="host",
            pattern=re.escape(name.encode()),
            caseless=True,
            whole="host",
        )
        for group in strings.load().hosts
        for name in group.names
        if "." in name and not group.weak
    ]


_ADDRESS = Atom(
    name="host.address",
    kind="host",
    pattern=rb"(?:https?|ftp|tcp|wss?)://(?:[^/\s\x22\x27@]{1,40}@)?\d{1,3}(?:\.\d{1,3}){3}",
    caseless=True,
)
_ESCAPES = Atom(
    name="escape-run",
    kind="shape",
    pattern=rb"[^0-9a-fA-F](?:\\x[0-9a-fA-F]{2}){12}",
    spans=rb"(?:\\x[0-9a-fA-F]{2}){12,}",
)
_SHAPES = (
    Atom(
        name="base64-run",
        kind="shape",
        pattern=rb"[A-Za-z0-9+/]{160}",
        spans=rb"[A-Za-z0-9+/]{160,}={0,2}",
    ),
    Atom(name="long-line", kind="shape", pattern=rb"[^\n]{4000}", spans=rb"[^\n]{4000,}"),
)
_UNICODE = (
    Atom(
        name="bidi",
        kind="shape",
        pattern=rb"\xe2(?:\x80[\xaa-\xae]|\x81[\xa6-\xa9])",
        spans=rb"\xe2(?:\x80[\xaa-\xae]|\x81[\xa6-\xa9])",
    ),
    Atom(
        name="invisible",
        kind="shape",
        # Runs only: joiners inside emoji and a stray zero-width space are everyday text.
        pattern=rb"(?:\xe2\x80[\x8b-\x8f]|\xe2\x81[\xa0-\xa4]|\xe3\x85\xa4|\xef\xbe\xa0){4}",
        spans=rb"(?:\xe2\x80[\x8b-\x8f]|\xe2\x81[\xa0-\xa4]|\xe3\x85\xa4|\xef\xbe\xa0){4,}",
    ),
    Atom(
        name="tag-characters",
        kind="shape",
        pattern=rb"(?:\xf3\xa0[\x80-\x81][\x80-\xbf]){6}",
        spans=rb"(?:\xf3\xa0[\x80-\x81][\x80-\xbf]){6,}",
    ),
    Atom(
        name="variation-selectors",
        kind="shape",
        pattern=rb"(?:\xef\xb8[\x80-\x8f]|\xf3\xa0[\x84-\x87][\x80-\xbf]){4}",
        spans=rb"(?:\xef\xb8[\x80-\x8f]|\xf3\xa0[\x84-\x87][\x80-\xbf]){4,}",
    ),
)


def _directives() -> list[Atom]:
    """Phrases that speak to whoever reviews a package rather than to whoever uses it."""
    expressions = [text.replace(" ", r"\s{1,3}") for text in strings.load().directives]
    return [
        Atom(
            name="reviewer-directive",
            kind="shape",
            pattern=text.encode(),
            spans=b"(?i)" + text.encode(),
            caseless=True,
        )
        for text in expressions
    ]


def _compatible_letters() -> Atom:
    """Letters that Python reads as ASCII ones (NFKC): full-width, mathematical, roman numerals."""
    name = f"letters-1-{unicodedata.unidata_version}"
    pattern = compiled.read(name)
    if pattern is None:
        pattern = _compatible_pattern()
        compiled.write(name, pattern)
    return Atom(name="compatible-letter", kind="shape", pattern=pattern)


def _compatible_pattern() -> bytes:
    spelled: dict[bytes, set[int]] = {}
    for number in range(0xAA, 0x1FFFF):
        letter = chr(number)
        if not letter.isidentifier() and not f"a{letter}".isidentifier():
            continue
        plain = unicodedata.normalize("NFKC", letter)
        if plain.isascii() and plain != letter:
            encoded = letter.encode()
            spelled.setdefault(encoded[:-1], set()).add(encoded[-1])
    lasts: dict[bytes, list[bytes]] = {}
    for prefix, ends in spelled.items():
        key = b"".join(b"\\x%02x" % end for end in sorted(ends))
        lasts.setdefault(key, []).append(b"".join(b"\\x%02x" % byte for byte in prefix))
    return b"|".join(
        b"(?:" + b"|".join(prefixes) + b")[" + ends + b"]" for ends, prefixes in lasts.items()
    )
