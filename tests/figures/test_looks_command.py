"""`rasoat looks` at an operator's terminal: who was shown a record whole, when, in which role."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
import world
from sqlalchemy import update
from terminal import rasoat
from world import HOA_CU, MORNING, birth

from storage import page_views
from storage.engine import Database

KEY = "KS.06184.2005.24"


async def looked(database: Database, person: int, record: int, *, minutes: int, page: int = 0) -> None:
    at = MORNING + timedelta(minutes=minutes)
    who = {"person_id": person, "record_id": record, "session_id": 1, "at": at}
    if page:
        await database.write(lambda tx: page_views.note_scan(tx, **who, page=page))  # type: ignore[arg-type]
    else:
        await database.write(lambda tx: page_views.note(tx, **who))  # type: ignore[arg-type]


@pytest.fixture
async def record(database: Database) -> int:
    """A record that Lan has read, then Minh, who has left since; nobody has read the next one."""
    await world.found(database)
    ids = await world.shelve(
        database, HOA_CU, [birth(24, nksHoTen="Nông Văn An"), birth(25, nksHoTen="Nông Văn Bình")]
    )
    lan = await world.hire(database, "Nông Thị Lan", "84912000001", "official", HOA_CU)
    minh = await world.hire(database, "Lý Văn Minh", "84912000002", "head", HOA_CU)
    await world.hire(database, "Lý Văn Minh", "84912000002", "auditor", 1)
    await looked(database, lan, ids[0], minutes=1)
    await looked(database, lan, ids[0], minutes=2, page=3)
    await looked(database, minh, ids[0], minutes=5)
    ended = MORNING + timedelta(minutes=10)
    await database.write(
        lambda tx: tx.run(update(world.roles).where(world.roles.c.person_id == minh).values(until=ended))
    )
    await looked(database, minh, ids[0], minutes=20)
    return ids[0]


async def test_each_look_is_told_with_the_role_of_that_time_the_newest_first(
    database: Database, record: int
) -> None:
    answer = await rasoat(database, "looks", KEY, "--json")
    [told] = json.loads(answer.out)
    assert answer.code == 0 and (told["key"], told["number"]) == (KEY, "24")
    assert [(look["at"][:16], look["name"], look["scan_page"]) for look in told["looks"]] == [
        ("2024-07-04T07:50", "Lý Văn Minh", 0), ("2024-07-04T07:35", "Lý Văn Minh", 0),
        ("2024-07-04T07:32", "Nông Thị Lan", 3), ("2024-07-04T07:31", "Nông Thị Lan", 0),
    ]  # fmt: skip
    assert [[role["role"] for role in look["roles"]] for look in told["looks"]] == [
        [], ["head", "auditor"], ["official"], ["official"],
    ]  # fmt: skip
    assert "Nông Văn An" not in answer.out, "whose record it is, is no matter of this list"


async def test_at_the_terminal_it_is_a_table_and_by_parts_the_same(database: Database, record: int) -> None:
    shown = await rasoat(database, "looks", "2005|24", "--unit", "06184", "--type", "ks")
    for word in ("04/07/2024 07:31", "Nông Thị Lan", "Cán bộ rà soát", "trang 3", "Số 24", "4 lượt xem"):
        assert word in shown.out, shown.out
    assert shown.code == 0


async def test_a_record_nobody_opened_says_so(database: Database, record: int) -> None:
    shown = await rasoat(database, "looks", "KS.06184.2005.25")
    assert shown.code == 0 and "chưa ai mở" in shown.out


@pytest.mark.parametrize(
    "words",
    [
        pytest.param(("KS-24",), id="no key"),
        pytest.param(("",), id="nothing"),
        pytest.param(("2005|24",), id="a key that names no unit"),
        pytest.param(("KS.06184.1999.3",), id="no such record"),
        pytest.param(("KS.99999.2005.24",), id="no such unit"),
        pytest.param(("2005|24", "--unit", "06184", "--type", "XX"), id="no such type"),
    ],
)
async def test_what_cannot_be_looked_up_ends_with_one_clear_line(
    database: Database, record: int, words: tuple[str, ...]
) -> None:
    answer = await rasoat(database, "looks", *words)
    assert answer.code == 2 and answer.out == ""
    assert len(answer.err.strip().splitlines()) == 1 and answer.err.startswith("rasoat:")
