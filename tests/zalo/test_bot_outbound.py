"""How the Zalo bot speaks: as little as it can, counted, and again later where Zalo would not take it."""

from __future__ import annotations

import base64
import io
from collections.abc import AsyncIterator

import httpx
import pytest
from far_bot_platform import LAN, FarPlatform, Says, breaks, page, refusal, result
from PIL import Image

from bot.zalo.bot_platform.outbound import ZaloBotOutbound
from domain.sends import Quota
from domain.talk.ports import Page, Showing
from domain.talk.values import Address, Choice, Failed, File, Images, Proactive, Sent

TO = Address("zalo_bot", LAN)
PAGE = Page(b"\xff\xd8\xff-a-page", "k1", "Số 24 · trang 1/2")


class Tally:
    """A month's count in memory, as the database keeps one."""

    def __init__(self, used: int = 0) -> None:
        self.used = used

    async def count(self) -> None:
        self.used += 1

    async def state(self) -> Quota:
        return Quota("2024-07", self.used)


class Host:
    """Names an address for a picture, or fails as a database that is away."""

    def __init__(self) -> None:
        self.kept: list[bytes] = []
        self.fails = False

    async def address_of(self, jpeg: bytes) -> str:
        if self.fails:
            raise OSError("database is locked")
        self.kept.append(jpeg)
        return f"https://ra-soat.example/anh/{len(self.kept)}"


class Hours:
    at = 1000.0

    def __call__(self) -> float:
        return self.at


class Bench:
    def __init__(self) -> None:
        self.far, self.tally, self.host, self.hours = FarPlatform(), Tally(), Host(), Hours()
        self.api = self.far.api()
        self.outbound = ZaloBotOutbound(self.api, self.tally, self.host, now=self.hours)


@pytest.fixture
async def bench() -> AsyncIterator[Bench]:
    made = Bench()
    yield made
    await made.api.close()


def test_renderers_can_read_what_the_channel_can():
    can = ZaloBotOutbound.capabilities
    assert (can.channel, can.buttons, can.text_max, can.caption_max) == ("zalo_bot", 0, 2000, 2000)
    assert not (can.can_edit or can.can_share_contact or can.files_out or can.files_in or can.answers_taps)
    assert (can.images, can.proactive) == (Images.URL, Proactive.COUNTED)


async def test_a_message_goes_out_as_plain_text_to_the_chat_and_is_counted(bench: Bench):
    assert await bench.outbound.show(TO, Showing("Còn {12} hồ sơ *hôm nay*")) == Sent("m0001")
    (asked,) = bench.far.asked
    assert (asked.method, asked.params) == (
        "sendMessage",
        {"chat_id": LAN, "text": "Còn {12} hồ sơ *hôm nay*"},
    )
    assert bench.tally.used == 1


async def test_choices_that_come_undrawn_are_drawn_as_a_list(bench: Bench):
    choices = (Choice("approve", "✅ Phê duyệt"), Choice("fix", "✏️ Sửa và duyệt"))
    await bench.outbound.show(TO, Showing("Số 24", 7, choices))
    assert bench.far.texts == ["Số 24\n1. ✅ Phê duyệt\n2. ✏️ Sửa và duyệt"]


async def test_what_only_tidies_a_chat_costs_no_message(bench: Bench):
    assert await bench.outbound.put_away(TO, "m1", "Thẻ đã chuyển") == Sent()
    assert await bench.outbound.take_back(TO, "m1") == Sent()
    assert await bench.outbound.answer_tap("t1", "Đã ghi nhận") == Sent()
    assert bench.far.asked == [] and bench.tally.used == 0


async def test_a_long_text_goes_out_in_parts_and_the_last_one_stands_for_it(bench: Bench):
    text = "\n".join("x" * 99 for _ in range(45))
    assert await bench.outbound.show(TO, Showing(text)) == Sent("m0003")
    assert "\n".join(bench.far.texts) == text and bench.tally.used == 3


async def test_a_long_text_that_broke_off_goes_on_where_it_did(bench: Bench):
    text = "\n".join(f"{n:03}" + "x" * 96 for n in range(45))
    bench.far.will_answer("sendMessage", result({"message_id": "m"}), page(502))
    first = await bench.outbound.show(TO, Showing(text))
    assert isinstance(first, Failed) and not first.permanent
    assert isinstance(await bench.outbound.show(TO, Showing(text)), Sent)
    one, refused, two, three = bench.far.texts
    assert refused == two and "\n".join([one, two, three]) == text
    await bench.outbound.show(TO, Showing(text))
    assert len(bench.far.texts) == 7  # said anew, from its start


async def test_a_blank_message_is_refused_here(bench: Bench):
    outcome = await bench.outbound.show(TO, Showing(" \n "))
    assert isinstance(outcome, Failed) and outcome.permanent and bench.far.asked == []


async def test_a_page_and_its_words_are_one_message_whose_picture_zalo_fetches(bench: Bench):
    assert await bench.outbound.show_page(TO, PAGE) == Sent("m0001")
    (sent,) = bench.far.calls("sendPhoto")
    assert sent.params == {
        "chat_id": LAN,
        "photo": "https://ra-soat.example/anh/1",
        "caption": "Số 24 · trang 1/2",
    }
    assert bench.far.calls("sendChatAction")[0].params == {"chat_id": LAN, "action": "typing"}
    assert bench.host.kept == [PAGE.jpeg] and bench.tally.used == 1  # showing that one types is no message


