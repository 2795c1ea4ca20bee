"""Who holds several posts sees all of what they answer for, and nothing beside it."""

from __future__ import annotations

import pytest
from sqlalchemy import insert

from domain import chain
from storage.engine import Database, Tx
from storage.tables import ChainHeadRow
from tests import world
from tests.chat import BUTTONS, House, linked


@pytest.fixture
async def house(database: Database) -> House:
    await world.found(database)

    async def second_district(tx: Tx) -> None:
        for unit_id, code, name, level, parent, path in (
            (20, "184", "Huyện Lộc Bình", "district", 1, "/1/20/"),
            (21, "06541", "Xã Khuất Xá", "commune", 20, "/1/20/21/"),
        ):
            await tx.run(
                insert(world.units),
                {"id": unit_id, "scheme": "2024", "code": code, "name": name, "level": level, "parent_id": parent,
                 "path": path, "search_name": name.lower()},
            )  # fmt: skip
            await tx.run(
                insert(ChainHeadRow.__table__), {"unit_id": unit_id, "seq": 0, "hash": chain.GENESIS}
            )

    await database.write(second_district)
    return House(database, BUTTONS)


async def test_a_head_of_two_districts_sees_both_and_gets_a_table_of_each(house: House):
    await world.shelve(house.database, world.HOA_CU, [world.birth(1)])
    await world.shelve(house.database, 21, [world.birth(1), world.birth(2)])
    person = await world.hire(house.database, "Hoàng Văn Đạo", "84912000009", "head", 2)
    await world.hire(house.database, "Hoàng Văn Đạo", "84912000009", "head", 20)
    head = await linked(house, "1009", person)
    await head.says("/tiendo")
    assert (
        "Huyện Cao Lộc: 0/1 hồ sơ" in head.chat[-2].text and "Huyện Lộc Bình: 0/2 hồ sơ" in head.chat[-1].text
    )
    await head.says("/baocao")
    assert [message.file_name.split("-")[2] for message in head.chat[-2:]] == ["183", "184"]


async def test_an_admin_of_two_districts_finds_people_of_both_and_of_no_third(house: House):
    person = await world.hire(house.database, "Chu Thị Quản", "84912000008", "admin", 2)
    await world.hire(house.database, "Chu Thị Quản", "84912000008", "admin", 20)
    await world.hire(house.database, "Nguyễn Hữu Toàn", "84912000020", "official", 21)
    await world.hire(house.database, "Lê Thu Tỉnh", "84912000021", "head", 1)
    admin = await linked(house, "1008", person)
    await admin.says("/nhansu toàn")
    assert "Nguyễn Hữu Toàn · 0912 000 020" in admin.screen
    await admin.taps("Cấp mã mới")
    assert "Mã mới của Nguyễn Hữu Toàn" in admin.screen
    await admin.says("/nhansu tỉnh")
    assert "Không tìm thấy" in admin.screen


async def test_an_official_of_two_communes_sees_the_progress_of_both(house: House):
    await world.shelve(house.database, world.HOA_CU, [world.birth(1)])
    person = await world.hire(house.database, "Nông Thị Lan", "84912000001", "official", world.HOA_CU)
    await world.hire(house.database, "Nông Thị Lan", "84912000001", "official", 21)
    lan = await linked(house, "1001", person)
    await lan.says("/tiendo")
    assert "Xã Hòa Cư" in lan.chat[-2].text and "Xã Khuất Xá" in lan.chat[-1].text


async def test_every_message_fits_whatever_the_values_are(house: House):
    long = "Nông Thị " + "Rất Dài " * 40
    await world.shelve(
        house.database, world.HOA_CU, [world.birth(1, meHoTen=long, chaHoTen=long, nksNoiSinh=long)]
    )
    person = await world.hire(house.database, "Nông Thị Lan", "84912000001", "official", world.HOA_CU)
    lan = await linked(house, "1001", person)
    await lan.says("/batdau")
    for label in (
        "Họ tên mẹ",
        "Họ tên cha",
        "Nơi sinh",
        "Quê quán",
        "Nơi cư trú mẹ",
        "Nơi cư trú cha",
        "Ghi chú",
        "Người ký",
        "Người thực hiện",
        "Họ tên",
    ):
        await lan.says(f"{label}: Xã Hòa Cư " + "Lạng Sơn " * 20)
        assert len(lan.screen) <= 1000, label
    assert "ô đã sửa trước đó" in lan.screen or "Người thực hiện" in lan.screen
