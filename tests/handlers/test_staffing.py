"""Heads see a shortfall before it hurts and move people, weights and records: `/phancong`."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest
from sqlalchemy import select

from domain.talk.values import Capabilities
from reminders import morning_plan
from storage import plans, verify
from storage.engine import Database
from storage.plans import UnitLine
from tests import chat, world
from tests.chat import BUTTONS, NUMBERS, House, Phone
from tests.world import HAI_YEN, HOA_CU, TODAY, ZONE, birth

DISTRICT, PROVINCE = 2, 1
FRIDAY, MONDAY = date(2024, 7, 5), date(2024, 7, 8)


@pytest.fixture(params=[BUTTONS, NUMBERS], ids=["buttons", "numbers"])
def capabilities(request: pytest.FixtureRequest) -> Capabilities:
    return request.param  # type: ignore[no-any-return]


@pytest.fixture
async def house(database: Database, capabilities: Capabilities) -> House:
    await world.found(database)
    return House(database, capabilities, deadline=date(2024, 7, 17))


async def person(house: House, name: str, number: int, role: str, unit: int, **more: Any) -> Phone:
    person_id = await world.hire(house.database, name, f"8491200000{number}", role, unit, **more)
    return await chat.linked(house, f"u{number}", person_id)


@pytest.fixture
async def lan(house: House) -> Phone:
    return await person(house, "Nông Thị Lan", 1, "official", HOA_CU)


@pytest.fixture
async def minh(house: House) -> Phone:
    """Minh leads the district's office of justice."""
    return await person(house, "Hoàng Văn Minh", 2, "head", DISTRICT)


async def morning(house: House, day: date = TODAY) -> dict[int, UnitLine]:
    house.clock.at = datetime(day.year, day.month, day.day, 7, 30, tzinfo=ZONE)
    assert house.rules.campaign
    await morning_plan.run(house.database, house.rules.campaign, day, clock=house.clock)
    return await planned(house, day)


async def planned(house: House, day: date = TODAY) -> dict[int, UnitLine]:
    return {line.unit_id: line for line in await house.database.read(lambda tx: plans.of_day(tx, day))}


async def desk(house: House, person_id: int) -> int:
    rows = await house.database.read(
        lambda tx: tx.run(
            select(world.records.c.id).where(
                world.records.c.assignee_id == person_id, world.records.c.state == "PENDING"
            )
        )
    )
    return len(rows.all())


async def fill(house: House, unit: int, number: int = 100) -> None:
    await world.shelve(house.database, unit, [birth(n) for n in range(1, number + 1)])


def said(phone: Phone) -> str:
    return "\n".join(message.text for message in phone.chat)


async def test_a_shortfall_is_seen_and_people_are_moved_in_two_taps(house: House, lan: Phone, minh: Phone):
    await fill(house, HOA_CU)
    await fill(house, HAI_YEN)
    assert (await morning(house))[HAI_YEN].shortfall == 10
    await minh.says("/phancong")
    assert "Thiếu người cho 10 hồ sơ" in minh.screen
    await minh.chooses("⇄ Nông Thị Lan (Xã Hòa Cư) → Xã Hải Yến")
    await minh.chooses("✔ Hết hôm nay")
    assert "hôm nay giao ngay 10 hồ sơ" in minh.screen
    assert (await planned(house))[HAI_YEN].shortfall == 0
    assert await desk(house, 1) == 20
    await house.delivers()
    assert "được cử hỗ trợ rà soát Xã Hải Yến đến hết 04/07/2024" in said(lan)
    await lan.says("/batdau")
    for _ in range(20):
        await lan.chooses("✅ Phê duyệt")
    assert "20 hồ sơ" in lan.screen
    assert (await house.database.read(verify.run)).difference is None


async def test_who_was_lent_for_a_day_is_home_the_next(house: House, lan: Phone, minh: Phone):
    await fill(house, HOA_CU)
    await fill(house, HAI_YEN)
    await morning(house)
    await minh.says("/phancong")
    await minh.chooses("⇄ Nông Thị Lan (Xã Hòa Cư) → Xã Hải Yến")
    await minh.chooses("✔ Hết hôm nay")
    made = await morning(house, FRIDAY)
    assert made[HAI_YEN].people == ()
    assert {p.person_id: p.carried for p in made[HOA_CU].people} == {1: 10}
    assert await desk(house, 1) == 12  # what was Hải Yến's went back


