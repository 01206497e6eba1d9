"""Rust's pure methods and functions, as they may be applied to constants."""

from collections.abc import Callable, Mapping
from typing import Any

from pratique.code.evaluate import plain

_MOST = 4 * 1024 * 1024
_LETTERS = 16_384
_ROOTS = (
    "std core alloc libc winapi windows nix reqwest ureq hyper isahc attohttpc curl minreq surf "
    "tokio async_std smol libloading dlopen dlopen2 memmap2 memmap rustls native_tls openssl "
    "base64 hex data_encoding flate2 zstd brotli aes rc4 cbc chacha20 dirs home directories "
    "whoami hostname sysinfo gethostname arboard clipboard copypasta cli_clipboard enigo rdev "
    "screenshots scrap xcap rusqlite tempfile fs_extra walkdir glob zip tar git2 ssh2 lettre "
    "teloxide serenity webhook tungstenite tokio_tungstenite winreg auto_launch cron subprocess "
    "duct xshell powershell_script runas sudo device_query inputbot mlua rhai wasmtime wasmer "
    "proc_macro syn trust_dns_resolver hickory_resolver dns_lookup local_ip_address mac_address "
    "goldberg obfstr litcrypt solana_sdk ethers web3 bip39 keyring security_framework "
    "build_target cc bindgen pkg_config cmake autocfg rustc_version vergen openssl_sys "
    "self_replace self_update goblin iced_x86 dynasm rust_embed include_dir serde_json toml"
).split()
_PRELUDE = "String Vec Box Some Ok Err Option Result Rc Arc Mutex Default Self".split()
_MACROS = (
    "include_bytes! include_str! include! env! option_env! asm! global_asm! join! push! push_str! "
    "extend! extend_from_slice! append! u8! char! range! ctor! dtor! proc_macro! "
    "proc_macro_derive! proc_macro_attribute! key! obfstr! lc! matches! assert! dbg! xor!"
).split()


def _text(data: Any) -> str:  # noqa: ANN401 bytes, or a list of numbers
    if isinstance(data, str):
        return data
    made = bytes(number & 0xFF for number in data)
    return made.decode("utf-8", "replace")


def _short(text: str) -> str:
    """Return a text that may be taken apart letter by letter."""
    if len(text) > _LETTERS:
        raise OverflowError("too long to be taken apart")
    return text


def _pointer(text: Any) -> Any:  # noqa: ANN401 text or bytes
    """Return what a pointer to a text of C means: the zero at its end is none of it."""
    zero = "\0" if isinstance(text, str) else b"\0"
    return text[:-1] if text.find(zero) == len(text) - 1 else text


def _repeat(text: Any, count: int) -> Any:  # noqa: ANN401
    return plain.repeated(text, count, _MOST)


def _range(*given: int) -> range:
    made = range(*given)
    if len(made) > plain.MAX_ITEMS:
        raise OverflowError("too long")
    return made


def _parsed(text: str) -> Any:  # noqa: ANN401
    return int(text)


def _str_methods() -> dict[str, Callable[..., Any]]:
    return {
        "as_bytes": str.encode,
        "bytes": lambda text: list(_short(text).encode()),
        "into_bytes": str.encode,
        "chars": lambda text: list(_short(text)),
        "len": lambda text: len(text.encode()),
        "to_uppercase": str.upper,
        "to_lowercase": str.lower,
        "to_ascii_lowercase": str.lower,
        "to_ascii_uppercase": str.upper,
        "trim": str.strip,
        "trim_start": str.lstrip,
        "trim_end": str.rstrip,
        "replace": lambda text, old, new: text.replace(old, new) if len(new) < 4096 else text,
        "split": lambda text, sign: text.split(sign) if sign else list(text),
        "split_whitespace": lambda text: _short(text).split(),
        "lines": lambda text: _short(text).splitlines(),
        "starts_with": lambda text, start: text.startswith(start),
        "ends_with": lambda text, end: text.endswith(end),
        "contains": lambda text, part: part in text,
        "is_empty": lambda text: not text,
        "repeat": _repeat,
        "rev": lambda text: text[::-1],
        "parse": _parsed,
        "char_indices": lambda text: list(enumerate(_short(text))),
        "strip_prefix": str.removeprefix,
        "strip_suffix": str.removesuffix,
        "trim_end_matches": lambda text, end: text.removesuffix(end),
        "trim_start_matches": lambda text, start: text.removeprefix(start),
    }


def _methods() -> Mapping[tuple[type, str], Callable[..., Any]]:
    table: dict[tuple[type, str], Callable[..., Any]] = {
        (str, name): function for name, function in _str_methods().items()
    }
    for kind in (str, bytes):
        table[kind, "as_ptr"] = table[kind, "cast"] = _pointer
    table[bytes, "len"] = len
    table[bytes, "rev"] = lambda data: data[::-1]
    table[bytes, "repeat"] = _repeat
    table[bytes, "to_ascii_lowercase"] = bytes.lower
    table[range, "rev"] = lambda numbers: list(reversed(numbers))
    table[range, "step_by"] = lambda numbers, step: numbers[::step]
    numbers: dict[str, Callable[..., Any]] = {
        "wrapping_add": lambda one, other: one + other,
        "wrapping_sub": lambda one, other: one - other,
        "wrapping_mul": lambda one, other: one * other,
        "rotate_left": lambda one, by: ((one << (by & 7)) | (one >> (8 - (by & 7)))) & 0xFF,
        "rotate_right": lambda one, by: ((one >> (by & 7)) | (one << (8 - (by & 7)))) & 0xFF,
        "pow": plain.raised,
        "min": min,
        "max": max,
        "abs": abs,
    }
    for name, function in numbers.items():
        table[int, name] = function
    return table


METHODS = _methods()
FUNCTIONS: Mapping[str, Callable[..., Any]] = {
    "u8!": lambda value: (ord(value) if isinstance(value, str) else int(value)) & 0xFF,
    "char!": lambda value: value if isinstance(value, str) else chr(value),
    "range!": _range,
    "String.from": lambda value: value,
    "String.new": lambda *_: "",
    "String.with_capacity": lambda *_: "",
    "Vec.new": lambda *_: [],
    "Vec.with_capacity": lambda *_: [],
    "Vec.from": lambda value: value,
    "String.from_utf8": _text,
    "String.from_utf8_lossy": _text,
    "String.from_utf8_unchecked": _text,
    "std.str.from_utf8": _text,
    "std.str.from_utf8_unchecked": _text,
    "std.ffi.CStr.from_bytes_with_nul": _pointer,
    "std.ffi.CStr.from_bytes_with_nul_unchecked": _pointer,
    "std.ffi.CStr.from_ptr": _pointer,
    "char.from": lambda value: value if isinstance(value, str) else chr(value),
    "char.from_u32": chr,
    "std.iter.repeat": lambda value: [value] * 256,
    "u8.from_str_radix": int,
    "u32.from_str_radix": int,
}
BUILTINS = frozenset(
    (
        *_ROOTS,
        *_PRELUDE,
        *_MACROS,
        "u8",
        "u16",
        "u32",
        "u64",
        "usize",
        "i32",
        "char",
        "str",
        "__name__",
    )
)
