"""The file of a backup: a zip with the lines of each table and a manifest, written whole or not at all."""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, field
from datetime import datetime
from pathlib import Path
from typing import IO

FORMAT = 1
MANIFEST = "manifest.json"
BLOCK = 1 << 20  # bytes that are read at once
_LEVEL = 1  # half as big would take three times as long


class Exists(FileExistsError):
    """There is a file of that name already, and nobody said to write over it."""


class Busy(RuntimeError):
    """Another backup is just being written under that name."""


class Damaged(ValueError):
    """The file is no backup, or not as it was written; the text names the part."""


@dataclass(frozen=True, slots=True)
class Part:
    """One table in the file."""

    columns: list[str]
    rows: int
    bytes: int
    sha256: str


@dataclass(slots=True)
class Manifest:
    """What a backup holds. `migration` is the database's, `version` the program's that wrote it."""

    version: str
    migration: str
    dialect: str
    made_at: str
    format: int = FORMAT
    tables: dict[str, Part] = field(default_factory=dict)

    @property
    def at(self) -> datetime:
        """When it was made."""
        return datetime.fromisoformat(self.made_at)

    @property
    def rows(self) -> int:
        """Count all rows."""
        return sum(part.rows for part in self.tables.values())


class Writer:
    """Takes the lines of one table after the other."""

    def __init__(self, archive: zipfile.ZipFile, manifest: Manifest) -> None:
        self._archive = archive
        self.manifest = manifest
        self._entry: IO[bytes] | None = None
        self._hash = hashlib.sha256()
        self._bytes = 0

    def begin(self, table: str) -> None:
        """Begin a table."""
        info = zipfile.ZipInfo(entry_of(table), self.manifest.at.timetuple()[:6])
        info.compress_type = zipfile.ZIP_DEFLATED
        self._entry = self._archive.open(info, "w", force_zip64=True)
        self._hash, self._bytes = hashlib.sha256(), 0

    def add(self, data: bytes) -> None:
        """Add whole or parts of lines."""
        assert self._entry is not None
        self._entry.write(data)
        self._hash.update(data)
        self._bytes += len(data)

    def end(self, table: str, columns: list[str], rows: int) -> None:
        """End a table."""
        assert self._entry is not None
        self._entry.close()
        self.manifest.tables[table] = Part(columns, rows, self._bytes, self._hash.hexdigest())


def entry_of(table: str) -> str:
    """Name a table's part of the file."""
    return f"{table}.copy"


@contextmanager
def writing(path: Path, manifest: Manifest, *, force: bool) -> Iterator[Writer]:
    """Write a backup that has its name only once it is whole and on the disk; nobody else may read it.

    Raises Exists or Busy before anything is written. What a killed run leaves behind has another name, and the next run
    writes over it.
    """
    if not force and path.exists():
        raise Exists(str(path))
    partial = path.with_name(f".{path.name}.partial")
    descriptor = os.open(partial, os.O_RDWR | os.O_CREAT, 0o600)
    with os.fdopen(descriptor, "r+b") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise Busy(str(path)) from None
        try:
            os.fchmod(file.fileno(), 0o600)
            file.truncate(0)
            with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=_LEVEL) as archive:
                yield Writer(archive, manifest)
                archive.writestr(MANIFEST, json.dumps(asdict(manifest), ensure_ascii=False, indent=1))
            file.flush()
            os.fsync(file.fileno())
            _give_name(partial, path, force=force)
        finally:
            partial.unlink(missing_ok=True)
    _flush_folder(path.parent)


def _give_name(partial: Path, path: Path, *, force: bool) -> None:
    if force:
        partial.replace(path)
        return
    try:
        os.link(partial, path)  # unlike a renaming, it does not write over what came in between
    except FileExistsError:
        raise Exists(str(path)) from None


def _flush_folder(folder: Path) -> None:
    with suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


class Backup:
    """A backup that is being read."""

    def __init__(self, path: Path) -> None:
        """Open it and read the manifest; raises Damaged, or OSError where it cannot be read at all."""
        try:
            self._archive = zipfile.ZipFile(path)
            plain = json.loads(self._archive.read(MANIFEST))
            tables = {name: Part(**part) for name, part in plain.pop("tables").items()}
            self.manifest = Manifest(**plain, tables=tables)
            assert self.manifest.at
        except (
            zipfile.BadZipFile,
            KeyError,
            TypeError,
            AttributeError,
            ValueError,
            zlib.error,
            EOFError,
        ) as bad:
            raise Damaged(MANIFEST) from bad

    def close(self) -> None:
        """Let go of the file."""
        self._archive.close()

    def blocks(self, table: str) -> Iterator[bytes]:
        """Read a table's lines as they come, not always whole ones; Damaged where they are not those written."""
        part, found = self.manifest.tables[table], hashlib.sha256()
        try:
            with self._archive.open(entry_of(table)) as entry:
                while block := entry.read(BLOCK):
                    found.update(block)
                    yield block
        except (zipfile.BadZipFile, KeyError, zlib.error, EOFError) as bad:
            raise Damaged(table) from bad
        if found.hexdigest() != part.sha256:
            raise Damaged(table)

    def lines(self, table: str) -> Iterator[str]:
        """Read a table's lines one by one, without their ends."""
        begun: list[bytes] = []  # of a line that is longer than a block
        for block in self.blocks(table):
            first, *others = block.split(b"\n")
            begun.append(first)
            if others:
                yield b"".join(begun).decode()
                *whole, last = others
                for line in whole:
                    yield line.decode()
                begun = [last]
        if any(begun):
            raise Damaged(table)

    def check(self) -> None:
        """Read all of it once; raises Damaged before anything is changed by what it holds."""
        for name, part in self.manifest.tables.items():
            rows = sum(block.count(b"\n") for block in self.blocks(name))
            if rows != part.rows:
                raise Damaged(name)
