"""The day is the province's: what is done shortly after midnight there belongs to the new day, wherever the machine
stands; what is kept is the instant in UTC."""

from __future__ import annotations

import csv
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import select

from bot.clock import Clock
from storage import calendars
from storage.decisions import decisions
from storage.engine import Database
from tests import world
from tests.chat import House, Phone, linked
from tests.figures.terminal import rasoat

BEFORE_MIDNIGHT = datetime(
    2024, 7, 4, 23, 59, 59, tzinfo=world.ZONE
)  # 16:59:59 in London, 06:59 next day in Kiritimati
FIRST_MINUTES = datetime(2024, 7, 5, 0, 5, tzinfo=world.ZONE)  # the day before in London and in California


async def lan_decides(house: House, at: datetime) -> Phone:
    await world.found(house.database)
    person = await world.hire(house.database, "Nông Thị Lan", "84912000001", "official", world.HOA_CU)
    await world.shelve(house.database, world.HOA_CU, [world.birth(n) for n in range(1, 4)])
    lan = await linked(house, "1001", person)
    house.clock.at = at.astimezone(UTC)
    await lan.says("/batdau")
    await lan.says("phê duyệt")
    return lan


async def kept(database: Database) -> Any:
    return (await database.read(lambda tx: tx.run(select(decisions)))).one()


async def test_a_decision_counts_for_the_day_it_is_in_the_province(database: Database):
    await lan_decides(House(database), FIRST_MINUTES)
    row = await kept(database)
    assert row.day == date(2024, 7, 5)
    assert (row.decided_at.date(), row.decided_at.hour) == (date(2024, 7, 4), 17)


async def test_a_second_before_midnight_is_still_the_old_day(database: Database):
    await lan_decides(House(database), BEFORE_MIDNIGHT)
    assert (await kept(database)).day == date(2024, 7, 4)


async def test_the_log_that_goes_out_names_the_provinces_day(database: Database, tmp_path: Path):
    await lan_decides(House(database), FIRST_MINUTES)
    out = tmp_path / "log.csv"
    answer = await rasoat(database, "export", "decisions", "--out", str(out), NOW="2024-07-05T08:00:00+07:00")
    assert answer.code == 0, answer.err
    [row] = csv.DictReader(out.read_text("utf-8-sig").splitlines())
    assert any("05/07/2024" in value or "2024-07-05" in value for value in row.values()), row
    assert not any("04/07/2024" in value or "2024-07-04" in value for value in row.values()), row


async def test_a_day_that_ends_within_the_minute_can_still_be_set_off_and_yesterday_cannot(
    database: Database,
):
    house = House(database)
    await world.found(database)
    person = await world.hire(database, "Chu Thị Quản", "84912000008", "admin", 1)
    quan = await linked(house, "1008", person)
    house.clock.at = BEFORE_MIDNIGHT.astimezone(UTC)
    await quan.says("/lich nghi 4/7/2024 mất điện")
    house.clock.at = FIRST_MINUTES.astimezone(UTC)
    await quan.says("/lich nghi 04/07/2024 mất điện")
    assert "đã qua" in quan.screen
    [row] = await database.read(lambda tx: calendars.set_days(tx, ("/1/",), since=date(2024, 7, 1)))
    assert row.day == date(2024, 7, 4) and row.set_at.astimezone(world.ZONE).date() == date(2024, 7, 4)


def test_the_bots_own_clock_names_the_provinces_day():
    assert Clock(world.ZONE, BEFORE_MIDNIGHT).today() == date(2024, 7, 4)
    assert Clock(world.ZONE, FIRST_MINUTES).today() == date(2024, 7, 5)
    assert Clock(world.ZONE)().utcoffset() == datetime.now(UTC).utcoffset()
