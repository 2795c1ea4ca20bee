"""Finding scans below the scans folder: by path, else by file name, the folder of the unit first."""

from __future__ import annotations

import os
import unicodedata
from dataclasses import dataclass
from pathlib import Path

from domain import scan_names


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
                self._add(_loose(name), before + name)

    def _add(self, key: str, path: str) -> None:
        there = self._by_name.get(key)
        if there is None:
            self._by_name[key] = path
        elif isinstance(there, str):
            self._by_name[key] = [there, path]
        else:
            there.append(path)

    def find(self, name: str, unit_code: str) -> str | Doubtful | None:
        """Find a scan: its path below the folder, several candidates, or nothing.

        Case does not matter, nor does how an entry's number is padded where no file is spelled alike. A path that
        leads out of the folder is tried by its file name only.
        """
        wanted = _key(name.replace("\\", "/").strip()).removeprefix("./")
        wanted_name = wanted.rpartition("/")[2]
        there = self._by_name.get(_loose(wanted_name), [])
        found = [there] if isinstance(there, str) else there
        if exact := [path for path in found if _key(path) == wanted]:
            found = exact
        else:
            found = [path for path in found if _key(path.rpartition("/")[2]) == wanted_name] or found
            if unit_code:
                found = [path for path in found if unit_code in path.split("/")[:-1]] or found
        if len(found) > 1:
            return Doubtful(tuple(sorted(found)))
        return found[0] if found else None


def _key(name: str) -> str:
    return unicodedata.normalize("NFC", name).casefold()


def _loose(name: str) -> str:
    """Spell a file name so that all names the naming scheme allows for one entry are alike."""
    key = _key(name)
    told = scan_names.parse(key)
    if told is None or told.number is None:
        return key
    number, suffix = told.number
    return f"{told.type}.{told.book_year}.{told.book}.{told.registered}.{number}{suffix}"