async def test_words_too_long_for_a_caption_follow_the_picture(bench: Bench):
    await bench.outbound.show_page(TO, Page(b"\xff\xd8\xff", "k", "x" * 2001))
    assert "caption" not in bench.far.calls("sendPhoto")[0].params
    assert "".join(bench.far.texts) == "x" * 2001


async def test_without_a_public_address_a_line_says_that_the_scan_cannot_come():
    far = FarPlatform()
    outcome = await ZaloBotOutbound(far.api(), Tally(), None).show_page(TO, PAGE)
    assert isinstance(outcome, Sent)
    assert far.texts[0].startswith("Số 24 · trang 1/2\nBản quét chưa gửi được")


async def test_a_picture_that_cannot_be_kept_is_sent_later(bench: Bench):
    bench.host.fails = True
    assert await bench.outbound.show_page(TO, PAGE) == Failed("unavailable: OSError")
    assert bench.far.calls("sendPhoto") == []


async def test_a_picture_we_made_is_served_as_jpeg(bench: Bench):
    made = io.BytesIO()
    Image.new("RGBA", (4, 4), (9, 9, 9, 9)).save(made, "PNG")
    file = File("xep-hang.png", base64.b64encode(made.getvalue()).decode(), is_picture=True)
    assert isinstance(await bench.outbound.show(TO, Showing("Bảng tuần", file=file)), Sent)
    assert bench.host.kept[0].startswith(b"\xff\xd8\xff")
    assert bench.far.calls("sendPhoto")[0].params["caption"] == "Bảng tuần"


@pytest.mark.parametrize("is_picture", [False, True])
async def test_a_file_that_cannot_travel_is_named_beside_its_words(bench: Bench, is_picture: bool):
    file = File("tien-do.xlsx", base64.b64encode(b"PK").decode(), is_picture)
    assert isinstance(await bench.outbound.show(TO, Showing("Tiến độ", file=file)), Sent)
    assert bench.far.texts[0].startswith("Tiến độ\n\n") and "«tien-do.xlsx»" in bench.far.texts[0]


async def test_what_was_not_accepted_is_not_counted(bench: Bench):
    bench.far.will_answer("sendMessage", refusal(400, "Bad Request"), page(502), breaks(httpx.ReadTimeout))
    for _ in range(3):
        assert isinstance(await bench.outbound.show(TO, Showing("a")), Failed)
    assert bench.tally.used == 0


async def test_too_many_messages_let_the_whole_bot_rest_and_then_go_on(bench: Bench):
    bench.far.will_answer("sendMessage", refusal(429, "Quota exceeded", status=200))
    assert await bench.outbound.show(TO, Showing("a")) == Failed(
        "quota: Quota exceeded", retry_after_s=60, slow_down=True
    )
    other = Address("zalo_bot", "another")
    for outcome in (
        await bench.outbound.show(other, Showing("b")),
        await bench.outbound.show_page(other, PAGE),
    ):
        assert outcome == Failed("quota: resting", retry_after_s=60)
    assert len(bench.far.asked) == 1  # nothing was asked meanwhile, no picture was laid out
    bench.hours.at += 60
    assert isinstance(await bench.outbound.show(other, Showing("b")), Sent)


async def test_a_month_that_is_spent_is_asked_about_once_an_hour(bench: Bench):
    bench.tally.used = 3000
    bench.far.will_answer("sendMessage", refusal(429, "Quota exceeded"))
    outcome = await bench.outbound.show(TO, Showing("a"))
    assert isinstance(outcome, Failed) and outcome.retry_after_s == 3600 and not outcome.permanent


async def test_who_cannot_be_written_to_is_told_apart_from_a_refused_token(bench: Bench):
    bench.far.will_answer("sendMessage", refusal(403, "Forbidden"), refusal(401, "Unauthorized", status=200))
    assert await bench.outbound.show(TO, Showing("a")) == Failed("unreachable: Forbidden", True, True)
    assert await bench.outbound.show(TO, Showing("a")) == Failed("token: Unauthorized")


@pytest.mark.parametrize("doubtful", [refusal(403, "Internal server error"), refusal(404, "Not Found")])
async def test_a_refusal_that_does_not_say_whom_it_is_about_counts_the_second_time_if_zalo_is_well(
    bench: Bench, doubtful: Says
):
    bench.far.will_answer("sendMessage", doubtful, doubtful, doubtful)
    bench.far.will_answer("getMe", page(502))
    found = [await bench.outbound.show(TO, Showing("a")) for _ in range(3)]
    assert [one.unreachable for one in found if isinstance(one, Failed)] == [False, False, True]
    assert not (isinstance(found[1], Failed) and found[1].permanent)


async def test_a_message_that_arrives_in_between_clears_the_doubt(bench: Bench):
    doubtful = refusal(403, "Internal server error")
    bench.far.will_answer("sendMessage", doubtful, result({}), doubtful)
    found = [await bench.outbound.show(TO, Showing("a")) for _ in range(3)]
    assert [isinstance(one, Sent) for one in found] == [False, True, False]
    assert bench.far.calls("getMe") == []
