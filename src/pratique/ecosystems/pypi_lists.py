"""Closed lists that PyPI's checks compare names against: data, ordered, with their sources."""


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


STDLIB = _words(
    """
    abc aifc annotationlib antigravity argparse array ast asynchat asyncio asyncore atexit
    audioop base64 bdb binascii bisect builtins bz2 cProfile calendar cgi cgitb chunk cmath cmd
    code codecs codeop collections colorsys compileall compression concurrent configparser
    contextlib contextvars copy copyreg crypt csv ctypes curses dataclasses datetime dbm decimal
    difflib dis distutils doctest email encodings ensurepip enum errno faulthandler fcntl
    filecmp fileinput fnmatch fractions ftplib functools gc genericpath getopt getpass gettext
    glob graphlib grp gzip hashlib heapq hmac html http idlelib imaplib imghdr imp importlib
    inspect io ipaddress itertools json keyword lib2to3 linecache locale logging lzma mailbox
    mailcap marshal math mimetypes mmap modulefinder msilib msvcrt multiprocessing netrc nis
    nntplib nt ntpath nturl2path numbers opcode operator optparse os ossaudiodev pathlib pdb
    pickle pickletools pipes pkgutil platform plistlib poplib posix posixpath pprint profile
    pstats pty pwd py_compile pyclbr pydoc pydoc_data pyexpat queue quopri random re readline
    reprlib resource rlcompleter runpy sched secrets select selectors shelve shlex shutil signal
    site smtpd smtplib sndhdr socket socketserver spwd sqlite3 sre_compile sre_constants
    sre_parse ssl stat statistics string stringprep struct subprocess sunau symtable sys
    sysconfig syslog tabnanny tarfile telnetlib tempfile termios textwrap this threading time
    timeit tkinter token tokenize tomllib trace traceback tracemalloc tty turtle turtledemo
    types typing unicodedata unittest urllib uu uuid venv warnings wave weakref webbrowser
    winreg winsound wsgiref xdrlib xml xmlrpc zipapp zipfile zipimport zlib zoneinfo
    """
)
"""Public top-level modules of Python 3.9 to 3.15 (`sys.stdlib_module_names`, united)."""

OWNED = {
    "_distutils_hack": "setuptools",
    "certifi": "certifi",
    "charset_normalizer": "charset-normalizer",
    "idna": "idna",
    "packaging": "packaging",
    "pip": "pip",
    "pkg_resources": "setuptools",
    "pluggy": "pluggy",
    "requests": "requests",
    "setuptools": "setuptools",
    "six": "six",
    "urllib3": "urllib3",
    "virtualenv": "virtualenv",
    "wheel": "wheel",
}
"""Top-level modules that nearly every environment holds, and the one project that ships each."""

COMMANDS = _words(
    """
    apt apt-get awk aws az bash brew bun cargo cat chmod chown cmd cp crontab curl cut deno df
    dir dnf docker docker-compose echo env find gcc gcloud gem gh git go gpg grep gzip head helm
    hostname id ifconfig ip java javac kill kubectl less ln ls make man mkdir mount mv nc node
    npm npx openssl passwd perl php ping pip pip3 pnpm podman powershell ps psql pwd pwsh python
    python2 python3 rm rsync ruby rustc scp sed service sftp sh ssh ssh-add ssh-keygen su sudo
    systemctl tail tar tee terraform test top touch uname unzip vi vim wget which whoami xargs
    yarn yum zip zsh
    """
)
"""Commands that people and scripts type without a path, so that a twin of theirs gets run."""

COMMAND_OWNERS = {
    "aws": "awscli",
    "az": "azure-cli",
    "pip": "pip",
    "pip3": "pip",
}
"""Projects whose purpose it is to ship a command of that name."""

BACKENDS = _words(
    """
    setuptools.build_meta setuptools.build_meta:__legacy__ hatchling.build flit_core.buildapi
    flit.buildapi poetry.core.masonry.api poetry.masonry.api poetry_dynamic_versioning.backend
    pdm.backend pdm.pep517.api maturin mesonpy scikit_build_core.build
    scikit_build_core.setuptools scikit_build_core.setuptools.build_meta uv_build whey pbr.build
    sipbuild.api sip.api py_build_cmake.build flit_scm:buildapi jupyter_packaging.build_api
    enscons.api setuptools_rust.build intreehooks:loader trampolim pymsbuild
    mesonpep517.buildapi pyqtbuild.api sphinx_theme_builder
    """
)
"""Build back ends in honest use; any other one is said to be unusual."""

BUILD_GROUPS = frozenset(
    (
        "distutils.commands",
        "distutils.setup_keywords",
        "egg_info.writers",
        "setuptools.file_finders",
        "setuptools.finalize_distribution_options",
    )
)
"""Entry-point groups that setuptools loads in whatever project is built next to this one."""

CONFIG_PARTS = {
    ".claude": "agent-config",
    ".cursor": "agent-config",
    ".gemini": "agent-config",
    ".codex": "agent-config",
    ".windsurf": "agent-config",
    ".continue": "agent-config",
    ".roo": "agent-config",
    ".vscode": "editor-config",
    ".idea": "editor-config",
    ".devcontainer": "editor-config",
    ".githooks": "git-hook",
    ".husky": "git-hook",
}
"""Folders whose files steer a developer's tools once they lie in a working folder."""

CONFIG_FILES = {
    "agents.md": "agent-config",
    "claude.md": "agent-config",
    "gemini.md": "agent-config",
    ".cursorrules": "agent-config",
    ".windsurfrules": "agent-config",
    ".clinerules": "agent-config",
    "copilot-instructions.md": "agent-config",
    "mcp.json": "agent-config",
    ".mcp.json": "agent-config",
    ".envrc": "editor-config",
}

NOT_SHIPPED = _words(
    "test tests testing docs doc documentation example examples benchmark benchmarks"
)
"""Folders of an sdist that installation leaves behind."""
