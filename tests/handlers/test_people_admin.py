"""Chu Thị Quản, admin of the province, puts people on the roster, moves them and lets them go."""

from __future__ import annotations

import re

import pytest
from sqlalchemy import select

from storage import verify
from storage.engine import Database
from tests import world
from tests.chat import BUTTONS, NUMBERS, House, Phone, linked


@pytest.fixture(params=[BUTTONS, NUMBERS], ids=["buttons", "numbers"])
async def house(database: Database, request: pytest.FixtureRequest) -> House:
    await world.found(database)
    return House(database, request.param)


async def quan(house: House, unit_id: int = 1) -> Phone:
    person = await world.hire(house.database, "Chu Thị Quản", "84912000008", "admin", unit_id)
    return await linked(house, "1008", person)


async def posts_of(house: House, person_id: int) -> list[tuple[int, str]]:
    query = select(world.roles).where(world.roles.c.person_id == person_id, world.roles.c.until.is_(None))
    rows = await house.database.read(lambda tx: tx.run(query.order_by(world.roles.c.id)))
    return [(row.unit_id, row.role) for row in rows]


async def desk_of(house: House) -> list[int | None]:
    query = select(world.records.c.assignee_id).order_by(world.records.c.id)
    return [row.assignee_id for row in await house.database.read(lambda tx: tx.run(query))]


async def test_somebody_new_comes_in_with_the_code_the_admin_got(house: House):
    await world.shelve(house.database, world.HOA_CU, [world.birth(1)])
    admin = await quan(house)
    await admin.says("/nhansu")
    assert "rasoat import roster" in admin.screen
    await admin.chooses("➕ Thêm người")
    for words, why in (
        ("Vi Thị Mới; 0912 345 678; 06184", "Cần đủ bốn phần"),
        ("Vi Thị Mới; 12; 06184; cán bộ", "không phải số điện thoại"),
        ("Vi Thị Mới; 0912 345 678; 99999; cán bộ", "Không có đơn vị mã “99999”"),
        ("Vi Thị Mới; 0912 345 678; 06184; vua", "Không có vai trò “vua”"),
    ):
        await admin.says(words)
        assert why in admin.screen
    await admin.says("Vi Thị Mới; 0912 345 678; 06184; cán bộ")
    assert "Đã thêm Vi Thị Mới: Cán bộ rà soát, Xã Hòa Cư (Chu Thị Quản)." in admin.screen
    code = re.search(r"Mã kích hoạt của Vi Thị Mới: (\w{8})", admin.screen)
    assert code is not None
    await admin.says("Vi Thị Mới; 0912 345 679; 06184; cán bộ")
    assert "Tôi chưa hiểu" in admin.screen, "words after that add nobody"
    newcomer = house.phone("1050")
    await newcomer.says(f"/start {code[1]}")
    if house.channel.capabilities.can_share_contact:
        await newcomer.shares_contact("84912345678")
    else:
        await newcomer.says("0912345678")
    await newcomer.says("/batdau")
    assert "Số 1 ·" in newcomer.screen


async def test_the_same_phone_again_is_one_person_with_one_more_role(house: House):
    lan_id = await world.hire(house.database, "Nông Thị Lan", "84912000001", "official", world.HOA_CU)
    await linked(house, "1001", lan_id)
    admin = await quan(house)
    await admin.says("/nhansu")
    await admin.chooses("➕ Thêm người")
    await admin.says("Nguyễn Văn Khác; 0912000001; 06187; lãnh đạo")
    assert "đã ghi cho một người tên khác" in admin.screen and "Lan" not in admin.screen
    await admin.says("nông thị lan; 0912000001; 06187; lãnh đạo")
    assert "Đã thêm" in admin.screen and "Mã kích hoạt" not in admin.screen
    assert await posts_of(house, lan_id) == [(world.HOA_CU, "official"), (world.HAI_YEN, "head")]
    await admin.says("/nhansu")
    await admin.chooses("➕ Thêm người")
    await admin.says("Nông Thị Lan; 0912000001; 06187; lãnh đạo")
    assert "Nông Thị Lan đã là lãnh đạo đơn vị ở Xã Hải Yến rồi" in admin.screen


