"""Answer what a comparison asks about an artifact: texts of members, names that code mentions."""

import mmap
import re

from pratique import ecosystems, unpack
from pratique.inspection.request import Answer, Text
from pratique.limits import Budget, Limits
from pratique.model import Artifact, Content

TEXT_BYTES = 256 * 1024
TEXTS_BYTES = 8 * 1024 * 1024
_CODE = (
    *(".py", ".pyi", ".rs", ".java"),
    *(".js", ".cjs", ".mjs", ".ts", ".tsx", ".jsx", ".mts", ".cts"),
)
_NAME = re.compile(rb"[A-Za-z0-9_@][A-Za-z0-9_.@/\-]*")


def answer(
    data: bytes | mmap.mmap,
    artifact: Artifact,
    limits: Limits,
    texts: tuple[str, ...],
    mentions: frozenset[str],
) -> Answer:
    """Walk the outermost container once more and answer. Never raises for what is inside."""
    container = unpack.recognise(bytes(data[:65536]), artifact.filename)
    policy = ecosystems.ECOSYSTEMS[artifact.ecosystem].policy(artifact, container)
    wanted = frozenset(texts)
    found: dict[str, str] = {}
    spelled = {variant: name for name in mentions for variant in _variants(name)}
    mentioned: set[str] = set()
    left = TEXTS_BYTES
    walk = unpack.Walk(data, filename=artifact.filename, policy=policy, budget=Budget(limits))
    for item in walk:
        if not isinstance(item, Content):
            continue
        path = item.member.path
        if path in wanted and path not in found and left > 0:
            text = item.data[: min(TEXT_BYTES, left)].decode("utf-8", "replace")
            found[path] = text
            left -= len(text)
        if spelled and path.endswith(_CODE):
            mentioned.update(
                spelled[word] for word in set(_NAME.findall(item.data)) if word in spelled
            )
    return Answer(
        texts=tuple(Text(member=member, text=text) for member, text in found.items()),
        mentioned=tuple(sorted(mentioned)),
    )


def _variants(name: str) -> set[bytes]:
    """Return the words under which code may mention a dependency."""
    plain = name.rpartition(":")[2]
    shapes = {name, plain, plain.replace("-", "_"), plain.replace("-", "."), plain.replace("-", "")}
    bare = re.sub(r"^(python|py|types)[-_]?|[-_]?(python|py|js)$", "", plain, flags=re.IGNORECASE)
    shapes |= {bare, bare.replace("-", "_")}
    shapes |= {shape.lower() for shape in shapes}
    return {shape.encode() for shape in shapes if len(shape) > 1}
