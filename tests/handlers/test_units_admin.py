"""Chu Thị Quản, admin of the province, looks after the units: with buttons and with numbered lists."""

from __future__ import annotations

from datetime import date

import pytest

from storage import units, verify
from storage.engine import Database
from tests import world
from tests.chat import BUTTONS, NUMBERS, House, Phone, linked

ADMIN_PHONE = "84912000008"


@pytest.fixture(params=[BUTTONS, NUMBERS], ids=["buttons", "numbers"])
async def house(database: Database, request: pytest.FixtureRequest) -> House:
    await world.found(database)
    return House(database, request.param)


async def quan(house: House, unit_id: int = 1) -> Phone:
    person = await world.hire(house.database, "Chu Thị Quản", ADMIN_PHONE, "admin", unit_id)
    return await linked(house, "1008", person)


async def unit(house: House, unit_id: int) -> units.Unit:
    found = await house.database.read(lambda tx: units.load(tx, unit_id))
    assert found is not None
    return found


async def test_a_unit_is_found_without_accents_and_by_code_and_told_with_all_that_hangs_on_it(house: House):
    await world.hire(house.database, "Nông Thị Lan", "84912000001", "official", world.HOA_CU)
    await world.shelve(house.database, world.HOA_CU, [world.birth(1), world.birth(2)])
    admin = await quan(house)
    await admin.says("/donvi hoa cu")
    assert "Xã Hòa Cư · mã 06184 (bộ mã 2024) · cấp xã" in admin.screen
    assert "Thuộc: Huyện Cao Lộc, Tỉnh Lạng Sơn" in admin.screen
    assert "Nông Thị Lan (cán bộ rà soát)" in admin.screen and "Hồ sơ: 2, chưa rà soát 2" in admin.screen
    await admin.says("/donvi")
    assert "rasoat import mergers" in admin.screen
    await admin.says("6187")
    assert "Xã Hải Yến" in admin.screen
    await admin.says("/donvi xa")
    await admin.chooses("06184 · Xã Hòa Cư")
    assert "Xã Hòa Cư · mã 06184" in admin.screen
    await admin.says("/donvi không có đâu")
    assert "Không tìm thấy đơn vị nào" in admin.screen


async def test_a_unit_is_added_renamed_and_found_by_its_old_name(house: House):
    admin = await quan(house)
    await admin.says("/donvi cao loc")
    await admin.chooses("➕ Thêm đơn vị")
    await admin.says("6999; Xã Bình Minh")
    assert "Cần đủ ba phần" in admin.screen
    await admin.says("06184; Xã Bình Minh; xã")
    assert "Mã 06184 đã có: Xã Hòa Cư." in admin.screen
    await admin.says("06999; Xã Bình Minh; huyện")
    assert "Cấp phải là" in admin.screen
    await admin.says("6999; Xã Bình Minh; xã")
    assert "Xã Bình Minh · mã 06999" in admin.screen and "Thuộc: Huyện Cao Lộc" in admin.screen
    assert "Đã thêm Xã Bình Minh (Chu Thị Quản)." in admin.chat[-2].text
    await admin.chooses("✏️ Đổi tên")
    await admin.says("Xã Minh Bình")
    assert "Tên cũ: Xã Bình Minh" in admin.screen
    await admin.says("/donvi binh minh")
    assert "Xã Minh Bình · mã 06999" in admin.screen
    assert (await house.database.read(verify.run)).difference is None


async def test_a_merger_is_told_before_it_is_done_and_carries_people_and_records_along(house: House):
    lan_id = await world.hire(house.database, "Nông Thị Lan", "84912000001", "official", world.HOA_CU)
    ids = await world.shelve(house.database, world.HOA_CU, [world.birth(1)])
    await world.shelve(house.database, world.HAI_YEN, [world.birth(7)])
    lan = await linked(house, "1001", lan_id)
    await lan.says("/batdau")
    admin = await quan(house)
    await admin.says("/donvi hoa cu")
    await admin.chooses("🔀 Sáp nhập vào…")
    await admin.says("06184")
    assert "Không sáp nhập Xã Hòa Cư vào Xã Hòa Cư được" in admin.screen
    await admin.says("06187")
    assert "1 hồ sơ và lịch sử rà soát theo về Xã Hải Yến" in admin.screen and "1 nhiệm vụ" in admin.screen
    assert (await unit(house, world.HOA_CU)).merged_into is None, "nothing is done before the yes"
    await admin.chooses("✔ Sáp nhập")
    assert (
        "Đã sáp nhập Xã Hòa Cư vào Xã Hải Yến (Chu Thị Quản). 1 nhiệm vụ chuyển theo." in admin.chat[-2].text
    )
    assert "Gồm các đơn vị cũ: Xã Hòa Cư" in admin.screen and "Nông Thị Lan" in admin.screen
    gone = await unit(house, world.HOA_CU)
    assert (gone.path, gone.valid_to) == ("/1/2/4/3/", date(2024, 7, 3))
    await lan.chooses("✅ Phê duyệt")
    assert (await world.state_of(house.database, ids[0]))[0] == "APPROVED"
    assert "Số 7 ·" in lan.screen
    await admin.says("/tiendo")
    assert "Tỉnh Lạng Sơn: 1/2 hồ sơ" in admin.screen
    await admin.says("/donvi hoa cu")
    assert "Đã sáp nhập vào Xã Hải Yến, hết ngày 03/07/2024" in admin.screen
    assert not admin.chat[-1].choices, "what is over is not changed any more"
    assert (await house.database.read(verify.run)).difference is None