async def test_who_moves_leaves_the_open_records_to_the_old_unit_and_works_in_the_new_one(house: House):
    lan_id = await world.hire(house.database, "Nông Thị Lan", "84912000001", "official", world.HOA_CU)
    await world.shelve(house.database, world.HOA_CU, [world.birth(1), world.birth(2)])
    await world.shelve(house.database, world.HAI_YEN, [world.birth(7)])
    lan = await linked(house, "1001", lan_id)
    await lan.says("/batdau")
    await lan.chooses("✅ Phê duyệt")
    admin = await quan(house)
    await admin.says("/nhansu lan")
    await admin.chooses("⇄ Chuyển đơn vị")
    await admin.says("06187")
    assert "từ Xã Hòa Cư về Xã Hải Yến? 1 hồ sơ" in admin.screen
    assert await posts_of(house, lan_id) == [(world.HOA_CU, "official")]
    await admin.chooses("✔ Chuyển")
    assert "Đã chuyển Nông Thị Lan từ Xã Hòa Cư về Xã Hải Yến (Chu Thị Quản). 1 hồ sơ trở về" in admin.screen
    assert await posts_of(house, lan_id) == [(world.HAI_YEN, "official")]
    assert await desk_of(house) == [lan_id, None, None]
    await lan.says("/batdau")
    assert "Số 7 ·" in lan.screen
    assert (await house.database.read(verify.run)).difference is None


async def test_of_several_posts_the_admin_says_which_one_moves(house: House):
    lan_id = await world.hire(house.database, "Nông Thị Lan", "84912000001", "official", world.HOA_CU)
    await world.hire(house.database, "Nông Thị Lan", "84912000001", "head", world.HOA_CU)
    admin = await quan(house)
    await admin.says("/nhansu lan")
    await admin.chooses("⇄ Chuyển đơn vị")
    await admin.chooses("Lãnh đạo đơn vị, Xã Hòa Cư")
    await admin.says("183")
    await admin.chooses("✔ Chuyển")
    assert await posts_of(house, lan_id) == [(world.HOA_CU, "official"), (2, "head")]


async def test_who_is_let_go_is_out_at_the_next_thing_said_and_the_records_go_back(house: House):
    lan_id = await world.hire(house.database, "Nông Thị Lan", "84912000001", "official", world.HOA_CU)
    await world.shelve(house.database, world.HOA_CU, [world.birth(1), world.birth(2)])
    lan = await linked(house, "1001", lan_id)
    await lan.says("/batdau")
    admin = await quan(house)
    await admin.says("/nhansu lan")
    await admin.chooses("✖ Cho thôi")
    assert "• Cán bộ rà soát, Xã Hòa Cư" in admin.screen and "2 hồ sơ đang giữ" in admin.screen
    await admin.chooses("✖ Bỏ")
    assert await posts_of(house, lan_id) == [(world.HOA_CU, "official")]
    await admin.says("/nhansu lan")
    await admin.chooses("✖ Cho thôi")
    await admin.chooses("✔ Cho thôi")
    assert "Đã cho Nông Thị Lan thôi nhiệm vụ (Chu Thị Quản). 2 hồ sơ trở về hàng chờ." in admin.screen
    assert await posts_of(house, lan_id) == [] and await desk_of(house) == [None, None]
    await lan.chooses("✅ Phê duyệt")
    assert (await world.state_of(house.database, 1))[0] == "PENDING"
    assert "không còn nhiệm vụ" in lan.screen


async def test_a_district_admin_ends_only_the_posts_of_the_own_district(house: House):
    lan_id = await world.hire(house.database, "Nông Thị Lan", "84912000001", "official", world.HOA_CU)
    await world.hire(house.database, "Nông Thị Lan", "84912000001", "auditor", 1)
    admin = await quan(house, 2)
    await admin.says("/nhansu lan")
    await admin.chooses("✖ Cho thôi")
    assert "Giám sát" not in admin.screen
    await admin.chooses("✔ Cho thôi")
    assert await posts_of(house, lan_id) == [(1, "auditor")]


async def test_nobody_moves_or_ends_oneself(house: House):
    admin = await quan(house)
    await admin.says("/nhansu quan")
    assert "Chu Thị Quản" in admin.screen
    assert not [label for label in admin.labels() if "Chuyển" in label or "thôi" in label]
