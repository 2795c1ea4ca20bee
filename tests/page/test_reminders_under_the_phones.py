"""Under the phones the page lists what the bot said unasked and what it did not, as whoever runs the bot tells it."""

from __future__ import annotations

from typing import Any

import pytest
from page.owners import LAN
from page.test_the_page_around_the_phones import CONTRASTS
from playwright.async_api import Locator, Page, Route, expect

from bot.sandbox.server import Sandbox

FIRST, TODAY = "2024-07-04", "2024-07-05"
TIMETABLE = {
    "note": "Đồng hồ dừng ở từng giờ nhắc.",
    "label": "Hạn 10/07/2024:",
    "marks": [
        {"label": "T-7", "at": "2024-07-03T08:30:00+07:00", "about": "còn 7 ngày"},
        {"label": "T-3", "at": "2024-07-08T08:30:00+07:00", "about": "còn 3 ngày"},
    ],
}
NUDGE, DIGEST = ("15:00", "Nhắc buổi chiều"), ("16:30", "Tổng hợp cho lãnh đạo")


def row(slot: tuple[str, str], name: str, outcome: str, why: str = "") -> dict[str, str]:
    return {"time": slot[0], "kind": slot[1], "name": name, "role": "Cán bộ", "outcome": outcome, "why": why}


THAT_DAY = [
    row(DIGEST, "Minh", "sent"),
    row(NUDGE, "Lan", "sent"),
    row(NUDGE, "Sơn", "withheld", "nghỉ phép"),
    row(NUDGE, "Mai", "withheld", "đã xong hôm nay"),
    row(NUDGE, "Hà", "postponed", "gộp vào tin chiều"),
]


@pytest.fixture
async def told(sandbox: Sandbox, page: Page) -> dict[str, list[dict[str, str]]]:
    """The page of a bot that tells of two days; what it tells may be changed."""
    days = {FIRST: [row(NUDGE, "Mai", "sent")], TODAY: list(THAT_DAY)}

    async def tell(asked: str) -> dict[str, Any]:
        day = asked or TODAY
        return {"day": day, "first": FIRST, "today": TODAY, "rows": days.get(day, [])}

    sandbox.timetable, sandbox.reminders = TIMETABLE, tell
    await page.goto(f"{sandbox.base_url}/phones?users={LAN}")
    return days


@pytest.fixture
def panel(told: object, page: Page) -> Locator:
    """The list under the phones."""
    return page.get_by_role("region", name="Tin nhắc: đã gửi và không gửi").first


async def test_nobody_who_tells_of_reminders_no_list(phones: Page) -> None:
    await expect(phones.locator(".clock-time")).to_have_text("12:00")
    await expect(phones.locator("#reminders")).to_be_hidden()
    await expect(phones.locator("#way")).to_be_hidden()


async def test_each_line_tells_hour_kind_person_outcome_and_reason(panel: Locator) -> None:
    lines = panel.locator("tbody tr")
    await expect(lines).to_have_count(5)
    await expect(lines.nth(0)).to_have_text("16:30Tổng hợp cho lãnh đạoMinh Cán bộĐã gửi")
    await expect(lines.nth(2)).to_have_text("15:00Nhắc buổi chiềuSơn Cán bộKhông gửinghỉ phép")
    await expect(lines.nth(4)).to_have_text("15:00Nhắc buổi chiềuHà Cán bộHoãngộp vào tin chiều")


async def test_the_filters_bear_the_sums_and_leave_out_the_rest(panel: Locator) -> None:
    sums = panel.get_by_role("group", name="Chỉ xem").get_by_role("button")
    await expect(sums).to_have_text(["Tất cả 5", "Đã gửi 2", "Không gửi 2", "Hoãn 1"])
    await sums.nth(2).click()
    await expect(panel.locator("tbody .who")).to_have_text(["Sơn Cán bộ", "Mai Cán bộ"])
    await expect(sums.nth(2)).to_have_attribute("aria-pressed", "true")


async def test_other_days_can_be_looked_at_from_the_first_to_today(
    panel: Locator, told: dict[str, list[dict[str, str]]]
) -> None:
    back = panel.get_by_role("button", name="Ngày trước")
    on = panel.get_by_role("button", name="Ngày sau")
    await expect(panel.locator(".reminders-day")).to_have_text("Thứ Sáu, 05/07/2024")
    await expect(on).to_be_disabled()
    await back.click()
    await expect(panel.locator(".reminders-day")).to_have_text("Thứ Năm, 04/07/2024")
    await expect(panel.locator("tbody .who")).to_have_text(["Mai Cán bộ"])
    await expect(back).to_be_disabled()
    told[TODAY].insert(0, row(("20:00", "Báo cáo ngày"), "Hà", "sent"))
    await on.click()
    await expect(panel.locator("tbody tr")).to_have_count(6)


async def test_what_is_said_meanwhile_appears_by_itself_and_in_the_sums_above(
    panel: Locator, page: Page, told: dict[str, list[dict[str, str]]]
) -> None:
    link = page.get_by_role("link", name="Tin nhắc:")
    await expect(link).to_have_text("Tin nhắc: 2 đã gửi, 2 không gửi, 1 hoãn ↓")
    told[TODAY].insert(0, row(("20:00", "Báo cáo ngày"), "Hà", "sent"))
    await expect(panel.locator("tbody tr")).to_have_count(6)
    await expect(link).to_have_text("Tin nhắc: 3 đã gửi, 2 không gửi, 1 hoãn ↓")
    await link.click()
    await expect(panel.locator("tbody tr").first).to_be_in_viewport()


async def test_words_of_a_list_are_words_and_never_markup(
    panel: Locator, told: dict[str, list[dict[str, str]]]
) -> None:
    told[TODAY].insert(0, row(NUDGE, "<b>Lan</b>", "withheld", "<img src=x>"))
    await expect(panel.locator("tbody tr").first).to_contain_text("<b>Lan</b> Cán bộKhông gửi<img src=x>")


async def test_the_clock_also_goes_to_the_days_before_the_deadline_that_are_to_come(
    sandbox: Sandbox, told: object, page: Page
) -> None:
    jumps = page.get_by_role("group", name="Chỉnh đồng hồ tới")
    await expect(jumps).to_contain_text("Hạn 10/07/2024:")
    await expect(jumps.get_by_role("button", name="T-7")).to_have_count(0)  # four days ago
    asked: list[object] = []

    async def move_on(route: Route) -> None:
        asked.append(route.request.post_data_json)
        await route.fulfill(json={"now": "2024-07-08T01:30:00+00:00"})

    await page.route("**/phones/api/clock", move_on)
    await jumps.get_by_role("button", name="T-3").click()
    await expect(page.get_by_role("timer")).to_contain_text("08:30")
    assert asked == [{"to": "2024-07-08T08:30:00+07:00"}]
    await expect(jumps.get_by_role("button", name="T-3")).to_have_count(0)
    await expect(jumps).not_to_contain_text("Hạn 10/07/2024:", use_inner_text=True)


async def test_on_a_small_telephone_nothing_hangs_over_the_edge(panel: Locator, page: Page) -> None:
    await page.set_viewport_size({"width": 360, "height": 740})
    await expect(panel.locator("tbody tr")).to_have_count(5)
    assert await page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    await expect(page.locator(".body")).to_be_in_viewport(ratio=0.99)


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_every_word_of_the_list_stands_out(panel: Locator, page: Page, scheme: Any) -> None:
    await page.emulate_media(color_scheme=scheme)
    await expect(panel.locator("tbody tr")).to_have_count(5)
    assert await page.evaluate(CONTRASTS) == []
