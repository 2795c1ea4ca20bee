"""`/tiendo` against the plan: how far, for how long behind, when it may be through, and the picture for who decides."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from sqlalchemy import select, update

from domain import charts
from domain.charts import BurnUpChart
from domain.wording.figures import day
from storage.engine import Database
from storage.outbox import outbox
from storage.situation import unit_plans
from tests import world
from tests.chat import BUTTONS, NUMBERS, House, Phone
from tests.handlers import planned_house
from tests.handlers.planned_house import DISTRICT, FRIDAY, MONDAY, PROVINCE, fill, morning
from tests.world import HAI_YEN, HOA_CU, TODAY, ZONE

DEADLINE = date(2024, 7, 17)
WEEK = [TODAY, FRIDAY, MONDAY, date(2024, 7, 9)]


@pytest.fixture(params=[BUTTONS, NUMBERS], ids=["buttons", "numbers"])
async def house(database: Database, request: pytest.FixtureRequest) -> House:
    await world.found(database)
    return House(database, request.param, deadline=DEADLINE)


@pytest.fixture
async def lan(house: House) -> Phone:
    await fill(house, HOA_CU)
    return await planned_house.person(house, "Nông Thị Lan", 1, "official", HOA_CU)


async def works(house: House, lan: Phone, days: list[date], number: int) -> None:
    """Lan decides so many records on each of some days, all of which are planned."""
    for on in days:
        await morning(house, on)
        if number:
            await lan.says("/batdau")
        for _ in range(number):
            await lan.chooses("✅ Phê duyệt")
        at(house, on, 16)


def at(house: House, on: date, hour: int) -> None:
    house.clock.at = datetime(on.year, on.month, on.day, hour, tzinfo=ZONE)


async def pictures(house: House) -> list[BurnUpChart]:
    rows = await house.database.read(lambda tx: tx.run(select(outbox.c.body).order_by(outbox.c.id)))
    drawn = [charts.from_json(row.body["chart"]) for row in rows.all() if "chart" in row.body]
    return [chart for chart in drawn if isinstance(chart, BurnUpChart)]


async def test_a_unit_on_plan_hears_so_and_when_it_may_be_through(house: House, lan: Phone):
    await works(house, lan, WEEK, 10)
    await lan.says("/tiendo")
    lines = lan.screen.splitlines()
    assert lines[1:3] == [
        "Xã Hòa Cư: 40/100 hồ sơ, đạt 40,0 %.",
        "So với kế hoạch đến hết 08/07/2024: 40/30 hồ sơ, 133 % (Đạt).",
    ]
    assert lines[3].startswith("Dự kiến xong: từ ") and lines[3].endswith(" (hạn 17/07/2024)")
    assert await pictures(house) == [], "an official gets words"


async def test_a_unit_that_fell_behind_hears_since_when_and_by_how_much(house: House, lan: Phone):
    await works(house, lan, WEEK, 4)
    await lan.says("/tiendo")
    lines = lan.screen.splitlines()
    assert lines[2] == "So với kế hoạch đến hết 08/07/2024: 16/30 hồ sơ, 53 % (Chậm)."
    assert lines[3] == "Chậm 3 ngày làm việc, từ 04/07/2024; còn thiếu 14 hồ sơ."
    assert lines[4].startswith("Dự kiến xong: từ ")


async def test_a_head_gets_how_it_went_as_a_picture_with_the_same_in_words(house: House, lan: Phone):
    minh = await planned_house.person(house, "Hoàng Văn Minh", 2, "head", DISTRICT)
    await works(house, lan, WEEK, 10)
    await minh.says("/tiendo")
    text, picture = minh.chat[-2:]
    assert text.text.startswith("Huyện Cao Lộc: 40/100 hồ sơ") and "Theo loại:" in text.text
    assert picture.text.startswith(
        "Huyện Cao Lộc\nSo với kế hoạch đến hết 08/07/2024: 40/30 hồ sơ, 133 % (Đạt)."
    )
    (drawn,) = await pictures(house)
    assert (drawn.title, drawn.total, drawn.deadline, drawn.today) == (
        "Huyện Cao Lộc",
        100,
        DEADLINE,
        WEEK[-1],
    )
    assert drawn.done == (
        (date(2024, 7, 3), 0), (TODAY, 10), (FRIDAY, 20), (MONDAY, 30), (WEEK[-1], 40),
    )  # fmt: skip
    assert drawn.planned == (
        (TODAY, 10), (FRIDAY, 20), (MONDAY, 30), (WEEK[-1], 40), (DEADLINE, 100),
    )  # fmt: skip
    assert drawn.forecast is not None and drawn.finished_on is None
    earliest, latest = drawn.forecast
    assert latest is not None
    assert f"Dự kiến xong: từ {day(earliest)} đến {day(latest)} (hạn 17/07/2024)" in picture.text


async def test_units_are_summed_and_one_behind_shows_in_the_district(house: House, lan: Phone):
    await fill(house, HAI_YEN)
    minh = await planned_house.person(house, "Hoàng Văn Minh", 2, "head", DISTRICT)
    await works(house, lan, WEEK[:2], 10)
    await minh.says("/tiendo")
    assert "So với kế hoạch đến hết 04/07/2024: 20/20 hồ sơ, 100 % (Đạt)." in minh.screen, (
        "Friday's work counts"
    )
    await works(house, lan, WEEK[2:], 10)
    await minh.says("/tiendo")
    assert "So với kế hoạch đến hết 08/07/2024: 40/60 hồ sơ, 66 % (Chậm)." in minh.screen
    assert "Chậm 3 ngày làm việc, từ 04/07/2024; còn thiếu 20 hồ sơ." in minh.screen
    assert "Chưa tính 1 đơn vị chưa rõ nhịp, còn 100 hồ sơ." in minh.screen


async def test_a_unit_that_is_through_keeps_its_part_in_the_sums(house: House, lan: Phone):
    small = await planned_house.person(house, "Lý Thị Hoa", 3, "official", HAI_YEN)
    await fill(house, HAI_YEN, 3)
    minh = await planned_house.person(house, "Hoàng Văn Minh", 2, "head", DISTRICT)
    await morning(house)
    await small.says("/batdau")
    for _ in range(3):
        await small.chooses("✅ Phê duyệt")
        if not small.card.choices or ("✅ Phê duyệt" not in small.screen and "hôm nay" in small.screen):
            await small.says("/ngoaigio 3")
    await works(house, lan, WEEK[1:], 10)
    await minh.says("/tiendo")
    drawn = (await pictures(house))[-1]
    assert [count for _, count in drawn.done] == sorted(count for _, count in drawn.done)
    assert drawn.total == 103


async def test_what_is_decided_since_the_morning_counts_at_once(house: House, lan: Phone):
    minh = await planned_house.person(house, "Hoàng Văn Minh", 2, "head", DISTRICT)
    await works(house, lan, WEEK[:2], 5)
    await minh.says("/tiendo")
    assert "đến hết 04/07/2024: 10/10 hồ sơ" in minh.screen
    await lan.says("/batdau")
    await lan.chooses("✅ Phê duyệt")
    await minh.says("/tiendo")
    assert "đến hết 04/07/2024: 11/10 hồ sơ" in minh.screen
    assert (await pictures(house))[-1].done[-1] == (FRIDAY, 11)


async def test_a_unit_that_is_through_is_shown_as_through(house: House):
    await fill(house, HOA_CU, 8)
    lan = await planned_house.person(house, "Nông Thị Lan", 1, "official", HOA_CU)
    minh = await planned_house.person(house, "Hoàng Văn Minh", 2, "head", HOA_CU)
    await works(house, lan, WEEK[:3], 1)
    await lan.says("/ngoaigio 5")
    await lan.says("/batdau")
    for _ in range(5):
        await lan.chooses("✅ Phê duyệt")
    await minh.says("/tiendo")
    assert minh.screen.splitlines()[1:] == [
        "So với kế hoạch đến hết 05/07/2024: 8/2 hồ sơ, 400 % (Đạt).",
        "Không còn hồ sơ chưa rà soát.",
    ]
    assert (await pictures(house))[-1].finished_on == MONDAY


async def test_on_the_first_day_the_plan_only_begins(house: House, lan: Phone):
    minh = await planned_house.person(house, "Hoàng Văn Minh", 2, "head", DISTRICT)
    await morning(house)
    await minh.says("/tiendo")
    assert "Kế hoạch tính từ hôm nay" in minh.screen and "Chưa dự kiến được ngày xong" in minh.screen
    (drawn,) = await pictures(house)
    assert drawn.done == ((date(2024, 7, 3), 0), (TODAY, 0)) and drawn.forecast is None


async def test_a_unit_without_a_plan_says_so_and_shows_no_picture(house: House, lan: Phone):
    minh = await planned_house.person(house, "Hoàng Văn Minh", 2, "head", DISTRICT)
    for phone in (lan, minh):
        await phone.says("/tiendo")
        assert phone.screen.endswith("Chưa có kế hoạch rà soát cho đơn vị này.")
    assert await pictures(house) == []


async def test_a_unit_without_records_has_nothing_to_plan(house: House):
    minh = await planned_house.person(house, "Hoàng Văn Minh", 2, "head", DISTRICT)
    await minh.says("/tiendo")
    assert minh.screen == "Huyện Cao Lộc: Chưa có hồ sơ nào được nạp cho đơn vị này."


async def test_without_a_deadline_progress_is_as_it_was(database: Database):
    await world.found(database)
    house = House(database)
    await fill(house, HOA_CU)
    minh = await planned_house.person(house, "Hoàng Văn Minh", 2, "head", DISTRICT)
    await minh.says("/tiendo")
    assert "kế hoạch" not in minh.screen and len(minh.chat) == 1


async def test_an_auditor_gets_the_words_without_the_picture(house: House, lan: Phone):
    auditor = await planned_house.person(house, "Lý Văn An", 2, "auditor", PROVINCE)
    await works(house, lan, WEEK[:2], 10)
    await auditor.says("/tiendo")
    assert "Theo loại:" in auditor.screen and "So với kế hoạch đến hết 04/07/2024" in auditor.screen
    assert await pictures(house) == []


async def test_who_heads_and_audits_one_unit_sees_it_once(house: House, lan: Phone):
    phone = await planned_house.person(house, "Lý Văn An", 2, "auditor", DISTRICT)
    await planned_house.person(house, "Lý Văn An", 2, "head", DISTRICT)
    await works(house, lan, WEEK[:2], 1)
    before = len(phone.chat)
    await phone.says("/tiendo")
    assert len(phone.chat) == before + 2 and len(await pictures(house)) == 1


async def test_after_the_deadline_the_plan_is_still_told(house: House, lan: Phone):
    minh = await planned_house.person(house, "Hoàng Văn Minh", 2, "head", DISTRICT)
    await works(house, lan, WEEK, 2)
    at(house, date(2024, 7, 20), 9)
    await minh.says("/tiendo")
    assert "So với kế hoạch đến hết 09/07/2024: 8/40 hồ sơ, 20 % (Chậm)." in minh.screen
    assert (await pictures(house))[-1].today == date(2024, 7, 20)


async def test_a_name_of_two_hundred_letters_is_cut_on_the_picture(house: House, lan: Phone):
    minh = await planned_house.person(house, "Hoàng Văn Minh", 2, "head", DISTRICT)
    name = "Huyện " + "Rất Dài " * 24
    await house.database.write(
        lambda tx: tx.run(update(world.units).where(world.units.c.id == DISTRICT).values(name=name))
    )
    await works(house, lan, WEEK[:2], 1)
    await minh.says("/tiendo")
    (drawn,) = await pictures(house)
    assert len(drawn.title) <= 40 and len(minh.screen) < 400


async def test_a_plan_made_anew_during_the_day_is_seen_at_once(house: House, lan: Phone):
    minh = await planned_house.person(house, "Hoàng Văn Minh", 2, "head", DISTRICT)
    await works(house, lan, WEEK[:2], 10)
    await minh.says("/tiendo")
    await house.database.write(
        lambda tx: tx.run(update(unit_plans).where(unit_plans.c.day == FRIDAY).values(line=25))
    )
    await minh.says("/tiendo")
    assert (FRIDAY, 25) in (await pictures(house))[-1].planned
