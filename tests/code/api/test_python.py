"""The table of Python's libraries is large, without doubles, and names only what exists."""

import builtins
import importlib
import re
import tomllib
from importlib import resources

import pytest

from pratique.code import api

ROLES = frozenset(
    """url host ip path argv command env code module name string key import wallet
    payload content source callee""".split()
)
GONE = frozenset(
    """popen2 imp commands urllib2 httplib xmlrpclib telnetlib spwd crypt distutils asyncore
    nntplib""".split()
)
"""Modules that only older Pythons have: their symbols cannot be looked up here."""
CHECKED = frozenset(
    """os subprocess socket shutil base64 binascii codecs zlib gzip bz2 lzma marshal pickle runpy
    zipimport pkgutil tempfile glob platform getpass pty webbrowser ftplib smtplib poplib imaplib
    ssl sqlite3 atexit threading importlib types code timeit getopt netrc locale site""".split()
)


def expanded() -> list[str]:
    text = resources.files("pratique.code.api").joinpath("python.toml").read_text("utf-8")
    document = tomllib.loads(text)
    document.pop("modules")
    return [name for key in document for name in api._expanded(key)]


def test_no_symbol_has_two_meanings() -> None:
    names = expanded()
    assert len(names) == len(set(names))
    assert len(names) >= 450


def test_roles_and_decoders_exist() -> None:
    from pratique.code.decoders import DECODERS

    table = api.load("python")
    for symbol, meaning in {**table.exact, **table.starred}.items():
        for parameter in meaning.parameters:
            assert set(parameter.roles) <= ROLES, symbol
        assert not meaning.decoder or meaning.decoder in DECODERS, symbol


def test_conditions_name_parameters() -> None:
    for symbol, meaning in api.load("python").exact.items():
        named = {parameter.name for parameter in meaning.parameters}
        for variant in meaning.when:
            for part in variant.condition.split(" and "):
                name = re.split("!?[=~&]", part.strip().lstrip("!"))[0]
                assert name in named, f"{symbol}: {variant.condition}"


LEGACY = frozenset(
    """os.lchmod os.popen2 os.popen3 os.popen4 os.startfile os.daemon os.getctermid base64.decodestring
    platform.linux_distribution platform.dist shutil._make_tarball ssl.wrap_socket
    ssl._create_stdlib_context locale.getdefaultlocale pty.spawn pkgutil.get_loader
    platform.freedesktop_os_release getopt.x ctypes.windll""".split()
)


@pytest.mark.parametrize("module", sorted(CHECKED))
def test_symbols_of_the_standard_library_are_real(module: str) -> None:
    loaded = importlib.import_module(module)
    table = api.load("python").exact
    returns = {meaning.returns for meaning in table.values() if meaning.returns}
    for symbol in table:
        head, _, rest = symbol.partition(".")
        if head != module or not rest or symbol in LEGACY:
            continue
        first = rest.split(".")[0]
        found = getattr(loaded, first, None)
        if found is None:
            if not any(symbol.startswith(returned) for returned in returns):
                importlib.import_module(f"{module}.{first}")
        elif isinstance(found, type) and "." in rest:
            assert hasattr(found, rest.split(".")[1]), symbol


def test_builtins_are_real() -> None:
    old = {"execfile", "file"}
    for symbol in api.load("python").exact:
        if symbol.startswith("builtins."):
            name = symbol.split(".")[1]
            assert name in old or hasattr(builtins, name), symbol
