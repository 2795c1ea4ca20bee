"""Finding scans below the scans folder: by path, else by file name, the folder of the unit first."""

from __future__ import annotations

import os
import unicodedata
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Doubtful:
    """Several files answer to the name."""

    candidates: tuple[str, ...]


class ScanTree:
    """The names below a folder, walked once; links are not followed, so nothing outside can be named."""

    def __init__(self, folder: Path) -> None:
        self._paths: dict[str, str] = {}
        self._by_name: dict[str, list[str]] = defaultdict(list)
        root = str(folder)
        for place, folders, names in os.walk(root):
            folders.sort()
            within = os.path.relpath(place, root).replace(os.sep, "/")
            before = "" if within == "." else within + "/"
            for name in names:
                path = before + name
                self._paths[_key(path)] = path
                self._by_name[_key(name)].append(path)

    def find(self, name: str, unit_code: str) -> str | Doubtful | None:
        """Find a scan: its path below the folder, several candidates, or nothing. Case does not matter.

        A path that leads out of the folder is tried by its file name only.
        """
        wanted = _key(name.replace("\\", "/").strip())
        if path := self._paths.get(wanted.removeprefix("./")):
            return path
        found = self._by_name.get(wanted.rpartition("/")[2], [])
        if unit_code:
            own = [path for path in found if unit_code in path.split("/")[:-1]]
            found = own or found
        if len(found) > 1:
            return Doubtful(tuple(sorted(found)))
        return found[0] if found else None


def _key(name: str) -> str:
    return unicodedata.normalize("NFC", name).casefold()
