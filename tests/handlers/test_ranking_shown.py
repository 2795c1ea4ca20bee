"""The leaderboard as it is asked for (`/xephang`): what a head, an admin and an official each get to see."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import insert, select

from domain import chain, charts
from domain.charts import LeaderboardChart
from domain.folding import fold
from domain.review import State
from storage.engine import Database, Tx
from storage.outbox import outbox
from storage.situation import unit_plans
from storage.tables import ChainHeadRow
from storage.tables_nudges import DoneLevelRow
from tests import world
from tests.chat import BUTTONS, NUMBERS, House
from tests.handlers import planned_house
from tests.handlers.planned_house import DISTRICT, FRIDAY, PROVINCE, fill
from tests.world import HAI_YEN, HOA_CU, TODAY, birth

BA_SON, LOC_YEN = 5, 6


@pytest.fixture(params=[BUTTONS, NUMBERS], ids=["buttons", "numbers"])
async def house(database: Database, request: pytest.FixtureRequest) -> House:
    await world.found(database)
    return House(database, request.param, deadline=date(2024, 7, 17))


async def found(house: House, unit_id: int, name: str) -> None:
    """One more commune of the district."""

    async def work(tx: Tx) -> None:
        await tx.run(
            insert(world.units),
            {"id": unit_id, "scheme": "2024", "code": f"{7000 + unit_id:05d}", "name": name, "level": "commune",
             "parent_id": DISTRICT, "path": f"/1/2/{unit_id}/", "search_name": fold(name)},
        )  # fmt: skip
        await tx.run(insert(ChainHeadRow.__table__), {"unit_id": unit_id, "seq": 0, "hash": chain.GENESIS})

    await house.database.write(work)


async def stands(house: House, unit_id: int, done: int, planned: int, *, still_open: bool = True) -> None:
    """A unit with a plan of yesterday that has done so much of it by now."""
    if still_open:
        await world.shelve(house.database, unit_id, [birth(1), birth(2)])

    async def work(tx: Tx) -> None:
        row = {"unit_id": unit_id, "day": TODAY - timedelta(days=1), "open": 100, "days_left": 10, "needed": 10,
               "given": 10, "shortfall": 0, "done": 0, "line": planned, "planned_at": world.MORNING}  # fmt: skip
        await tx.run(insert(unit_plans), row)
        await tx.run(insert(DoneLevelRow.__table__), {"unit_id": unit_id, "seq": 0, "done": done})

    await house.database.write(work)


@pytest.fixture
async def four(house: House) -> None:
    """Yên is ahead, Hòa Cư on plan, Hải Yến near it, Ba Sơn slow."""
    await found(house, BA_SON, "Xã Ba Sơn")
    await found(house, LOC_YEN, "Xã Lộc Yên")
    await stands(house, LOC_YEN, 120, 100)
    await stands(house, HOA_CU, 50, 50)
    await stands(house, HAI_YEN, 90, 100)
    await stands(house, BA_SON, 7, 70)


async def chart_of(house: House) -> LeaderboardChart | None:
    """The picture that went with the newest message, if one did."""
    query = select(outbox.c.body).order_by(outbox.c.id.desc()).limit(1)
    body = (await house.database.read(lambda tx: tx.run(query))).scalar_one()
    if "chart" not in body:
        return None
    drawn = charts.from_json(body["chart"])
    assert isinstance(drawn, LeaderboardChart)
    return drawn


@pytest.mark.usefixtures("four")
async def test_a_head_sees_the_upper_half_and_their_own(house: House):
    head = await planned_house.person(house, "Chu Văn Đạo", 1, "head", BA_SON)
    await head.says("/xephang")
    assert head.screen.splitlines() == [
        "Xếp hạng (đến 03/07/2024)",
        "Đã rà soát so với kế hoạch của chính đơn vị:",
        "1. Xã Lộc Yên: 120 % (Đạt)",
        "2. Xã Hòa Cư: 100 % (Đạt)",
        "4. Xã Ba Sơn: 10 % (Chậm)",
        "Số đơn vị · Đạt: 2 · Gần đạt: 1 · Chậm: 1",
        "Đơn vị của anh/chị: thứ 4/4, 10 % (Chậm), 7/70 hồ sơ",
    ]
    drawn = await chart_of(house)
    assert drawn is not None
    assert [(bar.label, bar.percent, bar.own) for bar in drawn.bars] == [
        ("Xã Lộc Yên", 120, False), ("Xã Hòa Cư", 100, False), ("", 90, False), ("Xã Ba Sơn", 10, True),
    ]  # fmt: skip


@pytest.mark.usefixtures("four")
@pytest.mark.parametrize("role", ["head", "admin", "auditor"])
async def test_who_oversees_all_sees_all(house: House, role: str):
    phone = await planned_house.person(house, "Lý Văn An", 1, role, PROVINCE)
    await phone.says("xep hang")
    drawn = await chart_of(house)
    assert drawn is not None and all(bar.label and bar.own for bar in drawn.bars)
    assert all(name in phone.screen for name in ("Lộc Yên", "Hòa Cư", "Hải Yến", "Ba Sơn"))


@pytest.mark.usefixtures("four")
async def test_an_official_sees_the_place_of_their_own_unit_and_nothing_of_others(house: House):
    lan = await planned_house.person(house, "Nông Thị Lan", 1, "official", HAI_YEN)
    await lan.says("/xephang")
    assert lan.screen.splitlines() == [
        "Xếp hạng (đến 03/07/2024)",
        "Đơn vị của anh/chị: thứ 3/4, 90 % (Gần đạt), 90/100 hồ sơ",
    ]
    assert await chart_of(house) is None


@pytest.mark.usefixtures("four")
async def test_no_board_names_a_person(house: House):
    await planned_house.person(house, "Nông Thị Lan", 1, "official", HAI_YEN)
    admin = await planned_house.person(house, "Chu Thị Quản", 2, "admin", PROVINCE)
    await admin.says("/xephang")
    drawn = await chart_of(house)
    assert "Lan" not in admin.screen and "Lan" not in str(drawn)


@pytest.mark.usefixtures("four")
async def test_what_is_done_since_moves_the_board_at_once(house: House):
    head = await planned_house.person(house, "Chu Văn Đạo", 1, "head", HAI_YEN)
    lan = await planned_house.person(house, "Nông Thị Lan", 2, "official", HAI_YEN)
    await head.says("/xephang")
    assert "90/100 hồ sơ" in head.screen
    await planned_house.morning(house)
    await lan.says("/batdau")
    await lan.chooses("✅ Phê duyệt")
    await head.says("/xephang")
    assert "thứ 3/4, 91 % (Gần đạt), 91/100 hồ sơ" in head.screen


async def test_a_vendor_sees_no_board(house: House):
    vendor = await planned_house.person(house, "Lý Văn An", 1, "vendor", PROVINCE)
    await vendor.says("/xephang")
    assert vendor.screen == "Việc này không thuộc quyền của anh/chị."


@pytest.mark.parametrize("role", ["head", "official"])
async def test_without_any_unit_to_rank_a_line_says_so(house: House, role: str):
    phone = await planned_house.person(house, "Lý Văn An", 1, role, HOA_CU)
    await phone.says("/xephang")
    assert phone.screen == "Chưa có đơn vị nào có hồ sơ cần rà soát nên chưa xếp hạng."
    assert await chart_of(house) is None


@pytest.mark.parametrize("role", ["head", "official"])
async def test_before_the_first_working_day_is_over_a_line_says_so(house: House, role: str):
    phone = await planned_house.person(house, "Lý Văn An", 1, role, HOA_CU)
    await fill(house, HOA_CU)
    await planned_house.morning(house)
    await phone.says("/xephang")
    assert phone.screen.splitlines() == [
        "Xếp hạng (đến 04/07/2024)",
        "Chưa có đơn vị nào qua ngày làm việc đầu tiên theo kế hoạch nên chưa xếp hạng.",
        "Đơn vị của anh/chị: chưa có kế hoạch đến ngày này nên chưa xếp hạng",
    ]
    assert await chart_of(house) is None


async def test_a_unit_without_a_plan_is_told_so_beside_those_that_have_one(house: House):
    await stands(house, HOA_CU, 50, 50)
    lan = await planned_house.person(house, "Nông Thị Lan", 1, "official", HAI_YEN)
    await lan.says("/xephang")
    assert lan.screen == "Đơn vị của anh/chị chưa có kế hoạch rà soát nên chưa xếp hạng."


async def test_a_day_of_real_planning_ends_on_the_board(house: House):
    await fill(house, HOA_CU)
    await fill(house, HAI_YEN)
    lan = await planned_house.person(house, "Nông Thị Lan", 1, "official", HOA_CU)
    head = await planned_house.person(house, "Hoàng Văn Minh", 2, "head", DISTRICT)
    await planned_house.morning(house)
    await lan.says("/batdau")
    for _ in range(10):
        await lan.chooses("✅ Phê duyệt")
    await planned_house.morning(house, FRIDAY)
    await head.says("/xephang")
    assert "1. Xã Hòa Cư: 100 % (Đạt)" in head.screen and "2. Xã Hải Yến: 0 % (Chậm)" in head.screen


async def test_five_hundred_units_with_names_of_two_hundred_letters_fit_a_caption(house: House):
    for number in range(10, 510):
        await found(house, number, f"Xã {'Rất Dài ' * 24}{number}")

    async def work(tx: Tx) -> None:
        rows = [
            {"unit_id": number, "day": TODAY - timedelta(days=1), "open": 100, "days_left": 10, "needed": 10,
             "given": 10, "shortfall": 0, "done": 0, "line": 1000, "planned_at": world.MORNING}
            for number in range(10, 510)
        ]  # fmt: skip
        await tx.run(insert(unit_plans), rows)
        levels = [{"unit_id": number, "seq": 0, "done": number} for number in range(10, 510)]
        await tx.run(insert(DoneLevelRow.__table__), levels)
        counts = [
            {"unit_id": number, "type": "KS", "state": State.PENDING.value, "count": 1}
            for number in range(10, 510)
        ]
        await tx.run(insert(world.TotalRow.__table__), counts)

    await house.database.write(work)
    head = await planned_house.person(house, "Hoàng Văn Minh", 2, "head", 12)
    await head.says("/xephang")
    assert len(head.screen) <= 1024
    drawn = await chart_of(house)
    assert drawn is not None and drawn.units == 500 and len(drawn.bars) == 21
