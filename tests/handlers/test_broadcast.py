"""Chu Thị Quản of the province says something to many; Lò Văn Hai is the second admin. With buttons and with numbers."""

from __future__ import annotations

import pytest

from domain.broadcast import State, Status
from storage import audit, broadcasts
from storage.engine import Database
from tests import world
from tests.chat import BUTTONS, NUMBERS, Phone
from tests.handlers.broadcasting_house import (
    DISTRICT,
    HAI_YEN,
    PROVINCE,
    Office,
    choices_of,
    drafts,
    for_all,
    reviewers,
)

ASKED = "cần thêm một quản trị viên đồng ý"


@pytest.fixture(params=[BUTTONS, NUMBERS], ids=["buttons", "numbers"])
async def house(database: Database, request: pytest.FixtureRequest) -> Office:
    await world.found(database)
    office = Office(database, request.param)
    for number in range(6):  # so that a commune is less than half of all
        await office.hires(f"Người khác {number}", "auditor", DISTRICT)
    return office


@pytest.fixture
async def quan(house: Office) -> Phone:
    return await house.hires("Chu Thị Quản", "admin", PROVINCE)


async def acts(house: Office) -> list[str]:
    return [line.act for line in reversed(await house.database.read(audit.of))]


# ── from the first word to the last ─────────────────────────────────────────────────────────────


async def test_a_commune_is_told_something_and_answers(house: Office, quan: Phone):
    lan, dau = await reviewers(house)
    await drafts(quan, text="*Họp* lúc _8h_ mai")
    assert "2 người, tất cả đã liên kết bot" in quan.screen
    await quan.chooses("✔ Gửi ngay")
    assert "đang gửi cho 2 người" in quan.screen
    await house.sends_all()
    heard = "📣 Thông báo · Tỉnh Lạng Sơn\n\nHọp lúc 8h mai"
    assert lan.screen.startswith(heard) and dau.screen.startswith(heard)
    assert "đã gửi tới: 2/2" in quan.screen
    await lan.chooses("👍 Đã nhận")
    await dau.chooses("👀 Ai chưa nhận")
    assert "1 người" in dau.screen and "Lý Văn Đầu" in dau.screen and "Lan" not in dau.screen
    assert await house.ended() == {"Nông Thị Lan": (Status.SENT, ""), "Lý Văn Đầu": (Status.SENT, "")}
    assert await acts(house) == ["broadcast.ordered", "broadcast.begun", "broadcast.ended"]


async def test_the_word_does_where_no_button_is_at_hand(house: Office, quan: Phone):
    lan, _ = await reviewers(house)
    await lan.says("Đã nhận")
    assert "Không có thông báo nào" in lan.screen
    await drafts(quan)
    await quan.chooses("✔ Gửi ngay")
    await house.sends_all()
    await lan.says("Xin chào")
    await lan.says("đã nhận")
    assert "Đã ghi nhận anh/chị đã nhận" in lan.screen
    await lan.says("da nhan")
    assert "Đã ghi nhận từ trước" in lan.screen or "Không có thông báo nào" in lan.screen


async def test_it_is_looked_at_and_tried_before_anybody_gets_it(house: Office, quan: Phone):
    lan, _ = await reviewers(house)
    await drafts(quan, text="*Họp* _mai")
    assert "hiện nguyên như đã gõ: “_mai”" in quan.screen
    await quan.chooses("Xem trước")
    looked_at = [shown.text for shown in quan.chat if shown.text.startswith("📣")]
    assert looked_at and "Họp _mai" in looked_at[-1]
    await quan.chooses("Gửi thử cho tôi")
    tried = [shown for shown in quan.chat if shown.text.startswith("📣")]
    assert len(tried) == 2 and lan.chat == []
    assert tried[0].text == tried[1].text, "the look is what arrives"
    await quan.chooses("✏️ Sửa nội dung")
    await quan.says("Họp ngày kia")
    await quan.chooses("✔ Gửi ngay")
    await house.sends_all()
    assert "Họp ngày kia" in lan.screen


async def test_what_is_dropped_is_sent_to_nobody(house: Office, quan: Phone):
    await reviewers(house)
    await drafts(quan)
    await quan.chooses("✖ Bỏ")
    assert "không gửi gì" in quan.screen
    await house.beats(4)
    assert await house.database.read(broadcasts.in_hand) == []


