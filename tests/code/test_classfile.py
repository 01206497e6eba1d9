"""Class files: what a whole one says, and that no broken one raises or stays unsaid."""

import random
import struct

import pytest

from pratique.code.classfile import Broken, ClassFile, parameters
from pratique.code.languages.java import lower
from tests.code.classes import Pool, class_file, starts

WHOLE = starts("sh /tmp/.x")


def test_names_methods_and_lines_are_read():
    found = ClassFile(WHOLE)
    (method,) = found.every_method()
    assert (found.name, found.parent, method.name) == (
        "org.acme.Start", "java.lang.Object", "<clinit>",
    )  # fmt: skip
    assert method.lines == ((0, 7),)


def test_types_of_a_descriptor_are_told_apart():
    assert parameters("(I[JLa/B;[[Lc/D;)La/E;") == (["I", "[J", "a.B", "[[Lc.D;"], "a.E")


@pytest.mark.parametrize("end", range(0, len(WHOLE), 3))
def test_a_cut_class_is_broken_and_lowered_to_nothing(end):
    program = lower(WHOLE[:end], 1)
    assert not program.body or program.troubles or WHOLE[:end][:4] != WHOLE[:4]


def test_flipped_bytes_never_raise():
    dice = random.Random(7)
    for _ in range(3000):
        data = bytearray(WHOLE)
        for _ in range(dice.randint(1, 6)):
            data[dice.randrange(4, len(data))] = dice.randrange(256)
        program = lower(bytes(data), 1)
        for statement in program.body:
            assert statement.line >= 0


def test_a_pool_that_lies_about_its_length_is_broken():
    data = bytearray(WHOLE)
    data[8:10] = b"\xff\xff"
    with pytest.raises(Broken):
        ClassFile(bytes(data))


@pytest.mark.parametrize(
    "code",
    [
        b"\xa7\x00\x00",  # a jump to itself
        b"\xa7\x7f\xff\xb1",  # a jump out of the method
        b"\xaa\x00\x00\x00" + struct.pack(">iii", 0, 0, 2_000_000_000),  # a switch without end
        b"\xab\x00\x00\x00" + struct.pack(">ii", 0, -5),
        b"\x57" * 500 + b"\xb1",  # more taken than there is
        b"\x59" * 5000 + b"\xb1",  # copies of nothing
        b"\x03\x99\x00\x03" * 4000 + b"\xb1",  # branches, one after the other
        b"\xc4\x84\x00",  # cut inside an instruction
        bytes(range(256)) * 20,
    ],
)
def test_code_that_no_compiler_writes_is_bounded(code):
    lower(class_file("org/acme/Odd", Pool(), code), 1)
