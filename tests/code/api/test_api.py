"""The tables of library calls load, and name only behaviours that exist."""

import pytest

from pratique import vocabulary
from pratique.code import api


@pytest.mark.parametrize("language", api.LANGUAGES)
def test_every_behaviour_is_in_the_vocabulary(language: str) -> None:
    table = api.load(language)
    for meaning in (*table.exact.values(), *table.starred.values()):
        named = [*meaning.does, *(one for variant in meaning.when for one in variant.does)]
        if meaning.gives not in {"args", "none"}:
            named.append(meaning.gives)
        assert [one for one in named if not vocabulary.known(one)] == []


def test_braces_expand_and_parameters_have_roles() -> None:
    meaning = api.load("python").lookup("os.popen")
    assert meaning is not None
    assert meaning.does == ("exec/shell",)
    assert meaning.parameters[0].roles == ("command",)


def test_a_shared_meaning_is_resolved() -> None:
    meaning = api.load("python").lookup("importlib.import_module")
    assert meaning is not None
    assert meaning.does == ("exec/dynamic-import",)
