"""Further disguises for JavaScript: ways to spell a text, to reach `require`, to run a code.

Each is one expression, so that a name, a loader and a runner can be joined at will. Written from
public descriptions of obfuscators and from the language itself, before a look at the evaluator.
"""

import base64
import gzip
import json
import re
import zlib
from collections.abc import Callable, Mapping

CALLED = re.compile(r"\brequire\('([a-z_]+)'\)")
ALPHABET = "qwertyuiopasdfghjklzxcvbnm_"


def _codes(text: str, key: int = 0) -> str:
    return ", ".join(str(ord(char) ^ key) for char in text)


def _base36(text: str) -> str:
    pieces = [text[place : place + 8] for place in range(0, len(text), 8)]
    parts = [part.split("_") for part in pieces]
    return " + ".join(
        " + '_' + ".join(f"({int(one, 36)}).toString(36)" if one else "''" for one in part)
        for part in parts
    )


def _spoiled(text: str) -> str:
    return text[:2] + "~" + text[2:] + "~"


def _thirteen(text: str) -> str:
    small = "abcdefghijklmnopqrstuvwxyz"
    return text.translate(str.maketrans(small, small[13:] + small[:13]))


NAMES: Mapping[str, Callable[[str], str]] = {
    "text-decoder": lambda t: f"new TextDecoder().decode(Uint8Array.from([{_codes(t)}]))",
    "typed-array": lambda t: f"Buffer.from(new Uint8Array([{_codes(t)}])).toString()",
    "json": lambda t: "JSON.parse('\"" + "".join(f"\\\\u{ord(c):04x}" for c in t) + "\"')",
    "percent": lambda t: "decodeURIComponent('" + "".join(f"%{ord(c):02x}" for c in t) + "')",
    "base36": _base36,
    "rot13": lambda t: (
        f"'{_thirteen(t)}'.replace(/[a-z]/g, (c) => String.fromCharCode("
        "(c.charCodeAt(0) - 97 + 13) % 26 + 97))"
    ),
    "map-xor": lambda t: f"[{_codes(t, 7)}].map((c) => String.fromCharCode(c ^ 7)).join('')",
    "reduce": lambda t: f"[{_codes(t, 9)}].reduce((s, c) => s + String.fromCodePoint(c ^ 9), '')",
    "apply-codes": lambda t: f"String.fromCharCode.apply(null, [{_codes(t)}])",
    "spread-codes": lambda t: f"String.fromCharCode(...[{_codes(t)}])",
    "alphabet": lambda t: (
        f"[{', '.join(str(ALPHABET.index(c)) for c in t)}].map((i) => '{ALPHABET}'[i]).join('')"
    ),
    "for-of": lambda t: (
        f"(() => {{ let s = ''; for (const i of [{', '.join(str(ALPHABET.index(c)) for c in t)}]) "
        f"s += '{ALPHABET}'.charAt(i); return s }})()"
    ),
    "pairs": lambda t: (
        f"'{t.encode().hex()}'.match(/../g).map((h) => String.fromCharCode(parseInt(h, 16)))"
        ".join('')"
    ),
    "hex-regex": lambda t: (
        f"'{t.encode().hex()}'.replace(/.{{2}}/g, (h) => String.fromCharCode('0x' + h))"
    ),
    "spoiled": lambda t: f"'{_spoiled(t)}'.replace(/~/g, '')",
    "split-join": lambda t: f"'{_spoiled(t)}'.split('~').join('')",
    "slice": lambda t: f"'xx{t}yy'.slice(2, -2)",
    "substring": lambda t: f"'xx{t}yy'.substring(2, {2 + len(t)})",
    "concat": lambda t: f"''.concat('{t[:1]}', '{t[1:3]}', '{t[3:]}')",
    "reduce-right": lambda t: f"[...'{t[::-1]}'].reduceRight((s, c) => s + c)",
    "sorted": lambda t: (
        "["
        + ", ".join(f"[{i}, '{c}']" for i, c in sorted(enumerate(t), key=lambda p: p[1]))
        + "].sort((a, b) => a[0] - b[0]).map((p) => p[1]).join('')"
    ),
    "keys": lambda t: f"Object.keys({{ {t}: 0 }})[0]",
    "entries": lambda t: f"Object.entries({{ a: '{t}' }})[0][1]",
    "function-name": lambda t: f"(function {t} () {{}}).name",
    "symbol": lambda t: f"Symbol('{t}').description",
    "error": lambda t: f"new Error('{t}').message",
    "regex-source": lambda t: f"/{t}/.source",
    "match-group": lambda t: f"/-(.+)-/.exec('-{t}-')[1]",
    "map": lambda t: f"new Map([['k', '{t}']]).get('k')",
    "coerced": lambda t: f"`${{{{ toString: () => '{t}' }}}}`",
    "coerced-array": lambda t: f"['{t}'] + []",
    "getter": lambda t: f"({{ get a () {{ return '{t}' }} }}).a",
    "class-static": lambda t: f"(class {{ static a = '{t}' }}).a",
    "class-method": lambda t: f"new (class {{ a () {{ return '{t}' }} }})().a()",
    "generator": lambda t: (
        f"[...(function * () {{ yield '{t[:2]}'; yield '{t[2:]}' }})()].join('')"
    ),
    "default": lambda t: f"((m = '{t}') => m)()",
    "destructured": lambda t: f"(({{ a: [, m] }}) => m)({{ a: [0, '{t}'] }})",
    "thrown": lambda t: f"(() => {{ try {{ throw '{t}' }} catch (e) {{ return e }} }})()",
    "tag": lambda t: f"((p) => [...p[0]].reverse().join(''))`{t[::-1]}`",
    "raw": lambda t: f"String.raw`{t[:3]}${{'{t[3:]}'}}`",
    "switch": lambda t: (
        "(() => { let s = '', o = '1|0'.split('|'), i = 0; while (true) { switch (o[i++]) { "
        f"case '0': s += '{t[2:]}'; continue; case '1': s += '{t[:2]}'; continue }} break }} "
        "return s })()"
    ),
    "recursive": lambda t: (
        f"(function f (a) {{ return a.length ? String.fromCharCode(a[0] - 1) + f(a.slice(1)) : '' }})"
        f"([{', '.join(str(ord(c) + 1) for c in t)}])"
    ),
    "ternary": lambda t: f"(typeof window === 'undefined' ? '{t}' : 'url')",
    "search-params": lambda t: f"new URLSearchParams('a={t}').get('a')",
    "buffer-swap": lambda t: f"Buffer.from('{t[::-1]}').reverse().toString()",
    "base64url": lambda t: (
        f"Buffer.from('{base64.urlsafe_b64encode(t.encode()).decode().rstrip('=')}', 'base64url') + ''"
    ),
    "inflated": lambda t: (
        "require('zlib').inflateSync(Buffer.from("
        f"'{base64.b64encode(zlib.compress(t.encode())).decode()}', 'base64')).toString()"
    ),
}
"""Expressions that give a text of small letters and underscores."""

