"""Names that some reader takes for one: the collisions of a container, as they arise."""

from pratique.unpack.names import Name, collision_key

_FOLDERS_MOST = 300_000


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
        """Take a name; return its own path (`a`, `a#2`…), a code or "", and the other name.

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

    def second(self, path: str) -> str:
        """Return a free path for another view of a member."""
        own = self._numbered(path)
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
        while f"{path}#{number}" in self._paths:
            number += 1
        self._next[path] = number + 1
        return f"{path}#{number}"


def _worse(folder: str, path: str) -> str:
    return "duplicate-folder" if folder == path else "duplicate-casefold"
