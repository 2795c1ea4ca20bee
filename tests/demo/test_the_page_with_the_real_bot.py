"""A visitor at the page: registers, practises, reviews one record of each case and takes the last one back."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable

import pytest
from demo.hands import Hand
from playwright.async_api import Page, expect

from bot.demo import theatre
from bot.demo.stage import Stage
from bot.demo.theatre import Theatre
from domain.wording import captions
from reminders import morning_plan
from storage import verify
from storage.decisions import decisions


@pytest.fixture
async def opened(staged: Callable[[int], Stage]) -> AsyncIterator[Theatre]:
    built = staged(2)
    async with theatre.opened(built) as running:
        yield running


async def _practises(lan: Hand) -> None:
    await lan.sees("Tập dượt 1/2")
    await lan.taps(captions.FIX, "Họ tên mẹ")
    await lan.types("Hoàng Thị Thử")
    await lan.taps(captions.SAVE)
    await lan.sees("Tập dượt 2/2")
    await lan.taps(captions.RETURN, "Nhập thiếu, sổ có ghi")
    await lan.sees("Sổ ghi thế nào?")
    await lan.taps(captions.RETURN_ANYWAY)
    await lan.sees("Trường hợp này không trả lại đơn vị số hóa")
    await lan.taps(captions.FOLLOW_UP, "Sổ ghi thiếu")
    await lan.taps(captions.START)


async def test_an_official_registers_and_reviews_one_record_of_each_case(opened: Theatre, page: Page):
    await page.goto(opened.page)
    lan = Hand(page.locator('[data-user="1001"]'))
    await lan.registers("Nông Thị Lan")
    await _practises(lan)

    await lan.sees("Hồ sơ 1/7 hôm nay")
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
    async with page.context.expect_page() as opening:
        await lan.phone.get_by_role("link", name=captions.OPEN_PAGE).click()
    beside = await opening.value
    await expect(beside.locator("h1")).to_contain_text("Số 4 · Quyển 01/2002")
    picture = beside.locator("img.scan-fit")
    await expect(picture).to_have_js_property("complete", True)
    assert await picture.evaluate("image => image.naturalWidth") > 100
    await beside.close()
    await lan.taps(captions.BACK, captions.RETURN, "Nhầm bản quét")
    await lan.sees("Đã trả lại số hóa: Số 4 · Quyển 01/2002 (Nhầm bản quét).")
    await expect(lan.phone.locator(".photo img")).to_have_count(0)
    await lan.taps(captions.UNDO)
    await lan.sees("Đã hoàn tác “Đã trả lại số hóa”: Số 4 · Quyển 01/2002.")

    database = opened.application.database
    log = (await database.read(lambda tx: tx.run(decisions.select().order_by(decisions.c.id)))).all()
    assert [row.move for row in log] == ["approve", "fix", "follow_up", "return", "undo"]
    assert (await database.read(verify.run)).difference is None


async def _is_planned(opened: Theatre) -> None:
    database, today = opened.application.database, opened.stage.clock.today()
    async with asyncio.timeout(15):
        while not await morning_plan.is_done(database, today):  # noqa: ASYNC110 (the timers tell nobody)
            await asyncio.sleep(0.05)


async def test_a_head_sees_a_shortfall_and_moves_somebody_in_two_taps(opened: Theatre, page: Page):
    await _is_planned(opened)
    await page.goto(opened.page)
    minh = Hand(page.locator('[data-user="1002"]'))
    await minh.registers("Hoàng Văn Minh")
    await minh.types("/phancong")
    await minh.sees("Xã Hải Yến: thiếu 2")
    await minh.taps("⇄ Nông Thị Lan (Xã Hòa Cư) → Xã Hải Yến")
    await minh.sees("Đến bao giờ?")
    await minh.taps("✔ Hết hôm nay")
    await minh.sees("Đã cử Nông Thị Lan hỗ trợ Xã Hải Yến đến hết 04/07/2024; hôm nay giao ngay 2 hồ sơ.")


async def test_an_officials_day_changes_when_leave_is_taken(opened: Theatre, page: Page):
    await _is_planned(opened)
    await page.goto(opened.page)
    lan = Hand(page.locator('[data-user="1001"]'))
    await lan.registers("Nông Thị Lan")
    await _practises(lan)
    await lan.sees("Hồ sơ 1/7 hôm nay")
    await lan.types("/nghi")
    await lan.taps("Nghỉ hôm nay")
    await lan.taps("Vi Văn Sơn (Xã Hòa Cư)")
    await lan.sees("7 hồ sơ đã chuyển cho Vi Văn Sơn.")
    await lan.sees("Hôm nay anh/chị đang nghỉ phép, không có chỉ tiêu.")
