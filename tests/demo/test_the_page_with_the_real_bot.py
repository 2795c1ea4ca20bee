"""A visitor at the page: registers, practises, reviews one record of each case and takes the last one back."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from playwright.async_api import Locator, Page, expect

from bot.demo import stage, theatre
from bot.demo.theatre import Theatre
from domain.wording import captions
from storage import verify
from storage.decisions import decisions

SHARE = "📱 Chia sẻ số điện thoại"


@pytest.fixture
async def opened(tmp_path: Path) -> AsyncIterator[Theatre]:
    built = await stage.build(tmp_path, practice=2)
    async with theatre.opened(built) as running:
        yield running


class Hand:
    """Clicks on one phone of the page, and waits for what it shows."""

    def __init__(self, phone: Locator) -> None:
        self.phone = phone

    async def taps(self, *labels: str) -> None:
        for label in labels:
            await self.phone.get_by_role("button", name=label, exact=True).last.click()

    async def types(self, words: str) -> None:
        box = self.phone.get_by_role("textbox")
        await box.fill(words)
        await box.press("Enter")

    async def sees(self, words: str) -> None:
        await expect(self.phone.get_by_text(words).last).to_be_visible()


async def _registers(lan: Hand) -> None:
    await lan.taps("Bắt đầu")
    await lan.taps(SHARE)
    await lan.phone.get_by_role("alertdialog").get_by_role("button", name="Chia sẻ").click()
    await lan.sees("Chào anh/chị Nông Thị Lan. Đã kích hoạt:")


async def _practises(lan: Hand) -> None:
    await lan.sees("Tập dượt 1/2")
    await lan.taps(captions.FIX, "Họ tên mẹ")
    await lan.types("Hoàng Thị Thử")
    await lan.taps(captions.SAVE)
    await lan.sees("Tập dượt 2/2")
    await lan.taps(captions.RETURN, "Nhập thiếu, sổ có ghi")
    await lan.sees("Trường hợp này không trả lại đơn vị số hóa")
    await lan.taps(captions.FOLLOW_UP, "Sổ ghi thiếu")
    await lan.taps(captions.START)


async def test_an_official_registers_and_reviews_one_record_of_each_case(opened: Theatre, page: Page):
    await page.goto(opened.page)
    lan = Hand(page.locator('[data-user="1001"]'))
    await _registers(lan)
    await _practises(lan)

    await lan.sees("Hồ sơ 1/20 hôm nay")
    await lan.taps(captions.APPROVE)
    await lan.sees("Đã phê duyệt: Số 1 · Quyển 01/2002.")
    slip = opened.stage.drive.main[1]
    await lan.taps(captions.FIX, "Họ tên mẹ")
    await lan.types(slip.truth.right_value)
    await lan.taps(captions.SAVE)
    await lan.sees("Đã sửa và phê duyệt: Số 2 · Quyển 01/2002.")
    await lan.taps(captions.RETURN, captions.GUARD)
    await lan.sees("Trường hợp này không trả lại đơn vị số hóa: dữ liệu đúng như sổ ghi.")
    await lan.taps("Sổ ghi thiếu")
    await lan.sees("Đã đưa vào danh sách theo dõi: Số 3 · Quyển 01/2002 (hướng: bổ sung).")
    await lan.taps(captions.MORE, captions.SCAN)
    scan = lan.phone.locator(".photo img")
    await expect(scan).to_have_count(1)
    await lan.taps(captions.RETURN, "Nhầm bản quét")
    await lan.sees("Đã trả lại số hóa: Số 4 · Quyển 01/2002 (Nhầm bản quét).")
    await expect(scan).to_have_count(0)
    await lan.taps(captions.UNDO)
    await lan.sees("Đã hoàn tác “Đã trả lại số hóa”: Số 4 · Quyển 01/2002.")

    database = opened.application.database
    log = (await database.read(lambda tx: tx.run(decisions.select().order_by(decisions.c.id)))).all()
    assert [row.move for row in log] == ["approve", "fix", "follow_up", "return", "undo"]
    assert (await database.read(verify.run)).difference is None
