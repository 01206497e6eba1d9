"""Compiled Python, read without loading it."""

import base64
import marshal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pratique.code import bytecode, bytecode_ir, ir
from pratique.code.bytecode_instructions import instructions
from tests.code.compiled_samples import COMPILED, SOURCE

VERSIONS = tuple(COMPILED)


def compiled(version: str) -> bytes:
    return base64.b64decode(COMPILED[version])


def shown(node: object) -> str:
    """Spell what a test asks about."""
    match node:
        case ir.Const():
            return repr(node.value)
        case ir.Name():
            return node.name
        case ir.Attribute():
            return f"{shown(node.object)}.{node.name}"
        case ir.Call():
            given = [shown(one) for one in node.arguments]
            given += [f"{name}={shown(value)}" for name, value in node.keywords]
            return f"{shown(node.callee)}({', '.join(given)})"
        case ir.Operation():
            return f"({f' {node.operator} '.join(map(shown, node.operands))})"
        case ir.Sequence():
            return f"{node.kind}[{', '.join(map(shown, node.items))}]"
        case ir.Assign():
            return f"{shown(node.target)} = {shown(node.value)}"
        case ir.Subscript():
            return f"{shown(node.object)}[{shown(node.index)}]"
    return type(node).__name__


def lines(body: tuple[ir.Statement, ...]) -> list[str]:
    """Spell every statement, at any depth, with its line."""
    found = []
    for one in body:
        match one:
            case ir.Evaluate(expression=ir.Function() | ir.Class() as inner):
                found.append(f"{one.line} def {inner.name}")
                held = ir.body(inner) if isinstance(inner, ir.Function) else inner.body
                found += lines(held)
            case ir.Evaluate():
                found.append(f"{one.line} {shown(one.expression)}")
            case ir.Import():
                found.append(f"{one.line} import {one.module} {one.name or ''}".rstrip())
            case ir.Branch():
                found += [f"if {shown(one.test)}", *lines(one.then), *lines(one.otherwise)]
            case ir.Loop():
                found += [f"for {shown(one.iterable)}", *lines(one.body)]
            case ir.Try():
                found += lines(one.body)
            case ir.With():
                found.append(f"with {shown(one.items[0][0])}")
            case ir.Return():
                found.append(f"return {shown(one.value)}")
    return found


@pytest.mark.parametrize("version", VERSIONS)
def test_the_version_is_known_by_its_magic_number(version):
    assert bytecode.version_of(compiled(version)) == tuple(map(int, version.split(".")))


@pytest.mark.parametrize("version", VERSIONS)
def test_names_and_texts_of_every_version_are_read(version):
    code = bytecode.read(compiled(version))
    assert code is not None
    assert {"os", "base64", "Popen", "system", "environ", "exec"} <= bytecode.names(code) | {"exec"}
    texts = {one.decode() if isinstance(one, bytes) else one for one in bytecode.strings(code)}
    assert {"http://collect.invalid/up", "curl %s | sh", "cHJpbnQoMSk="} <= texts


@pytest.mark.parametrize("version", VERSIONS)
def test_calls_stand_with_their_arguments_and_the_lines_of_the_source(version):
    program = bytecode_ir.program(compiled(version))
    assert program is not None
    found = lines(program.body)
    assert "1 import os" in found
    assert "2 import subprocess Popen" in found
    assert "if cmd" in found
    assert "6 os.system(('curl %s | sh' % HOST))" in found
    assert "for tuple[1, 2]" in found
    assert "8 exec(base64.b64decode('cHJpbnQoMSk='))" in found
    assert "return P(list['id'], shell=False)" in found
    assert "with open('x')" in found
    assert "13 f.write(os.environ['HOME'])" in found
    assert "14 go(1)" in found
    assert any(line.endswith("def A") for line in found)


@pytest.mark.parametrize("version", VERSIONS)
def test_serialised_code_without_a_header_is_read_too(version):
    numbers = tuple(map(int, version.split(".")))
    bare = compiled(version)[8 if numbers < (3, 3) else 12 if numbers < (3, 7) else 16 :]
    program = bytecode_ir.program(bare)
    assert program is not None
    assert "14 go(1)" in lines(program.body)


def test_what_this_interpreter_compiles_is_read_like_the_samples():
    bare = marshal.dumps(compile(SOURCE, "s.py", "exec"))
    code = bytecode.read(bare)
    assert code is not None
    assert "6 os.system(('curl %s | sh' % HOST))" in lines(bytecode_ir.lower(code).body)


def test_newer_instructions_that_this_machine_has_no_interpreter_for_are_known():
    # LOAD_SMALL_INT 0, LOAD_CONST None, IMPORT_NAME os, STORE_NAME os, LOAD_NAME os,
    # LOAD_ATTR system (a method), LOAD_CONST, CALL 1, POP_TOP, of CPython 3.14.
    body = bytes((128, 0, 94, 0, 82, 0, 73, 0, 116, 0, 93, 0, 80, 3)) + bytes(18)
    body += bytes((82, 1, 52, 1)) + bytes(6) + bytes((31, 0, 82, 0, 35, 0))
    code = bytecode.Code(
        (3, 14),
        0,
        0,
        0,
        body,
        (None, "echo inert"),
        ("os", "system"),
        (),
        (),
        (),
        "<module>",
        1,
        b"",
    )
    assert "1 os.system('echo inert')" in lines(bytecode_ir.lower(code).body)


