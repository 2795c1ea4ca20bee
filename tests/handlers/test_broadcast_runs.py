"""A broadcast on its way and afterwards: stopped, interrupted, acknowledged, corrected, with a file, on two channels."""

from __future__ import annotations

import io
from itertools import pairwise
from typing import Any

import pytest
from PIL import Image

from domain.broadcast import State, Status
from domain.talk.values import Address, Failed
from storage import acknowledgements, people
from storage.engine import Database
from tests import world
from tests.chat import BUTTONS, NUMBERS, Phone
from tests.handlers.broadcasting_house import (
    DISTRICT,
    HAI_YEN,
    HOA_CU,
    PROVINCE,
    Office,
    choices_of,
    drafts,
    for_all,
    reviewers,
)


def _photo() -> bytes:
    target = io.BytesIO()
    Image.new("RGB", (40, 30), "white").save(target, "JPEG")
    return target.getvalue()


PHOTO = _photo()


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


# ── while it runs ───────────────────────────────────────────────────────────────────────────────


async def many(house: Office, count: int) -> list[Phone]:
    return [await house.hires(f"Cán bộ {n}", "official", HAI_YEN) for n in range(count)]


async def test_it_is_stopped_in_the_midst_and_everybody_has_one_status(house: Office, quan: Phone):
    phones = await many(house, 5)
    await house.hires("Ngoài danh sách", "official", HAI_YEN, chat=False)
    await drafts(quan, unit="hai yen")
    await quan.chooses("✔ Gửi ngay")
    await house.broadcasting.beat()

    def three_are_out() -> None:
        if sum(bool(phone.chat) for phone in phones) >= 3:
            raise Enough

    house.ticks.at_each = three_are_out
    with pytest.raises(Enough):
        await house.delivery.run_once()
    house.ticks.at_each = lambda: None
    await house.delivery.quiet()
    await quan.chooses("⛔ Dừng gửi")
    assert "Đã dừng gửi" in quan.screen
    out = sum(bool(phone.chat) for phone in phones)
    house.clock.move(seconds=60)
    await house.sends_all()
    assert sum(bool(phone.chat) for phone in phones) == out, "nothing goes out after it"
    ended = await house.ended()
    assert sum(status is Status.SENT for status, _ in ended.values()) == out
    assert sum(status is Status.WITHHELD and why == "stopped" for status, why in ended.values()) == 5 - out
    assert ended["Ngoài danh sách"] == (Status.NOT_LINKED, "")
    assert 3 <= out < 5 and (await house.broadcast()).state is State.STOPPED and "đã dừng" in quan.screen


@pytest.mark.parametrize("peace_s", [4, 25, 900])
async def test_a_stop_acts_within_five_seconds_also_while_the_channel_wants_peace(
    house: Office, quan: Phone, peace_s: int
):
    phones = await many(house, 5)
    await drafts(quan, unit="hai yen")
    await quan.chooses("✔ Gửi ngay")
    await house.broadcasting.beat()
    house.channel.failures.append(Failed("flood: Too Many Requests", retry_after_s=peace_s, slow_down=True))
    await house.delivers()
    began = house.clock.at
    await quan.chooses("⛔ Dừng gửi")
    while (await house.broadcast()).state is not State.STOPPED:
        await house.beats()
    assert (house.clock.at - began).total_seconds() <= 5
    out = sum(bool(phone.chat) for phone in phones)
    house.clock.move(seconds=peace_s + 60)
    await house.beats(5)
    assert sum(bool(phone.chat) for phone in phones) == out
    assert {status for status, _ in (await house.ended()).values()} <= {Status.WITHHELD, Status.SENT}


class Enough(Exception):
    """Ends a delivery where a test wants it."""


async def test_who_left_blocked_or_is_linked_nowhere_is_told_apart(house: Office, quan: Phone):
    lan, dau = await reviewers(house)
    blocked = await house.hires("Người Chặn", "official", HOA_CU)
    await house.hires("Người Chưa Vào", "official", HOA_CU, chat=False)
    await drafts(quan)
    await quan.chooses("✔ Gửi ngay")
    await house.broadcasting.beat()
    await world.leaves(house.database, dau.person_id)  # type: ignore[attr-defined]
    show = house.channel.show

    async def refuse(to: Any, showing: Any) -> Any:
        if to.user == blocked.user:
            return Failed(
                "unreachable: Forbidden: bot was blocked by the user", permanent=True, unreachable=True
            )
        return await show(to, showing)

    house.channel.show = refuse  # type: ignore[method-assign]
    await house.sends_all()
    ended = await house.ended()
    assert (ended["Nông Thị Lan"], ended["Lý Văn Đầu"]) == ((Status.SENT, ""), (Status.WITHHELD, "left"))
    assert ended["Người Chặn"][0] is Status.BLOCKED and ended["Người Chưa Vào"][0] is Status.NOT_LINKED
    assert "đã chặn bot: 1" in quan.screen and "chưa liên kết bot: 1" in quan.screen
    assert "không gửi nữa: 1 (1 không còn nhiệm vụ trong nhóm nhận)" in quan.screen and lan.chat


