"""Tell words of prose from names in Python's text: what honest modules say about a system.

In Python no name follows a name unless one of the two is a keyword; where that stands, the text
is a comment or a string, and where the string is code itself the same holds inside of it. What a
module takes names out of at run time (a table of names that is split) is left as it is.
"""

import re

from pratique.code.prefilter import Hits

_KEYWORDS = frozenset(
    b"and as assert async await break case class continue def del elif else except exec finally "
    b"for from global if import in is lambda match nonlocal not or pass print raise return try "
    b"type while with yield False None True".split()
)
"""Words that may stand beside a name, of any version; `print` and `exec` were statements."""
_BEFORE = re.compile(rb"(?<![\w'\"\\])([A-Za-z]+) \Z")
_AFTER = re.compile(rb" ([A-Za-z]+)(?![\w'\"(\[.=])")
_REACH = 48
_REMARK = re.compile(rb"[ \t]*#+ ")
_NAMING = frozenset(
    "getattr vars globals locals __dict__ __getattribute__ attrgetter methodcaller __subclasses__ "
    "__globals__ __import__ import_module importlib exec eval execfile".split()
)
"""Words that turn a text into what it names."""
_TABLE = re.compile(
    rb"\.\s*(?:r?split|splitlines|r?partition|findall|finditer)\b|\b__doc__\b|\bgetsource"
)
_CUT = re.compile(rb"(?:\"\"\"|''')\s*\)*\s*\.\s*\w")
"""A text of several lines that something is done with."""


def without(hits: Hits, data: bytes) -> Hits:
    """Return the hits of a Python source that may be code."""
    if not hits or (not _NAMING.isdisjoint(hits.words()) and _TABLE.search(data)):
        return hits
    if _CUT.search(data):
        return hits
    table = hits.atoms
    return hits.only(
        lambda end, index: table[index].kind != "word" or not _said(data, end, table[index].name)
    )


def _said(data: bytes, end: int, name: str) -> bool:
    """Tell whether a word is prose, by what stands on its line before and after it."""
    word = name.encode()
    start = end - len(word)
    if word in _KEYWORDS or data[start:end] != word:
        return False
    low = max(data.rfind(b"\n", 0, start) + 1, start - _REACH)
    before = _BEFORE.search(data, low, start)
    if before is not None and before[1] not in _KEYWORDS:
        return True
    after = _AFTER.match(data, end)
    if after is not None and after[1] not in _KEYWORDS:
        return True
    line = data.rfind(b"\n", 0, start) + 1
    return _REMARK.match(data, line, start) is not None
