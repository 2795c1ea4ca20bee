"""The figures an operator reads: they add up, whatever was decided."""

from __future__ import annotations

import json
from typing import Any

from sqlalchemy import delete

from domain.records import RecordType
from domain.review import State
from storage.engine import Database
from storage.tables import RecordRow
from tests import world
from tests.chat import House, linked
from tests.figures.terminal import rasoat

records: Any = RecordRow.__table__
NOTHING = {state.value: 0 for state in State}


async def test_an_empty_database_names_every_state_and_type_with_nothing(database: Database):
    answer = await rasoat(database, "status", "--json")
    assert answer.code == 0
    assert json.loads(answer.out) == {
        "imported": 0,
        "by_state": NOTHING,
        "by_type": dict.fromkeys(("KS", "KH", "KT", "HN", "CMC"), NOTHING),
        "confirmed_in_158": 0,
        "as_of": "2024-07-04T12:00:00+07:00",
    }


async def test_states_add_up_to_what_was_imported_before_and_after_a_day_of_review(database: Database):
    await world.found(database)
    await world.shelve(database, world.HOA_CU, [world.birth(n) for n in (1, 2, 3, 4)])
    await world.shelve(database, world.HAI_YEN, [world.birth(1)], state=State.UNSTATED)
    death = {"so": "1", "ngayDangKy": "02.02.2005", "nktHoTen": "Hoàng Văn Thử"}
    await world.shelve(database, world.HAI_YEN, [death], kind=RecordType.KT, state=State.RETURNED)
    before = json.loads((await rasoat(database, "status", "--json")).out)
    assert before["by_state"] == NOTHING | {"PENDING": 4, "UNSTATED": 1, "RETURNED": 1}
    house = House(database)
    person = await world.hire(database, "Nông Thị Lan", "84912000001", "official", world.HOA_CU)
    lan = await linked(house, "1001", person)
    await lan.says("/batdau")
    await lan.chooses("✅ Phê duyệt")
    await lan.chooses("↩️ Trả lại số hóa")
    await lan.chooses("Nhầm bản quét")
    await lan.chooses("✅ Phê duyệt")
    await lan.chooses("↶ Hoàn tác")
    after = json.loads((await rasoat(database, "status", "--json")).out)
    assert after["by_type"]["KS"] == NOTHING | {"PENDING": 2, "UNSTATED": 1, "RETURNED": 1, "APPROVED": 1}
    assert after["by_type"]["KT"] == NOTHING | {"RETURNED": 1}
    for told in (before, after):
        assert told["imported"] == sum(told["by_state"].values()) == 6
        assert told["imported"] == sum(sum(states.values()) for states in told["by_type"].values())


async def test_the_figures_come_from_the_running_totals_and_not_from_a_walk_over_the_records(
    database: Database,
):
    await world.found(database)
    await world.shelve(database, world.HOA_CU, [world.birth(n) for n in (1, 2)])
    await database.write(lambda tx: tx.run(delete(records)))
    assert json.loads((await rasoat(database, "status", "--json")).out)["imported"] == 2


async def test_the_table_for_people_tells_decided_and_confirmed_apart(database: Database):
    await world.found(database)
    await world.shelve(database, world.HOA_CU, [world.birth(n) for n in range(1, 1235)])
    await world.shelve(database, world.HAI_YEN, [world.birth(1)], state=State.APPROVED)
    answer = await rasoat(database, "status")
    assert answer.code == 0
    [line] = [line for line in answer.out.splitlines() if "Khai sinh" in line]
    assert line.strip().removeprefix("Khai sinh").split() == [
        "1.234", "1", "0", "0", "0", "0", "1.235",
    ]  # fmt: skip
    assert "Đã có quyết định: 1/1.235 hồ sơ, 0,1 %" in answer.out
    assert "Đã xác nhận trong phần mềm 158: 0 hồ sơ" in answer.out
