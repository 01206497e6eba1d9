"""The table says of each front end what the front end says of itself."""

import subprocess
import sys

from pratique.code import languages


def test_the_table_knows_endings_without_loading_front_ends():
    for name, language in languages.table().items():
        assert language.id == name
        assert language.suffixes == languages.NAMES[name]
        if language.compiled:
            assert languages.compiled_by(language.compiled + b"\0\0\0\x34") is language


def test_naming_a_language_loads_that_language_only():
    script = (
        "import sys\nfrom pratique.code import languages\n"
        "assert languages.named('a/B.PY').id == 'python'\n"
        "assert languages.named('a.txt') is None\n"
        "print([one for one in sys.modules if one.endswith(('.javascript', '.rust', '.java'))])"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=False, timeout=60
    )
    assert (done.stdout.strip(), done.stderr) == ("[]", "")
