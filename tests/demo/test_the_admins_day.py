"""Hà's whole day at the page: how the system is, a new deadline, a broadcast, a ruling, a lost phone."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest
from demo.hands import hand_of
from playwright.async_api import Page

from bot.demo import theatre
from bot.demo.stage import Stage
from bot.demo.theatre import Theatre
from domain.wording import captions
from storage import audit, verify

LAN, MINH, HA = 1001, 1002, 1003


@pytest.fixture
async def opened(staged: Callable[[int], Stage]) -> AsyncIterator[Theatre]:
    async with theatre.opened(staged(0)) as running:
        yield running


async def test_an_admins_whole_day(opened: Theatre, page: Page, tmp_path: Path):
    await page.goto(opened.page)
    lan, minh, ha = hand_of(page, LAN), hand_of(page, MINH), hand_of(page, HA)
    await lan.registers("Nông Thị Lan")
    await minh.registers("Hoàng Văn Minh")
    await ha.registers("Lê Thu Hà")

    await ha.types("/hethong")
    await ha.sees("✅ Telegram: đang nghe")
    await ha.sees("Chưa có bản sao lưu nào")
    await ha.types("/han 12/07/2024")
    await ha.sees("Đổi hạn rà soát: 10/07/2024 → 12/07/2024 (thứ Sáu)?")
    await ha.taps("✔ Đổi hạn")
    await ha.types("/han")
    await ha.sees("Hạn rà soát: 12/07/2024")

    await ha.types("/thongbao")
    await ha.taps("Theo đơn vị")
    await ha.types("hoa cu")
    await ha.sees("3 người, 1 đã liên kết bot")
    await ha.types("Đề nghị các đồng chí *nộp báo cáo* trước 16 giờ.")
    await ha.taps("Xem trước")
    await ha.sees("📣 Thông báo · Tỉnh Lạng Sơn")
    await ha.taps("✔ Gửi ngay")
    await ha.sees("Thông báo số 1: đã gửi xong.")
    await lan.sees("Đề nghị các đồng chí nộp báo cáo trước 16 giờ.")
    await lan.taps("👍 Đã nhận")
    await ha.taps("👀 Ai chưa nhận")
    await ha.sees("Vi Văn Sơn")

    await lan.types("/batdau")
    await lan.sees("Hồ sơ 1/7 hôm nay")
    await lan.taps(captions.MORE, "❓ Hỏi vướng mắc")
    await lan.types("Sổ bị mất trang này thì làm thế nào?")
    await lan.sees("Đã chuyển tới lãnh đạo Huyện Cao Lộc")
    await minh.sees("Sổ bị mất trang này thì làm thế nào?")
    await minh.taps("Chuyển cấp trên")
    await ha.sees("Sổ bị mất trang này thì làm thế nào?")
    await ha.taps("Trả lời")
    await ha.types("Ghi theo dõi, đề nghị huyện đối chiếu sổ lưu.")
    await lan.sees("Ghi theo dõi, đề nghị huyện đối chiếu sổ lưu.")

    await ha.types("/nhansu Nông Thị Lan")
    await ha.taps("🔒 Khóa")
    await ha.sees("Người đó không làm được gì và không nhận tin nào cho đến khi mở khóa.")
    await ha.taps("✔ Khóa")
    await lan.types("/batdau")
    await lan.sees("khóa")
    await page.screenshot(path=tmp_path / "the-admins-day.png", full_page=True)

    database = opened.application.database
    acts = {line.act for line in await database.read(audit.of)}
    assert {"campaign", "lock"} <= acts
    assert (await database.read(verify.run)).difference is None