async def test_who_was_lent_for_the_week_shares_both_units_work(house: House, lan: Phone, minh: Phone):
    await fill(house, HOA_CU)
    await fill(house, HAI_YEN)
    await morning(house)
    await minh.says("/phancong")
    await minh.chooses("⇄ Nông Thị Lan (Xã Hòa Cư) → Xã Hải Yến")
    await minh.chooses("✔ Hết tuần này")
    made = await morning(house, FRIDAY)
    assert made[HAI_YEN].shortfall == made[HOA_CU].shortfall == 0
    assert (await morning(house, MONDAY))[HAI_YEN].people == ()


async def choose_lan(house: House, phone: Phone) -> None:
    await phone.says("/phancong Hòa Cư")
    await phone.chooses("Nông Thị Lan")


async def test_weight_nought_takes_the_records_back_at_once(house: House, lan: Phone, minh: Phone):
    await fill(house, HOA_CU)
    await morning(house)
    await choose_lan(house, minh)
    await minh.chooses("⏸ Không giao")
    assert "10 hồ sơ đang chờ đã trở về hàng chờ" in minh.screen
    assert await desk(house, 1) == 0
    assert (await planned(house))[HOA_CU].shortfall == 10
    await lan.says("/batdau")
    assert "Đã hết hồ sơ hôm nay" in lan.screen
    assert "tạm không giao" in lan.screen
    await lan.says("/ngoaigio 5")
    assert "tạm không giao" in lan.screen
    assert await desk(house, 1) == 0
    await choose_lan(house, minh)
    await minh.chooses("Phần đầy đủ")
    await lan.says("/batdau")
    assert await desk(house, 1) == 10


async def test_weights_count_from_the_next_plan(house: House, lan: Phone, minh: Phone):
    await person(house, "Vi Văn Sơn", 3, "official", HOA_CU)
    await fill(house, HOA_CU)
    await morning(house)
    await choose_lan(house, minh)
    await minh.chooses("Nửa phần")
    assert "từ kế hoạch ngày mai" in minh.screen
    shares = {p.name: p.total for p in (await morning(house, FRIDAY))[HOA_CU].people}
    assert shares["Nông Thị Lan"] < shares["Vi Văn Sơn"]


async def test_a_number_set_by_hand_holds_from_today_and_is_kept_by_the_plan(
    house: House, lan: Phone, minh: Phone
):
    await person(house, "Vi Văn Sơn", 3, "official", HOA_CU)
    await fill(house, HOA_CU)
    await morning(house)
    await choose_lan(house, minh)
    await minh.chooses("🔒 Đặt chỉ tiêu tay")
    await minh.says("2")
    assert "chỉ tiêu 2 hồ sơ/ngày" in minh.screen
    assert await desk(house, 1) == 2
    line = (await morning(house, FRIDAY))[HOA_CU]
    assert {p.name: (p.total, p.fixed) for p in line.people} == {
        "Nông Thị Lan": (2, True),
        "Vi Văn Sơn": (10, False),
    }
    await choose_lan(house, minh)
    await minh.chooses("🔓 Theo kế hoạch")
    line = (await morning(house, MONDAY))[HOA_CU]
    assert not any(p.fixed for p in line.people)


@pytest.mark.parametrize("words", ["-1", "1001", "hai", "", "00000000099999999999"])
async def test_a_number_that_makes_no_sense_changes_nothing(
    house: House, lan: Phone, minh: Phone, words: str
):
    await fill(house, HOA_CU)
    await morning(house)
    await choose_lan(house, minh)
    await minh.chooses("🔒 Đặt chỉ tiêu tay")
    await minh.says(words or "?")
    assert "từ 0 đến 1000" in minh.screen
    assert await desk(house, 1) == 10