def test_branches_of_an_expression_are_both_kept():
    bare = marshal.dumps(compile("x = f() if g() else h()\ny = a and b()\n", "s", "exec"))
    program = bytecode_ir.program(bare)
    assert program is not None
    text = str(program.body)
    assert "Choice" in text
    assert all(f"name='{name}'" in text for name in "fghab")


def test_code_that_no_function_is_made_of_is_taken_to_run():
    inner = compile("import os\nos.system('echo inert')\n", "s", "exec")
    outer = compile("exec(0x5EED)", "s", "exec")
    swapped = tuple(inner if one == 0x5EED else one for one in outer.co_consts)
    code = bytecode.read(marshal.dumps(outer.replace(co_consts=swapped)))
    assert code is not None
    (call,) = [one for one in bytecode_ir.lower(code).body if isinstance(one, ir.Evaluate)]
    assert isinstance(call.expression, ir.Call)
    (argument,) = call.expression.arguments
    assert isinstance(argument, ir.Call)
    assert isinstance(argument.callee, ir.Function)
    assert "2 os.system('echo inert')" in lines(ir.body(argument.callee))


@pytest.mark.parametrize(
    "data", [b"", b"c", b"\xe3", b"\xa7\r\r\n", b"\xa7\r\r\n" + bytes(12), b"\xe3" + bytes(400)]
)
def test_garbage_is_no_code(data):
    assert bytecode.read(data) is None


def test_deep_nesting_is_no_way_to_stop_the_reader():
    assert bytecode.read(b"\xe3" + b")\x01" * 500_000) is None
    assert bytecode.read(b"\xa7\r\r\n" + bytes(12) + b"c" * 500_000) is None


@settings(max_examples=150, deadline=None)
@given(
    version=st.sampled_from(VERSIONS),
    place=st.integers(min_value=0),
    value=st.binary(min_size=1, max_size=8),
)
def test_damaged_code_never_raises(version, place, value):
    data = bytearray(compiled(version))
    at = place % len(data)
    data[at : at + len(value)] = value
    program = bytecode_ir.program(bytes(data))
    if program is not None:
        lines(program.body)


def test_the_parts_of_a_code_object_are_told_by_where_its_instructions_stand():
    body, consts, names = b"d\0S\0", (None,), ("os",)
    parts = {
        (2, 7): (0, 0, 1, 64, body, consts, names, (), "f", "m", 1, b""),
        (3, 7): (0, 0, 0, 1, 64, body, consts, names, (), "f", "m", 1, b""),
        (3, 9): (0, 0, 0, 0, 1, 64, body, consts, names, (), "f", "m", 1, b""),
    }
    for version, held in parts.items():
        code = bytecode.assembled(held)
        assert code is not None
        assert (code.version, code.names) == (version, names)
    assert bytecode.assembled((1, 2, 3)) is None
    assert bytecode.assembled((0, 0, 0, 0, body, "no", names, (), "f", "m", 1)) is None


@pytest.mark.parametrize(
    "held",
    ["tide", b"\0tide", 7, -(2**70), 1.5, None, True, ["a", ["b", 2]], ("a", 1), {"a": ["b"]}],
)
def test_serialised_data_is_data(held):
    assert bytecode.plain(marshal.dumps(held)) == held


@pytest.mark.parametrize("data", [b"", b"[", b"\xf5\xff", marshal.dumps(compile("1", "s", "eval"))])
def test_serialised_code_and_garbage_are_no_data(data):
    with pytest.raises(ValueError, match=r"is code|cannot be read|^$"):
        bytecode.plain(data)


@pytest.mark.parametrize("version", VERSIONS)
def test_every_jump_of_a_sample_leads_to_an_instruction(version):
    code = bytecode.read(compiled(version))
    assert code is not None
    for one in bytecode.walk(code):
        steps = instructions(one)
        assert all(-1 <= step.target <= len(steps) for step in steps)
        assert all(step.target >= 0 for step in steps if "JUMP" in step.name)


@pytest.mark.parametrize("magic", [62011, 62061, 62131, 62161])
def test_code_older_than_any_interpreter_of_today_is_read(magic):
    """Eggs of long ago lie among the tests of today; `import os; os.system("id")`."""

    def number(value: int) -> bytes:
        return value.to_bytes(4, "little", signed=True)

    def text(value: bytes) -> bytes:
        return b"s" + number(len(value)) + value

    body = b"".join(
        bytes([operation]) + argument.to_bytes(2, "little")
        for operation, argument in ((100, 0), (100, 1), (107, 0), (90, 0), (101, 0), (105, 1))
    )
    body += b"\x64\x02\0\x83\x01\0\x01\x64\x01\0\x53"
    constants = b"(" + number(3) + b"i" + number(-1) + b"N" + text(b"id")
    names = b"(" + number(2) + b"t" + text(b"os")[1:] + b"t" + text(b"system")[1:]
    nothing = b"(" + number(0)
    data = magic.to_bytes(2, "little") + b"\r\n" + bytes(4) + b"c"
    data += number(0) * 2 + number(2) + number(64) + text(body) + constants + names + nothing * 3
    data += text(b"m.py") + text(b"<module>") + number(1) + text(b"")
    program = bytecode_ir.program(data)
    assert program is not None
    found = " ".join(lines(program.body))
    assert "import os" in found
    assert "os.system('id')" in found