LOADERS: Mapping[str, Callable[[str], str]] = {
    "call": lambda n: f"require.call(null, {n})",
    "apply": lambda n: f"require.apply(null, [{n}])",
    "bind": lambda n: f"require.bind(null, {n})()",
    "reflect": lambda n: f"Reflect.apply(require, undefined, [{n}])",
    "spread": lambda n: f"require(...[{n}])",
    "comma": lambda n: f"(0, require)({n})",
    "optional": lambda n: f"require?.({n})",
    "ternary": lambda n: f"(typeof require === 'function' ? require : () => ({{}}))({n})",
    "alias": lambda n: f"((r) => r({n}))(require)",
    "object": lambda n: f"({{ r: require }}).r({n})",
    "array": lambda n: f"[require][0]({n})",
    "proxy": lambda n: f"new Proxy({{}}, {{ get: (_, k) => require(k) }})[{n}]",
    "getter": lambda n: f"({{ get m () {{ return require({n}) }} }}).m",
    "map-over": lambda n: f"[{n}].map(require)[0]",
    "map-arrow": lambda n: f"[{n}].map((m) => require(m)).pop()",
    "module": lambda n: f"module.require({n})",
    "main-module": lambda n: f"process.mainModule.require({n})",
    "load": lambda n: f"module.constructor._load({n})",
    "built-in": lambda n: f"process.getBuiltinModule({n})",
    "create-require": lambda n: f"require('module').createRequire(__filename)({n})",
    "global": lambda n: f"(globalThis.r = require, globalThis.r)({n})",
    "class": lambda n: f"new (class {{ constructor (m) {{ this.m = require(m) }} }})({n}).m",
    "generator": lambda n: f"(function * () {{ yield require({n}) }})().next().value",
    "try": lambda n: f"(() => {{ try {{ return require({n}) }} catch {{ return {{}} }} }})()",
    "curried": lambda n: f"((f) => (x) => f(x))(require)({n})",
    "with-node": lambda n: f"require('node:' + ({n}))",
}
"""Expressions that give the module whose name an expression gives."""


