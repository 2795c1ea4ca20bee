"""An admin of the province moves the deadline: sees what it means, says yes, and the next plan goes by it."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from bot.house_rules import FRESH_S, HouseRules
from bot.timers import Timers
from domain.talk.values import Aside
from storage import audit, plans
from storage import campaign as kept
from storage.engine import Database, Tx
from storage.planning import Campaign
from tests import world
from tests.chat import BUTTONS, NUMBERS, House, Phone, linked
from tests.figures.terminal import rasoat
from tests.handlers import planned_house
from tests.world import HOA_CU, ZONE

FIRST, NEW = date(2024, 7, 17), date(2024, 7, 31)


@pytest.fixture(params=[BUTTONS, NUMBERS], ids=["buttons", "numbers"])
async def house(database: Database, request: pytest.FixtureRequest) -> House:
    await world.found(database)
    return House(database, request.param, deadline=FIRST, assignment_deadline=date(2024, 7, 10))


async def quan(house: House, unit: int = 1) -> Phone:
    return await planned_house.person(house, "Chu Thị Quản", 8, "admin", unit)


async def current(house: House) -> kept.Changed:
    return await house.database.read(kept.read)


async def told_nobody(tx: Tx, asides: list[Aside], **_: object) -> None:
    """Timers of these tests write to nobody."""


async def test_the_admin_sees_what_another_deadline_means_before_it_holds(house: House):
    lan = await planned_house.person(house, "Nông Thị Lan", 1, "official", HOA_CU, limit=6)
    await planned_house.fill(house, HOA_CU, 100)
    await planned_house.morning(house)
    admin = await quan(house)
    await admin.says("/han")
    assert "Hạn rà soát: 17/07/2024 (thứ Tư)" in admin.screen
    assert "Còn 10 ngày làm việc, 100 hồ sơ chưa rà soát; cần 10 hồ sơ mỗi ngày" in admin.screen
    await admin.chooses("✏️ Đổi hạn rà soát")
    await admin.says("31/07/2024")
    assert "17/07/2024 → 31/07/2024 (thứ Tư)?" in admin.screen
    assert "Còn 19 ngày làm việc (hạn cũ: 9)." in admin.screen
    assert "Cần 6 hồ sơ mỗi ngày làm việc (hạn cũ: 12)." in admin.screen
    assert "Đơn vị thiếu người: 0 (hạn cũ: 1)." in admin.screen
    assert (await current(house)).deadline is None, "nothing holds before the yes"
    await admin.chooses("✔ Đổi hạn")
    assert "Đã đổi hạn rà soát thành 31/07/2024 (thứ Tư) (Chu Thị Quản)." in admin.screen
    assert (await current(house)).deadline == NEW
    [line] = await house.database.read(lambda tx: audit.of(tx, "campaign"))
    assert (line.name, line.subject) == ("Chu Thị Quản", "deadline")
    assert line.details == {"from": "2024-07-17", "to": "2024-07-31"}
    await admin.says("hạn")
    assert "Hạn rà soát: 31/07/2024 (thứ Tư) · Chu Thị Quản đặt ngày 04/07/2024" in admin.screen, "at once"
    assert lan.chat == []


async def test_the_plan_of_today_stays_and_tomorrows_goes_by_the_new_deadline(house: House):
    await planned_house.person(house, "Nông Thị Lan", 1, "official", HOA_CU)
    await planned_house.fill(house, HOA_CU, 100)
    standing = HouseRules()

    async def aim() -> tuple[Campaign | None, date | None]:
        now = await house.database.read(lambda tx: standing.over(tx, house.rules))
        return now.campaign, now.assignment_deadline

    timers = Timers(house.database, house.clock, house.rules.campaign, told_nobody, aim=aim)
    await timers.tick()
    admin = await quan(house)
    await admin.says("/han 31/7")
    await admin.chooses("✔ Đổi hạn")
    standing.forget()
    await timers.tick()
    [today] = await house.database.read(lambda tx: plans.of_day(tx, world.TODAY))
    assert (today.needed, today.days_left) == (10, 10)
    house.clock.at = datetime(2024, 7, 5, 7, 30, tzinfo=ZONE)
    await timers.tick()
    [friday] = await house.database.read(lambda tx: plans.of_day(tx, date(2024, 7, 5)))
    assert friday.days_left == 19
    answer = await rasoat(house.database, "plan", "--dry-run", "--json", "--on", "2024-07-08")
    assert answer.code == 0 and '"deadline": "2024-07-31"' in answer.out


async def test_without_a_deadline_the_first_one_is_set_in_the_chat_and_the_timers_begin(database: Database):
    await world.found(database)
    house = House(database)
    await planned_house.person(house, "Nông Thị Lan", 1, "official", HOA_CU)
    await planned_house.fill(house, HOA_CU, 10)
    standing = HouseRules()

    async def aim() -> tuple[Campaign | None, date | None]:
        now = await database.read(lambda tx: standing.over(tx, house.rules))
        return now.campaign, now.assignment_deadline

    timers = Timers(database, house.clock, None, told_nobody, aim=aim)
    await timers.tick()
    assert not await database.read(lambda tx: plans.of_day(tx, world.TODAY))
    admin = await quan(house)
    await admin.says("/han")
    assert "Chưa đặt hạn rà soát" in admin.screen
    await admin.chooses("✏️ Đổi hạn rà soát")
    await admin.says("17/7")
    assert "Còn 10 ngày làm việc." in admin.screen
    await admin.chooses("✔ Đổi hạn")
    standing.forget()
    await timers.tick()
    assert await database.read(lambda tx: plans.of_day(tx, world.TODAY))


async def test_another_process_hears_of_it_within_seconds(house: House):
    seconds = 100.0
    other = HouseRules(lambda: seconds)

    async def known() -> date | None:
        return (await house.database.read(lambda tx: other.over(tx, house.rules))).deadline

    assert await known() == FIRST
    admin = await quan(house)
    await admin.says("/han 31/7")
    await admin.chooses("✔ Đổi hạn")
    assert await known() == FIRST
    seconds += FRESH_S
    assert await known() == NEW


@pytest.mark.parametrize(
    ("words", "why"),
    [
        ("3/7/2024", "đã qua"),
        ("31/6/2024", "Không có ngày 31/6/2024"),
        ("20/7/2026", "trong vòng hai năm tới"),
        ("tháng sau", "Chưa đọc được ngày"),
        ("9/7/2024", "đứng trước hạn nộp văn bản phân công 10/07/2024"),
        ("17/7/2024", "Hạn đang là ngày ấy rồi"),
        ("20-25/7/2024", "Xin gõ một ngày thôi"),
    ],
)
async def test_a_day_that_cannot_be_is_refused_with_its_reason_and_asked_for_again(
    house: House, words: str, why: str
):
    admin = await quan(house)
    await admin.says("/han")
    await admin.chooses("✏️ Đổi hạn rà soát")
    await admin.says(words)
    assert why in admin.screen
    assert (await current(house)).deadline is None
    await admin.says("20/7/2024")
    assert "20/07/2024 là ngày nghỉ; ngày làm việc cuối là 19/07/2024 (thứ Sáu)" in admin.screen


async def test_the_day_of_filing_is_changed_too_and_never_lies_behind_the_deadline(house: House):
    admin = await quan(house)
    await admin.says("/han phancong 18/7")
    assert "đứng sau hạn rà soát 17/07/2024" in admin.screen
    await admin.says("12/7")
    assert "Đổi hạn nộp văn bản phân công: 10/07/2024 → 12/07/2024 (thứ Sáu)?" in admin.screen
    await admin.chooses("✖ Bỏ")
    assert (await current(house)).filing is None
    await admin.says("/han phancong 12/7")
    await admin.chooses("✔ Đổi hạn")
    assert (await current(house)).filing == date(2024, 7, 12)


async def test_a_districts_admin_looks_and_changes_nothing_and_others_do_not_even_look(house: House):
    district = await quan(house, 2)
    await district.says("/han")
    assert "Hạn rà soát: 17/07/2024" in district.screen and "Đổi hạn" not in district.screen
    await district.says("/han 31/7")
    assert "Chỉ quản trị của tỉnh" in district.screen
    lan = await planned_house.person(house, "Nông Thị Lan", 1, "official", HOA_CU)
    await lan.says("/han")
    assert "không thuộc quyền" in lan.screen


async def test_of_two_admins_the_later_yes_changes_nothing_unseen(house: House):
    one = await quan(house)
    other_id = await world.hire(house.database, "Lý Văn Trị", "84912000018", "admin", 1)
    other = await linked(house, "u18", other_id)
    await one.says("/han 31/7")
    await other.says("/han 24/7")
    await other.chooses("✔ Đổi hạn")
    await one.chooses("✔ Đổi hạn")
    assert "vừa được người khác đổi" in one.screen
    assert (await current(house)).deadline == date(2024, 7, 24)


async def test_who_lost_the_role_in_between_changes_nothing(house: House):
    admin = await quan(house)
    await admin.says("/han 31/7")
    person = await house.database.read(lambda tx: tx.run(world.roles.select()))
    await world.hire(house.database, "Chu Thị Quản", "84912000008", "auditor", 1)
    await house.database.write(
        lambda tx: tx.run(
            world.roles.update()
            .where(world.roles.c.person_id == person.first().person_id, world.roles.c.role == "admin")
            .values(until=world.MORNING)
        )
    )
    await admin.chooses("✔ Đổi hạn")
    assert (await current(house)).deadline is None