async def test_records_move_to_a_colleague_with_their_history(house: House, lan: Phone, minh: Phone):
    son = await person(house, "Vi Văn Sơn", 3, "official", HOA_CU)
    await fill(house, HOA_CU)
    await morning(house)
    await lan.says("/batdau")
    await lan.taps("⋯ Thêm") if house.channel.capabilities.buttons else await lan.says("⋯ Thêm")
    await lan.chooses("⏭ Để sau")
    await choose_lan(house, minh)
    await minh.chooses("⇄ Chuyển hồ sơ")
    await minh.chooses("Vi Văn Sơn: Tất cả 5")
    assert "Đã chuyển 5 hồ sơ" in minh.screen
    assert (await desk(house, 1), await desk(house, 3)) == (0, 10)
    skips = await house.database.read(
        lambda tx: tx.run(select(world.records.c.skips).where(world.records.c.assignee_id == 3))
    )
    assert sum(row.skips for row in skips) == 1
    shares = {p.person_id: p.total for p in (await planned(house))[HOA_CU].people}
    assert shares == {1: 0, 3: 10}
    await house.delivers()
    assert "5 hồ sơ của Nông Thị Lan" in said(son)
    await lan.says("phê duyệt")  # the card that lies open is no longer hers
    assert await desk(house, 3) == 10


async def test_half_of_the_records_may_move(house: House, lan: Phone, minh: Phone):
    await person(house, "Vi Văn Sơn", 3, "official", HOA_CU)
    await fill(house, HOA_CU, 80)
    await morning(house)
    await choose_lan(house, minh)
    await minh.chooses("⇄ Chuyển hồ sơ")
    await minh.chooses("Vi Văn Sơn: Một nửa (2)")
    assert (await desk(house, 1), await desk(house, 3)) == (2, 6)


async def test_who_has_no_colleague_keeps_the_records(house: House, lan: Phone, minh: Phone):
    await fill(house, HOA_CU)
    await morning(house)
    await choose_lan(house, minh)
    await minh.chooses("⇄ Chuyển hồ sơ")
    assert "Không có ai khác" in minh.screen
    assert await desk(house, 1) == 10


# ── who may ─────────────────────────────────────────────────────────────────────────────────────


async def test_a_communes_head_moves_nobody_from_next_door(house: House, lan: Phone):
    khanh = await person(house, "Triệu Quốc Khánh", 4, "head", HAI_YEN)
    await fill(house, HOA_CU)
    await fill(house, HAI_YEN)
    await morning(house)
    await khanh.says("/phancong")
    assert "thiếu 10" in khanh.screen
    assert not [label for label in khanh.labels() if "Nông Thị Lan" in label]
    await khanh.says("/phancong Hòa Cư")
    assert "Không có đơn vị nào như vậy" in khanh.screen


async def test_nobody_is_lent_out_of_ones_subtree(house: House, lan: Phone):
    khanh = await person(house, "Triệu Quốc Khánh", 4, "head", HOA_CU)
    await fill(house, HOA_CU)
    await morning(house)
    await khanh.says("/phancong")
    await khanh.chooses("Nông Thị Lan")
    await khanh.chooses("👥 Cử sang đơn vị khác")
    await khanh.says("Hải Yến")
    assert "Không có đơn vị nào như vậy trong phạm vi" in khanh.screen


async def test_a_head_who_lost_the_post_meanwhile_moves_nobody(house: House, lan: Phone, minh: Phone):
    await fill(house, HOA_CU)
    await fill(house, HAI_YEN)
    await morning(house)
    await minh.says("/phancong")
    await minh.chooses("⇄ Nông Thị Lan (Xã Hòa Cư) → Xã Hải Yến")
    await world.leaves(house.database, 2)
    await minh.chooses("✔ Hết hôm nay")
    assert (await planned(house))[HAI_YEN].shortfall == 10


@pytest.mark.parametrize("role", ["official", "auditor", "vendor"])
async def test_others_do_not_staff_units(house: House, role: str):
    other = await person(house, "Trần Quang Vinh", 5, role, PROVINCE)
    await other.says("/phancong")
    assert "không thuộc quyền" in other.screen


async def test_the_province_sees_the_units_that_fall_short_first(house: House, lan: Phone):
    ha = await person(house, "Lê Thu Hà", 6, "admin", PROVINCE)
    await fill(house, HOA_CU)
    await fill(house, HAI_YEN)
    await morning(house)
    await ha.says("/phancong")
    assert "2 đơn vị có chỉ tiêu, cần 20, đã giao 10 hồ sơ" in ha.screen
    assert "Xã Hải Yến: thiếu 10 (bên cạnh: Xã Hòa Cư còn 90)" in ha.screen


async def test_without_a_plan_there_is_a_line(house: House, minh: Phone):
    await minh.says("/phancong")
    assert "chưa có kế hoạch" in minh.screen
