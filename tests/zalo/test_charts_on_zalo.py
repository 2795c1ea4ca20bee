"""A chart on Zalo: a picture and its words, with buttons or a list, and nothing lost where pictures cannot go."""

from __future__ import annotations

import base64
import io
from collections.abc import AsyncIterator

import pytest
from far_bot_platform import LAN, FarPlatform
from oa_far import HOA, FarZalo, Hours, open_channel
from PIL import Image

from bot.charts import picture
from bot.zalo.bot_platform.outbound import ZaloBotOutbound
from bot.zalo.oa.channel import ZaloOaChannel
from domain.charts import Bar, LeaderboardChart
from domain.sends import Quota
from domain.talk.ports import Showing
from domain.talk.values import Address, Choice, File
from storage.engine import Database

CHART = LeaderboardChart(
    "Xếp hạng", "đến 05/07/2024", tuple(Bar(n, f"Xã {n}", 99, 1, 1, "near") for n in range(20))
)
FILE = File("leaderboard-1.png", base64.b64encode(picture.png(CHART)).decode(), is_picture=True)
CHOICES = (Choice("nudge", "Nhắc ngay"), Choice("move", "Điều chuyển"))
WITH_BUTTONS = Showing("Xếp hạng tuần 28", 31, CHOICES, file=FILE, text_tells_all=True)
WITHOUT = Showing("Xếp hạng tuần 28", file=FILE, text_tells_all=True)


@pytest.fixture
def far() -> FarZalo:
    return FarZalo()


@pytest.fixture
async def account(database: Database, far: FarZalo) -> AsyncIterator[ZaloOaChannel]:
    opened = open_channel(far, database, Hours())
    await opened.tokens.keep_fresh()
    yield opened
    await opened.close()


async def test_the_account_sends_the_picture_and_then_the_words_with_their_buttons(
    account: ZaloOaChannel, far: FarZalo
) -> None:
    await account.outbound.show(Address("zalo_oa", HOA), WITH_BUTTONS)
    shown, told = far.messages
    assert shown["attachment"]["payload"]["elements"][0]["media_type"] == "image"
    assert told["text"] == WITH_BUTTONS.text
    assert [button["title"] for button in told["attachment"]["payload"]["buttons"]] == [
        "Nhắc ngay",
        "Điều chuyển",
    ]


async def test_without_buttons_the_words_stand_under_the_picture_which_is_uploaded_once(
    account: ZaloOaChannel, far: FarZalo
) -> None:
    for _ in range(2):
        await account.outbound.show(Address("zalo_oa", HOA), WITHOUT)
    assert [message["text"] for message in far.messages] == [WITHOUT.text] * 2
    assert len(far.uploads) == 1


class Tally:
    async def count(self) -> None: ...

    async def state(self) -> Quota:
        return Quota("2024-07", 0)


class Host:
    kept: bytes = b""

    async def address_of(self, jpeg: bytes) -> str:
        self.kept = jpeg
        return "https://ra-soat.example/anh/1"


async def test_the_bot_sends_one_picture_with_words_and_list_that_zalo_fetches_from_us() -> None:
    far, host = FarPlatform(), Host()
    api = far.api()
    await ZaloBotOutbound(api, Tally(), host).show(Address("zalo_bot", LAN), WITH_BUTTONS)
    await api.close()
    [asked] = far.calls("sendPhoto")
    assert asked.params["photo"] == "https://ra-soat.example/anh/1"
    assert asked.params["caption"].splitlines() == ["Xếp hạng tuần 28", "1. Nhắc ngay", "2. Điều chuyển"]
    assert far.calls("sendMessage") == []
    served = Image.open(io.BytesIO(host.kept))
    assert (served.format, served.width) == ("JPEG", 720)
    assert len(host.kept) <= 150_000


async def test_a_bot_without_a_public_address_tells_the_words_and_complains_of_no_file() -> None:
    far = FarPlatform()
    api = far.api()
    await ZaloBotOutbound(api, Tally(), None).show(Address("zalo_bot", LAN), WITHOUT)
    await api.close()
    assert far.texts == ["Xếp hạng tuần 28"]
