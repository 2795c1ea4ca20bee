"""Finding scans below the scans folder: by path, else by file name, the folder of the unit first.

A file can be too small to be a page. Two-tone pages of a register at 75 dots an inch, the coarsest anybody could still
read, take 6,500 bytes and more as PDF, empty forms 3,900, pages in grey or colour twice that; sheets with nothing
on them 1,200 to 1,400. Less than 3,000 bytes is a copy that broke off, a message of some server, or a blank.
"""

from __future__ import annotations

import os
import unicodedata
from dataclasses import dataclass
from pathlib import Path

from domain import scan_names

LEAST_BYTES = 3_000  # of a file with a page on it


@dataclass(frozen=True, slots=True)
class Doubtful:
    """Several files answer to the name."""

    candidates: tuple[str, ...]


class ScanTree:
    """The names below a folder, walked once; links are not followed, so nothing outside can be named."""

    def __init__(self, folder: Path) -> None:
        # a province has a scan per record, nearly all with a name of their own: no list for those
        self._by_name: dict[str, str | list[str]] = {}
        self._too_small: set[str] = set()
        root = str(folder)
        waiting = [""]
        while waiting:
            within = waiting.pop()
            try:
                with os.scandir(f"{root}/{within}") as entries:
                    for entry in entries:
                        if not entry.is_dir():
                            self._add(_loose(entry.name), within + entry.name)
                            if _size(entry) < LEAST_BYTES:
                                self._too_small.add(within + entry.name)
                        elif not entry.is_symlink():
                            waiting.append(f"{within}{entry.name}/")
            except OSError:
                continue  # a folder that may not be read has no scans for us

    def has_page(self, path: str) -> bool:
        """Say whether a file that was found is large enough to have a page on it."""
        return path not in self._too_small

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


def _size(entry: os.DirEntry[str]) -> int:
    try:
        return entry.stat().st_size
    except OSError:  # a link that leads nowhere
        return 0


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
