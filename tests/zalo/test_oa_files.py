"""Pictures and files through the Official Account: uploaded once, small enough, refused with a reason."""

from __future__ import annotations

import base64
import io
from collections.abc import AsyncIterator

import pytest
from oa_far import CARD, HOA, FarZalo, Hours, jpeg, open_channel, pdf
from PIL import Image

from bot.zalo.oa.channel import ZaloOaChannel
from bot.zalo.oa.pictures import PICTURE_MAX, NoPicture, fitting
from domain.talk.ports import Page, Showing
from domain.talk.values import Address, Failed, File, Sent
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


async def test_a_page_is_uploaded_once_and_named_for_six_days(
    channel: ZaloOaChannel, far: FarZalo, hours: Hours
) -> None:
    page = Page(jpeg(), "k" * 64, "Bản quét 1/2")
    for _ in range(2):
        assert isinstance(await channel.outbound.show_page(TO, page), Sent)
    assert [path for path, _ in far.uploads] == ["/v2.0/oa/upload/image"]
    element = far.messages[0]["attachment"]["payload"]["elements"][0]
    assert (
        element == {"media_type": "image", "attachment_id": "a1"}
        and far.messages[0]["text"] == "Bản quét 1/2"
    )
    hours.later(days=6, seconds=1)
    await channel.tokens.keep_fresh()
    await channel.outbound.show_page(TO, page)
    assert len(far.uploads) == 2


async def test_a_name_that_zalo_forgot_is_uploaded_again(channel: ZaloOaChannel, far: FarZalo) -> None:
    page = Page(jpeg(), "k" * 64)
    await channel.outbound.show_page(TO, page)
    far.errors.append(-100)
    assert isinstance(await channel.outbound.show_page(TO, page), Sent) and len(far.uploads) == 2
    assert far.messages[-1]["attachment"]["payload"]["elements"][0]["attachment_id"] == "a4"
    far.errors.extend([-100, 0, -100])
    outcome = await channel.outbound.show_page(TO, page)
    assert isinstance(outcome, Failed) and outcome.permanent


def test_a_picture_over_a_megabyte_is_drawn_smaller() -> None:
    large = jpeg(1400, noisy=True)
    assert len(large) > 1024 * 1024
    content, ending = fitting(large)
    assert len(content) <= PICTURE_MAX and ending == "jpg" and Image.open(io.BytesIO(content)).width > 700


def test_a_small_picture_goes_as_it_is_and_what_is_none_does_not_go() -> None:
    assert fitting(jpeg()) == (jpeg(), "jpg") and fitting(jpeg(kind="PNG")) == (jpeg(kind="PNG"), "png")
    assert fitting(jpeg(kind="GIF"))[1] == "jpg"
    for broken in (b"", b"x", b"%PDF-1.7", jpeg(1400, noisy=True)[:-200_000]):
        with pytest.raises(NoPicture):
            fitting(broken)


async def test_a_picture_nobody_can_open_is_refused_with_the_reason(
    channel: ZaloOaChannel, far: FarZalo
) -> None:
    outcome = await channel.outbound.show_page(TO, Page(b"no picture", "k" * 64))
    assert isinstance(outcome, Failed) and outcome.permanent and outcome.reason.startswith("picture")
    assert far.uploads == [] and far.calls == []


async def test_a_pdf_goes_out_and_its_words_and_choices_follow(channel: ZaloOaChannel, far: FarZalo) -> None:
    outcome = await channel.outbound.show(TO, Showing("Báo cáo tuần", 12, CARD[:2], file=pdf()))
    assert outcome == Sent("m3") and far.uploads[0][0] == "/v2.0/oa/upload/file"
    assert far.messages[0] == {"attachment": {"type": "file", "payload": {"token": "t1"}}}
    assert far.messages[1]["text"] == "Báo cáo tuần" and "attachment" in far.messages[1]


async def test_a_picture_made_for_the_person_carries_its_words(channel: ZaloOaChannel, far: FarZalo) -> None:
    file = File("tien-do.png", base64.b64encode(jpeg(kind="PNG")).decode(), is_picture=True)
    await channel.outbound.show(TO, Showing("Tiến độ", file=file))
    assert len(far.messages) == 1 and far.messages[0]["text"] == "Tiến độ"


@pytest.mark.parametrize(
    ("file", "reason"),
    [
        (pdf("so.xlsx", b"PK"), "only PDF"),
        (pdf("so.pdf", b"PK"), "only PDF"),
        (pdf("so.pdf", b"%PDF" + b"x" * 5 * 1024 * 1024), "larger than 5 MB"),
    ],
)
async def test_another_file_is_refused_with_a_clear_reason(
    channel: ZaloOaChannel, far: FarZalo, file: File, reason: str
) -> None:
    outcome = await channel.outbound.show(TO, Showing("Sổ", file=file))
    assert isinstance(outcome, Failed) and outcome.permanent and reason in outcome.reason
    assert far.uploads == [] and far.calls == []
