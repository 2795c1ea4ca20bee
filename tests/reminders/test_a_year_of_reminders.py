"""A year of the letter's province, day by day: nobody is told twice, nobody is forgotten, nobody is disturbed.

What must be said is told by an oracle of its own (a_year/oracle.py), written from the design; for each silence it holds
the reason that stands written against what is true. `make years YEARS=10` lets ten years go by.
"""

from __future__ import annotations

import os
from datetime import date, timedelta

import pytest

from storage import verify
from storage.engine import Database
from tests.reminders.a_year.running import Year

YEARS = int(os.environ.get("RASOAT_TEST_YEARS", "1"))
LETTER = date(2024, 7, 4)
DAYS = 365


def first_day(number: int) -> date:
    """The letter's year, then years that begin at other times of 2024 and 2025."""
    return LETTER if number == 0 else date(2024, 1, 2) + timedelta(days=67 * number % 670)


async def go_by(database: Database, number: int, days: int) -> None:
    year = Year(database, number, first_day(number))
    found = await year.run(days)
    assert not found.differences, "\n".join(
        [f"{len(found.differences)} differences", *found.differences[:40]]
    )
    assert min(found.sent[kind] for kind in ("morning", "nudge", "digest", "leaderboard", "report")) > 0
    whole = await database.read(verify.run)
    assert whole.difference is None
    print(f"year {number}: {sum(found.sent.values())} said, {sum(found.withheld.values())} withheld", found)


@pytest.mark.parametrize("database_kind", ["sqlite"])
@pytest.mark.parametrize("number", range(YEARS))
@pytest.mark.timeout(1800)
async def test_a_year_of_reminders(database: Database, number: int):
    await go_by(database, number, DAYS)


@pytest.mark.parametrize("database_kind", ["postgresql"])
@pytest.mark.timeout(600)
async def test_five_weeks_of_reminders(database: Database):
    await go_by(database, 0, 35)
