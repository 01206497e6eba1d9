"""Class files put together by hand: the least of a pool, one static initialiser."""

import struct

POOL_ENDS = {"Utf8": 1, "Class": 7, "String": 8, "Methodref": 10, "NameAndType": 12}


class Pool:
    """A constant pool that gives every entry once."""

    def __init__(self) -> None:
        self.entries: list[bytes] = []
        self._known: dict[bytes, int] = {}

    def _add(self, entry: bytes) -> int:
        if entry not in self._known:
            self.entries.append(entry)
            self._known[entry] = len(self.entries)
        return self._known[entry]

    def text(self, text: str) -> int:
        raw = text.encode()
        return self._add(b"\x01" + struct.pack(">H", len(raw)) + raw)

    def klass(self, name: str) -> int:
        return self._add(b"\x07" + struct.pack(">H", self.text(name)))

    def string(self, text: str) -> int:
        return self._add(b"\x08" + struct.pack(">H", self.text(text)))

    def method(self, owner: str, name: str, descriptor: str) -> int:
        pair = self._add(b"\x0c" + struct.pack(">HH", self.text(name), self.text(descriptor)))
        return self._add(b"\x0a" + struct.pack(">HH", self.klass(owner), pair))


def class_file(name: str, pool: Pool, code: bytes, line: int = 7) -> bytes:
    """Return a class whose static initialiser has this code, all of it on one line."""
    this, above = pool.klass(name), pool.klass("java/lang/Object")
    initialiser, nothing = pool.text("<clinit>"), pool.text("()V")
    attribute, lines = pool.text("Code"), pool.text("LineNumberTable")
    table = struct.pack(">HIHHH", lines, 6, 1, 0, line)
    body = struct.pack(">HHI", 8, 8, len(code)) + code + struct.pack(">HH", 0, 1) + table
    method = struct.pack(">HHHH", 8, initialiser, nothing, 1)
    method += struct.pack(">HI", attribute, len(body)) + body
    head = b"\xca\xfe\xba\xbe" + struct.pack(">HHH", 0, 52, len(pool.entries) + 1)
    members = struct.pack(">HHHHH", 0x21, this, above, 0, 0) + struct.pack(">H", 1) + method
    return head + b"".join(pool.entries) + members + struct.pack(">H", 0)


def starts(command: str, name: str = "org/acme/Start") -> bytes:
    """Return a class that starts a command line when it is loaded."""
    pool = Pool()
    get = pool.method("java/lang/Runtime", "getRuntime", "()Ljava/lang/Runtime;")
    run = pool.method("java/lang/Runtime", "exec", "(Ljava/lang/String;)Ljava/lang/Process;")
    code = b"\xb8" + struct.pack(">H", get) + b"\x13" + struct.pack(">H", pool.string(command))
    code += b"\xb6" + struct.pack(">H", run) + b"\x57\xb1"
    return class_file(name, pool, code)
