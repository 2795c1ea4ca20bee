"""A chart on Telegram: one photo with its words and buttons, uploaded once for all heads."""

from __future__ import annotations

import base64
import io

from far_server import LAN, FarServer
from PIL import Image

from bot.charts import picture
from bot.telegram.outbound import CAPTION_MAX, TelegramOutbound
from domain.charts import Bar, LeaderboardChart
from domain.talk.ports import Showing
from domain.talk.values import Address, Choice, File

CHART = LeaderboardChart(
    "Xếp hạng", "đến 05/07/2024", tuple(Bar(n, f"Xã {n}", 99, 1, 1, "near") for n in range(20))
)
FILE = File("leaderboard-1.png", base64.b64encode(picture.png(CHART)).decode(), is_picture=True)
CHOICES = (Choice("nudge", "Nhắc ngay"), Choice("move", "Điều chuyển"))
HER, HIM = Address("telegram", str(LAN)), Address("telegram", "7002")


async def test_words_that_fit_stand_under_the_photo_with_the_buttons(
    far: FarServer, outbound: TelegramOutbound
) -> None:
    words = "á" * CAPTION_MAX
    await outbound.show(HER, Showing(words, 31, CHOICES, file=FILE, text_tells_all=True))
    [asked] = far.asked
    assert (asked.method, asked.params["caption"]) == ("sendPhoto", words)
    assert [len(row) for row in asked.json("reply_markup")["inline_keyboard"]] == [2]
    assert Image.open(io.BytesIO(next(iter(asked.files.values())))).width == 720


async def test_longer_words_follow_the_photo_and_carry_the_buttons(
    far: FarServer, outbound: TelegramOutbound
) -> None:
    words = "á" * (CAPTION_MAX + 1)
    await outbound.show(HER, Showing(words, 31, CHOICES, file=FILE, text_tells_all=True))
    photo, text = far.asked
    assert (photo.method, text.method) == ("sendPhoto", "sendMessage")
    assert "reply_markup" not in photo.params and "caption" not in photo.params
    assert text.params["text"] == words and text.json("reply_markup")["inline_keyboard"]


async def test_the_second_head_gets_the_photo_that_telegram_holds(
    far: FarServer, outbound: TelegramOutbound
) -> None:
    for to in (HER, HIM):
        await outbound.show(to, Showing("Xếp hạng", file=FILE, text_tells_all=True))
    first, second = far.asked
    assert first.files and not second.files
    assert second.params["photo"] == "large-101"
