"""A head nudges the late now (`/nhacviec`): whom it reaches, whom not and why, and how often it may be used."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from sqlalchemy import insert, update

from domain.nudges import Kind
from domain.wording import nudges as say
from domain.workdays import Leave
from storage import absences, nudges, plans, quiet
from storage.engine import Database
from storage.nudges import Decided
from tests import world
from tests.chat import BUTTONS, NUMBERS, House, Phone
from tests.handlers import planned_house
from tests.handlers.planned_house import DISTRICT, fill, morning
from tests.world import HAI_YEN, HOA_CU, TODAY, ZONE

CARD = "✅ Phê duyệt"


@pytest.fixture(params=[BUTTONS, NUMBERS], ids=["buttons", "numbers"])
async def house(database: Database, request: pytest.FixtureRequest) -> House:
    await world.found(database)
    return House(database, request.param, deadline=date(2024, 7, 17))


@pytest.fixture
async def minh(house: House) -> Phone:
    """Minh leads the district's office."""
    return await planned_house.person(house, "Hoàng Văn Minh", 1, "head", DISTRICT)


@pytest.fixture
async def lan(house: House, minh: Phone) -> Phone:
    return await planned_house.person(house, "Nông Thị Lan", 2, "official", HOA_CU)


@pytest.fixture
async def hoa(house: House, lan: Phone) -> Phone:
    return await planned_house.person(house, "Lý Thị Hoa", 3, "official", HAI_YEN)


@pytest.fixture
async def planned(house: House, lan: Phone, hoa: Phone) -> None:
    """Ten records a day for each of the two."""
    await fill(house, HOA_CU)
    await fill(house, HAI_YEN)
    await morning(house)
    at(house, 15)


def at(house: House, hour: int, minute: int = 0, day: date = TODAY) -> None:
    house.clock.at = datetime(day.year, day.month, day.day, hour, minute, tzinfo=ZONE)


async def approves(phone: Phone, number: int) -> None:
    await phone.says("/batdau")
    for _ in range(number):
        await phone.chooses(CARD)


def nudges_of(phone: Phone) -> int:
    return sum("Nếu có vướng mắc, xin cho biết lý do:" in shown.text for shown in phone.chat)


async def kept(house: House) -> list[tuple[str, str, str]]:
    lines = await house.database.read(lambda tx: nudges.of_day(tx, TODAY))
    return [(line.name, line.verdict, line.reason) for line in lines if line.kind == "nudge"]


@pytest.mark.usefixtures("planned")
async def test_the_late_are_nudged_and_who_is_past_half_is_left_alone(
    house: House, minh: Phone, lan: Phone, hoa: Phone
):
    await approves(lan, 4)
    await approves(hoa, 5)
    await minh.says("/nhacviec")
    assert minh.screen == "Đã nhắc 1 người: Nông Thị Lan."
    await house.delivers()
    assert "Hôm nay anh/chị đã rà soát 4/10 hồ sơ, còn 6." in lan.screen and nudges_of(hoa) == 0
    await lan.chooses("Chờ trả lời")
    assert lan.screen.startswith("Đã ghi nhận: Chờ trả lời.")
    assert await kept(house) == [("Nông Thị Lan", "send", "")]


@pytest.mark.usefixtures("planned")
async def test_each_official_is_nudged_by_hand_once_a_day_whoever_asks(
    house: House, minh: Phone, lan: Phone, hoa: Phone
):
    await approves(hoa, 10)
    commune = await planned_house.person(house, "Chu Văn Đạo", 4, "head", HOA_CU)
    await commune.says("/nhacviec")
    await minh.says("/nhacviec")
    assert minh.screen == "Không nhắc thêm ai.\nKhông nhắc:\n• Nông Thị Lan: hôm nay đã nhận đủ số tin nhắc"
    await house.delivers()
    assert nudges_of(lan) == 1


@pytest.mark.usefixtures("planned")
async def test_who_has_heard_twice_today_is_left_alone(house: House, minh: Phone, lan: Phone, hoa: Phone):
    await approves(hoa, 10)
    clock = [Decided(kind.value, f"{TODAY}", 2, nudges.SEND) for kind in (Kind.MORNING, Kind.NUDGE)]
    await house.database.write(lambda tx: nudges.put(tx, clock, day=TODAY, now=house.clock()))
    await minh.says("/nhacviec")
    assert minh.screen.endswith("• Nông Thị Lan: hôm nay đã nhận đủ số tin nhắc")
    await house.delivers()
    assert nudges_of(lan) == 0


