"""The same scripts on Telegram, on Zalo's Official Account and on Zalo Bot: what the log holds is the same."""

from __future__ import annotations

import functools
from collections.abc import AsyncIterator

import pytest

from bot.zalo.bot_platform import polling
from tests import world
from tests.journeys.on_any_channel import BotOn

# channel, and whether it is fetched from; what is not delivers to a webhook
WAYS = {
    "telegram": ("telegram", True),
    "telegram by webhook": ("telegram", False),
    "zalo_oa": ("zalo_oa", False),
    "zalo_bot": ("zalo_bot", False),
}


@pytest.fixture(params=list(WAYS))
async def bot(request: pytest.FixtureRequest, database_url: str) -> AsyncIterator[BotOn]:
    """A bot running on one channel; after the journey its database has to be in order."""
    channel, polled = WAYS[request.param]
    running = BotOn(database_url, channel, polls=[channel] if polled else [])
    await running.start()
    try:
        yield running
        await running.closes_the_day()
        if channel == "telegram":
            told = {name: bool(running.telegram.calls(method=name)) for name in ("getUpdates", "setWebhook")}
            assert told == {"getUpdates": polled, "setWebhook": not polled}, "it came in by the way it should"
    finally:
        await running.stop()


async def test_hoa_comes_in_with_her_code_and_reviews_her_first_record(bot: BotOn):
    [record] = await world.shelve(bot.database, world.HOA_CU, [world.birth(1)])
    person = await world.hire(bot.database, "Triệu Thị Hoa", "84912000003", "official", world.HOA_CU)
    await world.invite(bot.database, person, "ABCD2345")
    hoa = await bot.stranger("Hoa", "84912000003")
    await hoa.writes("chào", sees="Bot này dành cho cán bộ có tên trong danh sách")
    await hoa.registers("ABCD2345")
    await hoa.chooses("▶ Bắt đầu rà soát", sees="Số 1 · Quyển 01/2005")
    await hoa.chooses("✅ Phê duyệt", sees="Đã hết hồ sơ hôm nay")
    [row] = await bot.log()
    assert (row.move, row.person_id, row.channel) == ("approve", person, bot.channels[0])
    assert await bot.state(record) == "APPROVED"


async def test_a_code_is_good_for_one_account(bot: BotOn):
    person = await world.hire(bot.database, "Triệu Thị Hoa", "84912000003", "official", world.HOA_CU)
    await world.invite(bot.database, person, "ABCD2345")
    hoa = await bot.stranger("Hoa", "84912000003")
    await hoa.registers("ABCD2345")
    finder = await bot.stranger("Người lạ", "84912000099")
    await finder.writes("ABCD2345", sees="Bot này dành cho cán bộ có tên trong danh sách")
    await finder.phone.says("/batdau")
    await bot.settles()
    assert len(await finder.messages()) == 1, "one help text and nothing else"


async def test_lan_approves_and_the_next_card_comes(bot: BotOn):
    one, two = await world.shelve(bot.database, world.HOA_CU, [world.birth(1), world.birth(2)])
    lan = await bot.lan()
    await lan.writes("/batdau", sees="Số 1 · Quyển 01/2005")
    await lan.chooses("✅ Phê duyệt", sees="Số 2 · Quyển 01/2005")
    assert "Đã phê duyệt: Số 1 · Quyển 01/2005" in await lan.screen()
    assert [await bot.state(record) for record in (one, two)] == ["APPROVED", "PENDING"]
    [row] = await bot.log()
    assert (row.move, row.person_id, row.channel) == ("approve", lan.person_id, bot.channels[0])
    assert row.shown_at < row.decided_at


async def test_she_types_a_fields_true_value_and_saves_it_against_the_register(bot: BotOn):
    slip = world.birth(1, meHoTen="Hoàng Thị Mẫuu")
    record, _ = await world.shelve(bot.database, world.HOA_CU, [slip, world.birth(2)])
    lan = await bot.lan()
    await lan.writes("bắt đầu", sees="Số 1 ·")
    await lan.chooses("✏️ Sửa và duyệt", sees="Ô nào nhập sai so với sổ?")
    await lan.chooses("Họ tên mẹ", sees="Đang ghi: Hoàng Thị Mẫuu")
    await lan.writes("Hoàng Thị Mẫu", sees="Hoàng Thị Mẫuu → Hoàng Thị Mẫu")
    assert await bot.state(record) == "PENDING", "nothing is decided before the register was looked at"
    await lan.chooses("✔ Đã đối chiếu sổ, lưu và duyệt", sees="Số 2 ·")
    assert (await bot.state(record), (await bot.fields(record))["meHoTen"]) == ("APPROVED", "Hoàng Thị Mẫu")
    [row] = await bot.log()
    assert (row.move, row.case_chosen) == ("fix", "b")
    assert row.changes == {"meHoTen": ["Hoàng Thị Mẫuu", "Hoàng Thị Mẫu"]}


