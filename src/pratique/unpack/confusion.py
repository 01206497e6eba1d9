"""Names that some reader takes for one: the collisions of a container, as they arise."""

import re

from pratique.unpack.names import Name, collision_key

_FOLDERS_MOST = 300_000
_SUFFIX_MOST = 12
_MARK = re.compile(r"(?:#(?:[0-9]+|trailing|padding))+(?=\.[^./]*\Z|\Z)")


class Collisions:
    """The paths of one container so far; a held resource of one walk."""

    __slots__ = ("_folders", "_keys", "_next", "_paths", "_raw")

    def __init__(self) -> None:
        self._paths: dict[str, bool] = {}
        self._keys: dict[str, str] = {}
        self._raw: dict[str, str] = {}
        self._folders: dict[str, str] = {}
        self._next: dict[str, int] = {}

    def add(self, name: Name, *, directory: bool) -> tuple[str, str, str]:
        """Take a name; return its own path (`a.py`, `a#2.py`…), a code or "", and the other name.

        A folder that is named twice is no collision: there is nothing to see differently.
        """
        path = name.path
        earlier = self._paths.get(path)
        if earlier is not None:
            own = self._numbered(path)
            self._paths[own] = directory
            if earlier and directory:
                return own, "", ""
            if earlier or directory:
                return own, "duplicate-folder", path
            exact = self._raw.get(path, "") == name.raw
            return own, "duplicate-exact" if exact else "duplicate-normalised", path
        self._paths[path] = directory
        if name.raw:
            self._raw[path] = name.raw
        if directory:
            return path, "", ""
        key = collision_key(path)
        other = self._keys.setdefault(key, path)
        if other != path:
            return path, "duplicate-casefold", other
        return (path, *self._against_folders(key, path))

    def second(self, path: str, mark: str = "") -> str:
        """Return a free path for another view of a member, or for bytes that hide in it."""
        own = marked(path, mark) if mark else self._numbered(path)
        if own in self._paths:
            own = self._numbered(own)
        self._paths[own] = False
        return own

    def _against_folders(self, key: str, path: str) -> tuple[str, str]:
        folder = self._folders.get(key)
        if folder is not None:
            return _worse(folder, path), folder
        if len(self._folders) > _FOLDERS_MOST:
            return "limit-views", ""
        key = key.rpartition("/")[0]
        folder = path.rpartition("/")[0]
        while key and key not in self._folders:
            self._folders[key] = folder
            if key in self._keys:
                return _worse(folder, self._keys[key]), self._keys[key]
            key = key.rpartition("/")[0]
            folder = folder.rpartition("/")[0]
        return "", ""

    def _numbered(self, path: str) -> str:
        number = self._next.get(path, 2)
        while marked(path, str(number)) in self._paths:
            number += 1
        self._next[path] = number + 1
        return marked(path, str(number))


def marked(path: str, mark: str) -> str:
    """Return a path with a mark before its suffix, so that it is read as what it is.

    >>> marked("demo/a.py", "2"), marked("demo/README", "trailing")
    ('demo/a#2.py', 'demo/README#trailing')
    """
    stem, dot, suffix = path.rpartition(".")
    if not stem or stem[-1] == "/" or not suffix.isalnum() or len(suffix) > _SUFFIX_MOST:
        return f"{path}#{mark}"
    return f"{stem}#{mark}{dot}{suffix}"


def unmarked(path: str) -> str:
    """Return the path of the member that a marked path is another view of, or the path itself.

    >>> unmarked("demo/a#2.py"), unmarked("demo/a#trailing#2.py"), unmarked("demo/c#.py")
    ('demo/a.py', 'demo/a.py', 'demo/c#.py')
    """
    return _MARK.sub("", path)


def _worse(folder: str, path: str) -> str:
    return "duplicate-folder" if folder == path else "duplicate-casefold"
