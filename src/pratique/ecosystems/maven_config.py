"""Where Maven is told to look: `settings.xml` with its mirrors, servers and proxies.

Source: Maven's "Settings Reference" and "Using Mirrors for Repositories": the user's file wins over
the installation's; the first mirror that covers `central` is taken.
"""

import logging
import os
import re
import tomllib
from collections.abc import Iterator, Mapping
from importlib import resources
from pathlib import Path

import msgspec

from pratique.ecosystems import maven_pom

LOG = logging.getLogger(__name__)
CENTRAL = "central"
_VARIABLE = re.compile(r"\$\{env\.(\w+)\}")


class Repository(msgspec.Struct, frozen=True, kw_only=True):
    """The repository that stands for Maven Central on this machine."""

    url: str
    credentials: tuple[str, str] | None = None
    proxy: str | None = None
    feed: str = ""
    """Address of its search, empty where none is known."""


def repository(environment: Mapping[str, str] | None = None) -> Repository:
    """Return where Maven would take artifacts of Central from."""
    environment = os.environ if environment is None else environment
    settings = [maven_pom.read(data) for data in _files(environment)]
    for document in settings:
        for mirror in maven_pom.groups(document, (("mirrors", "mirror"),)):
            if covers(mirror.get("mirrorOf", "")) and mirror.get("url"):
                url = _expanded(mirror["url"], environment)
                return Repository(
                    url=url.rstrip("/") + "/",
                    credentials=_credentials(settings, mirror.get("id", ""), environment),
                    proxy=_proxy(settings, environment),
                )
    text = resources.files("pratique.ecosystems").joinpath("defaults.toml").read_text("utf-8")
    central = tomllib.loads(text)["maven"]
    return Repository(
        url=central["repository"],
        feed=central["feed"],
        credentials=_credentials(settings, CENTRAL, environment),
        proxy=_proxy(settings, environment),
    )


def covers(mirror_of: str) -> bool:
    """Tell whether a mirror stands for Central.

    >>> covers("*"), covers("external:*"), covers("*,!central"), covers("internal")
    (True, True, False, False)
    """
    words = [word.strip() for word in mirror_of.split(",")]
    if f"!{CENTRAL}" in words:
        return False
    return any(word in {CENTRAL, "*", "external:*"} for word in words)


def _files(environment: Mapping[str, str]) -> Iterator[bytes]:
    """Yield the settings there are, the user's first."""
    home = Path(environment.get("HOME", "~")).expanduser()
    candidates = [home / ".m2" / "settings.xml"]
    candidates += [
        Path(environment[name]) / "conf" / "settings.xml"
        for name in ("MAVEN_HOME", "M2_HOME")
        if environment.get(name)
    ]
    candidates.append(Path("/etc/maven/settings.xml"))
    for path in candidates:
        if path.is_file() and path.stat().st_size <= maven_pom.POM_BYTES:
            data = path.read_bytes()
            if trouble := maven_pom.read(data).trouble:
                LOG.warning("%s: cannot be read whole, mirrors may be missing: %s", path, trouble)
            yield data


def _expanded(text: str, environment: Mapping[str, str]) -> str:
    return _VARIABLE.sub(lambda found: environment.get(found[1], ""), text)


def _credentials(
    settings: list[maven_pom.Document], identity: str, environment: Mapping[str, str]
) -> tuple[str, str] | None:
    """Return a server's name and password; an encrypted password is of no use here."""
    for document in settings:
        for server in maven_pom.groups(document, (("servers", "server"),)):
            password = _expanded(server.get("password", ""), environment)
            if server.get("id") == identity and server.get("username") and password[:1] != "{":
                return _expanded(server["username"], environment), password
    return None


def _proxy(settings: list[maven_pom.Document], environment: Mapping[str, str]) -> str | None:
    for document in settings:
        for proxy in maven_pom.groups(document, (("proxies", "proxy"),)):
            if proxy.get("active", "true") == "true" and proxy.get("host"):
                port = proxy.get("port", "8080")
                host = _expanded(proxy["host"], environment)
                return f"{proxy.get('protocol', 'http')}://{host}:{port}"
    return None
