"""What the prefilter looks for in JavaScript: modules in quotes, rare names, shapes of hiding.

Words of Python's kind would select nearly every file: `exec` is a method of patterns, `process`
and `constructor` are everywhere. So modules count where they are named as modules, and words that
all code uses count only in the shape that gives them their meaning.
"""

import re
from functools import cache

import msgspec

from pratique.code import api

_BROAD = frozenset(
    """
    fs os path process crypto util url buffer stream events zlib module window document navigator
    localStorage sessionStorage console String Object Array Promise Math JSON Reflect Response
    Request Intl Buffer URL URLSearchParams TextDecoder TextEncoder formdata express require
    import setTimeout setInterval setImmediate queueMicrotask requestAnimationFrame encodeURI
    requestIdleCallback addEventListener jQuery Image EventSource structuredClone Function Base64
    AsyncFunction GeneratorFunction AsyncGeneratorFunction Worker SharedWorker WebAssembly chrome
    electron querystring decodeURIComponent decodeURI btoa escape encodeURIComponent open glob
    yaml v8 cluster eval fetch XMLHttpRequest WebSocket unescape atob worker_threads Module
    timers mongodb firebase aws-sdk ethers download base-64 del tar ip address mic
    """.split()
)
"""Roots whose name says nothing; their members count where those are rare words."""
_COMMON = frozenset(
    """
    request connect write send append open read load update upload launch exec prompt call invoke
    create schedule message system version get set key keys values entries from alloc assign parse
    stringify text json blob body basename dirname join resolve format inspect all call find query
    languages language platform plugins response buffer forms type close data start listen resolver
    machine environment headers request Server Client Session clone walk record ajax post compile
    instantiate register getItem dispatch writeln
    """.split()
)


class Shape(msgspec.Struct, frozen=True, gc=False):
    """A name of a hit, the expression that finds it, and the classes of what it stands for."""

    name: str
    pattern: bytes
    classes: tuple[str, ...]


