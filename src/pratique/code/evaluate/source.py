"""One module of the artifact, and what its names give away: commands, environment variables."""

import re

from pratique.code import ir
from pratique.code.evaluate.scope import Scope
from pratique.code.evaluate.values import Kind, Symbol

_SECRET = re.compile(
    r"TOKEN|SECRET|PASSW|PASSPHRASE|API_?KEY|ACCESS_?KEY|PRIVATE_?KEY|CREDENTIAL|AUTH_?KEY|MNEMONIC",
    re.IGNORECASE,
)
_CI = re.compile(
    r"^(?:GITHUB_TOKEN|GH_TOKEN|ACTIONS_(?:ID_TOKEN|RUNTIME).*|CI_JOB_TOKEN|CIRCLE_.*TOKEN|"
    r"NPM_TOKEN|NODE_AUTH_TOKEN|TWINE_PASSWORD|PYPI_.*TOKEN|BUILDKITE_.*TOKEN)$"
)
_HOST = frozenset(("USER", "USERNAME", "LOGNAME", "COMPUTERNAME", "HOSTNAME", "USERDOMAIN"))
_COMMANDS = re.compile(r"^(?:setuptools|distutils|wheel|numpy\.distutils)\b")


class Source:
    """One module of the artifact."""

    __slots__ = ("data", "dotted", "package", "path", "program", "scope", "started")

    def __init__(self, path: str, data: bytes, dotted: str, *, package: bool) -> None:
        self.path = path
        self.data = data
        self.dotted = dotted
        self.package = package
        self.program: ir.Program | None = None
        self.scope: Scope | None = None
        self.started: int | None = None
        """Rank of the strongest activation that its top level was run under."""


def environment(name: str) -> str:
    """Return what reading an environment variable of this name is; empty for nothing."""
    if _CI.match(name):
        return "creds/ci-secret"
    if _SECRET.search(name):
        return "creds/env-secret"
    return "discover/host" if name.upper() in _HOST else ""


def installs(kind: Kind, depth: int = 6) -> bool:
    """Tell whether a class is a command that an installer runs."""
    for base in kind.bases:
        if isinstance(base, Symbol) and _COMMANDS.match(base.path):
            return not base.path.endswith(".Command")  # runs where somebody names it: `upload`
        if isinstance(base, Kind) and depth and installs(base, depth - 1):
            return True
    return any(name in kind.attributes for name in ("finalize_options", "initialize_options"))
