"""A message with a file somebody sent: the bytes are read once for all, and where they cannot go the words do."""

from __future__ import annotations

import io
from typing import Any

import pytest
from PIL import Image

from bot.offering import packed
from domain.talk.values import Aside, Attached, Choice, Failed, Message
from storage import attachments, outbox
from storage.engine import Database
from tests import world
from tests.chat import BUTTONS, NUMBERS, House, Phone, linked
from tests.world import HOA_CU

PDF = b"%PDF-1.4 thong bao\n%%EOF"


def photo() -> bytes:
    target = io.BytesIO()
    Image.new("RGB", (60, 80), "white").save(target, "PNG")
    return target.getvalue()


@pytest.fixture(params=[BUTTONS, NUMBERS], ids=["buttons", "numbers"])
async def house(database: Database, request: pytest.FixtureRequest) -> House:
    await world.found(database)
    return House(database, request.param)


async def people(house: House, count: int) -> list[Phone]:
    found = []
    for number in range(1, count + 1):
        person_id = await world.hire(
            house.database, f"Người {number}", f"849120000{number:02}", "official", HOA_CU
        )
        found.append(await linked(house, f"u{number}", person_id))
    return found


async def kept(
    house: House, content: bytes = PDF, name: str = "Thông báo.pdf", *, fetched: bool = True
) -> int:
    """Keep a file that the head sent, and fetch it."""
    house.channel.files["ref"] = content
    channel, now = house.channel.capabilities.channel, house.clock()
    attached = Attached("document" if name else "photo", "ref", name)
    number = await house.database.write(
        lambda tx: attachments.keep(tx, attached, channel=channel, by=1, now=now)
    )
    if fetched:
        await house.fetches()
    return number


async def tells(house: House, number: int, count: int, text: str = "Thông báo số 3", **more: Any) -> None:
    from bot.ladder import tell

    channels = {house.channel.capabilities.channel: house.channel.capabilities}
    asides = [
        Aside(person, Message(text, attachment=number, **more), "broadcast", "3")
        for person in range(1, count + 1)
    ]
    now = house.clock()
    await house.database.write(lambda tx: tell(tx, asides, channels, now))


async def test_all_get_the_file_and_its_bytes_are_read_once(house: House, monkeypatch: pytest.MonkeyPatch):
    phones = await people(house, 6)
    number = await kept(house)
    reads: list[int] = []
    find = attachments.find

    async def counted(tx: Any, attachment_id: int, **more: Any) -> Any:
        reads.append(attachment_id)
        return await find(tx, attachment_id, **more)

    monkeypatch.setattr(attachments, "find", counted)
    await tells(house, number, 6)
    while await house.delivers():
        house.clock.move(seconds=2)
    for phone in phones:
        shown = phone.chat[-1]
        assert (shown.text, shown.file_name, shown.file_content) == ("Thông báo số 3", "Thông báo.pdf", PDF)
    assert reads == [number]


async def test_the_row_of_the_outbox_holds_the_number_and_no_bytes(house: House):
    body = packed(Message("Thông báo", attachment=7), house.channel.capabilities)
    assert body == {"text": "Thông báo", "attachment": 7}


async def test_choices_stand_under_a_message_with_a_file(house: House):
    [lan] = await people(house, 1)
    number = await kept(house, photo(), "")
    await tells(house, number, 1, choices=(Choice("seen", "👍 Đã nhận"),), step="quiet")
    await house.delivers()
    assert lan.chat[-1].file_name == f"tep-{number}.png"
    assert "👍 Đã nhận" in (lan.labels() or lan.screen)


async def test_what_is_still_being_fetched_goes_out_once_it_is_there(house: House):
    [lan] = await people(house, 1)
    number = await kept(house, fetched=False)
    await tells(house, number, 1)
    await house.delivers()
    assert lan.chat == []
    await house.fetches()
    house.clock.move(minutes=1)
    await house.delivers()
    assert lan.chat[-1].file_content == PDF


async def test_where_the_file_could_not_be_had_the_words_go_and_say_so(house: House):
    [lan] = await people(house, 1)
    number = await kept(house, b"MZ program")
    await tells(house, number, 1)
    await house.delivers()
    assert lan.screen == "Thông báo số 3\n(Tệp kèm theo không gửi được.)"
    assert not lan.chat[-1].file_name


@pytest.mark.parametrize(
    "reason", ["refused: IMAGE_PROCESS_FAILED", "too large: 413", "file: larger than 5 MB"]
)
async def test_where_the_channel_refuses_the_file_the_words_go_and_say_so(house: House, reason: str):
    [lan] = await people(house, 1)
    number = await kept(house)
    await tells(house, number, 1)
    house.channel.failures.append(Failed(reason, permanent=True))
    await house.delivers()
    assert lan.screen == "Thông báo số 3\n(Tệp kèm theo không gửi được.)"


async def test_who_shut_the_bot_out_is_not_sent_the_words_instead(house: House):
    [lan] = await people(house, 1)
    number = await kept(house)
    await tells(house, number, 1)
    house.channel.failures.append(Failed("unreachable: blocked", permanent=True, unreachable=True))
    await house.delivers()
    assert lan.chat == []
    assert await house.database.read(outbox.counts) == {"failed": 1}
