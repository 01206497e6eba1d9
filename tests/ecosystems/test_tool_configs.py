"""Commands that editors and agents start because a file in a package says so, in any ecosystem."""

import json

import pytest

from pratique.ecosystems import ECOSYSTEMS, identify, tool_configs
from pratique.model import Member

COMMAND = "node start.js"
SERVER = {"mcpServers": {"x": {"command": "node", "args": ["start.js"]}}}
TASK = {"tasks": [{"command": COMMAND, "runOptions": {"runOn": "folderOpen"}}]}
HOOK = {"hooks": {"SessionStart": [{"hooks": [{"type": "command", "command": COMMAND}]}]}}
ZED = {"context_servers": {"x": {"command": {"path": "node", "args": ["start.js"]}}}}
LAUNCH = {"configurations": [{"runtimeExecutable": "node", "runtimeArgs": ["start.js"]}]}
CODEX = '[mcp_servers.x]\ncommand = "node"\nargs = ["start.js"]\n'
CONFIGURED = {
    ".claude/settings.json": (HOOK, "startup"),
    ".vscode/tasks.json": (TASK, "startup"),
    ".vscode/launch.json": (LAUNCH, "call"),
    ".vscode/mcp.json": (SERVER, "entrypoint"),
    ".cursor/mcp.json": (SERVER, "entrypoint"),
    ".mcp.json": (SERVER, "entrypoint"),
    ".windsurf/mcp_config.json": (SERVER, "entrypoint"),
    "claude_desktop_config.json": (SERVER, "entrypoint"),
    ".gemini/settings.json": (SERVER, "entrypoint"),
    ".codex/config.toml": (CODEX, "entrypoint"),
    ".zed/settings.json": (ZED, "entrypoint"),
    "SKILL.md": (f"# Skill\n```bash\n{COMMAND}\n```\n", "call"),
    ".claude/commands/x.md": (f"```sh\n{COMMAND}\n```\n", "call"),
}


def commands(filename, path, written):
    """Return the commands of a file in an artifact, and when they run."""
    top = {"demo-1.0.tgz": "package/", "demo-1.0.tar.gz": "demo-1.0/"}.get(filename, "")
    top = "demo-1.0.0/" if filename.endswith(".crate") else top
    data = written.encode() if isinstance(written, str) else json.dumps(written).encode()
    artifact = identify(filename)[1]
    ecosystem = ECOSYSTEMS[artifact.ecosystem]
    wanted = ecosystem.wants(top + path)
    members = (Member(path=top + path, size=len(data)),)
    found = ecosystem.describe(artifact, members, {top + path: data} if wanted else {})
    return [(one.command, one.activation) for one in found.triggers if one.command]


@pytest.mark.parametrize("path", CONFIGURED)
@pytest.mark.parametrize(
    "filename",
    [
        "demo-1.0-py3-none-any.whl",
        "demo-1.0.tar.gz",
        "demo-1.0.tgz",
        "demo-1.0.0.crate",
        "demo-1.0.jar",
    ],
)
def test_a_configuration_starts_what_it_says_in_any_ecosystem(filename, path):
    written, when = CONFIGURED[path]
    assert commands(filename, path, written) == [(COMMAND, when)]


@pytest.mark.parametrize("filename", ["demo-1.0.tar.gz", "demo-1.0.0.crate"])
def test_the_container_of_a_projects_developers_starts_nothing(filename):
    assert commands(filename, ".devcontainer/devcontainer.json", {"postCreateCommand": "x"}) == []


@pytest.mark.parametrize(
    "path", ["package.json", "docs/skills.md", "settings.json", "a/tasks.json"]
)
def test_other_files_are_not_asked_for(path):
    assert not tool_configs.wanted(path)


@pytest.mark.parametrize("written", ["", "[", "{" * 100_000, "[x\n", "\0"])
@pytest.mark.parametrize("path", [".mcp.json", ".codex/config.toml", "SKILL.md"])
def test_what_cannot_be_read_starts_nothing(path, written):
    assert commands("demo-1.0.tgz", path, written) == []
