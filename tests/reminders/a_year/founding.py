"""The province put into a real database: units, roster, accounts, and records on the shelves."""

from __future__ import annotations

from datetime import date, datetime
from random import Random
from typing import Any

from sqlalchemy import insert

from domain import chain, keys
from domain.folding import fold
from domain.records import RecordType
from domain.triage.shape import RULE_SET
from storage.engine import Database, Tx
from storage.tables import AccountRow, ChainHeadRow, PersonRow, RecordRow, RoleRow, UnitRow
from tests.reminders.a_year import work as work_done
from tests.reminders.a_year.people import Person, Province
from tests.world import birth

units: Any = UnitRow.__table__
people: Any = PersonRow.__table__
roles: Any = RoleRow.__table__
accounts: Any = AccountRow.__table__
records: Any = RecordRow.__table__

CHANNEL = "telegram"
BOOK = 50  # entries of a book


async def found(database: Database, province: Province, now: datetime) -> None:
    """Write units, roster and accounts; whoever joins later has no post yet, whoever never linked no account."""
    staff = province.people.values()

    async def work(tx: Tx) -> None:
        await tx.run(
            insert(units),
            [
                {"id": u.id, "scheme": "2024", "code": u.code, "name": u.name, "level": u.level,
                 "parent_id": u.parent_id, "path": u.path, "search_name": fold(u.name)}
                for u in province.units.values()
            ],
        )  # fmt: skip
        await tx.run(
            insert(ChainHeadRow.__table__),
            [{"unit_id": u, "seq": 0, "hash": chain.GENESIS} for u in province.units],
        )
        await tx.run(
            insert(people),
            [
                {"id": one.id, "full_name": one.name, "phone": f"84912{one.id:06d}", "search_name": fold(one.name),
                 "practice_done": 99, "created_at": now}
                for one in staff
            ],
        )  # fmt: skip
        await tx.run(insert(roles), [row for one in staff for row in posts_of(one, now)])
        await tx.run(
            insert(accounts),
            [
                {"id": one.id, "channel": CHANNEL, "user_key": f"u{one.id}", "code_tries": 0,
                 "person_id": one.id if one.linked else None, "linked_at": now if one.linked else None}
                for one in staff
            ],
        )  # fmt: skip

    await database.write(work)


def posts_of(one: Person, now: datetime) -> list[dict[str, Any]]:
    return [
        {
            "person_id": one.id,
            "unit_id": unit.id,
            "role": role,
            "title": "",
            "daily_limit": None,
            "since": now,
        }
        for role, unit in one.posts
    ]


async def bring(database: Database, province: Province, numbers: dict[int, int], on: date) -> None:
    """Records come from the vendor, so many for each unit, counted as an import counts them."""
    rows: list[dict[str, Any]] = []
    for unit_id, number in numbers.items():
        first = province.brought[unit_id]
        for place in range(first, first + number):
            year = 1990 + place // BOOK
            fields = birth(place % BOOK + 1, quyenSo=f"01/{year}", ngayDangKy=f"21.03.{year}")
            key = keys.natural_key(RecordType.KS, fields)
            assert isinstance(key, keys.Key)
            rows.append(
                {"unit_id": unit_id, "type": RecordType.KS.value, "natural_key": key.text, "occurrence": 1,
                 "year": key.year, "number": keys.number_of(fields), "book": keys.book_of(fields),
                 "page": keys.page_of(fields), "subject": "", "state": "PENDING", "state_on": on, "revision": 1,
                 "desk_order": keys.desk_order(RecordType.KS, fields), "turn": 0, "skips": 0, "scan": "",
                 "imported_state": "PENDING", "imported_on": on, "import_id": 1, "fields": {}, "findings": [],
                 "content_hash": "", "rule_set": RULE_SET}
            )  # fmt: skip
        province.brought[unit_id] += number

    async def work(tx: Tx) -> None:
        await tx.run(insert(records), rows)
        kind = RecordType.KS.value
        await work_done.count(tx, {(u, kind, "PENDING", on): n for u, n in numbers.items()})

    await database.write(work)


def sizes(province: Province, fate: Random) -> dict[int, int]:
    """Choose how many records lie in each commune: one or two a day until the first deadline."""
    return {unit.id: fate.randint(12, 150) for unit in province.communes()}
