"""A chart goes out with its words, and where it cannot be drawn or sent, its words go out all the same."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest
from structlog.testing import capture_logs

from bot import ladder
from bot.delivery.sender import PICTURE_TRIES
from bot.offering import offer
from domain.charts import Bar, LeaderboardChart
from domain.talk.joining import joined
from domain.talk.ports import Showing
from domain.talk.values import Address, Aside, Capabilities, Choice, Failed, File, Message, Sent
from storage import outbox, people
from storage.engine import Database, Tx
from tests import world
from tests.chat import BUTTONS, NUMBERS, House, Phone, linked

CHART = LeaderboardChart(
    "Xếp hạng tuần 28", "đến 05/07/2024", (Bar(1, "Xã Hòa Cư", 112, 9, 8, "reached", True),)
)
TOLD = Message(
    "Xếp hạng tuần 28", step="digest", choices=(Choice("nudge", "Nhắc ngay"), Choice("move", "Điều chuyển")),
    chart=CHART,
)  # fmt: skip
PICTURE = File("leaderboard-1.png", "aGk=", is_picture=True)


class Artist:
    """Draws what it is asked to, or cannot."""

    def __init__(self) -> None:
        self.asked: list[Mapping[str, Any]] = []
        self.file: File | None = PICTURE

    async def __call__(self, packed: Mapping[str, Any]) -> File | None:
        self.asked.append(packed)
        return self.file


class Shop(House):
    """A house whose pictures a stand-in draws, and which keeps what it showed."""

    def __init__(self, database: Database, capabilities: Capabilities = BUTTONS) -> None:
        super().__init__(database, capabilities)
        self.artist = Artist()
        self.sender._draw_chart = self.artist
        self.shown: list[Showing] = []
        self.refuses: list[Failed] = []  # what a message with a picture meets, one after the other
        show = self.channel.show

        async def kept(to: Address, showing: Showing) -> Sent | Failed:
            if showing.file is not None and self.refuses:
                return self.refuses.pop(0)
            self.shown.append(showing)
            return await show(to, showing)

        self.channel.show = kept  # type: ignore[method-assign]

    async def tells(self, message: Message = TOLD, key: str = "k") -> None:
        """Say something to Minh that nobody asked for."""
        capabilities = {self.channel.capabilities.channel: self.channel.capabilities}
        await self.database.write(
            lambda tx: ladder.tell(tx, [Aside(self.minh, message, "digest", key)], capabilities, self.clock())
        )
        await self.delivers()


async def opened(database: Database, capabilities: Capabilities = BUTTONS) -> Shop:
    await world.found(database)
    shop = Shop(database, capabilities)
    shop.minh = await world.hire(database, "Hoàng Văn Minh", "84912000002", "head", world.HOA_CU)
    await linked(shop, "1002", shop.minh)
    shop.shown.clear()
    return shop


@pytest.fixture
async def shop(database: Database) -> Shop:
    return await opened(database)


@pytest.fixture
def minh(shop: Shop) -> Phone:
    return shop.phone("1002")


async def test_a_chart_is_drawn_as_it_was_packed_and_shown_with_words_and_buttons(shop: Shop, minh: Phone):
    await shop.tells()
    assert [LeaderboardChart.from_json(packed) for packed in shop.artist.asked] == [CHART]
    [showing] = shop.shown
    assert (showing.text, showing.file, showing.text_tells_all) == (TOLD.text, PICTURE, True)
    assert minh.labels() == ["Nhắc ngay", "Điều chuyển"]


async def test_what_cannot_be_drawn_goes_out_as_words_with_the_same_buttons(shop: Shop, minh: Phone):
    shop.artist.file = None
    await shop.tells()
    [showing] = shop.shown
    assert (showing.text, showing.file) == (TOLD.text, None)
    assert minh.labels() == ["Nhắc ngay", "Điều chuyển"]


@pytest.mark.parametrize(
    "reason", ["refused: 1", "too large: Request Entity Too Large", "picture: too many pixels"]
)
async def test_a_picture_that_the_channel_refuses_takes_no_words_with_it(
    shop: Shop, minh: Phone, reason: str
):
    shop.refuses = [Failed(reason, permanent=True)]
    with capture_logs() as logged:
        await shop.tells()
    assert [showing.file for showing in shop.shown] == [None]
    assert minh.labels() == ["Nhắc ngay", "Điều chuyển"]
    assert [line["log_level"] for line in logged if line["event"] == "chart_refused"] == ["error"]


async def test_a_head_who_blocked_us_is_not_written_to_again_without_the_picture(shop: Shop, minh: Phone):
    shop.refuses = [Failed("unreachable: blocked", permanent=True, unreachable=True)]
    await shop.tells()
    assert shop.shown == []


async def test_a_picture_that_never_gets_through_holds_its_words_back_for_some_tries_only(
    shop: Shop, minh: Phone
):
    shop.refuses = [Failed("unavailable: time-out")] * 50
    await shop.tells()
    for _ in range(PICTURE_TRIES):
        shop.clock.move(minutes=6)
        await shop.delivers()
    assert [showing.file for showing in shop.shown] == [None]
    assert len(shop.artist.asked) == PICTURE_TRIES
    assert minh.screen == TOLD.text


async def test_what_waits_in_the_outbox_holds_the_chart_and_no_picture(shop: Shop):
    async def work(tx: Tx) -> dict[str, Any]:
        account, _ = await people.who(tx, Address("telegram", "1002"))
        return await offer(tx, account.id, TOLD, BUTTONS, shop.clock())

    body = await shop.database.write(work)
    assert body["chart"] == CHART.to_json() and "file" not in body


async def test_the_next_channel_gets_the_chart_too(shop: Shop):
    packed = ladder._packed(TOLD)
    assert ladder._unpacked(packed) == TOLD
    assert ladder._unpacked({name: value for name, value in packed.items() if name != "chart"}).chart is None


@pytest.mark.parametrize("database_kind", ["sqlite"])
async def test_where_there_are_no_buttons_the_list_and_the_picture_come_together(database: Database):
    shop = await opened(database, NUMBERS)
    await shop.tells()
    [showing] = shop.shown
    assert showing.file == PICTURE
    assert showing.text.splitlines()[-2:] == ["1. Nhắc ngay", "2. Điều chuyển"]


def test_a_message_with_a_chart_is_not_put_at_the_head_of_another():
    first, second = Message("a", chart=CHART), Message("b")
    assert joined([first, second], 2000) == (first, second)
    assert joined([second, first], 2000) == (second, first)


async def test_an_older_row_without_a_chart_is_sent_as_ever(shop: Shop, minh: Phone):
    await shop.tells(Message("Chào anh"), key="old")
    assert (minh.screen, shop.artist.asked) == ("Chào anh", [])
    assert (await shop.database.read(outbox.counts)).get("failed", 0) == 0
