"""The fence around a SQLite file's checkpoints: whoever writes holds it shared, whoever folds the log in, alone.

SQLite before 3.51.3 can lose a commit when a checkpoint resets the log while another connection commits; the fence
keeps the two apart, over all processes of ours.
"""

from __future__ import annotations

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Connection

BUSY_SECONDS = 30.0  # how long a writer of another process may keep us waiting


def fence_of(path: Path) -> Path:
    """Name the lock file of a database."""
    return path.with_name(path.name + ".checkpoint")


class Fence:
    """One process's hold on the fence."""

    def __init__(self, path: Path) -> None:
        self._file = fence_of(path).open("a")

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Write with others, while nobody folds the log in."""
        fcntl.flock(self._file, fcntl.LOCK_SH)
        try:
            yield
        finally:
            fcntl.flock(self._file, fcntl.LOCK_UN)

    def fold(self, connection: Connection) -> None:
        """Fold the log into the file, unless another process of ours is just writing: then the next time."""
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return
        try:
            # without waiting for readers: a long export would hold up every official, and the next one folds it in
            connection.exec_driver_sql("PRAGMA busy_timeout=0")
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
        finally:
            connection.exec_driver_sql(f"PRAGMA busy_timeout={int(BUSY_SECONDS * 1000)}")
            fcntl.flock(self._file, fcntl.LOCK_UN)

    def close(self) -> None:
        """Let go of the lock file."""
        self._file.close()
