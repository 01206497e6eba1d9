"""Read Java class files: constant pool, fields, methods and their code, all bounded by the bytes.

Source: The Java Virtual Machine Specification, chapter 4. Nothing is verified that is not needed;
what does not fit raises `Broken`, which the caller turns into a limitation.
"""

import re
import struct
from collections.abc import Iterator

import msgspec

MAGIC = b"\xca\xfe\xba\xbe"
MEMBERS = 20_000
"""Methods and fields of one class; the format allows 65,535 of each."""
_KEYS = re.compile(rb"(?i)priv(?:ate)?_?key|mnemonic|(?:seed|secret|recovery)_?(?:phrase|words)")
_U2 = struct.Struct(">H")
_U2U2 = struct.Struct(">HH")
_U4 = struct.Struct(">I")
_INT = struct.Struct(">i")
_LONG = struct.Struct(">q")
_FLOAT = struct.Struct(">f")
_DOUBLE = struct.Struct(">d")
_HEAD = struct.Struct(">HHHI")
_SIZES = {3: 4, 4: 4, 5: 8, 6: 8, 7: 2, 8: 2, 9: 4, 10: 4, 11: 4, 12: 4, 15: 3, 16: 2, 17: 4,
          18: 4, 19: 2, 20: 2}  # fmt: skip


class Broken(Exception):  # noqa: N818 control flow inside one reader
    """The bytes are no class file, or not a whole one."""


class Method(msgspec.Struct, frozen=True):
    """One method; `code` is empty for native and abstract ones."""

    access: int
    name: str
    descriptor: str
    code: bytes = b""
    lines: tuple[tuple[int, int], ...] = ()
    """Offset in the code and line of the source, by offset."""
    handlers: tuple[tuple[int, int, int], ...] = ()
    """Start and end of what is watched, and where its handler begins."""
    variables: tuple[tuple[int, str], ...] = ()
    """Place and name of each parameter, where names were kept and one may be that of a key."""


class Field(msgspec.Struct, frozen=True):
    """One field, and its constant where it has one."""

    access: int
    name: str
    descriptor: str
    constant: str | int | float | None = None


