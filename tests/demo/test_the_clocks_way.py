"""The demo's clock goes by way of every hour at which the bot may say something, and the page tells what came of it."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from datetime import datetime, timedelta

import pytest
from playwright.async_api import Page, expect
from rich.console import Console

from bot.demo import theatre
from bot.demo.acts import activate
from bot.demo.journey import stops
from bot.demo.stage import MORNING, Stage
from bot.demo.telling import Teller
from bot.demo.theatre import Theatre
from bot.sandbox.people import Impossible
from domain.wording import captions
from storage import nudges
from storage.nudge_times import Times

A_WALK_MS = 30_000  # over a weekend, on a busy machine


@pytest.fixture
async def opened(staged: Callable[[int], Stage]) -> AsyncIterator[Theatre]:
    """The demo with the official, the head and the admin activated and nobody at work."""
    built = staged(0)
    async with theatre.opened(built) as running:
        for player in built.cast:
            async with running.phone(player) as phone:
                await activate(player, phone, Teller(Console(quiet=True), built.clock))
        yield running


def local(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2024, 7, day, hour, minute, tzinfo=MORNING.tzinfo)


def test_a_walk_stops_at_each_hour_of_a_reminder_and_at_its_end():
    assert list(stops(MORNING, local(4, 16), Times({}))) == [
        local(4, 7, 30), local(4, 8), local(4, 8, 30), local(4, 15), local(4, 16),
    ]  # fmt: skip


def test_a_walk_over_midnight_stops_at_the_mornings_plan():
    way = list(stops(local(4, 19), local(5, 7, 10), Times({})))
    assert way == [local(4, 20), local(5, 7), local(5, 7, 10)]


async def test_a_morning_a_nudge_and_a_digest_ring_on_the_phones_and_stand_in_the_list(
    opened: Theatre, page: Page
):
    await page.goto(opened.page)
    lan, minh = page.locator('[data-user="1001"]'), page.locator('[data-user="1002"]')
    await page.get_by_role("button", name="07:30").click()
    await expect(lan.get_by_text("Hôm nay anh/chị có 7 hồ sơ cần rà soát")).to_be_visible()
    await page.get_by_role("button", name="15:00").click()
    await expect(lan.get_by_text("Hôm nay anh/chị đã rà soát 0/7 hồ sơ")).to_be_visible()
    await lan.get_by_role("button", name="Mất mạng").click()
    await expect(lan.get_by_text("Đã ghi nhận: Mất mạng.")).to_be_visible()
    lines = page.locator("#reminders tbody tr")
    await expect(lines.first).to_have_text("15:00Nhắc buổi chiềuNông Thị Lan Cán bộ rà soátĐã gửi")
    await expect(lines.nth(1)).to_contain_text("Không gửichưa kích hoạt")

    await page.get_by_role("button", name="Thứ Hai 08:00").click()
    await expect(page.get_by_role("timer")).to_contain_text("08:00Thứ Hai", timeout=A_WALK_MS)
    await expect(minh.get_by_role("button", name=captions.NUDGE_NOW)).to_be_visible()
    await page.get_by_role("button", name="Ngày trước").click()
    await expect(page.locator(".reminders-day")).to_have_text("Chủ Nhật, 07/07/2024")
    await expect(page.locator("#reminders .outcome.sent")).to_have_count(0)
    await expect(lines.filter(has_text="Nông Thị Lan").first).to_contain_text("ngày nghỉ")


async def test_the_warnings_before_and_after_the_deadline_are_offered_once_they_are_to_come(opened: Theatre):
    timetable = opened.sandbox.timetable
    assert timetable is not None
    assert [(mark["label"], mark["at"]) for mark in timetable["marks"]] == [
        ("T-3", "2024-07-08T08:30:00+07:00"),  # the third day before is a Sunday
        ("T-1", "2024-07-09T08:30:00+07:00"),
        ("T+1", "2024-07-11T08:30:00+07:00"),
    ]


async def test_the_clock_never_goes_back_and_is_where_it_was(opened: Theatre):
    before = opened.stage.clock()
    with pytest.raises(Impossible, match="chỉ đi tới"):
        await opened.journey.to(before - timedelta(hours=1))
    assert opened.stage.clock() - before < timedelta(minutes=5)


async def test_a_far_journey_is_an_outage_that_is_noted_and_not_made_up_for(opened: Theatre):
    await opened.journey.to(local(4, 8))
    await opened.journey.to(local(30, 15))
    between = await opened.application.database.read(lambda tx: nudges.of_day(tx, local(10, 0).date()))
    assert between == []
