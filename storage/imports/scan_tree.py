"""Finding scans below the scans folder: by path, else by file name, the folder of the unit first."""

from __future__ import annotations

import os
import unicodedata
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Doubtful:
    """Several files answer to the name."""

    candidates: tuple[str, ...]


class ScanTree:
    """The names below a folder, walked once; links are not followed, so nothing outside can be named."""

    def __init__(self, folder: Path) -> None:
        # a province has a scan per record, nearly all with a name of their own: no list for those
        self._by_name: dict[str, str | list[str]] = {}
        root = str(folder)
        for place, folders, names in os.walk(root):
            folders.sort()
            within = os.path.relpath(place, root).replace(os.sep, "/")
            before = "" if within == "." else within + "/"
            for name in names:
                self._add(_key(name), before + name)

    def _add(self, key: str, path: str) -> None:
        there = self._by_name.get(key)
        if there is None:
            self._by_name[key] = path
        elif isinstance(there, str):
            self._by_name[key] = [there, path]
        else:
            there.append(path)

    def find(self, name: str, unit_code: str) -> str | Doubtful | None:
        """Find a scan: its path below the folder, several candidates, or nothing. Case does not matter.

        A path that leads out of the folder is tried by its file name only.
        """
        wanted = _key(name.replace("\\", "/").strip()).removeprefix("./")
        there = self._by_name.get(wanted.rpartition("/")[2], [])
        found = [there] if isinstance(there, str) else there
        if exact := [path for path in found if _key(path) == wanted]:
            found = exact
        elif unit_code:
            own = [path for path in found if unit_code in path.split("/")[:-1]]
            found = own or found
        if len(found) > 1:
            return Doubtful(tuple(sorted(found)))
        return found[0] if found else None


def _key(name: str) -> str:
    return unicodedata.normalize("NFC", name).casefold()
