"""What the database tells about itself: its version, how safe a commit is, its clock, its size."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import select, text

from storage.engine import Tx
from storage.sqlite import prepare_writer
from storage.tables import DecisionRow

decisions = DecisionRow.__table__  # type: ignore[attr-defined]

SAFE_CHECKPOINTS = (3, 51, 3)  # from here on SQLite loses no commit to a checkpoint of another connection
_FULL = 2  # what PRAGMA synchronous answers for FULL
_GUARDS = 2  # how many triggers keep the log from being changed


@dataclass(frozen=True, slots=True)
class Health:
    """Facts about an open database. `journal` is SQLite's journal mode, `skew_s` how far PostgreSQL's clock is ahead."""

    dialect: str
    version: str
    version_numbers: tuple[int, ...]
    journal: str
    every_commit_on_disk: bool
    log_guarded: bool
    size_bytes: int
    last_decided_at: datetime | None
    skew_s: float = 0.0

    @property
    def checkpoints_can_race(self) -> bool:
        """Say whether this SQLite can lose a commit to a checkpoint on another connection."""
        return self.dialect == "sqlite" and self.version_numbers < SAFE_CHECKPOINTS


async def examine(tx: Tx) -> Health:
    """Read the facts; changes nothing."""
    last = (
        await tx.run(select(decisions.c.decided_at).order_by(decisions.c.id.desc()).limit(1))
    ).scalar_one_or_none()
    return await (_examine_sqlite(tx, last) if tx.dialect == "sqlite" else _examine_postgres(tx, last))


async def _examine_sqlite(tx: Tx, last: datetime | None) -> Health:
    async def pragma(name: str) -> str:
        return str((await tx.run(text(f"PRAGMA {name}"))).scalar_one())

    triggers = "SELECT count(*) FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'decisions_no_%'"
    return Health(
        "sqlite",
        sqlite3.sqlite_version,
        sqlite3.sqlite_version_info,
        await pragma("journal_mode"),
        _writer_flushes(),
        int((await tx.run(text(triggers))).scalar_one()) == _GUARDS,
        int(await pragma("page_count")) * int(await pragma("page_size")),
        last,
    )


def _writer_flushes() -> bool:
    """Prepare a connection the way the writer's is, and ask what came of it: the setting is each connection's own."""
    connection = sqlite3.connect(":memory:")
    try:
        prepare_writer(connection, None)
        return bool(connection.execute("PRAGMA synchronous").fetchone()[0] == _FULL)
    finally:
        connection.close()


async def _examine_postgres(tx: Tx, last: datetime | None) -> Health:
    async def ask(query: str) -> str:
        return str((await tx.run(text(query))).scalar_one())

    before = datetime.now(UTC)
    there: datetime = (await tx.run(text("SELECT clock_timestamp()"))).scalar_one()
    here = before + (datetime.now(UTC) - before) / 2
    number = int(await ask("SHOW server_version_num"))
    flushes = await ask("SHOW fsync") == "on" and await ask("SHOW synchronous_commit") != "off"
    guards = (
        "SELECT count(*) FROM pg_trigger WHERE tgrelid = 'decisions'::regclass "
        "AND tgname LIKE 'decisions_no_%' AND tgenabled <> 'D'"
    )
    return Health(
        "postgresql",
        (await ask("SHOW server_version")).split(" ", maxsplit=1)[0],
        (number // 10_000, number % 10_000),
        "",
        flushes,
        int(await ask(guards)) == _GUARDS,
        int(await ask("SELECT pg_database_size(current_database())")),
        last,
        (there - here).total_seconds(),
    )