def _base64(text: str) -> str:
    return f"Buffer.from('{base64.b64encode(text.encode()).decode()}', 'base64').toString()"


def _gzipped(text: str) -> str:
    body = base64.b64encode(gzip.compress(text.encode(), mtime=0)).decode()
    return f"require('zlib').gunzipSync(Buffer.from('{body}', 'base64')).toString()"


def _xored(text: str) -> str:
    key = "bilge"
    mixed = bytes(b ^ ord(key[i % len(key)]) for i, b in enumerate(text.encode()))
    return (
        f"((b, k) => b.map((c, i) => c ^ k.charCodeAt(i % k.length)).toString())"
        f"(Buffer.from('{mixed.hex()}', 'hex'), '{key}')"
    )


RUNNERS: Mapping[str, Callable[[str], str]] = {
    "indirect": lambda t: f"(0, eval)({_base64(t)})",
    "global-eval": lambda t: f"globalThis['ev' + 'al']({_base64(t)})",
    "script": lambda t: f"new (require('vm').Script)({_base64(t)}).runInThisContext()",
    "vm-context": lambda t: f"require('vm').runInNewContext({_gzipped(t)}, {{ require, process }})",
    "compile-function": lambda t: (
        f"require('vm').compileFunction({_base64(t)}, ['require'])(require)"
    ),
    "compile": lambda t: f"module._compile({_xored(t)}, __filename)",
    "constructor": lambda t: f"(() => {{}}).constructor('require', {_xored(t)})(require)",
    "array-constructor": lambda t: (
        f"[]['filter']['constructor']('require', {_gzipped(t)})(require)"
    ),
    "async-constructor": lambda t: (
        f"new (Object.getPrototypeOf(async function () {{}}).constructor)('require', {_base64(t)})"
        "(require)"
    ),
    "generator-constructor": lambda t: (
        f"(function * () {{}}).constructor('require', {_base64(t)})(require).next()"
    ),
    "reflect-construct": lambda t: (
        f"Reflect.construct(Function, ['require', {_base64(t)}])(require)"
    ),
    "worker": lambda t: f"new (require('worker_threads').Worker)({_xored(t)}, {{ eval: true }})",
    "child": lambda t: (
        f"require('child_process').spawn(process.execPath, ['-e', {_base64(t)}], "
        "{ detached: true, stdio: 'ignore' })"
    ),
    "data-import": lambda t: f"import('data:text/javascript,' + encodeURIComponent({_base64(t)}))",
    "timer": lambda t: f"setTimeout(() => eval({_base64(t)}), 5000)",
    "promise": lambda t: f"Promise.resolve({_base64(t)}).then(eval)",
    "then-function": lambda t: (
        f"(async () => {_xored(t)})().then((c) => new Function('require', c)(require))"
    ),
    "reduce-pieces": lambda t: (
        "eval(["
        + ", ".join(json.dumps(t[place : place + 40]) for place in range(0, len(t), 40))
        + "].reduce((s, p) => s + p, ''))"
    ),
    "on-exit": lambda t: f"process.on('exit', () => eval({_base64(t)}))",
}
"""Statements that run a code, given as text, when the module that holds them is loaded."""


def with_names(spell: Callable[[str], str]) -> Callable[[str], str]:
    """Return a disguise that spells the names of modules anew."""
    return lambda text: CALLED.sub(lambda match: f"require({spell(match[1])})", text)


def with_loader(load: Callable[[str], str]) -> Callable[[str], str]:
    """Return a disguise that reaches modules anew."""
    return lambda text: CALLED.sub(lambda match: load(f"'{match[1]}'"), text)


def with_runner(run: Callable[[str], str]) -> Callable[[str], str]:
    """Return a disguise that hides the whole and runs it."""
    return lambda text: run(text) + "\n"
