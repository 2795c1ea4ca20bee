"""A head and an admin see how far their people are, and no records."""

from __future__ import annotations

from tests import world
from tests.journeys.running_bot import RunningBot

CAO_LOC = 2


async def test_a_head_sees_the_district_move_as_lan_decides_and_gets_the_table_as_a_file(bot: RunningBot):
    await world.shelve(bot.database, world.HOA_CU, [world.birth(n) for n in range(1, 4)])
    await world.shelve(bot.database, world.HAI_YEN, [world.birth(9)])
    head = await bot.colleague(1009, "Hoàng Văn Đạo", "84912000009", "head", CAO_LOC)
    lan = await bot.lan()
    await head.writes("/tiendo", sees="Huyện Cao Lộc: 0/4 hồ sơ")
    await lan.writes("/batdau", sees="Số 1 ·")
    await lan.chooses("✅ Phê duyệt", sees="Số 2 ·")
    await lan.chooses("↩️ Trả lại số hóa", sees="Trả lại số hóa vì sao?")
    await lan.chooses("Trùng dữ liệu", sees="Số 3 ·")
    await head.writes("/tiendo", sees="Huyện Cao Lộc: 2/4 hồ sơ, đạt 50")
    shown = await head.screen()
    assert "• Đã phê duyệt: 1" in shown and "• Trả lại số hóa: 1" in shown
    assert shown.index("Xã Hải Yến") < shown.index("Xã Hòa Cư"), "the slowest stands first"
    await head.says("/baocao")
    await head.waits(lambda chat: any("document" in message for message in chat), "the table")
    await head.writes("/batdau", sees="Anh/chị không có nhiệm vụ rà soát.")
    assert "Nông Văn Thử" not in await head.all_words()


async def test_an_admin_sees_the_whole_province_and_an_official_may_not_give_codes(bot: RunningBot):
    await world.shelve(bot.database, world.HOA_CU, [world.birth(1)])
    admin = await bot.colleague(1008, "Chu Thị Quản", "84912000008", "admin", 1)
    lan = await bot.lan()
    await admin.writes("/tiendo", sees="Tỉnh Lạng Sơn: 0/1 hồ sơ")
    await lan.writes("/nhansu Nông Thị Lan", sees="Việc này không thuộc quyền của anh/chị.")
    await admin.writes("/nhansu", sees="Gõ họ tên hoặc số điện thoại cần tìm")
    await admin.writes("0912 000 001", sees="Nông Thị Lan · 0912 000 001")
    assert await bot.moves() == []
