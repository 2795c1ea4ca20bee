"""The shared lists of units, of 2024 and of 2025, carry no dates: what stood when is told all the same."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from domain.triage.gazetteer import Standing
from storage import triage_places
from storage.engine import Database
from storage.imports import units as unit_lists
from storage.imports.outcome import Order

HERE = Path(__file__).parent
NOW, TODAY = datetime(2025, 7, 4, 2, tzinfo=UTC), date(2025, 7, 4)


async def named(database: Database, address: str) -> Standing:
    known = await database.read(triage_places.known)
    return known.gazetteer.named(address)


async def take(database_url: str, *schemes: str) -> None:
    for scheme in schemes:
        order = Order(HERE / f"lang-son-units-{scheme}.csv", NOW, TODAY, scheme=scheme)
        assert not (await unit_lists.take_in(database_url, order)).refused


@pytest.mark.parametrize(
    ("address", "before", "since"),
    [
        ("phường Kỳ Lừa, tỉnh Lạng Sơn", False, True),
        ("phường Kỳ Lừa, thành phố Lạng Sơn", False, False),  # the new ward, in the city that went that day
        ("xã Hòa Cư, huyện Cao Lộc, tỉnh Lạng Sơn", True, False),
        ("tỉnh Lạng Sơn", True, True),
    ],
)
async def test_communes_were_cut_anew_in_july_2025(
    database: Database, database_url: str, address: str, before: bool, since: bool
):
    await take(database_url, "2024", "2025")
    standing = await named(database, address)
    days = (date(2025, 6, 30), date(2025, 7, 1))
    assert [standing.stood(day, day) for day in days] == [before, since]


async def test_where_only_one_list_is_known_nothing_is_said_of_its_days(
    database: Database, database_url: str
):
    await take(database_url, "2025")
    standing = await named(database, "phường Kỳ Lừa, tỉnh Lạng Sơn")
    assert standing.stood(date(2005, 3, 21), date(2005, 3, 21))
    known = await database.read(triage_places.known)
    assert not known.gazetteer.limited