async def test_a_sender_who_is_admin_no_more_sends_no_further_and_the_others_hear_of_it(
    house: Office, quan: Phone
):
    hai = await house.hires("Lò Văn Hai", "admin", PROVINCE)
    lan, dau = await reviewers(house)
    await drafts(quan)
    await quan.chooses("✔ Gửi ngay")
    await house.broadcasting.beat()
    await world.leaves(house.database, quan.person_id)  # type: ignore[attr-defined]
    await house.sends_all()
    assert lan.chat == dau.chat == []
    assert {why for _, why in (await house.ended()).values()} == {"sender_left"}
    assert "người gửi không còn là quản trị" in hai.screen


async def test_what_is_not_out_at_eight_waits_for_the_morning(house: Office, quan: Phone):
    lan, _ = await reviewers(house)
    await drafts(quan)
    house.clock.move(hours=12.49)  # one minute to eight
    await quan.chooses("✔ Gửi ngay")
    await house.broadcasting.beat()
    house.clock.move(minutes=2)
    await house.beats(3)
    assert lan.chat == []
    house.clock.move(hours=11)
    await house.sends_all()
    assert "Họp" in lan.screen and (await house.broadcast()).state is State.DONE


async def test_it_goes_on_where_it_was_when_the_bot_starts_anew(house: Office, quan: Phone):
    lan, dau = await reviewers(house)
    await drafts(quan)
    await quan.chooses("✔ Gửi ngay")
    await house.broadcasting.beat()
    house.starts_anew()
    await house.sends_all()
    for phone in (lan, dau):
        assert sum("Họp" in shown.text for shown in phone.chat) == 1


# ── afterwards ──────────────────────────────────────────────────────────────────────────────────


async def test_a_correction_goes_to_exactly_those_who_got_it_and_a_reminder_to_the_silent(
    house: Office, quan: Phone
):
    lan, dau = await reviewers(house)
    son = await house.hires("Vi Văn Sơn", "official", HOA_CU, chat=False)
    await drafts(quan, text="Họp thứ Sáu")
    await quan.chooses("✔ Gửi ngay")
    await house.sends_all()
    await lan.chooses("👍 Đã nhận")
    await quan.chooses("🔔 Nhắc người chưa nhận")
    assert "Người chưa xác nhận thông báo số 1. 2 người, 1 đã liên kết" in quan.screen
    await quan.chooses("✔ Gửi ngay")
    await house.sends_all()
    assert "🔔 Anh/chị chưa xác nhận thông báo gửi lúc 07:30 04/07/2024" in dau.screen
    assert "Họp thứ Sáu" in dau.screen and "🔔" not in lan.screen
    await dau.chooses("👍 Đã nhận")
    await quan.says("/thongbao")
    await quan.chooses("Chưa xác nhận")
    assert "· 2/3" in "".join(choices_of(quan)), "a reminder's answer answers what it reminds of"
    report = next(shown for shown in reversed(quan.chat) if "Thông báo số 1: đã gửi xong" in shown.text)
    if not house.channel.capabilities.buttons:
        return
    await quan.taps("✏️ Gửi đính chính", on=report)
    assert "Đúng những người đã nhận thông báo số 1. 2 người" in quan.screen
    await quan.says("Họp thứ Bảy")
    await quan.chooses("✔ Gửi ngay")
    await house.sends_all()
    for phone in (lan, dau):
        assert phone.screen.startswith("✏️ Đính chính thông báo gửi lúc 07:30 04/07/2024")
    assert son.chat == []


async def test_a_head_sees_the_silent_of_their_own_units_only(house: Office, quan: Phone):
    _, dau = await reviewers(house)
    await house.hires("Vi Văn Sơn", "official", HAI_YEN)
    hai = await house.hires("Lò Văn Hai", "admin", PROVINCE)
    await for_all(quan)
    await quan.chooses("✔ Gửi ngay")
    await house.beats(2)
    await hai.chooses("✔ Đồng ý gửi")
    await house.sends_all()
    await dau.says("/thongbao")
    await dau.chooses(next(label for label in choices_of(dau) if label.startswith("Số 1")))
    assert "Chưa xác nhận thông báo số 1: 2 người" in dau.screen and "Sơn" not in dau.screen


