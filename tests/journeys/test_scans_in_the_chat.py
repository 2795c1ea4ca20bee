"""A record's scan is looked at in the chat, where the province allows it, and leaves the chat with the decision."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from tests import world
from tests.journeys.running_bot import Person, RunningBot

SCAN = "KS.2005.01.2005-03-21.001.pdf"


@pytest.fixture
def province(tmp_path: Path) -> dict[str, Any]:
    """One scan of two pages lies on the host."""
    folder = tmp_path / "scans"
    (folder / "06184").mkdir(parents=True)
    pages = [Image.new("RGB", (420, 594), shade) for shade in ("white", "ivory")]
    pages[0].save(folder / "06184" / SCAN, "PDF", save_all=True, append_images=pages[1:])
    return {"scans": str(folder), "scan_in_chat": True}


async def photos(phone: Person) -> list[dict[str, Any]]:
    return [message for message in await phone.chat() if "photo" in message]


async def looks_at_the_scan(phone: Person) -> None:
    await phone.chooses("⋯ Thêm", sees="Số ")
    await phone.sees_button("🖼 Bản quét")
    await phone.taps("🖼 Bản quét")


async def test_lan_looks_at_the_scan_which_cannot_be_passed_on_and_leaves_with_her_decision(bot: RunningBot):
    rows = [world.birth(1), world.birth(2)]
    record, _ = await world.shelve(bot.database, world.HOA_CU, rows, scans={0: SCAN})
    lan = await bot.lan()
    await lan.writes("/batdau", sees="Số 1 ·")
    await looks_at_the_scan(lan)
    await lan.waits(lambda chat: sum("photo" in message for message in chat) == 2, "two pages")
    assert all(photo["has_protected_content"] for photo in await photos(lan))
    await lan.chooses("✅ Phê duyệt", sees="Số 2 ·")
    await bot.settles()
    assert await photos(lan) == []
    assert (await bot.state(record), await bot.moves()) == ("APPROVED", ["approve"])


async def test_a_scan_that_is_not_there_is_said_to_be_missing_in_one_line_and_work_goes_on(bot: RunningBot):
    rows = [world.birth(1), world.birth(2)]
    await world.shelve(bot.database, world.HOA_CU, rows, scans={0: "KS.2005.01.2005-03-21.099.pdf"})
    lan = await bot.lan()
    await lan.writes("/batdau", sees="Số 1 ·")
    await looks_at_the_scan(lan)
    await lan.sees("Không mở được bản quét của hồ sơ này")
    await lan.chooses("✅ Phê duyệt", sees="Số 2 ·")
    await looks_at_the_scan(lan)
    await lan.sees("Hồ sơ này chưa có bản quét trong máy chủ. Xin đối chiếu với sổ giấy.")
    await lan.chooses("✅ Phê duyệt", sees="Đã hết hồ sơ hôm nay")
    assert await bot.moves() == ["approve", "approve"]


@pytest.mark.parametrize("province", [{"scan_in_chat": False}], ids=["no scans in chats"])
async def test_where_the_province_sends_no_scans_the_card_says_so_and_none_is_sent(bot: RunningBot):
    await world.shelve(bot.database, world.HOA_CU, [world.birth(1)], scans={0: SCAN})
    lan = await bot.lan()
    await lan.writes("/batdau", sees="Số 1 ·")
    await looks_at_the_scan(lan)
    await lan.sees("Thiết lập của tỉnh không gửi bản quét qua tin nhắn.")
    await bot.settles()
    assert bot.sandbox.calls(method="sendPhoto") == []