_Q = rb"['\"`]"
SHAPES = (
    Shape("js:eval", rb"\beval\b", ("evaluate",)),
    Shape("js:eval-of", rb"\beval\s*\(\s*(?:function|\(|atob|unescape|Buffer|String|decodeURI|new\b)",
          ("evaluate", "hiding")),
    Shape("js:function", rb"\bFunction\s*\(\s*[^)\s\"'`]", ("evaluate",)),
    Shape("js:function-text", rb"\bFunction\s*\(\s*['\"`](?:[^r]|r[^e]|re[^t])", ("evaluate",)),
    Shape("js:constructor", rb"(?:\.constructor|\[\s*['\"`]constructor['\"`]\s*\])\s*\(",
          ("evaluate", "hiding", "reach")),
    Shape("js:constructor-of", rb"constructor['\"`]?\]?\s*[.\[]\s*['\"`]?constructor",
          ("evaluate", "hiding", "reach")),
    Shape("js:alias", rb"[=(,]\s*(?:eval|Function)\s*[;,)\n]", ("evaluate",)),
    Shape("js:require-of", rb"\brequire\s*\(\s*(?:[^'\"`\s)./]|/[^/*\n]|['\"`][^'\"`\n]{0,80}['\"`]\s*[+.])", ("reach",)),
    Shape("js:require-value", rb"[=(\[,:?>]\s*require\s*(?:[;\])}\n]|,\s*(?:null\b|undefined\b|void 0|['\"`\[(]|[\w$]{1,40}\s*[\[(.]))", ("reach",)),
    Shape("js:import-of", rb"\bimport\s*\(\s*(?:[^'\"`\s)./*]|['\"`]data:)", ("reach",)),
    Shape("js:member-of", rb"\b(?:process|require|globalThis|global)\s*\[\s*[^\]\d\s]", ("hiding", "reach")),
    Shape("js:main-require", rb"\bmainModule\b|\bgetBuiltinModule\b|\b_load\b", ("hiding", "reach")),
    Shape("js:binding", rb"\bprocess\s*\.\s*(?:_linkedB|b)inding\b", ("bad", "run", "hiding", "reach")),
    Shape("js:dlopen", rb"\bprocess\s*\.\s*dlopen\b", ("native",)),
    Shape("js:compile", rb"\._compile\b", ("evaluate",)),
    Shape("js:hex-name", rb"\b_0x[0-9a-f]{4,6}\b", ("bad", "hiding")),
    Shape("js:char-code", rb"\bfromCharCode\b|\bfromCodePoint\b", ("decode",)),
    Shape("js:decoding", rb"\batob\b|\bunescape\b|\bLZString\b", ("decode",)),
    Shape("js:encoding", rb",\s*['\"`](?:base64|hex|latin1)['\"`]\s*\)", ("decode",)),
    Shape("js:decipher", rb"\bcreateDecipher(?:iv)?\b|\b(?:AES|RC4|TripleDES)\.decrypt\b", ("decode",)),
    Shape("js:inflate", rb"\b(?:inflateSync|inflateRawSync|gunzipSync|unzipSync|brotliDecompressSync)\b",
          ("decode",)),
    Shape("js:fetch", rb"\bfetch\s*\(", ("net",)),
    Shape("js:xhr", rb"\bXMLHttpRequest\b", ("net",)),
    Shape("js:websocket", rb"\bnew\s+WebSocket\b|['\"`](?:ws|socket\.io-client)['\"`]", ("net",)),
    Shape("js:environment", rb"\bprocess\.env\s*[^.\w\s\[?]|\benv\s*\}\s*=\s*process\b", ("environment",)),
    Shape("js:secret-name",
          rb"\benv(?:\.|\[['\"`])\w{0,30}(?:TOKEN|SECRET|PASSW|API_?KEY|ACCESS_KEY|PRIVATE_KEY|MNEMONIC)",
          ("environment",)),
    Shape("js:home", rb"\bhomedir\s*\(", ("home",)),
    Shape("js:delete", rb"\b(?:rmSync|rmdirSync|unlinkSync|rimraf|emptyDirSync|rm)\s*\(", ("delete",)),
    Shape("js:dialer", rb"\.ethereum\b|\beth_sendTransaction\b|\bsignAndSendTransaction\b", ("wallet",)),
    Shape("js:patched", rb"XMLHttpRequest\.prototype\.(?:open|send)\s*=|\b(?:window|globalThis|self)\.fetch\s*=",
          ("patch",)),
    Shape("js:wallet-patched",
          rb"\bprototype\s*(?:\.|\[['\"`])(?:send|sign|transfer)\w{0,24}(?:['\"`]\])?\s*=[^=]", ("wallet", "patch")),
    Shape("js:keys", rb"['\"`]key(?:down|press|up)['\"`]", ("keys",)),
    Shape("js:cookie", rb"\bdocument\.cookie\b", ("secret",)),
    Shape("js:card", rb"(?i)\b(?:card.?number|cardnumber|cvv|cvc)\b", ("card",)),
    Shape("js:detached", rb"\bdetached\s*:\s*(?:true|!0)", ("run",)),
    Shape("js:endless", rb"<=?\s*Infinity\s*;|\n(?:while\s*\(\s*(?:true|1|!0)\s*\)|for\s*\(\s*;\s*;)", ("bad",)),
    Shape("js:executable", rb"\b0o?7[05][05]\b|chmodSync", ("mode",)),
)  # fmt: skip
"""In this order: it is part of the compiled database's key."""
SPANS = (
    ("escape-run", rb"(?:\\x[0-9a-fA-F]{2}){12}", rb"(?:\\x[0-9a-fA-F]{2}){12,}"),
    ("escape-run", rb"(?:\\u[0-9a-fA-F]{4}){12}", rb"(?:\\u[0-9a-fA-F]{4}){12,}"),
    ("number-run", rb"(?:\d{2,3},\s?){40}", rb"(?:\d{2,3},\s?){40,}"),
    ("sum-run", rb"[\[\]()!+]{60}", rb"[\[\]()!+]{60,}"),
    (
        "sum-run",
        rb"(?:(?:\"[^\"\n]{1,3}\"\+)?[\w$]{1,8}\.[$_]{1,4}\+){6}",
        rb"(?:(?:\"[^\"\n]{1,3}\"\+)?[\w$]{1,8}\.[$_]{1,4}\+){6,}",
    ),
    (
        "sum-run",
        rb"(?:\(\xef\xbe\x9f[^\n()]{1,3}\xef\xbe\x9f\)[^\n]{0,24}){8}",
        rb"(?:\(\xef\xbe\x9f[^\n()]{1,3}\xef\xbe\x9f\)[^\n]{0,24}){8,}",
    ),
)
PAIRS = (
    frozenset(("delete", "home")),
    frozenset(("wallet", "net")),
    frozenset(("wallet", "patch")),
    frozenset(("secret-string", "wallet")),
    frozenset(("patch", "net")),
    frozenset(("keys", "net")),
    frozenset(("card", "net")),
    frozenset(("mode", "net")),
    frozenset(("home", "net")),
    frozenset(("home", "bad")),
    frozenset(("home", "secret")),
    frozenset(("sums",)),
    frozenset(("reach", "hiding", "evaluate")),
)
"""Classes that matter together in JavaScript, beside those of every language."""


