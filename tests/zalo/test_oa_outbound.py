"""Speaking through the Official Account: words, buttons, refusals."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest
from oa_far import CARD, HOA, FarZalo, Hours, open_channel

from bot.zalo.oa import bodies
from bot.zalo.oa.channel import ZaloOaChannel
from domain.talk.ports import Showing
from domain.talk.values import Address, Choice, Failed, Images, Proactive, Sent
from storage.engine import Database

TO = Address("zalo_oa", HOA)
CS, TEMPLATE = "/v3.0/oa/message/cs", "/v3.0/oa/message/template"


@pytest.fixture
def far() -> FarZalo:
    return FarZalo()


@pytest.fixture
def hours() -> Hours:
    return Hours()


@pytest.fixture
async def channel(database: Database, far: FarZalo, hours: Hours) -> AsyncIterator[ZaloOaChannel]:
    opened = open_channel(far, database, hours, template_id="tpl-7")
    await opened.tokens.keep_fresh()
    yield opened
    await opened.close()


# ── what the channel is ──────────────────────────────────────────────────────────────────────────


async def test_the_channel_says_what_it_can_draw(channel: ZaloOaChannel) -> None:
    can = channel.capabilities
    assert (can.channel, can.buttons, can.text_max, can.caption_max) == ("zalo_oa", 5, 2000, 2000)
    assert not can.can_edit and not can.can_share_contact and not can.answers_taps
    assert (
        can.images is Images.UPLOAD and can.proactive is Proactive.WINDOW and can.files_in and can.files_out
    )
    assert channel.by_webhook and await channel.own_link() is None and channel.name == "zalo_oa"


# ── words and buttons ────────────────────────────────────────────────────────────────────────────


async def test_a_card_goes_out_with_its_five_choices_as_hidden_buttons(
    channel: ZaloOaChannel, far: FarZalo
) -> None:
    assert await channel.outbound.show(TO, Showing("Số 24", 12, CARD)) == Sent("m1")
    path, body = far.calls[0]
    assert path == CS and body["recipient"] == {"user_id": HOA} and body["message"]["text"] == "Số 24"
    template = body["message"]["attachment"]
    assert template["type"] == "template" and "template_type" not in template["payload"]
    assert template["payload"]["buttons"][0] == {
        "title": "✅ Phê duyệt", "type": "oa.query.hide", "payload": "#rs 12.approve"
    }  # fmt: skip
    assert len(template["payload"]["buttons"]) == 5


def test_more_choices_than_buttons_are_said_as_words_to_type() -> None:
    (body,) = bodies.texts(Showing("Chọn", 12, (*CARD, Choice("undo", "↶ Hoàn tác")), takes_text=True))
    assert [button["title"] for button in body["attachment"]["payload"]["buttons"]] == [c.label for c in CARD]
    assert "Hoàn tác" in body["text"] and "Phê duyệt" not in body["text"]


def test_a_list_that_is_in_the_text_already_has_no_buttons() -> None:
    assert bodies.texts(Showing("Chọn\n1. A\n2. B")) == [{"text": "Chọn\n1. A\n2. B"}]


def test_a_long_title_is_cut_at_a_hundred_letters() -> None:
    (body,) = bodies.texts(Showing("Chọn", 12, (Choice("a", "ă" * 150),)))
    title = body["attachment"]["payload"]["buttons"][0]["title"]
    assert len(title) == 100 and title.endswith("…")


@pytest.mark.parametrize(
    ("text", "count"),
    [
        pytest.param("x" * 2000, 1, id="2,000 letters"),
        pytest.param("x" * 2001, 2, id="2,001 letters"),
        pytest.param("e\u0302" * 2000, 1, id="accents written apart"),
        pytest.param("😀" * 1001, 2, id="letters that count twice"),
        pytest.param("\n".join(["dòng " * 30] * 40), 4, id="many lines"),
        pytest.param("", 1, id="nothing"),
    ],
)
def test_a_text_is_cut_into_pieces_that_zalo_takes(text: str, count: int) -> None:
    found = bodies.pieces(text)
    assert len(found) == count and all(bodies.length(piece) <= 2000 for piece in found)


def test_a_text_is_cut_at_line_ends_and_loses_no_line() -> None:
    lines = [f"{number}. " + "chữ " * (number % 37) for number in range(400)]
    found = bodies.pieces("\n".join(lines))
    assert [line.rstrip() for piece in found for line in piece.split("\n")] == [
        line.rstrip() for line in lines
    ]


async def test_the_buttons_stand_under_the_last_piece(channel: ZaloOaChannel, far: FarZalo) -> None:
    assert await channel.outbound.show(TO, Showing("dòng\n" * 500, 12, CARD)) == Sent("m2")
    assert ["attachment" in message for message in far.messages] == [False, True]


async def test_a_text_that_zalo_finds_too_long_goes_in_halves(channel: ZaloOaChannel, far: FarZalo) -> None:
    far.errors.append(-210)
    assert isinstance(await channel.outbound.show(TO, Showing("dòng\n" * 350, 12, CARD)), Sent)
    assert [len(message["text"]) <= 1000 for message in far.messages] == [False, True, True]
    assert "attachment" in far.messages[-1] and "attachment" not in far.messages[1]


async def test_a_text_too_long_even_in_halves_is_given_up(channel: ZaloOaChannel, far: FarZalo) -> None:
    far.errors.extend([-210] * 9)
    outcome = await channel.outbound.show(TO, Showing("dòng\n" * 350))
    assert isinstance(outcome, Failed) and outcome.permanent and len(far.messages) == 2


async def test_nothing_on_zalo_can_be_edited_or_taken_back(channel: ZaloOaChannel, far: FarZalo) -> None:
    assert await channel.outbound.show(TO, Showing("Thẻ", 12, CARD, edit_ref="m0")) == Sent("m1")
    assert await channel.outbound.put_away(TO, "m1", "…") == Sent()
    assert await channel.outbound.take_back(TO, "m1") == Sent()
    assert await channel.outbound.answer_tap("x", "…") == Sent()
    assert len(far.calls) == 1


# ── refusals and lines that break ────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("code", [-213, -217, -227, -244])
async def test_somebody_who_blocked_us_is_unreachable(
    channel: ZaloOaChannel, far: FarZalo, code: int
) -> None:
    far.errors.append(code)
    outcome = await channel.outbound.show(TO, Showing("Chào"))
    assert isinstance(outcome, Failed) and outcome.permanent and outcome.unreachable


async def test_after_too_fast_nothing_is_sent_for_a_while(channel: ZaloOaChannel, far: FarZalo) -> None:
    seconds = [100.0]
    channel._calls._seconds = lambda: seconds[0]
    far.errors.append(-32)
    first = await channel.outbound.show(TO, Showing("Chào"))
    second = await channel.outbound.show(TO, Showing("Chào"))
    assert isinstance(first, Failed) and isinstance(second, Failed) and len(far.calls) == 1
    assert first.retry_after_s == 20 and second.retry_after_s == 20 and not second.permanent
    seconds[0] += 21
    assert isinstance(await channel.outbound.show(TO, Showing("Chào")), Sent)


@pytest.mark.parametrize(
    "answer",
    [
        httpx.ReadTimeout("no"),
        httpx.ConnectError("no"),
        httpx.Response(502, text="<html>"),
        httpx.Response(200, text="<html>"),
        httpx.Response(429, text="slow down"),
        httpx.Response(200, json=[1]),
    ],
)
async def test_what_is_no_answer_of_zalo_is_tried_again_later(
    channel: ZaloOaChannel, far: FarZalo, answer: Any
) -> None:
    async def serve(request: httpx.Request) -> httpx.Response:
        if isinstance(answer, Exception):
            raise answer
        return answer

    channel._calls._client = httpx.AsyncClient(
        base_url="https://x.example", transport=httpx.MockTransport(serve)
    )
    outcome = await channel.outbound.show(TO, Showing("Chào"))
    assert isinstance(outcome, Failed) and not outcome.permanent


async def test_neither_token_nor_words_are_in_the_log(
    database: Database, far: FarZalo, hours: Hours, capsys: pytest.CaptureFixture[str]
) -> None:
    channel = open_channel(far, database, hours)
    for code in (0, -201, -216, -221, -32):
        far.errors.append(code)
        await channel.outbound.show(TO, Showing("Nguyễn Thị Hoa"))
    printed = capsys.readouterr()
    for secret in ("access-", "refresh-0", "refresh-1", "secret", "Nguyễn"):
        assert secret not in printed.out + printed.err
    await channel.close()