@pytest.mark.usefixtures("planned")
async def test_silence_has_its_reason_and_its_row(house: House, minh: Phone, lan: Phone, hoa: Phone):
    await house.database.write(lambda tx: quiet.mute(tx, 2, TODAY))
    away = Leave(TODAY, TODAY)
    await house.database.write(
        lambda tx: absences.declare(tx, 3, away, stand_in_id=None, by=1, now=house.clock())
    )
    await minh.says("/nhacviec")
    assert minh.screen.splitlines() == [
        "Không nhắc thêm ai.",
        "Không nhắc:",
        "• Lý Thị Hoa: nghỉ phép",
        "• Nông Thị Lan: xin không nhắc hôm nay",
    ]
    assert await kept(house) == [("Nông Thị Lan", "withhold", "muted"), ("Lý Thị Hoa", "withhold", "leave")]


@pytest.mark.usefixtures("planned")
async def test_who_could_not_be_nudged_may_be_later_the_same_day(
    house: House, minh: Phone, lan: Phone, hoa: Phone
):
    await approves(hoa, 10)
    await house.database.write(lambda tx: quiet.mute(tx, 2, TODAY))
    await minh.says("/nhacviec")
    await house.database.write(lambda tx: quiet.unmute(tx, 2))
    await minh.says("/nhacviec")
    assert minh.screen == "Đã nhắc 1 người: Nông Thị Lan."
    await house.delivers()
    assert nudges_of(lan) == 1 and await kept(house) == [("Nông Thị Lan", "send", "")]


@pytest.mark.usefixtures("planned")
async def test_a_head_nudges_twice_a_day_and_no_more(house: House, minh: Phone, lan: Phone, hoa: Phone):
    await approves(lan, 10)
    await approves(hoa, 10)
    late = []
    for number in (4, 5, 6):  # each of them is new today, with work of their own
        late.append(await planned_house.person(house, f"Vi Văn {number}", number, "official", HOA_CU))
        await late[-1].says("/batdau")
        await minh.says("/nhacviec")
    assert minh.screen.startswith("Hôm nay anh/chị đã nhắc 2 lần")
    await house.delivers()
    assert [nudges_of(phone) for phone in late] == [1, 1, 0]
    at(house, 9, day=planned_house.FRIDAY)
    await morning(house, planned_house.FRIDAY)
    at(house, 9, day=planned_house.FRIDAY)
    await minh.says("/nhacviec")
    assert "Vi Văn 6" in minh.screen.splitlines()[0], "a new day, and they are behind"


@pytest.mark.usefixtures("planned")
async def test_who_was_behind_yesterday_is_nudged_though_past_half_today(
    house: House, minh: Phone, lan: Phone, hoa: Phone
):
    await morning(house, planned_house.FRIDAY)
    at(house, 15, day=planned_house.FRIDAY)
    await approves(lan, 8)
    await minh.says("/nhacviec")
    assert minh.screen == "Đã nhắc 2 người: Lý Thị Hoa, Nông Thị Lan."
    await house.delivers()
    assert "Anh/chị đang chậm 1 ngày làm việc, từ 04/07/2024." in lan.screen


@pytest.mark.usefixtures("planned")
async def test_a_head_of_one_commune_reaches_nobody_elsewhere(house: House, hoa: Phone, lan: Phone):
    commune = await planned_house.person(house, "Chu Văn Đạo", 4, "head", HOA_CU)
    await commune.says("nhắc việc")
    assert commune.screen == "Đã nhắc 1 người: Nông Thị Lan."
    await house.delivers()
    assert (nudges_of(lan), nudges_of(hoa)) == (1, 0)


@pytest.mark.usefixtures("planned")
async def test_an_official_who_heads_the_unit_too_is_not_nudged_by_themselves(house: House, lan: Phone):
    await world.hire(house.database, "Nông Thị Lan", "84912000002", "head", HOA_CU)
    await lan.says("/nhacviec")
    assert lan.screen == "Đơn vị của anh/chị chưa có cán bộ rà soát nào để nhắc."


@pytest.mark.usefixtures("planned")
async def test_names_of_two_hundred_letters_are_cut(house: House, minh: Phone, lan: Phone, hoa: Phone):
    await house.database.write(
        lambda tx: tx.run(update(world.people.people).values(full_name="Nông Thị " + "Lan " * 50))
    )
    await minh.says("/nhacviec")
    assert minh.screen.startswith("Đã nhắc 2 người: Nông Thị Lan") and len(minh.screen) < 150


