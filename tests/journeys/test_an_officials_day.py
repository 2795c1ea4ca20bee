"""Lan reviews her commune's records on her phone: a journey for each decision she can make."""

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


async def test_she_types_field_and_value_in_one_line_and_corrects_a_second_field_before_saving(
    bot: RunningBot,
):
    slips = world.birth(1, meHoTen="Hoàng Thị Mẫuu", chaNgaySinh="1798")
    [record] = await world.shelve(bot.database, world.HOA_CU, [slips])
    lan = await bot.lan()
    await lan.writes("/batdau", sees="Số 1 ·")
    await lan.writes("Họ tên mẹ: Hoàng Thị Mẫu", sees="Hoàng Thị Mẫuu → Hoàng Thị Mẫu")
    await lan.chooses("✏️ Sửa thêm", sees="Ô nào nhập sai so với sổ?")
    await lan.writes("Ngày sinh cha: 1978", sees="1798 → 1978")
    await lan.chooses("✔ Đã đối chiếu sổ, lưu và duyệt", sees="Đã hết hồ sơ hôm nay")
    fields = await bot.fields(record)
    assert (fields["meHoTen"], fields["chaNgaySinh"]) == ("Hoàng Thị Mẫu", "1978")
    assert [sorted(row.changes) for row in await bot.log()] == [["chaNgaySinh", "meHoTen"]]


async def test_she_drops_a_correction_and_the_record_stays_as_it_was(bot: RunningBot):
    [record] = await world.shelve(bot.database, world.HOA_CU, [world.birth(1)])
    lan = await bot.lan()
    await lan.writes("/batdau", sees="Số 1 ·")
    await lan.writes("Họ tên mẹ: Hoàng Thị Khác", sees="→ Hoàng Thị Khác")
    await lan.chooses("✖ Bỏ", sees="Mẹ: Hoàng Thị Mẫu")
    await lan.sees_button("✅ Phê duyệt")
    assert (await bot.state(record), (await bot.fields(record))["meHoTen"]) == ("PENDING", "Hoàng Thị Mẫu")
    assert await bot.moves() == []


async def test_a_vendors_mix_up_goes_back_with_its_reason_in_two_taps(bot: RunningBot):
    record, _ = await world.shelve(bot.database, world.HOA_CU, [world.birth(1), world.birth(2)])
    lan = await bot.lan()
    await lan.writes("/batdau", sees="Số 1 ·")
    await lan.chooses("↩️ Trả lại số hóa", sees="Trả lại số hóa vì sao?")
    await lan.chooses("Nhầm bản quét", sees="Số 2 ·")
    assert "Đã trả lại số hóa: Số 1 · Quyển 01/2005 (Nhầm bản quét)" in await lan.screen()
    assert await bot.state(record) == "RETURNED"
    [row] = await bot.log()
    assert (row.move, row.reasons, row.case_chosen) == ("return", ["WRONG_SCAN"], "a")


async def test_what_the_register_itself_lacks_is_followed_up_and_never_returned(bot: RunningBot):
    incomplete = world.birth(1, nksDanToc="")
    record, _ = await world.shelve(bot.database, world.HOA_CU, [incomplete, world.birth(2)])
    lan = await bot.lan()
    await lan.writes("/batdau", sees="Số 1 ·")
    await lan.chooses("↩️ Trả lại số hóa", sees="Trả lại số hóa vì sao?")
    await lan.chooses("Sổ gốc cũng như vậy", sees="không trả lại đơn vị số hóa")
    assert await bot.state(record) == "PENDING"
    await lan.chooses("Sổ ghi thiếu", sees="Số 2 ·")
    assert await bot.state(record) == "FOLLOW_UP"
    [row] = await bot.log()
    assert (row.move, row.reasons, row.route) == ("follow_up", ["REGISTER_INCOMPLETE"], "bổ sung")


async def test_she_follows_a_record_up_by_another_legal_way_and_leaves_a_note(bot: RunningBot):
    record, _ = await world.shelve(bot.database, world.HOA_CU, [world.birth(1), world.birth(2)])
    lan = await bot.lan()
    await lan.writes("/batdau", sees="Số 1 ·")
    await lan.chooses("📕 Sổ gốc sai/thiếu", sees="Sổ ghi sai → cải chính")
    await lan.chooses("Hướng xử lý khác", sees="Chọn hướng xử lý theo luật")
    await lan.chooses("Xác định lại dân tộc", sees="Sổ ghi sai → xác định lại dân tộc")
    await lan.chooses("Thêm ghi chú", sees="Gõ ghi chú")
    await lan.writes("Sổ ghi dân tộc Thổ", sees="Ghi chú: Sổ ghi dân tộc Thổ")
    await lan.chooses("Sổ ghi sai", sees="Số 2 ·")
    assert await bot.state(record) == "FOLLOW_UP"
    [row] = await bot.log()
    assert (row.reasons, row.route, row.note, row.case_chosen) == (
        ["REGISTER_WRONG"], "xác định lại dân tộc", "Sổ ghi dân tộc Thổ", "c",
    )  # fmt: skip


async def test_she_puts_a_record_off_and_meets_it_again_at_the_end_of_her_list(bot: RunningBot):
    one, two = await world.shelve(bot.database, world.HOA_CU, [world.birth(1), world.birth(2)])
    lan = await bot.lan()
    await lan.writes("/batdau", sees="Số 1 ·")
    await lan.chooses("⋯ Thêm", sees="Số 1 ·")
    await lan.chooses("⏭ Để sau", sees="Số 2 ·")
    await lan.chooses("✅ Phê duyệt", sees="Đã phê duyệt: Số 2")
    assert "\nSố 1 ·" in await lan.screen()
    assert [await bot.state(record) for record in (one, two)] == ["PENDING", "APPROVED"]
    assert await bot.moves() == ["skip", "approve"]


async def test_she_takes_her_last_decision_back_and_decides_anew(bot: RunningBot):
    [record] = await world.shelve(bot.database, world.HOA_CU, [world.birth(1, meHoTen="Hoàng Thị Mẫuu")])
    lan = await bot.lan()
    await lan.writes("/batdau", sees="Số 1 ·")
    await lan.writes("họ tên mẹ: Hoàng Thị Mẫu", sees="Hoàng Thị Mẫuu → Hoàng Thị Mẫu")
    await lan.chooses("✔ Đã đối chiếu sổ, lưu và duyệt", sees="Đã hết hồ sơ hôm nay")
    await lan.chooses("↶ Hoàn tác", sees="Đã hoàn tác “Đã sửa và phê duyệt”: Số 1")
    assert (await bot.state(record), (await bot.fields(record))["meHoTen"]) == ("PENDING", "Hoàng Thị Mẫuu")
    await lan.chooses("↩️ Trả lại số hóa", sees="Trả lại số hóa vì sao?")
    await lan.chooses("Nhập sai nhiều chỗ", sees="Đã hết hồ sơ hôm nay")
    assert await bot.state(record) == "RETURNED"
    assert await bot.moves() == ["fix", "undo", "return"]


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
