"""An admin shuts the door to somebody whose phone is lost, opens it again, and hands a desk to a colleague."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import insert, select

from bot.delivery.pace import Pace
from bot.delivery.worker import Delivery
from bot.house_rules import HouseRules
from bot.ladder import tell
from bot.rechecking import Rechecking
from domain.people import Role
from domain.talk.values import Aside, Message
from storage import (
    audit,
    follow_ups,
    handing_over,
    official_days,
    overseers,
    people,
    situation,
    staffing,
    verify,
)
from storage.engine import Database
from storage.outbox import outbox as outbox_table
from tests import world
from tests.chat import BUTTONS, NUMBERS, House, Phone, linked
from tests.handlers import planned_house
from tests.world import HAI_YEN, HOA_CU, ZONE


@pytest.fixture(params=[BUTTONS, NUMBERS], ids=["buttons", "numbers"])
async def house(database: Database, request: pytest.FixtureRequest) -> House:
    await world.found(database)
    house = House(database, request.param, deadline=planned_house.MONDAY)
    recheck = Rechecking(house.rules, HouseRules())
    house.delivery = Delivery(
        database, house.sender, house.clock, holder="test", pace=Pace(), recheck=recheck
    )
    return house


async def quan(house: House, unit: int = 1) -> Phone:
    return await planned_house.person(house, "Chu Thị Quản", 8, "admin", unit)


async def id_of(house: House, number: int) -> int:
    query = select(people.people.c.id).where(people.people.c.phone == f"8491200000{number}")
    return int((await house.database.read(lambda tx: tx.run(query))).scalar_one())


async def lock(admin: Phone, name: str = "lan") -> None:
    await admin.says(f"/nhansu {name}")
    await admin.chooses("🔒 Khóa")
    await admin.chooses("✔ Khóa")


async def state_of_reminder(house: House, key: str) -> tuple[str, str | None]:
    query = select(outbox_table.c.state, outbox_table.c.result).where(outbox_table.c.key.startswith(key))
    row = (await house.database.read(lambda tx: tx.run(query))).one()
    return row.state, row.result


async def test_who_is_locked_is_out_at_the_next_tap_and_the_records_go_back(house: House):
    await planned_house.fill(house, HOA_CU, 4)  # two a day for three working days
    lan = await planned_house.person(house, "Nông Thị Lan", 1, "official", HOA_CU)
    await planned_house.morning(house)
    await lan.says("/batdau")
    admin = await quan(house)
    await admin.says("/nhansu lan")
    await admin.chooses("🔒 Khóa")
    assert "2 hồ sơ đang giữ trở về hàng chờ" in admin.screen
    await admin.chooses("✔ Khóa")
    assert "Đã khóa Nông Thị Lan (Chu Thị Quản). 2 hồ sơ trở về hàng chờ." in admin.screen
    locked_at = house.clock.at
    await lan.chooses("✅ Phê duyệt")
    assert (house.clock.at - locked_at).total_seconds() < 1
    assert "đang bị khóa" in lan.screen
    assert (await world.state_of(house.database, 1))[0] == "PENDING"
    for words in ("/batdau", "/tiendo", "2", "xin chào"):
        await lan.says(words)
        assert lan.screen.count("\n") == 0 and "đang bị khóa" in lan.screen
    [line] = await house.database.read(lambda tx: audit.of(tx, "lock"))
    assert (line.subject, line.details) == (str(await id_of(house, 1)), {"records": 2})
    assert (await house.database.read(verify.run)).difference is None


async def test_what_waited_to_go_out_to_them_is_cancelled_and_answers_stay_answers(house: House):
    await planned_house.person(house, "Nông Thị Lan", 1, "official", HOA_CU)
    lan_id = await id_of(house, 1)
    asides = [Aside(lan_id, Message("Lời nhắc"), "people", "1")]
    can = {house.channel.capabilities.channel: house.channel.capabilities}
    await house.database.write(lambda tx: tell(tx, asides, can, house.clock()))
    await lock(await quan(house))
    await house.delivers()
    assert await state_of_reminder(house, "people:") == ("cancelled", "locked")
    assert house.phone("u1").chat == []


async def test_who_is_locked_is_not_there_for_plans_reminders_and_whoever_is_told(house: House):
    for number, name, role in ((1, "Nông Thị Lan", "official"), (2, "Lý Văn Đầu", "head")):
        await planned_house.person(house, name, number, role, HOA_CU)
    await planned_house.person(house, "Vi Thị Minh", 3, "official", HOA_CU)
    await planned_house.fill(house, HOA_CU, 10)
    admin = await quan(house)
    await lock(admin)
    await lock(admin, "ly van dau")
    lan, head = await id_of(house, 1), await id_of(house, 2)

    async def seen(tx: Any) -> tuple[Any, ...]:
        return (
            await situation.posts(tx, ZONE),
            await official_days.of(tx, world.TODAY, ZONE),
            await overseers.all_of(tx, world.TODAY),
            await people.holding(tx, Role.HEAD),
            await staffing.members(tx, "/1/2/3/", world.TODAY),
        )

    posts, days, over, heads, members = await house.database.read(seen)
    assert [post.person_id for post in posts] == [await id_of(house, 3)]
    assert lan not in days and head not in over and not heads
    assert lan not in {member.person_id for member in members}
    line = (await planned_house.morning(house, planned_house.FRIDAY))[HOA_CU]
    assert [person.person_id for person in line.people] == [await id_of(house, 3)]


async def test_unlocked_they_go_on(house: House):
    await world.shelve(house.database, HOA_CU, [world.birth(1)])
    lan = await planned_house.person(house, "Nông Thị Lan", 1, "official", HOA_CU)
    await planned_house.morning(house)
    await lan.says("/batdau")
    assert "Số 1 ·" in lan.screen
    admin = await quan(house)
    await lock(admin)
    await admin.says("/nhansu lan")
    assert "🔒 Đang bị khóa" in admin.screen
    await admin.chooses("🔓 Mở khóa")
    assert "Đã mở khóa Nông Thị Lan" in admin.screen
    await lan.says("/batdau")
    assert "Số 1 ·" in lan.screen
    await lan.chooses("✅ Phê duyệt")
    assert (await world.state_of(house.database, 1))[0] == "APPROVED"


async def test_a_districts_admin_does_not_lock_who_also_answers_for_the_province(house: House):
    await planned_house.person(house, "Nông Thị Lan", 1, "official", HOA_CU)
    await planned_house.person(house, "Nông Thị Lan", 1, "auditor", 1)
    admin = await quan(house, 2)
    await admin.says("/nhansu lan")
    await admin.chooses("🔒 Khóa")
    assert "còn nhiệm vụ ngoài phạm vi" in admin.screen
    assert await house.database.read(lambda tx: people.locked_among(tx, [1])) == set()


async def test_nobody_locks_oneself(house: House):
    admin = await quan(house)
    await admin.says("/nhansu quan")
    assert not [label for label in admin.labels() if "Khóa" in label or "Bàn giao" in label]


async def test_all_that_lies_with_one_is_handed_to_a_colleague_of_the_same_unit(house: House):
    ids = await world.shelve(house.database, HOA_CU, [world.birth(n) for n in (1, 2, 3)])
    lan = await planned_house.person(house, "Nông Thị Lan", 1, "official", HOA_CU)
    minh = await planned_house.person(house, "Vi Thị Minh", 3, "official", HOA_CU)
    await planned_house.person(house, "Lê Văn Xa", 4, "official", HAI_YEN)
    lan_id, minh_id = await id_of(house, 1), await id_of(house, 3)
    open_question = {
        "unit_id": HOA_CU, "asked_by": lan_id, "asked_at": house.clock(), "state": "open", "record_id": ids[0],
    }  # fmt: skip
    await house.database.write(lambda tx: tx.run(insert(handing_over.questions), open_question))
    await planned_house.morning(house)
    await house.database.write(
        lambda tx: tx.run(world.records.update().values(assignee_id=lan_id, assigned_on=world.TODAY))
    )
    await lan.says("/batdau")
    admin = await quan(house)
    await admin.says("/nhansu lan")
    await admin.chooses("🤝 Bàn giao")
    assert "đang giữ 3 hồ sơ và 1 câu hỏi đang chờ" in admin.screen
    assert "Lê Văn Xa" not in str(admin.labels()) + admin.screen
    await admin.chooses("Vi Thị Minh · Xã Hòa Cư")
    await admin.chooses("✔ Bàn giao")
    assert "Đã bàn giao 3 hồ sơ và 1 câu hỏi đang chờ của Nông Thị Lan cho Vi Thị Minh." in admin.screen
    desks = await house.database.read(lambda tx: tx.run(select(world.records.c.assignee_id)))
    assert {row.assignee_id for row in desks} == {minh_id}
    asked = await house.database.read(lambda tx: tx.run(select(handing_over.questions.c.asked_by)))
    assert asked.scalar_one() == minh_id
    await house.delivers()
    assert "bàn giao 3 hồ sơ" in minh.screen and "cho Vi Thị Minh" in lan.chat[-1].text
    await lan.chooses("✅ Phê duyệt")
    assert (await world.state_of(house.database, 1))[0] == "PENDING"
    [line] = await house.database.read(lambda tx: audit.of(tx, "hand_over"))
    assert line.details == {"to": minh_id, "records": 3, "questions": 1, "follow_ups": 0}


async def test_the_register_goes_along_with_what_is_handed_over(house: House):
    await world.shelve(house.database, HOA_CU, [world.birth(1)])
    lan = await planned_house.person(house, "Nông Thị Lan", 1, "official", HOA_CU)
    await planned_house.person(house, "Vi Thị Minh", 3, "official", HOA_CU)
    await planned_house.morning(house)
    lan_id = await id_of(house, 1)
    await house.database.write(
        lambda tx: tx.run(world.records.update().values(assignee_id=lan_id, assigned_on=world.TODAY))
    )
    await lan.says("/batdau")
    await lan.chooses("📕 Sổ gốc sai/thiếu")
    await lan.chooses("Sổ ghi thiếu")
    admin = await quan(house)
    await admin.says("/nhansu lan")
    await admin.chooses("🤝 Bàn giao")
    assert "đang giữ 0 hồ sơ và 1 mục theo dõi sổ gốc" in admin.screen
    await admin.chooses("Vi Thị Minh · Xã Hòa Cư")
    await admin.chooses("✔ Bàn giao")
    seen_to = await house.database.read(lambda tx: tx.run(select(follow_ups.follow_ups.c.person_id)))
    assert seen_to.scalar_one() == await id_of(house, 3)
    told = await house.database.read(lambda tx: follow_ups.history(tx, 1, limit=5))
    assert told[0].act == "person" and told[0].changes == {
        "person_id": [await id_of(house, 1), await id_of(house, 3)]
    }


async def test_where_nothing_lies_or_nobody_could_take_it_that_is_said(house: House):
    lan = await planned_house.person(house, "Nông Thị Lan", 1, "official", HOA_CU)
    admin = await quan(house)
    await admin.says("/nhansu lan")
    await admin.chooses("🤝 Bàn giao")
    assert "không có gì để bàn giao" in admin.screen
    await world.shelve(house.database, HOA_CU, [world.birth(1)])
    await lan.says("/batdau")
    await admin.says("/nhansu lan")
    await admin.chooses("🤝 Bàn giao")
    assert "Không có cán bộ nào khác cùng đơn vị" in admin.screen


async def test_the_lock_is_of_the_person_on_every_channel(house: House):
    await planned_house.person(house, "Nông Thị Lan", 1, "official", HOA_CU)
    await lock(await quan(house))
    lan_id = await id_of(house, 1)
    again = await linked(house, "another-account", lan_id)
    await again.says("/batdau")
    assert "đang bị khóa" in again.screen
