import pytest

from pratique.dataset.indicators import indicators, redacted
from pratique.model import Fact, Location, Value


def _of(kind, text):
    fact = Fact(behaviour="net/http", location=Location(member="a"), values=(Value(kind, text),))
    return indicators([fact])


@pytest.mark.parametrize(
    ("kind", "text", "found"),
    [
        ("url", "https://C2.Attacker.xyz:8080/x", "host:c2.attacker.xyz"),
        ("host", "c2.attacker.xyz.", "host:c2.attacker.xyz"),
        ("url", "http://1.2.3.4/x", "ip:1.2.3.4"),
        (
            "url",
            "https://discord.com/api/webhooks/12345/abcdefgh",
            "url:discord.com/api/webhooks/12345/abcdefgh",
        ),
        ("host", "evil-app.herokuapp.com", "host:evil-app.herokuapp.com"),
        ("wallet", "bc1qar0srrr7xfkvy5l643lydnw9re59gtzzwf5mdq",
         "wallet:bc1qar0srrr7xfkvy5l643lydnw9re59gtzzwf5mdq"),
    ],
)  # fmt: skip
def test_what_identifies_somebody(kind, text, found):
    assert _of(kind, text) == (found,)


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("url", "https://discord.com/api/v9/users/@me"),
        ("url", "https://api.ipify.org?format=json"),
        ("url", "https://discord.com/"),
        ("url", "http://127.0.0.1:8000/"),
        ("url", "http://192.168.1.1/"),
        ("url", "https://{host}/x"),
        ("url", "https://[bad"),
        ("host", "example.invalid"),
        ("host", "setup.py"),
        ("host", "localhost"),
        ("host", "discord.com"),
        ("ip", "8.8.8"),
        ("ip", "1.1.1.1"),
        ("string", "c2.attacker.xyz"),
        ("url", "https://cdn.discordapp.com/attachments/1/2/picture.png"),
    ],
)
def test_what_identifies_nobody(kind, text):
    assert _of(kind, text) == ()


def test_what_never_runs_identifies_nobody():
    fact = Fact(
        behaviour="net/http",
        location=Location(member="tests/a"),
        activation="test",
        values=(Value("host", "c2.attacker.xyz"),),
    )
    assert indicators([fact]) == ()


@pytest.mark.parametrize(
    "secret",
    [
        "https://discord.com/api/webhooks/948685141331558460/ozpP_ba0DN9yyMKdP4nXiSWzfdUGZ5",
        "bot123456789:" + "A" * 35,
        "ghp_" + "a" * 36,
        "AKIA" + "Q" * 16,
        "someone@mail.example",
        r"C:\Users\Someone\x",
        "/home/someone/.ssh",
        "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.dozjgNryP4J3jVmNHl0w5N",
    ],
)
def test_secrets_and_names_are_redacted_once_and_for_all(secret):
    shown = redacted(f"x {secret} y")
    assert secret not in shown
    assert "[" in shown
    assert redacted(shown) == shown
