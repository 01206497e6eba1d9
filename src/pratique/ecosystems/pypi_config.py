"""Where pip is told to look: pip's own configuration files and environment, read as pip does.

Source: pip's user guide, "Configuration": global, user and site files in that order, then
`PIP_CONFIG_FILE`, then the environment; the later wins. Sections `[global]`, then `[install]`.
"""

import configparser
import netrc
import os
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from urllib.parse import urlsplit

import msgspec

from pratique.errors import UsageError

FEED_VARIABLE = "PRATIQUE_PYPI_FEED"
"""Names the feed and the JSON API's base; a mirror has neither, so pip's index does not."""


class Indexes(msgspec.Struct, frozen=True, kw_only=True):
    """The addresses and certificates that pip would use."""

    index: str
    extra: tuple[str, ...] = ()
    certificates: str | None = None
    proxy: str | None = None
    timeout: float = 30.0


def indexes(environment: Mapping[str, str] | None = None) -> Indexes:
    """Return what pip is configured for, or else PyPI as `pypi_simple` knows it."""
    environment = os.environ if environment is None else environment
    settings = _settings(environment)
    index = settings.get("index-url", "").strip()
    if not index:
        from pypi_simple import PYPI_SIMPLE_ENDPOINT

        index = PYPI_SIMPLE_ENDPOINT
    extra = tuple(dict.fromkeys(settings.get("extra-index-url", "").split()))
    certificates = settings.get("cert") or next(
        (
            environment[name]
            for name in ("REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE")
            if environment.get(name)
        ),
        None,
    )
    try:
        timeout = float(settings.get("timeout") or settings.get("default-timeout") or 30)
    except ValueError:
        timeout = 30.0
    return Indexes(
        index=_slashed(index),
        extra=tuple(_slashed(one) for one in extra if _slashed(one) != _slashed(index)),
        certificates=certificates,
        proxy=settings.get("proxy") or None,
        timeout=min(max(timeout, 1.0), 60.0),
    )


def credentials(host: str, environment: Mapping[str, str] | None = None) -> tuple[str, str] | None:
    """Return what netrc knows for a host, None when it knows nothing."""
    environment = os.environ if environment is None else environment
    named = environment.get("NETRC")
    path = Path(named) if named else Path.home() / ".netrc"
    try:
        found = netrc.netrc(str(path)).authenticators(host)
    except (OSError, netrc.NetrcParseError):
        return None
    return (found[0], found[2] or "") if found else None


def feed(environment: Mapping[str, str] | None = None) -> str:
    """Return the address of the changelog: a setting, else beside PyPI's own simple API."""
    environment = os.environ if environment is None else environment
    named = environment.get(FEED_VARIABLE, "").strip()
    if named:
        return named
    from pypi_simple import PYPI_SIMPLE_ENDPOINT

    return PYPI_SIMPLE_ENDPOINT.rstrip("/").removesuffix("/simple") + "/pypi"


def json_base(index: str) -> str:
    """Return the JSON API beside an index, empty when the index is not laid out like PyPI's."""
    base = index.rstrip("/")
    if not base.startswith(("http://", "https://")) or not base.endswith("/simple"):
        return ""
    return base.removesuffix("/simple") + "/pypi"


def _settings(environment: Mapping[str, str]) -> Mapping[str, str]:
    found: dict[str, str] = {}
    for path in _files(environment):
        parser = configparser.RawConfigParser()
        try:
            parser.read(path, encoding="utf-8")
        except (configparser.Error, UnicodeDecodeError, OSError) as error:
            raise UsageError(f"{path}: pip's configuration cannot be read ({error})") from error
        for section in ("global", "install"):
            if parser.has_section(section):
                found.update(
                    {key.replace("_", "-"): value for key, value in parser[section].items()}
                )
    for name, value in environment.items():
        if name.startswith("PIP_") and value:
            found[name.removeprefix("PIP_").lower().replace("_", "-")] = value
    return found


def _files(environment: Mapping[str, str]) -> Iterator[Path]:
    named = environment.get("PIP_CONFIG_FILE")
    if named == os.devnull:
        return
    home = Path(environment.get("HOME") or Path.home())
    for folder in reversed(environment.get("XDG_CONFIG_DIRS", "/etc/xdg").split(":")):
        if folder:
            yield Path(folder) / "pip" / "pip.conf"
    yield Path("/etc/pip.conf")
    if sys.platform == "darwin":
        yield Path("/Library/Application Support/pip/pip.conf")
        yield home / "Library" / "Application Support" / "pip" / "pip.conf"
    yield home / ".pip" / "pip.conf"
    yield Path(environment.get("XDG_CONFIG_HOME") or home / ".config") / "pip" / "pip.conf"
    yield Path(sys.prefix) / "pip.conf"
    if named:
        yield Path(named)


def _slashed(url: str) -> str:
    return url if urlsplit(url).query or url.endswith("/") else url + "/"
