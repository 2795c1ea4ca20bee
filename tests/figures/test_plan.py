"""`rasoat plan`: what an operator sees and what a script reads; each thing that cannot be done is one clear line."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest
from sqlalchemy import insert, select

from storage import situation
from storage.engine import Database
from tests import world
from tests.figures.terminal import Answer, rasoat
from tests.world import HAI_YEN, HOA_CU

DEADLINE = {"DEADLINE": "2024-10-29"}
TENTH = date(2024, 7, 10)


@pytest.fixture
async def province(database: Database) -> Database:
    await world.found(database)
    await world.hire(database, "Nông Thị Lan", "84912000001", "official", HOA_CU)
    await world.hire(database, "Vi Văn Sơn", "84912000002", "official", HOA_CU)
    await world.shelve(database, HOA_CU, [world.birth(n) for n in range(1, 301)])
    await world.shelve(database, HAI_YEN, [world.birth(n) for n in range(1, 83)])
    return database


async def on_desks(database: Database) -> int:
    query = select(world.records.c.id).where(world.records.c.assignee_id.is_not(None))
    return len((await database.read(lambda tx: tx.run(query))).all())


def read(answer: Answer) -> dict[str, Any]:
    assert answer.code == 0, answer.err
    return json.loads(answer.out)  # type: ignore[no-any-return]


async def test_a_script_reads_each_unit_and_person(province: Database):
    told = read(await rasoat(province, "plan", "--json", **DEADLINE))
    assert (told["day"], told["deadline"], told["dry_run"]) == ("2024-07-04", "2024-10-29", False)
    by_code = {unit["unit"]: unit for unit in told["units"]}
    hoa_cu, hai_yen = by_code["06184"], by_code["06187"]
    assert (hoa_cu["open"], hoa_cu["working_days_left"], hoa_cu["needed"], hoa_cu["shortfall"]) == (
        300,
        82,
        4,
        0,
    )
    assert [(p["person"], p["records"]) for p in hoa_cu["given"]] == [("Nông Thị Lan", 2), ("Vi Văn Sơn", 2)]
    assert (hai_yen["needed"], hai_yen["given"], hai_yen["shortfall"]) == (1, [], 1)
    assert [near["unit"] for near in hai_yen["neighbours"]] == ["06184"]
    assert told["totals"] == {"open": 382, "needed": 5, "given": 4, "shortfall": 1}
    assert await on_desks(province) == 4


async def test_planning_twice_changes_nothing(province: Database):
    first = read(await rasoat(province, "plan", "--json", **DEADLINE))
    assert read(await rasoat(province, "plan", "--json", **DEADLINE)) == first
    assert await on_desks(province) == 4


async def test_a_dry_run_says_the_same_and_gives_nothing(province: Database):
    foreseen = read(await rasoat(province, "plan", "--dry-run", "--json", **DEADLINE))
    assert await on_desks(province) == 0
    assert read(await rasoat(province, "plan", "--json", **DEADLINE)) == {**foreseen, "dry_run": False}


async def test_a_day_to_come_is_looked_at_and_takes_nothing_off_todays_desks(province: Database):
    await rasoat(province, "plan", **DEADLINE)
    told = read(await rasoat(province, "plan", "--on", "2024-07-10", "--json", **DEADLINE))
    assert (told["day"], told["dry_run"], told["totals"]["open"]) == ("2024-07-10", True, 382)
    away = {"person_id": 1, "first": TENTH, "last": TENTH, "set_by": 1, "set_at": world.MORNING}
    await province.write(lambda tx: tx.run(insert(situation.leaves), away))
    await rasoat(province, "plan", "--on", "2024-07-10", **DEADLINE)
    assert await on_desks(province) == 4


async def test_a_person_reads_a_table_and_who_is_missing(province: Database):
    answer = await rasoat(province, "plan", **DEADLINE)
    assert answer.code == 0
    assert "Chỉ tiêu ngày 04/07/2024, hạn 29/10/2024" in answer.out
    assert "Thiếu: Xã Hải Yến, 1 hồ sơ/ngày, chưa có cán bộ nào; bên cạnh còn sức: Xã Hòa Cư" in answer.out


async def test_on_a_day_off_nothing_is_given(province: Database):
    answer = await rasoat(province, "plan", "--on", "2024-09-02", **DEADLINE)
    assert answer.code == 0
    assert "02/09/2024 là ngày nghỉ (Quốc khánh) ở 2 đơn vị: không giao chỉ tiêu." in answer.out
    assert read(await rasoat(province, "plan", "--on", "2024-07-06", "--json", **DEADLINE))["units"] == []
    assert await on_desks(province) == 0


async def test_a_reserve_means_more_a_day(province: Database):
    told = read(await rasoat(province, "plan", "--dry-run", "--json", RESERVE_DAYS="22", **DEADLINE))
    hoa_cu = next(unit for unit in told["units"] if unit["unit"] == "06184")
    assert (hoa_cu["working_days_left"], hoa_cu["needed"]) == (82, 5)


async def test_with_nothing_open_there_is_nothing_to_plan(database: Database):
    await world.found(database)
    answer = await rasoat(database, "plan", **DEADLINE)
    assert (answer.code, answer.out.strip()) == (0, "Không còn hồ sơ nào chưa rà soát: không có gì để chia.")


@pytest.mark.parametrize(
    ("words", "settings", "line"),
    [
        ([], {}, "Chưa đặt RASOAT_DEADLINE"),
        ([], {"DEADLINE": "2024-07-03"}, "hạn 03/07/2024 đã qua"),
        (["--on", "2024-07-03"], DEADLINE, "ngày 03/07/2024 đã qua"),
        (["--on", "2024-10-30"], DEADLINE, "hạn 29/10/2024 đã qua"),
        (["--on", "ngày mai"], DEADLINE, "--on"),
        (["--on", "2024-07-06"], {"DEADLINE": "2024-07-07"}, "không còn ngày làm việc nào"),
        ([], {"DEADLINE": "30-10"}, "RASOAT_DEADLINE"),
        ([], {**DEADLINE, "RESERVE_DAYS": "-1"}, "RASOAT_RESERVE_DAYS"),
    ],
)
async def test_what_cannot_be_planned_is_one_line_and_nothing_is_given(
    province: Database, words: list[str], settings: dict[str, str], line: str
):
    from bot.settings import WrongSetting

    try:
        answer = await rasoat(province, "plan", *words, **settings)
        assert answer.code == 2
        said = answer.err
    except WrongSetting as fault:  # the command line's own frame turns it into a line and exit code 2
        said = str(fault)
    assert line in said
    assert len(said.strip().splitlines()) == 1
    assert await on_desks(province) == 0