async def test_an_audience_is_everybody_a_role_or_who_was_silent(house: Office, quan: Phone):
    lan, dau = await reviewers(house)
    await quan.says("/thongbao")
    assert "• Tất cả: 9 người" in quan.screen
    await quan.chooses("Theo vai trò")
    await quan.chooses("Lãnh đạo đơn vị")
    assert "Lãnh đạo đơn vị: Tỉnh Lạng Sơn. 1 người" in quan.screen
    await quan.says("Riêng lãnh đạo")
    await quan.chooses("✔ Gửi ngay")
    await house.sends_all()
    assert "Riêng lãnh đạo" in dau.screen and lan.chat == []
    await quan.says("/thongbao")
    await quan.chooses("Chưa xác nhận")
    await quan.chooses(next(label for label in choices_of(quan) if label.startswith("Số 1")))
    assert "Người chưa xác nhận thông báo số 1. 1 người" in quan.screen


async def test_nobody_in_an_audience_is_said_at_once(house: Office, quan: Phone):
    await quan.says("/thongbao")
    await quan.chooses("Đơn vị chậm")
    assert "Không có ai thuộc nhóm" in quan.screen and "Gửi thông báo cho ai?" in quan.screen


# ── bad input ───────────────────────────────────────────────────────────────────────────────────


async def test_a_text_too_long_for_a_message_is_refused_and_one_that_fits_is_not(house: Office, quan: Phone):
    lan, _ = await reviewers(house)
    await drafts(quan, text="a" * 4097)
    assert "4.097 ký tự; một tin chỉ chứa được 4.096" in quan.screen
    await quan.says("b" * 4096)
    await quan.chooses("✔ Gửi ngay")
    await house.sends_all()
    assert "b" * 4096 in lan.chat[-1].text


@pytest.mark.parametrize(
    ("at", "said"),
    [("7h", "Giờ này đã qua. Sớm nhất có thể là 07:00 05/07/2024."),
     ("22:00", "Không gửi ngoài 07:00–20:00. Sớm nhất có thể là 07:00 05/07/2024."),
     ("8h 06/07", "Ngày này là ngày nghỉ, không gửi. Sớm nhất có thể là 08:00 08/07/2024."),
     ("bao giờ cũng được", "Chưa hiểu giờ này."), ("8h 1/12", "tối đa 60 ngày")],
)  # fmt: skip
async def test_a_moment_that_will_not_do_is_refused_in_one_line_with_the_next(
    house: Office, quan: Phone, at: str, said: str
):
    await reviewers(house)
    await drafts(quan)
    await quan.chooses("⏰ Hẹn giờ")
    await quan.says(at)
    assert said in quan.screen
    assert await house.database.read(broadcasts.in_hand) == []


async def test_the_moment_offered_is_taken_with_a_tap_and_kept(house: Office, quan: Phone):
    lan, _ = await reviewers(house)
    await drafts(quan)
    house.clock.move(hours=14)  # half past nine in the evening
    await quan.chooses("✔ Gửi ngay")
    assert "Không gửi ngoài 07:00–20:00" in quan.screen
    await quan.chooses("✔ Gửi vào 07:00 05/07/2024")
    assert "hẹn gửi lúc 07:00 05/07/2024 cho 2 người" in quan.screen
    await house.beats(3)
    assert lan.chat == []
    house.clock.move(hours=10)
    await house.sends_all()
    assert "Họp" in lan.screen


async def test_a_moment_that_passed_while_the_bot_was_away_is_not_made_up_for_days_later(
    house: Office, quan: Phone
):
    lan, _ = await reviewers(house)
    await drafts(quan)
    await quan.chooses("⏰ Hẹn giờ")
    await quan.says("9h")
    house.clock.move(days=1, hours=2)
    await house.beats(3)
    assert "không gửi cho ai: bot gián đoạn" in quan.screen and lan.chat == []


async def test_the_same_draft_is_ordered_once_however_often_it_is_tapped(house: Office, quan: Phone):
    lan, _ = await reviewers(house)
    await drafts(quan)
    at = quan.chat[-1]
    await quan.chooses("✔ Gửi ngay")
    if house.channel.capabilities.buttons:
        await quan.taps("Xem trước", on=at)
        await quan.taps("✔ Gửi ngay", on=at)
        assert "đã được đặt gửi rồi (số 1)" in quan.screen
    await house.sends_all()
    assert sum("Họp" in shown.text for shown in lan.chat) == 1


