"""Only one `rasoat run` works on a SQLite file."""

from __future__ import annotations

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bot.settings import WrongSetting
from domain.wording import operator as say
from storage.engine import parse_url


class AlreadyRunning(WrongSetting):
    """Another `rasoat run` works on this SQLite file."""


@contextmanager
def alone_on(address: str) -> Iterator[None]:
    """Hold a SQLite file for this process; raises AlreadyRunning where another holds it. PostgreSQL is shared."""
    url = parse_url(address)
    if url.get_backend_name() != "sqlite":
        yield
        return
    path = Path(str(url.database))
    with path.with_name(path.name + ".run").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise AlreadyRunning(say.already_running(path)) from None
        yield