class ClassFile:
    """One class: entries of the pool are decoded when they are asked for."""

    def __init__(self, data: bytes) -> None:
        if data[:4] != MAGIC or len(data) < 10:
            raise Broken("no class file")
        self.data = data
        self.named_keys = _KEYS.search(data) is not None
        self._tags: list[int] = [0]
        self._places: list[int] = [0]
        self._texts: dict[int, str] = {}
        try:
            end = self._pool()
            self._parse(end)
        except (struct.error, IndexError) as error:
            raise Broken(f"cut or broken ({error})") from error

    def _pool(self) -> int:
        data = self.data
        count = _U2.unpack_from(data, 8)[0]
        tags, places, sizes, position, size = self._tags, self._places, _SIZES, 10, len(data)
        while len(tags) < count:
            tag = data[position]
            position += 1
            tags.append(tag)
            places.append(position)
            if tag == 1:
                position += 2 + (data[position] << 8 | data[position + 1])
            else:
                step = sizes.get(tag)
                if step is None:
                    raise Broken(f"constant of unknown kind {tag}")
                position += step
                if tag in {5, 6}:
                    tags.append(0)
                    places.append(0)
            if position > size:
                raise Broken("the constant pool is cut")
        return position

    def _parse(self, position: int) -> None:
        data = self.data
        self.access, this, above = struct.unpack_from(">HHH", data, position)
        self.name = self.class_at(this)
        self.parent = self.class_at(above) if above else ""
        position += 6
        count = _U2.unpack_from(data, position)[0]
        self.interfaces = tuple(
            self.class_at(_U2.unpack_from(data, position + 2 + 2 * at)[0]) for at in range(count)
        )
        position += 2 + 2 * count
        self.fields, position = self._members(position)
        self.methods, position = self._members(position)
        self.attributes = dict(self._attributes(position))

    def _members(self, position: int) -> tuple[list[tuple[int, int, int, int]], int]:
        """Return access, name, descriptor and attributes' place of each member, and the end."""
        data = self.data
        count = _U2.unpack_from(data, position)[0]
        position += 2
        if count > MEMBERS:
            raise Broken("more members than a class of this kind has")
        found = []
        for _ in range(count):
            access, name, descriptor = struct.unpack_from(">HHH", data, position)
            found.append((access, name, descriptor, position + 6))
            position += 6
            attributes = _U2.unpack_from(data, position)[0]
            position += 2
            for _ in range(attributes):
                position += 6 + _U4.unpack_from(data, position + 2)[0]
            if position > len(data):
                raise Broken("a member is cut")
        return found, position

    def _attributes(self, position: int) -> Iterator[tuple[str, tuple[int, int]]]:
        data = self.data
        count = _U2.unpack_from(data, position)[0]
        position += 2
        for _ in range(count):
            name, size = struct.unpack_from(">HI", data, position)
            if position + 6 + size > len(data):
                raise Broken("an attribute is cut")
            yield self.text(name), (position + 6, size)
            position += 6 + size

    # -- the pool

    @property
    def count(self) -> int:
        """Return one more than the number of entries of the pool."""
        return len(self._tags)

    def text(self, index: int) -> str:
        """Return the text of a Utf8 entry; Java's own form of UTF-8, mended where it is broken."""
        known = self._texts.get(index)
        if known is None:
            known = self._texts[index] = self._text(index)
        return known

    def _text(self, index: int) -> str:
        if not 0 < index < len(self._tags) or self._tags[index] != 1:
            return ""
        place = self._places[index]
        size = _U2.unpack_from(self.data, place)[0]
        raw = self.data[place + 2 : place + 2 + size]
        if raw.isascii():
            return raw.decode("ascii")
        mended = raw.replace(b"\xc0\x80", b"\0")
        try:
            text = mended.decode("utf-8", "surrogatepass")
        except UnicodeDecodeError:
            text = mended.decode("utf-8", "replace")
        return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")

    def class_at(self, index: int) -> str:
        """Return the dotted name of a class entry."""
        if not 0 < index < len(self._tags) or self._tags[index] not in {7, 19, 20}:
            return ""
        return self.text(_U2.unpack_from(self.data, self._places[index])[0]).replace("/", ".")

    def tag(self, index: int) -> int:
        """Return the kind of an entry, 0 for none."""
        return self._tags[index] if 0 < index < len(self._tags) else 0

    def named(self, index: int) -> tuple[str, str]:
        """Return name and descriptor of a NameAndType entry."""
        if self.tag(index) != 12:
            return "", ""
        name, descriptor = _U2U2.unpack_from(self.data, self._places[index])
        return self.text(name), self.text(descriptor)

    def reference(self, index: int) -> tuple[str, str, str]:
        """Return owner, name and descriptor of a field or method reference."""
        if self.tag(index) not in {9, 10, 11, 17, 18}:
            return "", "", ""
        owner, pair = _U2U2.unpack_from(self.data, self._places[index])
        if self.tag(index) in {17, 18}:
            return f"#{owner}", *self.named(pair)
        return self.class_at(owner), *self.named(pair)

    def constant(self, index: int) -> tuple[str, str | int | float | None]:
        """Return the kind and the value of what `ldc` pushes."""
        tag = self.tag(index)
        place = self._places[index] if tag else 0
        match tag:
            case 3:
                return "number", _INT.unpack_from(self.data, place)[0]
            case 4:
                return "number", _FLOAT.unpack_from(self.data, place)[0]
            case 5:
                return "number", _LONG.unpack_from(self.data, place)[0]
            case 6:
                return "number", _DOUBLE.unpack_from(self.data, place)[0]
            case 7:
                return "class", self.class_at(index)
            case 8:
                return "text", self.text(_U2.unpack_from(self.data, place)[0])
            case 1:
                return "text", self.text(index)
        return "", None

    def handle(self, index: int) -> tuple[int, str, str, str]:
        """Return kind, owner, name and descriptor of a method handle."""
        if self.tag(index) != 15:
            return 0, "", "", ""
        place = self._places[index]
        kind, reference = self.data[place], _U2.unpack_from(self.data, place + 1)[0]
        return kind, *self.reference(reference)

    def bootstraps(self) -> list[tuple[int, tuple[int, ...]]]:
        """Return the bootstrap methods: handle and arguments of each."""
        place, size = self.attributes.get("BootstrapMethods", (0, 0))
        if not size:
            return []
        end, data = place + size, self.data
        count = _U2.unpack_from(data, place)[0]
        place += 2
        found = []
        for _ in range(count):
            if place + 4 > end:
                raise Broken("the bootstrap methods are cut")
            handle, arguments = _U2U2.unpack_from(data, place)
            place += 4
            if place + 2 * arguments > end:
                raise Broken("the bootstrap methods are cut")
            found.append((handle, struct.unpack_from(f">{arguments}H", data, place)))
            place += 2 * arguments
        return found

    # -- members

    def every_field(self) -> Iterator[Field]:
        """Yield every field."""
        for access, name, descriptor, place in self.fields:
            constant: str | int | float | None = None
            for attribute, (start, size) in self._attributes(place):
                if attribute == "ConstantValue" and size == 2:
                    constant = self.constant(_U2.unpack_from(self.data, start)[0])[1]
            yield Field(access, self.text(name), self.text(descriptor), constant)

    def every_method(self) -> Iterator[Method]:
        """Yield every method with its code, the line numbers and the handlers."""
        for access, name, descriptor, place in self.methods:
            found = Method(access, self.text(name), self.text(descriptor))
            for attribute, (start, size) in self._attributes(place):
                if attribute == "Code" and size >= 12:
                    found = self._code(found, start, start + size)
            yield found

    def _code(self, method: Method, start: int, end: int) -> Method:
        data = self.data
        size = _U4.unpack_from(data, start + 4)[0]
        place = start + 8 + size
        if place + 2 > end:
            raise Broken("the code of a method is cut")
        code = data[start + 8 : place]
        count = _U2.unpack_from(data, place)[0]
        place += 2
        handlers = [struct.unpack_from(">HHH", data, place + 8 * at) for at in range(count)]
        place += 8 * count
        lines: list[tuple[int, int]] = []
        variables: tuple[tuple[int, str], ...] = ()
        for attribute, (at, length) in self._attributes(place):
            if attribute == "LineNumberTable" and length >= 2:
                entries = _U2.unpack_from(data, at)[0]
                if 2 + 4 * entries > length:
                    raise Broken("a table of lines is cut")
                pairs = struct.unpack_from(f">{2 * entries}H", data, at + 2)
                lines.extend(zip(pairs[::2], pairs[1::2], strict=True))
            elif attribute == "LocalVariableTable" and self.named_keys:
                variables = self._variables(at, length)
        return Method(
            method.access,
            method.name,
            method.descriptor,
            code,
            tuple(sorted(lines)),
            tuple(handlers),
            variables,
        )

    def _variables(self, place: int, size: int) -> tuple[tuple[int, str], ...]:
        """Return place and name of the variables that there are from the beginning."""
        count = min(_U2.unpack_from(self.data, place)[0], (size - 2) // 10)
        entries = (
            struct.unpack_from(">HHHHH", self.data, place + 2 + 10 * at) for at in range(count)
        )
        return tuple((slot, self.text(name)) for start, _, name, _, slot in entries if not start)


def parameters(descriptor: str) -> tuple[list[str], str]:
    """Return the types of a method's parameters and of its result.

    >>> parameters("(I[JLjava/lang/String;)V")
    (['I', '[J', 'java.lang.String'], 'V')
    """
    found: list[str] = []
    position, size = 1, len(descriptor)
    while position < size and descriptor[position] != ")":
        start = position
        while position < size and descriptor[position] == "[":
            position += 1
        if position < size and descriptor[position] == "L":
            end = descriptor.find(";", position)
            position = size if end < 0 else end + 1
        else:
            position += 1
        found.append(_type(descriptor[start:position]))
        if len(found) > 255:
            break
    return found, _type(descriptor[position + 1 :])


def _type(text: str) -> str:
    if text.startswith("L"):
        return text[1:].rstrip(";").replace("/", ".")
    return text.replace("/", ".") if text.startswith("[") else text