async def test_the_progress_stands_in_one_message_that_is_edited(database: Database):
    await world.found(database)
    house = Office(database)
    quan = await house.hires("Chu Thị Quản", "admin", PROVINCE)
    for number in range(60):
        await house.hires(f"Cán bộ {number}", "official", HAI_YEN)
    for number in range(70):
        await house.hires(f"Khác {number}", "auditor", DISTRICT, chat=False)
    await drafts(quan, unit="hai yen")
    await quan.chooses("✔ Gửi ngay")
    shown: list[tuple[float, str]] = []
    show = house.channel.show

    async def watch(to: Any, showing: Any) -> Any:
        if to.user == quan.user and showing.text.startswith("Thông báo số 1\n"):
            shown.append((house.ticks.at, showing.text))
        return await show(to, showing)

    house.channel.show = watch  # type: ignore[method-assign]
    await house.sends_all()
    assert len(shown) >= 2 and "60/60 người, xong" in shown[-1][1]
    assert all(later - earlier >= 2 for (earlier, _), (later, _) in pairwise(shown))
    assert sum(one.text.startswith("Thông báo số 1\n") for one in quan.chat) == 1, "one message, edited"


# ── a file goes along ───────────────────────────────────────────────────────────────────────────


async def test_a_photo_goes_with_its_words_to_everybody_once_we_have_its_bytes(house: Office, quan: Phone):
    lan, dau = await reviewers(house)
    await quan.says("/thongbao")
    await quan.chooses("Theo đơn vị")
    await quan.says("hoa cu")
    await quan.sends(PHOTO, caption="Mẫu đã điền *đúng*")
    assert "2 người" in quan.screen
    await quan.chooses("✔ Gửi ngay")
    await house.beats(3)
    assert lan.chat == [], "not before its bytes are here"
    await house.fetches()
    await house.sends_all()
    for phone in (lan, dau):
        assert phone.chat[-1].file_content and "Mẫu đã điền đúng" in phone.chat[-1].text
        assert len([one for one in phone.chat if one.file_content]) == 1


async def test_a_photo_that_cannot_be_had_sends_nothing_and_the_sender_hears_of_it(
    house: Office, quan: Phone
):
    lan, _ = await reviewers(house)
    await drafts(quan, text="x")
    await quan.chooses("✏️ Sửa nội dung")
    await quan.sends(b"no picture at all", caption="Ảnh hỏng")
    await quan.chooses("✔ Gửi ngay")
    await house.fetches()
    await house.beats(3)
    assert lan.chat == [] and (await house.broadcast()).reason == "file"
    assert any("không lấy được ảnh/tệp" in one.text for one in quan.chat)


async def test_words_longer_than_a_caption_are_told_to_follow_the_file(house: Office, quan: Phone):
    await reviewers(house)
    await quan.says("/thongbao")
    await quan.chooses("Theo đơn vị")
    await quan.says("hoa cu")
    await quan.sends(PHOTO, caption="a" * 1020)
    assert "Chữ dài hơn 1.024 ký tự nên ảnh/tệp đi trước" in quan.screen


# ── two channels ────────────────────────────────────────────────────────────────────────────────


async def test_whom_one_channel_refuses_the_other_reaches_and_the_look_on_each_is_shown_before(
    database: Database,
):
    await world.found(database)
    house = Office(database, beside=NUMBERS)
    assert house.beside is not None
    quan = await house.hires("Chu Thị Quản", "admin", PROVINCE)
    for number in range(4):
        await house.hires(f"Khác {number}", "auditor", DISTRICT, chat=False)
    lan = await house.hires("Nông Thị Lan", "official", HOA_CU)
    son = await house.hires("Vi Văn Sơn", "official", HOA_CU, chat=False)
    for phone in (lan, son):

        async def link(tx: Any, phone: Any = phone) -> None:
            account, _ = await people.who(tx, Address("zalo_bot", f"z{phone.user}"))
            await people.link(tx, account.id, phone.person_id, now=house.clock())

        await database.write(link)
    await drafts(quan, text="*Họp* 8h")
    await quan.chooses("Xem trước")
    other = next(one.text for one in quan.chat if one.text.startswith("Trên Zalo Bot (2 người)"))
    assert "chữ thường, trả lời bằng số" in other and "Họp 8h\n1. 👍 Đã nhận" in other
    await quan.chooses("✔ Gửi ngay")
    house.channel.failures = []
    show = house.channel.show

    async def refuse(to: Any, showing: Any) -> Any:
        if to.user == lan.user:
            return Failed(
                "unreachable: Forbidden: bot was blocked by the user", permanent=True, unreachable=True
            )
        return await show(to, showing)

    house.channel.show = refuse  # type: ignore[method-assign]
    await house.sends_all()
    for phone in (lan, son):
        [heard] = house.beside.chats[f"z{phone.user}"]
        assert heard.text.endswith("Họp 8h\n1. 👍 Đã nhận")
    lines = await database.read(lambda tx: acknowledgements.lines(tx, 1))
    assert {(line.name, line.channel, line.status) for line in lines} == {
        ("Nông Thị Lan", "zalo_bot", Status.SENT), ("Vi Văn Sơn", "zalo_bot", Status.SENT),
    }  # fmt: skip