async def test_field_and_value_in_one_line_and_a_second_field_before_saving(bot: BotOn):
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


async def test_a_vendors_mix_up_goes_back_with_its_reason(bot: BotOn):
    record, _ = await world.shelve(bot.database, world.HOA_CU, [world.birth(1), world.birth(2)])
    lan = await bot.lan()
    await lan.writes("/batdau", sees="Số 1 ·")
    await lan.chooses("↩️ Trả lại số hóa", sees="Trả lại số hóa vì sao?")
    await lan.chooses("Nhầm bản quét", sees="Số 2 ·")
    assert "Đã trả lại số hóa: Số 1 · Quyển 01/2005 (Nhầm bản quét)" in await lan.screen()
    assert await bot.state(record) == "RETURNED"
    [row] = await bot.log()
    assert (row.move, row.reasons, row.case_chosen) == ("return", ["WRONG_SCAN"], "a")


async def test_what_the_register_itself_lacks_is_followed_up_and_never_returned(bot: BotOn):
    record, _ = await world.shelve(bot.database, world.HOA_CU, [world.birth(1, nksDanToc=""), world.birth(2)])
    lan = await bot.lan()
    await lan.writes("/batdau", sees="Số 1 ·")
    await lan.chooses("↩️ Trả lại số hóa", sees="Trả lại số hóa vì sao?")
    await lan.chooses("Sổ gốc cũng như vậy", sees="không trả lại đơn vị số hóa")
    assert await bot.state(record) == "PENDING"
    await lan.chooses("Sổ ghi thiếu", sees="Số 2 ·")
    assert await bot.state(record) == "FOLLOW_UP"
    [row] = await bot.log()
    assert (row.move, row.reasons, row.route) == ("follow_up", ["REGISTER_INCOMPLETE"], "bổ sung")


async def test_follow_up_by_another_legal_way_with_a_note(bot: BotOn):
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


async def test_a_record_put_off_comes_again_at_the_end_of_the_list(bot: BotOn):
    one, two = await world.shelve(bot.database, world.HOA_CU, [world.birth(1), world.birth(2)])
    lan = await bot.lan()
    await lan.writes("/batdau", sees="Số 1 ·")
    await lan.chooses("⋯ Thêm", sees="Số 1 ·")
    await lan.chooses("⏭ Để sau", sees="Số 2 ·")
    await lan.chooses("✅ Phê duyệt", sees="Đã phê duyệt: Số 2")
    assert "\nSố 1 ·" in await lan.screen()
    assert [await bot.state(record) for record in (one, two)] == ["PENDING", "APPROVED"]
    assert await bot.moves() == ["skip", "approve"]


@pytest.mark.parametrize("how", ["typed", "chosen"])
async def test_the_last_decision_is_taken_back_and_made_anew(bot: BotOn, how: str):
    [record] = await world.shelve(bot.database, world.HOA_CU, [world.birth(1, meHoTen="Hoàng Thị Mẫuu")])
    lan = await bot.lan()
    await lan.writes("/batdau", sees="Số 1 ·")
    await lan.writes("họ tên mẹ: Hoàng Thị Mẫu", sees="Hoàng Thị Mẫuu → Hoàng Thị Mẫu")
    await lan.chooses("✔ Đã đối chiếu sổ, lưu và duyệt", sees="Đã hết hồ sơ hôm nay")
    undone = "Đã hoàn tác “Đã sửa và phê duyệt”: Số 1"
    await (lan.writes("hoàn tác", undone) if how == "typed" else lan.chooses("↶ Hoàn tác", undone))
    assert (await bot.state(record), (await bot.fields(record))["meHoTen"]) == ("PENDING", "Hoàng Thị Mẫuu")
    await lan.chooses("↩️ Trả lại số hóa", sees="Trả lại số hóa vì sao?")
    await lan.chooses("Nhập sai nhiều chỗ", sees="Đã hết hồ sơ hôm nay")
    assert await bot.state(record) == "RETURNED"
    assert await bot.moves() == ["fix", "undo", "return"]