async def test_only_admins_send_and_only_to_their_own(house: Office, quan: Phone):
    lan, dau = await reviewers(house)
    await lan.says("/thongbao")
    assert lan.screen == "Việc này không thuộc quyền của anh/chị."
    await dau.says("/thongbao")
    assert "Chưa có thông báo nào" in dau.screen
    of_district = await house.hires("Vi Thị Huyện", "admin", HAI_YEN)
    await of_district.says("/thongbao")
    await of_district.chooses("Theo đơn vị")
    await of_district.says("hoa cu")
    assert "Không có đơn vị nào như vậy trong phạm vi" in of_district.screen


async def test_a_tap_of_somebody_who_is_admin_no_more_does_nothing(house: Office, quan: Phone):
    lan, _ = await reviewers(house)
    await drafts(quan)
    await world.leaves(house.database, quan.person_id)  # type: ignore[attr-defined]
    await world.hire(house.database, "Chu Thị Quản", "849130000007", "auditor", PROVINCE)
    await quan.chooses("✔ Gửi ngay")
    await house.beats(3)
    assert lan.chat == [] and await house.database.read(broadcasts.in_hand) == []


# ── a second admin ──────────────────────────────────────────────────────────────────────────────


async def test_the_whole_province_hears_it_only_when_a_second_admin_agrees(house: Office, quan: Phone):
    hai = await house.hires("Lò Văn Hai", "admin", PROVINCE)
    await house.hires("Vi Thị Huyện", "admin", DISTRICT)
    lan, _ = await reviewers(house)
    await for_all(quan)
    assert ASKED in quan.screen
    await quan.chooses("✔ Gửi ngay")
    assert "Đã hỏi: Lò Văn Hai. Đến 20:00 04/07/2024 chưa ai đồng ý thì không gửi" in quan.screen
    await house.beats(3)
    assert lan.chat == [] and "Toàn tỉnh họp" in hai.screen
    await hai.chooses("✔ Đồng ý gửi")
    assert "Đã đồng ý thông báo số 1: bắt đầu gửi." in hai.screen
    await house.sends_all()
    assert "Toàn tỉnh họp" in lan.screen
    assert any("Lò Văn Hai đã đồng ý" in shown.text for shown in quan.chat)
    assert (await acts(house))[:2] == ["broadcast.asked", "broadcast.agreed"]


async def test_of_two_who_answer_the_first_one_holds(house: Office, quan: Phone):
    hai = await house.hires("Lò Văn Hai", "admin", PROVINCE)
    ba = await house.hires("Hà Thị Ba", "admin", PROVINCE)
    lan, _ = await reviewers(house)
    await for_all(quan)
    await quan.chooses("✔ Gửi ngay")
    await house.beats(3)
    await hai.chooses("✖ Không gửi")
    await ba.chooses("✔ Đồng ý gửi")
    assert "không còn chờ đồng ý: không gửi, do Lò Văn Hai trả lời" in ba.screen
    await house.beats(3)
    assert lan.chat == [] and "không đồng ý" in quan.screen
    assert (await house.broadcast()).state is State.REFUSED


async def test_nobody_agrees_for_themselves(house: Office, quan: Phone):
    await reviewers(house)
    await for_all(quan)
    await quan.chooses("✔ Gửi ngay")
    assert "không có quản trị viên nào khác" in quan.screen
    assert await house.database.read(broadcasts.in_hand) == []


async def test_without_an_answer_by_the_evening_nothing_is_sent(house: Office, quan: Phone):
    hai = await house.hires("Lò Văn Hai", "admin", PROVINCE)
    lan, _ = await reviewers(house)
    await for_all(quan)
    await quan.chooses("✔ Gửi ngay")
    await house.beats(2)
    house.clock.move(hours=12.6)
    await hai.chooses("✔ Đồng ý gửi")
    assert "quá giờ" in hai.screen
    await house.beats(3)
    assert lan.chat == [] and "quá giờ mà chưa có quản trị viên thứ hai đồng ý" in quan.screen


async def test_two_admins_write_at_once_and_each_is_heard(house: Office, quan: Phone):
    hai = await house.hires("Lò Văn Hai", "admin", PROVINCE)
    lan, _ = await reviewers(house)
    await drafts(quan, text="Lời của Quản")
    await drafts(hai, text="Lời của Hai")
    await quan.chooses("✔ Gửi ngay")
    await hai.chooses("✔ Gửi ngay")
    await house.sends_all()
    assert sorted(shown.text.split("\n")[2] for shown in lan.chat) == ["Lời của Hai", "Lời của Quản"]
