"""An admin sets days off, made-up Saturdays and office hours in the chat, with buttons and with numbers."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from sqlalchemy import insert, select

from storage import calendars, schedule_runs
from storage.calendars import calendar_days, office_hours
from storage.engine import Database
from tests import world
from tests.chat import BUTTONS, NUMBERS, House, Phone, linked

PROVINCE, CAO_LOC = 1, 2
FRIDAY, SATURDAY = date(2024, 7, 5), date(2024, 7, 6)
WEDNESDAY = date(2024, 7, 10)


@pytest.fixture(params=[BUTTONS, NUMBERS], ids=["buttons", "numbers"])
async def house(database: Database, request: pytest.FixtureRequest) -> House:
    await world.found(database)
    return House(database, request.param)


@pytest.fixture
async def quan(house: House) -> Phone:
    """Chu Thị Quản, admin of the province."""
    person = await world.hire(house.database, "Chu Thị Quản", "84912000008", "admin", PROVINCE)
    return await linked(house, "1008", person)


async def days(house: House) -> list[tuple[int, date, str, str]]:
    rows = await house.database.read(lambda tx: tx.run(select(calendar_days).order_by(calendar_days.c.day)))
    return [(row.unit_id, row.day, row.kind, row.reason) for row in rows]


async def is_workday(house: House, on: date, path: str = "/1/2/3/") -> bool:
    return (await house.database.read(calendars.load)).of(path).is_workday(on)


async def test_an_admin_sees_the_coming_days_and_what_can_be_set(house: House, quan: Phone):
    house.clock.move(days=47)  # 20 August 2024
    await quan.says("/lich")
    assert "Lịch làm việc · Tỉnh Lạng Sơn" in quan.screen
    assert "Giờ làm việc hôm nay: 07:30-11:30, 13:30-17:30" in quan.screen
    assert "• 02/09/2024 (thứ Hai): nghỉ · Quốc khánh" in quan.screen
    assert "• 03/09/2024 (thứ Ba): nghỉ · Quốc khánh" in quan.screen
    shown = str(quan.labels() or quan.screen)
    for label in ("➕ Ngày nghỉ", "➕ Ngày làm bù", "⏰ Giờ làm việc", "✖ Bỏ ngày đã đặt"):
        assert label in shown


async def test_on_a_day_off_the_hours_are_those_of_a_working_day(house: House, quan: Phone):
    house.clock.move(days=2)
    await quan.says("lịch")
    assert "Giờ làm việc hôm nay: nghỉ (ngày làm việc: 07:30-11:30, 13:30-17:30)" in quan.screen


async def test_a_flood_closes_the_province_for_a_day_and_it_is_kept_who_said_so(house: House, quan: Phone):
    await quan.says("/lich")
    await quan.chooses("➕ Ngày nghỉ")
    assert "Gõ ngày và lý do nghỉ" in quan.screen
    await quan.says("10/07/2024 nghỉ vì lũ")
    assert "Đã đặt cho Tỉnh Lạng Sơn và các đơn vị trực thuộc:" in quan.screen
    assert "• 10/07/2024 (thứ Tư): nghỉ · nghỉ vì lũ" in quan.screen
    assert await days(house) == [(PROVINCE, WEDNESDAY, "off", "nghỉ vì lũ")]
    assert not await is_workday(house, WEDNESDAY)
    [row] = await house.database.read(lambda tx: tx.run(select(calendar_days)))
    assert row.set_by is not None and row.set_at.date() == world.TODAY
    await quan.says("/lich")
    assert "• 10/07/2024 (thứ Tư): nghỉ · nghỉ vì lũ · Tỉnh Lạng Sơn · Chu Thị Quản đặt" in quan.screen


async def test_one_day_after_the_other_is_set_from_the_buttons_under_the_answer(house: House, quan: Phone):
    await quan.says("/lich")
    for words in ("8/7 họp dân", "9/7 họp dân"):
        await quan.chooses("➕ Ngày nghỉ")
        await quan.says(words)
    await quan.chooses("➕ Ngày làm bù")
    await quan.says("13/7 làm bù")
    assert [(on, kind) for _, on, kind, _ in await days(house)] == [
        (date(2024, 7, 8), "off"), (date(2024, 7, 9), "off"), (date(2024, 7, 13), "workday")
    ]  # fmt: skip


async def test_a_line_with_all_in_it_needs_no_button(house: House, quan: Phone):
    await quan.says("/lich nghi 10/07/2024 lũ lụt")
    await quan.says("/lich làm 13/07/2024 làm bù")
    await quan.says("/lich gio 07:00-11:30 13:30-17:00")
    assert "Đã đặt giờ làm việc cho Tỉnh Lạng Sơn" in quan.screen
    calendar = (await house.database.read(calendars.load)).of("/1/2/4/")
    assert not calendar.is_workday(WEDNESDAY) and calendar.is_workday(date(2024, 7, 13))
    assert str(calendar.hours) == "07:00-11:30, 13:30-17:00"
    await quan.says("/lich bỏ 10/07/2024")
    assert "Đã bỏ ngày Tỉnh Lạng Sơn đặt. Lịch nay là:\n• 10/07/2024 (thứ Tư): làm việc" in quan.screen
    assert await is_workday(house, WEDNESDAY)


async def test_half_a_line_is_asked_for_the_rest(house: House, quan: Phone):
    await quan.says("/lich nghi")
    assert "Gõ ngày và lý do nghỉ" in quan.screen
    await quan.says("10/7 lũ")
    assert [on for _, on, _, _ in await days(house)] == [WEDNESDAY]


async def test_several_days_are_set_in_one_line_without_the_weekend_between(house: House, quan: Phone):
    await quan.says("/lich nghi 5/7-8/7 sửa trụ sở")
    assert [on for _, on, _, _ in await days(house)] == [FRIDAY, date(2024, 7, 8)]


async def test_only_the_flooded_commune_is_closed(house: House, quan: Phone):
    await quan.says("/lich nghi 06184 10/07/2024 lũ quét")
    assert "Đã đặt cho Xã Hòa Cư" in quan.screen
    assert not await is_workday(house, WEDNESDAY, "/1/2/3/")
    assert await is_workday(house, WEDNESDAY, "/1/2/4/")


async def test_a_commune_that_works_on_in_the_flood_is_named(house: House, quan: Phone):
    await quan.says("/lich nghi 10/07/2024 lũ lụt")
    await quan.says("/lich lam 06187 10/07/2024 trực lũ")
    await quan.says("/lich bo 20 10/07/2024")
    await quan.says("/lich nghi 10/07/2024 lũ lụt")
    assert "Vẫn theo ngày đã đặt riêng: Xã Hải Yến." in quan.screen
    assert await is_workday(house, WEDNESDAY, "/1/2/4/") and not await is_workday(house, WEDNESDAY)


async def test_a_day_is_taken_back_by_picking_it(house: House, quan: Phone):
    await quan.says("/lich nghi 10/07/2024 lũ lụt")
    await quan.says("/lich nghi 06184 11/07/2024 lũ quét")
    await quan.chooses("✖ Bỏ ngày đã đặt")
    await quan.chooses("06184 11/07/2024")
    assert "Đã bỏ ngày Xã Hòa Cư đặt" in quan.screen
    await quan.chooses("✖ Bỏ ngày đã đặt")
    await quan.says("10/7")
    assert await days(house) == []
    await quan.chooses("✖ Bỏ ngày đã đặt")
    assert "Chưa có ngày nào do đơn vị đặt" in quan.screen


async def test_a_day_set_by_two_communes_is_taken_back_from_the_one_that_is_named(house: House, quan: Phone):
    await quan.says("/lich nghi 06184 10/07/2024 lũ")
    await quan.says("/lich nghi 06187 10/07/2024 lũ")
    await quan.says("/lich bo 10/07/2024")
    assert "06184 (Xã Hòa Cư), 06187 (Xã Hải Yến)" in quan.screen and len(await days(house)) == 2
    await quan.says("/lich bo 06187 10/07/2024")
    assert [unit for unit, *_ in await days(house)] == [world.HOA_CU]


NEVER = "Lịch chưa thay đổi."
BAD = [
    ("nghi 03/07/2024 lũ", f"Ngày 03/07/2024 đã qua, không đặt lại được. Xin gõ một ngày từ hôm nay trở đi. {NEVER}"),
    ("nghi 31/02/2025 lũ", f"Không có ngày 31/02/2025. Xin gõ lại ngày/tháng/năm. {NEVER}"),
    ("nghi 31/2 lũ", f"Không có ngày 31/2. Xin gõ lại ngày/tháng/năm. {NEVER}"),
    ("nghi hôm nay lũ", f"Chưa đọc được ngày. Xin gõ ngày/tháng/năm, ví dụ 10/07/2024. {NEVER}"),
    ("nghi 10/07/2024", f"Xin ghi thêm lý do sau ngày, ví dụ: 10/07/2024 nghỉ vì lũ. {NEVER}"),
    ("nghi 10/07/2024 - !!!", f"Xin ghi thêm lý do sau ngày, ví dụ: 10/07/2024 nghỉ vì lũ. {NEVER}"),
    ("lam 13/07/2024", f"Xin ghi thêm lý do sau ngày, ví dụ: 13/07/2024 làm bù. {NEVER}"),
    ("nghi 99999 10/07/2024 lũ", f"Không có đơn vị mã 99999 trong phạm vi của anh/chị. {NEVER}"),
    ("nghi 10/7-10/8 lũ", f"Khoảng 10/7-10/8 dài quá 31 ngày. Xin chia thành nhiều lần. {NEVER}"),
    ("nghi 12/07/2024-10/07/2024 lũ", f"Ngày cuối đứng trước ngày đầu (12/07/2024-10/07/2024). Xin gõ lại. {NEVER}"),
    ("nghi 10/07/2204 lũ", f"Ngày 10/07/2204 còn quá xa, chỉ đặt được trong vòng hai năm tới. {NEVER}"),
    ("nghi 06/07/2024 mệt", "06/07/2024 (thứ Bảy) vốn đã là ngày nghỉ, không cần đặt gì."),
    ("nghi 02/09/2024 lễ", "02/09/2024 (thứ Hai) vốn đã là ngày nghỉ (Quốc khánh), không cần đặt gì."),
    ("nghi 6/7-7/7 mệt", "06/07/2024 (thứ Bảy)–07/07/2024 (Chủ nhật) vốn đã là ngày nghỉ, không cần đặt gì."),
    ("lam 05/07/2024 chăm", "05/07/2024 (thứ Sáu) vốn đã là ngày làm việc, không cần đặt gì."),
    ("bo 10/07/2024", "Ngày 10/07/2024 không do đơn vị nào trong phạm vi của anh/chị đặt, nên không có gì để bỏ."),
    ("bo 02/09/2024", "Ngày 02/09/2024 không do đơn vị nào trong phạm vi của anh/chị đặt, nên không có gì để bỏ."),
    ("bo 06184 10/07/2024", "Xã Hòa Cư không đặt riêng ngày 10/07/2024, nên không có gì để bỏ."),
    ("gio 17:00-07:00", "Giờ làm việc phải có dạng 07:30-11:30 13:30-17:30"),
    ("gio 07:30-25:00", "Giờ làm việc phải có dạng"),
    ("gio 07:30-11:30 10:00-17:00", "Giờ làm việc phải có dạng"),
    ("gio 00:00-23:59", "Giờ làm việc phải có dạng"),
    ("gio 7-8", "Giờ làm việc phải có dạng"),
    ("gio sáng đến chiều", "Giờ làm việc phải có dạng"),
    ("gio 99999 07:00-11:00", f"Không có đơn vị mã 99999 trong phạm vi của anh/chị. {NEVER}"),
    ("đốt lịch", "Chưa rõ muốn đặt gì."),
]  # fmt: skip


@pytest.mark.parametrize(("typed", "told"), [pytest.param(*row, id=row[0]) for row in BAD])
async def test_what_cannot_be_set_is_told_in_one_line_and_changes_nothing(
    house: House, quan: Phone, typed: str, told: str
):
    await quan.says(f"/lich {typed}")
    assert quan.screen.startswith(told) and "\n" not in quan.screen
    assert await days(house) == []
    assert (await house.database.read(lambda tx: tx.run(select(office_hours)))).all() == []


async def test_after_a_slip_the_question_stands_and_can_be_dropped(house: House, quan: Phone):
    await quan.says("/lich")
    await quan.chooses("➕ Ngày nghỉ")
    await quan.says("31/02 lũ")
    assert "Không có ngày 31/02" in quan.screen
    await quan.chooses("✖ Bỏ")
    assert "Đã thôi, lịch giữ nguyên" in quan.screen
    await quan.says("10/07/2024 lũ")
    assert "Tôi chưa hiểu" in quan.screen and await days(house) == []


async def test_a_district_closes_its_communes_and_not_the_province(house: House, quan: Phone):
    person = await world.hire(house.database, "Vi Văn Huyện", "84912000011", "admin", CAO_LOC)
    huyen = await linked(house, "1011", person)
    await huyen.says("/lich nghi 20 10/07/2024 lũ")
    assert "Không có đơn vị mã 20 trong phạm vi" in huyen.screen
    await quan.says("/lich nghi 10/07/2024 lũ")
    await huyen.says("/lich bo 10/07/2024")
    assert "không do đơn vị nào trong phạm vi của anh/chị đặt" in huyen.screen
    await huyen.says("/lich lam 10/07/2024 trực lũ")
    assert await is_workday(house, WEDNESDAY) and not await is_workday(house, WEDNESDAY, "/1/")


@pytest.mark.parametrize("role", ["official", "head", "auditor", "vendor"])
async def test_the_schedule_is_an_admins(house: House, role: str):
    person = await world.hire(house.database, "Nông Thị Lan", "84912000001", role, PROVINCE)
    phone = await linked(house, "1001", person)
    await phone.says("/lich nghi 10/07/2024 lũ")
    assert phone.screen == "Việc này không thuộc quyền của anh/chị." and await days(house) == []


async def test_an_admin_no_longer_in_office_sets_nothing_with_an_old_button(house: House, quan: Phone):
    await quan.says("/lich nghi")
    found = await house.database.read(lambda tx: tx.run(select(world.roles.c.person_id)))
    person = found.scalar_one()
    await world.leaves(house.database, person)
    await world.hire(house.database, "Chu Thị Quản", "84912000008", "official", world.HOA_CU)
    await quan.says("10/07/2024 lũ")
    assert await days(house) == []


async def test_a_changed_day_is_planned_anew_and_the_days_before_are_not(house: House, quan: Phone):
    async def planned(tx: Any) -> None:
        for period in ("2024-07-04", "2024-07-09", "2024-07-10", "2024-07-11"):
            for kind in ("plan", "digest"):
                await tx.run(
                    insert(schedule_runs.runs),
                    {"kind": kind, "period": period, "done_at": world.MORNING, "result": ""},
                )

    async def marks() -> list[str]:
        rows = await house.database.read(lambda tx: tx.run(select(schedule_runs.runs)))
        return sorted(f"{row.kind} {row.period[-2:]}" for row in rows)

    await house.database.write(planned)
    await quan.says("/lich nghi 10/07/2024 lũ")
    assert await marks() == ["digest 04", "digest 09", "digest 10", "digest 11", "plan 04", "plan 09"]


async def test_an_admin_is_told_how_many_working_days_are_left(house: House, quan: Phone):
    house.conversation.rules = replace(house.rules, deadline=date(2024, 10, 29))
    await quan.says("/lich")
    assert "Còn 82 ngày làm việc đến hết 29/10/2024, kể cả hôm nay." in quan.screen
    await quan.says("/lich nghi 10/07/2024 lũ")
    assert "Còn 81 ngày làm việc" in quan.screen
    await quan.says("/lich lam 13/07/2024 làm bù")
    assert "Còn 82 ngày làm việc" in quan.screen
    house.clock.move(days=150)
    await quan.says("/lich")
    assert "ngày làm việc đến" not in quan.screen


async def test_a_long_list_of_set_days_still_fits_the_chat(house: House, quan: Phone):
    await quan.says("/lich nghi 8/7-7/8 " + "sửa trụ sở và dọn kho lưu trữ " * 8)
    assert len(quan.screen) < 2000 and "… và 15 ngày khác" in quan.screen
    await quan.says("/lich")
    assert len(quan.screen) < 2000 and "… và 15 ngày khác" in quan.screen