async def test_undo_beside_the_next_card(bot: BotOn):
    one, _ = await world.shelve(bot.database, world.HOA_CU, [world.birth(1), world.birth(2)])
    lan = await bot.lan()
    await lan.writes("/batdau", sees="Số 1 ·")
    await lan.chooses("✅ Phê duyệt", sees="Số 2 ·")
    await lan.chooses("↶ Hoàn tác", sees="Đã hoàn tác “Đã phê duyệt”: Số 1")
    assert await bot.state(one) == "PENDING"
    assert await bot.moves() == ["approve", "undo"]


async def test_she_looks_at_her_list_and_her_progress_and_goes_on_from_there(bot: BotOn):
    await world.shelve(bot.database, world.HOA_CU, [world.birth(n) for n in range(1, 5)])
    lan = await bot.lan(limit=3)
    await lan.writes("/batdau", sees="Hồ sơ 1/3 hôm nay")
    await lan.chooses("✅ Phê duyệt", sees="Hồ sơ 2/3 hôm nay")
    await lan.writes("/homnay", sees="Hôm nay: đã xong 1, còn 2 hồ sơ trong danh sách.")
    assert "• Số 1 · Quyển 01/2005: Đã phê duyệt" in await lan.all_words()
    await lan.writes("/tiendo", sees="Hôm nay anh/chị đã rà soát 1 hồ sơ, còn 2 trong danh sách.")
    assert "Xã Hòa Cư: 1/4 hồ sơ, đạt 25" in await lan.all_words()
    await lan.chooses("▶ Bắt đầu rà soát", sees="Hồ sơ 2/3 hôm nay")
    await lan.chooses("✅ Phê duyệt", sees="Hồ sơ 3/3 hôm nay")
    await lan.chooses("✅ Phê duyệt", sees="Đã hết hồ sơ hôm nay. Hôm nay anh/chị đã rà soát 3 hồ sơ.")
    assert await bot.moves() == ["approve"] * 3


async def test_an_answer_under_the_days_list_takes_the_last_decision_back(bot: BotOn):
    await world.shelve(bot.database, world.HOA_CU, [world.birth(1), world.birth(2)])
    lan = await bot.lan()
    await lan.writes("/batdau", sees="Số 1 ·")
    await lan.chooses("✅ Phê duyệt", sees="Số 2 ·")
    await lan.writes("hôm nay", sees="Hôm nay: đã xong 1")
    await lan.chooses("↶ Hoàn tác", sees="Đã hoàn tác “Đã phê duyệt”: Số 1")
    assert await bot.moves() == ["approve", "undo"]


async def test_her_leave_lays_her_list_on_the_desk_of_who_stands_in(bot: BotOn):
    one, _ = await world.shelve(bot.database, world.HOA_CU, [world.birth(1), world.birth(2)])
    lan = await bot.lan(limit=2)
    minh = await bot.colleague("Lý Văn Minh", "84912000002")
    await minh.writes("hướng dẫn", sees="/batdau")
    await lan.writes("/batdau", sees="Số 1 ·")
    await lan.writes("/nghi", sees="Chọn ngày nghỉ")
    await lan.chooses("Nghỉ hôm nay", sees="Ai trực thay?")
    await lan.chooses("Lý Văn Minh (Xã Hòa Cư)", sees="Đã ghi:")
    await minh.phone.sees("Nông Thị Lan")
    await minh.writes("/batdau", sees="Số 1 ·")
    await minh.chooses("✅ Phê duyệt", sees="Số 2 ·")
    assert await bot.state(one) == "APPROVED"
    assert [(row.move, row.person_id) for row in await bot.log()] == [("approve", minh.person_id)]


async def test_a_zalo_bot_that_is_polled_hears_the_same(database_url: str, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(polling, "poll", functools.partial(polling.poll, floor_s=0.02))
    bot = BotOn(database_url, "zalo_bot", polls=["zalo_bot"])
    await bot.start()
    try:
        await test_lan_approves_and_the_next_card_comes(bot)
        await bot.closes_the_day()
        assert bot.zalo.bot.calls(method="getUpdates")
    finally:
        await bot.stop()
