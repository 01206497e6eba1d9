"""Files of a kind that the project never had: large, minified, binary or foreign-language."""

from collections.abc import Iterable, Iterator

from pratique.compare.pairing import Pairs
from pratique.model import Fact, Location, Member, Value

LARGE = 200_000
"""Bytes from which a new source file is remarkable."""
GROWTH = 8
"""A file that grows to so many times its size, and is large then, counts as new."""

_FAMILIES = {
    "python": (".py", ".pyw", ".pyi", ".pyx", ".pxd"),
    "javascript": (".js", ".cjs", ".mjs", ".jsx", ".ts", ".mts", ".cts", ".tsx"),
    "java": (".java", ".class", ".jar", ".kt", ".scala", ".groovy"),
    "rust": (".rs",),
    "shell": (".sh", ".bash", ".ps1", ".bat", ".cmd", ".vbs"),
    "binary": (".so", ".pyd", ".dll", ".dylib", ".exe", ".node", ".bin", ".wasm", ".scr"),
    "sound": (".wav", ".mp3", ".ogg", ".flac"),
}
_FAMILY = {suffix: family for family, suffixes in _FAMILIES.items() for suffix in suffixes}
_BINARY = frozenset(("elf", "pe", "macho", "wasm"))


def family(member: Member) -> str:
    """Return what kind of code or carrier a member is; empty for text, data and pictures."""
    if member.language in _BINARY:
        return "binary"
    _, dot, suffix = member.path.rpartition("/")[2].lower().rpartition(".")
    return _FAMILY.get(dot + suffix, "")


def payloads(old: Iterable[Member], new: Iterable[Member], pairs: Pairs) -> Iterator[Fact]:
    """Yield `meta/foreign-payload` for new members of a family or a size never seen before."""
    before = [member for member in old if member.kind == "file"]
    after = {member.path: member for member in new if member.kind == "file"}
    families = {family(member) for member in before}
    largest = max((member.size for member in before if family(member)), default=0)
    for change in pairs.changes:
        member = after.get(change.new)
        if member is None or change.kind not in {"added", "changed"}:
            continue
        kind = family(member)
        why = ""
        if change.kind == "added" and kind and kind not in families:
            why = f"first {kind} file"
        elif (
            kind
            and member.size >= max(LARGE, 2 * largest)
            and (change.kind == "added" or member.size >= GROWTH * max(1, change.old_size))
        ):
            why = "largest code by far"
        if why:
            yield Fact(
                behaviour="meta/foreign-payload",
                location=Location(member=member.path),
                source="diff",
                values=(Value("name", why), Value("path", member.path)),
                snippet=f"{why}: {member.size} bytes",
                tags=("new",),
            )