# ── when nothing is sent, and why ────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("role", "line"),
    [
        pytest.param("official", "Việc này không thuộc quyền của anh/chị.", id="an official heads nothing"),
        pytest.param("auditor", "Việc này không thuộc quyền của anh/chị.", id="an auditor only looks"),
        pytest.param("vendor", "Việc này không thuộc quyền của anh/chị.", id="a vendor neither"),
        pytest.param("head", "Đơn vị của anh/chị chưa có cán bộ", id="a unit without officials"),
    ],
)
async def test_who_has_nobody_to_nudge_is_told_so(house: House, role: str, line: str):
    phone = await planned_house.person(house, "Lý Văn An", 7, role, HOA_CU)
    await phone.says("/nhacviec")
    assert phone.screen.startswith(line)


async def test_a_unit_without_a_plan_is_told_so(house: House, minh: Phone, lan: Phone):
    await minh.says("/nhacviec")
    assert minh.screen.startswith("Hôm nay chưa có chỉ tiêu nào được giao")


async def test_without_a_deadline_nobody_is_late(database: Database):
    await world.found(database)
    house = House(database)
    minh = await planned_house.person(house, "Hoàng Văn Minh", 1, "head", DISTRICT)
    await planned_house.person(house, "Nông Thị Lan", 2, "official", HOA_CU)
    await minh.says("/nhacviec")
    assert "hạn" in minh.screen and nudges_of(minh) == 0


@pytest.mark.usefixtures("planned")
@pytest.mark.parametrize(("hour", "minute"), [(6, 59), (20, 1), (23, 0)])
async def test_nobody_is_nudged_at_night(house: House, minh: Phone, lan: Phone, hour: int, minute: int):
    at(house, hour, minute)
    await minh.says("/nhacviec")
    assert minh.screen == "Chỉ nhắc từ 07:00 đến 20:00; bây giờ không gửi cho ai."
    await house.delivers()
    assert nudges_of(lan) == 0 and await kept(house) == []


@pytest.mark.usefixtures("planned")
async def test_nobody_is_nudged_on_a_saturday(house: House, minh: Phone, lan: Phone):
    at(house, 10, day=date(2024, 7, 6))
    await minh.says("/nhacviec")
    assert minh.screen == "Hôm nay là ngày nghỉ nên không nhắc ai."


@pytest.mark.usefixtures("planned")
async def test_after_the_deadline_there_is_no_quota_to_nudge_about(house: House, minh: Phone, lan: Phone):
    at(house, 10, day=date(2024, 7, 18))
    await minh.says("/nhacviec")
    assert minh.screen.startswith("Đã quá hạn 17/07/2024")


@pytest.mark.usefixtures("planned")
async def test_when_all_are_past_half_nobody_is_nudged(house: House, minh: Phone, lan: Phone, hoa: Phone):
    await approves(lan, 6)
    await approves(hoa, 10)
    await minh.says("/nhacviec")
    assert minh.screen.startswith("Không có ai phải nhắc")


@pytest.mark.usefixtures("planned")
async def test_who_is_not_linked_or_blocked_the_bot_is_named_to_the_head(house: House, minh: Phone):
    await world.hire(house.database, "Vi Văn Tư", "84912000008", "official", HOA_CU)
    row = {"person_id": 4, "unit_id": HOA_CU, "day": TODAY, "carried": 0, "fresh": 5, "extra": 0, "most": 9,
           "fixed": False, "reason": ""}  # fmt: skip
    await house.database.write(lambda tx: tx.run(insert(plans.plans), row))
    await house.database.write(
        lambda tx: tx.run(
            update(world.records).where(world.records.c.id.in_([91, 92, 93])).values(assignee_id=4)
        )
    )
    await house.database.write(
        lambda tx: tx.run(
            update(world.people.accounts)
            .where(world.people.accounts.c.person_id == 3)
            .values(unreachable_at=house.clock())
        )
    )
    await minh.says("/nhacviec")
    assert minh.screen.splitlines() == [
        "Đã nhắc 1 người: Nông Thị Lan.",
        "Không nhắc:",
        "• Lý Thị Hoa: đã chặn bot",
        "• Vi Văn Tư: chưa kích hoạt",
    ]


def test_of_many_who_are_nudged_the_first_are_named_and_the_rest_counted():
    names = [f"Vi Văn {number}" for number in range(1, 421)]
    assert say.nudged(names, []).endswith("Vi Văn 8 và 412 người khác.")
