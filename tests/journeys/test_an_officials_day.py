"""What only Telegram does on Lan's day: one card edited, a tap answered, values that leave the chat.

Each decision she can make is told in test_every_channel.py, on Telegram too.
"""

from __future__ import annotations

from tests import world
from tests.journeys.running_bot import RunningBot


async def test_lan_approves_a_clean_record_with_one_tap_and_the_next_card_takes_its_place(bot: RunningBot):
    one, two = await world.shelve(bot.database, world.HOA_CU, [world.birth(1), world.birth(2)])
    lan = await bot.lan()
    await lan.writes("/batdau", sees="Số 1 · Quyển 01/2005")
    await lan.chooses("✅ Phê duyệt", sees="Số 2 · Quyển 01/2005")
    assert "Đã phê duyệt: Số 1 · Quyển 01/2005" in await lan.screen()
    assert len(await lan.cards()) == 1, "the card is edited, no heap of records stays in the chat"
    assert [await bot.state(record) for record in (one, two)] == ["APPROVED", "PENDING"]
    [row] = await bot.log()
    assert (row.move, row.person_id, row.channel) == ("approve", lan.person_id, "telegram")
    assert row.shown_at < row.decided_at


async def test_her_thumb_slips_and_taps_twice_and_the_record_is_decided_once(bot: RunningBot):
    await world.shelve(bot.database, world.HOA_CU, [world.birth(1), world.birth(2)])
    lan = await bot.lan()
    await lan.writes("/batdau", sees="Số 1 ·")
    card = await lan.card()
    button = card["reply_markup"]["inline_keyboard"][0][0]["callback_data"]
    taps = [
        bot.sandbox.tap(lan.user, card["message_id"], button)["callback_query_id"],
        bot.sandbox.tap(lan.user, card["message_id"], button)["callback_query_id"],
    ]
    assert [await lan.hears_answer(tap) for tap in taps] == ["", "Đã ghi nhận"]
    await lan.sees("Số 2 ·")
    assert await bot.moves() == ["approve"]


async def test_she_corrects_a_typing_slip_field_by_field_and_saves_it_against_the_register(bot: RunningBot):
    slip = world.birth(1, meHoTen="Hoàng Thị Mẫuu")
    record, _ = await world.shelve(bot.database, world.HOA_CU, [slip, world.birth(2)])
    lan = await bot.lan()
    await lan.writes("/batdau", sees="Số 1 ·")
    await lan.chooses("✏️ Sửa và duyệt", sees="Ô nào nhập sai so với sổ?")
    await lan.chooses("Họ tên mẹ", sees="Đang ghi: Hoàng Thị Mẫuu")
    await lan.writes("Hoàng Thị Mẫu", sees="Hoàng Thị Mẫuu → Hoàng Thị Mẫu")
    assert await bot.state(record) == "PENDING", "nothing is decided before the register was looked at"
    await lan.chooses("✔ Đã đối chiếu sổ, lưu và duyệt", sees="Số 2 ·")
    assert "Đã sửa và phê duyệt: Số 1" in await lan.screen()
    assert [m.get("text") for m in await lan.chat() if m["by"] == "user"] == ["/batdau"], (
        "the value leaves the chat"
    )
    assert (await bot.state(record), (await bot.fields(record))["meHoTen"]) == ("APPROVED", "Hoàng Thị Mẫu")
    [row] = await bot.log()
    assert (row.move, row.case_chosen) == ("fix", "b")
    assert row.changes == {"meHoTen": ["Hoàng Thị Mẫuu", "Hoàng Thị Mẫu"]}


async def test_she_drops_a_correction_and_the_record_stays_as_it_was(bot: RunningBot):
    [record] = await world.shelve(bot.database, world.HOA_CU, [world.birth(1)])
    lan = await bot.lan()
    await lan.writes("/batdau", sees="Số 1 ·")
    await lan.writes("Họ tên mẹ: Hoàng Thị Khác", sees="→ Hoàng Thị Khác")
    await lan.chooses("✖ Bỏ", sees="Mẹ: Hoàng Thị Mẫu")
    await lan.sees_button("✅ Phê duyệt")
    assert (await bot.state(record), (await bot.fields(record))["meHoTen"]) == ("PENDING", "Hoàng Thị Mẫu")
    assert await bot.moves() == []


async def test_she_looks_at_her_list_and_her_progress_and_goes_on_from_there(bot: RunningBot):
    await world.shelve(bot.database, world.HOA_CU, [world.birth(n) for n in range(1, 5)])
    lan = await bot.lan(limit=3)
    await lan.writes("/batdau", sees="Hồ sơ 1/3 hôm nay")
    await lan.chooses("✅ Phê duyệt", sees="Hồ sơ 2/3 hôm nay")
    await lan.writes("/homnay", sees="Hôm nay: đã xong 1, còn 2 hồ sơ trong danh sách.")
    assert "• Số 1 · Quyển 01/2005: Đã phê duyệt" in await lan.screen()
    await lan.writes("tiến độ", sees="Hôm nay anh/chị đã rà soát 1 hồ sơ, còn 2 trong danh sách.")
    assert "Xã Hòa Cư: 1/4 hồ sơ, đạt 25" in await lan.screen()
    await lan.chooses("▶ Bắt đầu rà soát", sees="Hồ sơ 2/3 hôm nay")
    await lan.chooses("✅ Phê duyệt", sees="Hồ sơ 3/3 hôm nay")
    await lan.chooses("✅ Phê duyệt", sees="Đã hết hồ sơ hôm nay. Hôm nay anh/chị đã rà soát 3 hồ sơ.")
    assert "Nông Văn Thử" not in await lan.all_words(), (
        "after the last card no personal data stays in the chat"
    )
    assert await bot.moves() == ["approve"] * 3
