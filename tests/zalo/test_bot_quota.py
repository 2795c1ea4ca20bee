"""The month's messages: each accepted one counts, and what is left is kept for answers."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from typing import Any

import pytest
from structlog.testing import capture_logs

from bot.zalo.bot_platform.quota import MonthCounter
from domain.sends import Level, Quota
from storage import month_sends
from storage.engine import Database
from tests.world import Clock


@pytest.mark.parametrize(
    ("used", "level", "reminders"),
    [
        (0, Level.OK, True),
        (2099, Level.OK, True),
        (2100, Level.WARN, True),
        (2549, Level.WARN, True),
        (2550, Level.STOP, False),
        (2999, Level.STOP, False),
        (3000, Level.SPENT, False),
        (3001, Level.SPENT, False),
    ],
)
def test_a_warning_at_seventy_per_cent_and_no_reminders_from_eighty_five(
    used: int, level: Level, reminders: bool
):
    quota = Quota("2024-07", used)
    assert (quota.limit, quota.level, quota.reminders) == (3000, level, reminders)


async def test_what_was_sent_is_counted_over_restarts_and_all_processes(database: Database):
    counters = [MonthCounter(database, Clock()) for _ in range(2)]
    await asyncio.gather(*(counter.count() for counter in counters for _ in range(10)))
    assert await MonthCounter(database, Clock()).state() == Quota("2024-07", 20)


async def test_channels_are_counted_apart(database: Database):
    await MonthCounter(database, Clock(), channel="zalo_oa").count()
    assert (await MonthCounter(database, Clock()).state()).used == 0


async def test_a_month_ends_at_midnight_in_the_province(database: Database):
    clock = Clock(datetime(2024, 7, 31, 16, 59, 59, tzinfo=UTC))
    counter = MonthCounter(database, clock)
    await counter.count()
    clock.move(seconds=2)
    assert await counter.state() == Quota("2024-08", 0)
    await counter.count()
    assert await counter.state() == Quota("2024-08", 1)
    assert await database.read(lambda tx: month_sends.used(tx, "zalo_bot", "2024-07")) == 1


async def test_the_operator_is_told_once_at_each_level(database: Database):
    counter = MonthCounter(database, Clock(), limit=20)
    with capture_logs() as logs:
        for _ in range(22):
            await counter.count()
    assert [(line["level"], line["used"]) for line in logs if line["event"] == "month_running_low"] == [
        ("warn", 14),
        ("stop", 17),
        ("spent", 20),
    ]


class Away:
    """A database that is away for a while."""

    def __init__(self, database: Database) -> None:
        self.database, self.away = database, True

    async def write(self, work: Any) -> Any:
        if self.away:
            raise OSError("database is locked")
        return await self.database.write(work)

    async def read(self, work: Any) -> Any:
        return await self.database.read(work)


async def test_what_was_sent_while_the_database_was_away_is_counted_with_the_next(database: Database):
    away = Away(database)
    counter = MonthCounter(away, Clock())  # type: ignore[arg-type]
    await counter.count()
    await counter.count()
    assert (await counter.state()).used == 2
    away.away = False
    await counter.count()
    assert await database.read(lambda tx: month_sends.used(tx, "zalo_bot", "2024-07")) == 3
    assert (await counter.state()).used == 3
