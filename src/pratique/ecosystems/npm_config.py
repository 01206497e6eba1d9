"""npm's own configuration: registries by scope, tokens, certificates, proxy.

Read as npm reads it: the environment (`npm_config_*`) before the project's, the user's and the
global `.npmrc`. Where none of them names a registry, npm itself is asked for its default.
Source: npm's documentation of `.npmrc` and of its configuration.
"""

import base64
import binascii
import os
import re
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import urlsplit

import msgspec

from pratique.errors import FetchError

FEED_VARIABLE = "PRATIQUE_NPM_FEED"
"""Names the database whose changes are followed; a mirror has none."""

_LINE = re.compile(r"\s*([^=;#\s\[][^=]*?)\s*=\s*(.*?)\s*")
_COMMENT = re.compile(r"(?<!\\)[;#].*")
_VARIABLE = re.compile(r"\$\{([^}]+)\}")
_BYTES = 1024 * 1024


class Settings(msgspec.Struct, frozen=True, kw_only=True):
    """What npm is configured for."""

    registry: str
    """Ends with a slash."""
    scopes: dict[str, str] = {}
    """Scope with its `@` → registry."""
    tokens: dict[str, str] = {}
    """Address without its scheme (`//host/path/`) → bearer token."""
    basic: dict[str, tuple[str, str]] = {}
    certificates: str | None = None
    proxy: str | None = None

    def of(self, name: str) -> str:
        """Return the registry that a package comes from."""
        scope = name.partition("/")[0] if name.startswith("@") else ""
        return self.scopes.get(scope, self.registry)

    def token(self, url: str) -> str:
        """Return the token of the longest configured address that an address lies under."""
        return next((self.tokens[one] for one in _covering(url, self.tokens)), "")

    def pair(self, url: str) -> tuple[str, str] | None:
        """Return name and password of the longest configured address, if any."""
        return next((self.basic[one] for one in _covering(url, self.basic)), None)


def settings(environment: Mapping[str, str] | None = None, folder: Path | None = None) -> Settings:
    """Return what npm is configured for here; raises FetchError when no registry is known."""
    env = os.environ if environment is None else environment
    found: dict[str, str] = {}
    for path in _files(env, folder or Path.cwd()):
        for key, value in _read(path, env).items():
            found.setdefault(key, value)
    for name, value in env.items():
        if name.lower().startswith("npm_config_") and value:
            key = name[11:]
            plain = key if key.startswith(("//", "@")) else key.lower().replace("_", "-")
            found[plain] = value
    registry = found.get("registry") or _asked()
    return Settings(
        registry=_slashed(registry),
        scopes={
            key.partition(":")[0]: _slashed(value)
            for key, value in found.items()
            if key.startswith("@") and key.endswith(":registry")
        },
        tokens={
            _slashed(key.rpartition(":")[0]): value
            for key, value in found.items()
            if key.startswith("//") and key.endswith(":_authToken")
        },
        basic=dict(_pairs(found)),
        certificates=found.get("cafile") or None,
        proxy=found.get("https-proxy") or found.get("proxy") or None,
    )


def feed(environment: Mapping[str, str] | None = None, folder: Path | None = None) -> str:
    """Return the address of the feed: a setting, else the replica beside npm's own registry."""
    env = os.environ if environment is None else environment
    named = env.get(FEED_VARIABLE, "").strip()
    if named:
        return named
    parts = urlsplit(settings(env, folder).registry)
    label, _, domain = parts.netloc.rpartition("@")[2].partition(".")
    if label != "registry" or not domain:
        raise FetchError(
            "the registry that npm is configured for has no known feed: name one with --feed or "
            + FEED_VARIABLE
        )
    return f"{parts.scheme}://replicate.{domain}/registry"


def _pairs(found: Mapping[str, str]) -> list[tuple[str, tuple[str, str]]]:
    pairs: list[tuple[str, tuple[str, str]]] = []
    for key, value in found.items():
        address, _, field = key.rpartition(":")
        if not address.startswith("//"):
            continue
        try:
            if field == "_auth":
                name, _, password = base64.b64decode(value).decode().partition(":")
                pairs.append((_slashed(address), (name, password)))
            elif field == "_password":
                name = found.get(f"{address}:username", "")
                pairs.append((_slashed(address), (name, base64.b64decode(value).decode())))
        except (binascii.Error, UnicodeDecodeError) as error:
            raise FetchError(f"{key}: no base64 in npm's configuration; correct it") from error
    return pairs


def _files(env: Mapping[str, str], folder: Path) -> tuple[Path, ...]:
    home = Path(env.get("HOME") or Path.home())
    user = env.get("npm_config_userconfig") or env.get("NPM_CONFIG_USERCONFIG")
    shared = env.get("npm_config_globalconfig") or env.get("NPM_CONFIG_GLOBALCONFIG")
    prefix = env.get("PREFIX", "/usr")
    return (
        _project(folder) / ".npmrc",
        Path(user) if user else home / ".npmrc",
        Path(shared) if shared else Path(prefix) / "etc" / "npmrc",
    )


def _project(folder: Path) -> Path:
    """Return the folder of the project that one lies in: npm looks upwards for its manifest."""
    for one in (folder, *folder.parents):
        if (one / "package.json").exists() or (one / "node_modules").exists():
            return one
    return folder


def _read(path: Path, env: Mapping[str, str]) -> dict[str, str]:
    """Return what stands before the first section of a file; the last line of a key counts."""
    try:
        text = path.read_bytes()[:_BYTES].decode("utf-8", "replace")
    except OSError:
        return {}
    found: dict[str, str] = {}
    for line in text.splitlines():
        if line.lstrip().startswith("["):
            break
        if match := _LINE.fullmatch(line):
            quoted = re.fullmatch(r"(['\"])(.*)\1", match[2])
            value = quoted[2] if quoted else _COMMENT.sub("", match[2]).strip()
            found[_filled(match[1], env)] = _filled(value, env)
    return found


def _filled(text: str, env: Mapping[str, str]) -> str:
    """Put variables in the place of `${…}`; npm leaves one that is not set, but for `${…?}`."""

    def value(found: re.Match[str]) -> str:
        name = found[1].removesuffix("?")
        return env.get(name, "" if name != found[1] else found[0])

    return _VARIABLE.sub(value, text)


def _asked() -> str:
    program = shutil.which("npm")
    if program is None:
        raise FetchError("no npm registry is configured: set npm_config_registry or install npm")
    try:
        done = subprocess.run(
            [program, "config", "get", "registry"],
            capture_output=True,
            check=True,
            timeout=30,
        )
    except (OSError, subprocess.SubprocessError) as error:
        raise FetchError("npm does not say its registry: set npm_config_registry") from error
    return done.stdout.decode("utf-8", "replace").strip()


def _slashed(address: str) -> str:
    return address if address.endswith("/") else address + "/"


def _covering(url: str, known: Mapping[str, object]) -> list[str]:
    parts = urlsplit(url)
    wanted = f"//{parts.netloc.rpartition('@')[2]}{parts.path}"
    return sorted((one for one in known if wanted.startswith(one)), key=len, reverse=True)