async def test_a_merged_commune_is_not_ranked_beside_the_one_it_went_into(house: House):
    await world.shelve(house.database, world.HOA_CU, [world.birth(1)])
    await world.shelve(house.database, world.HAI_YEN, [world.birth(7)])
    head_id = await world.hire(house.database, "Hoàng Văn Đạo", "84912000009", "head", 2)
    head = await linked(house, "1009", head_id)
    await head.says("/tiendo")
    assert "• Xã Hòa Cư: 0" in head.screen
    admin = await quan(house)
    await admin.says("/donvi hoa cu")
    await admin.chooses("🔀 Sáp nhập vào…")
    await admin.says("06187")
    await admin.chooses("✔ Sáp nhập")
    await head.says("/tiendo")
    assert "Xã Hòa Cư" not in head.screen and "• Xã Hải Yến: 0,0 % (0/2)" in head.screen


async def test_a_unit_moves_under_another_and_never_under_itself(house: House):
    admin = await quan(house)
    await admin.says("/donvi 20")
    await admin.chooses("➕ Thêm đơn vị")
    await admin.says("184; Huyện Lộc Bình; huyện")
    await admin.says("/donvi hoa cu")
    await admin.chooses("⇄ Chuyển cấp trên")
    await admin.says("06187")
    assert "không thể là cấp trên" in admin.screen
    await admin.says("99999")
    assert "Không có đơn vị mã “99999”" in admin.screen
    await admin.says("184")
    assert "Thuộc: Huyện Lộc Bình, Tỉnh Lạng Sơn" in admin.screen
    await admin.says("/donvi")
    await admin.chooses("✖ Bỏ")
    assert "Đã thôi, chưa thay đổi gì" in admin.screen


async def test_only_a_unit_on_which_nothing_hangs_is_closed(house: House):
    person = await world.hire(house.database, "Nông Thị Lan", "84912000001", "official", world.HOA_CU)
    await world.shelve(house.database, world.HAI_YEN, [world.birth(1)])
    admin = await quan(house)
    for words, why in (
        ("hoa cu", "còn 1 nhiệm vụ"),
        ("hai yen", "còn 1 hồ sơ"),
        ("183", "2 đơn vị cấp dưới"),
    ):
        await admin.says(f"/donvi {words}")
        await admin.chooses("✖ Đóng")
        assert why in admin.screen
    await world.leaves(house.database, person)
    await admin.says("/donvi hoa cu")
    await admin.chooses("✖ Đóng")
    await admin.chooses("✔ Đóng đơn vị")
    assert "Thôi hoạt động, hết ngày 03/07/2024" in admin.screen
    assert (await unit(house, world.HOA_CU)).valid_to == date(2024, 7, 3)


async def test_nobody_changes_units_beyond_their_own(house: House):
    person = await world.hire(house.database, "Hoàng Văn Đạo", "84912000009", "head", 1)
    head = await linked(house, "1009", person)
    await head.says("/donvi hoa cu")
    assert head.screen == "Việc này không thuộc quyền của anh/chị."
    admin = await quan(house, 2)
    await admin.says("/donvi 20")
    assert "Không tìm thấy" in admin.screen
    await admin.says("/donvi 183")
    assert [label for label in admin.labels() if label[0] in "⇄🔀✖"] == [], (
        "one's own unit is for those above"
    )
    await admin.says("/donvi hoa cu")
    await admin.chooses("⇄ Chuyển cấp trên")
    await admin.says("20")
    assert "Không có đơn vị mã “20” trong phạm vi" in admin.screen