@cache
def modules() -> dict[str, frozenset[str]]:
    """Return every module's name with the behaviours of its symbols, broad ones left out."""
    from pratique.code.languages.javascript_pure import BUILTINS

    table = api.load("javascript")
    found: dict[str, set[str]] = {}
    for symbol, meaning in (*table.exact.items(), *table.starred.items()):
        root = _root(symbol)
        if root in _BROAD or root in BUILTINS or not _named(root):
            continue
        behaviours = (*meaning.does, *(one for way in meaning.when for one in way.does))
        if not meaning.weak or behaviours:
            found.setdefault(root, set()).update(behaviours)
    for alias, target in table.modules.items():
        root = _root(target)
        if root in found and _named(alias):
            found.setdefault(alias, set()).update(found[root])
    return {name: frozenset(behaviours) for name, behaviours in found.items()}


@cache
def members() -> dict[str, frozenset[str]]:
    """Return rare last parts of symbols (`userInfo`, `sendBeacon`) with their behaviours."""
    table = api.load("javascript")
    found: dict[str, set[str]] = {}
    for symbol, meaning in table.exact.items():
        root, _, last = symbol.rpartition(".")
        behaviours = (*meaning.does, *(one for way in meaning.when for one in way.does))
        if meaning.weak or not root or len(last) < 6 or last in _COMMON or not behaviours:
            continue
        if _root(symbol) in _BROAD and last.isidentifier():
            found.setdefault(last, set()).update(behaviours)
    return {name: frozenset(behaviours) for name, behaviours in found.items()}


def _root(symbol: str) -> str:
    match = re.match(r"@[^/]+/[^.]+|[^.]+", symbol)
    return match[0] if match else symbol


def _named(name: str) -> bool:
    return re.fullmatch(r"@?[\w$-]+(?:/[\w$.-]+)?", name) is not None and len(name) > 1


@cache
def words() -> tuple[tuple[str, bytes], ...]:
    """Return name and expression of every word atom."""
    found = [(shape.name, shape.pattern) for shape in SHAPES]
    found += [
        (name, _Q + rb"(?:node:)?" + re.escape(name.encode()) + rb"(?:/[\w.-]{1,40})?" + _Q)
        for name in sorted(modules())
    ]
    found += [
        (name, rb"\b" + re.escape(name.encode()) + rb"\b")
        for name in sorted(members())
        if name not in modules()
    ]
    return tuple(found)


@cache
def behaviours() -> dict[str, frozenset[str]]:
    """Return the behaviours that the module and member words stand for."""
    return {**members(), **modules()}


@cache
def shape_classes() -> dict[str, frozenset[str]]:
    """Return the classes of the shapes."""
    return {shape.name: frozenset(shape.classes) for shape in SHAPES}
