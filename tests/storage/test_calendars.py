"""Whose calendar holds: the nearest unit's, then the province's own file, then the shipped one, then the country's."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from domain.workdays import Day, DayKind, OfficeHours, parse_hours
from storage import calendars, special_days
from storage.calendars import OFF, WORKDAY
from storage.engine import Database, Tx
from storage.special_days import WrongCalendar
from tests import world

PROVINCE, CAO_LOC = 1, 2
WEDNESDAY = date(2024, 7, 10)


@pytest.fixture
async def province(database: Database) -> Database:
    await world.found(database)
    return database


async def put(database: Database, unit_id: int, on: date, kind: str, reason: str = "lũ") -> None:
    await database.write(
        lambda tx: calendars.put(tx, unit_id, on, kind=kind, reason=reason, by=7, now=world.MORNING)
    )


def hours(text: str) -> OfficeHours:
    read = parse_hours(text)
    assert read is not None
    return read


async def test_what_the_nearest_unit_has_set_holds(province: Database):
    await put(province, PROVINCE, WEDNESDAY, OFF)
    await put(province, CAO_LOC, WEDNESDAY, WORKDAY)
    await put(province, world.HAI_YEN, WEDNESDAY, OFF, "lở đất")
    known = await province.read(calendars.load)
    assert [known.of(path).is_workday(WEDNESDAY) for path in ("/1/", "/1/2/", "/1/2/3/", "/1/2/4/", "/1/9/")] == [
        False, True, True, False, False
    ]  # fmt: skip
    assert known.of("/1/2/4/").day(WEDNESDAY) == Day(DayKind.REST, "lở đất")


async def test_the_hours_of_the_nearest_unit_hold(province: Database):
    async def work(tx: Tx) -> None:
        await calendars.put_hours(tx, PROVINCE, hours("07:00-11:30 13:30-17:00"), by=7, now=world.MORNING)
        await calendars.put_hours(tx, CAO_LOC, hours("08:00-12:00"), by=7, now=world.MORNING)
        await calendars.put_hours(tx, CAO_LOC, hours("08:00-11:00"), by=8, now=world.MORNING)

    assert str((await province.read(calendars.load)).of("/1/").hours) == "07:30-11:30, 13:30-17:30"
    await province.write(work)
    known = await province.read(calendars.load)
    assert [str(known.of(path).hours) for path in ("/1/", "/1/9/", "/1/2/3/")] == [
        "07:00-11:30, 13:30-17:00", "07:00-11:30, 13:30-17:00", "08:00-11:00"
    ]  # fmt: skip


async def test_a_day_set_again_is_one_day_and_a_day_taken_back_is_as_the_country_has_it(province: Database):
    await put(province, PROVINCE, WEDNESDAY, OFF)
    await put(province, PROVINCE, WEDNESDAY, OFF, "lũ quét")
    rows = await province.read(lambda tx: calendars.set_days(tx, ("/1/",), since=world.TODAY))
    assert [(row.place.code, row.day, row.kind, row.reason) for row in rows] == [
        ("20", WEDNESDAY, OFF, "lũ quét")
    ]
    assert rows[0].set_at == world.MORNING
    assert await province.write(lambda tx: calendars.clear(tx, PROVINCE, WEDNESDAY))
    assert not await province.write(lambda tx: calendars.clear(tx, PROVINCE, WEDNESDAY))
    assert (await province.read(calendars.load)).of("/1/2/3/").is_workday(WEDNESDAY)


async def test_only_days_of_ones_own_subtree_from_today_on_are_listed(province: Database):
    for unit, on in ((PROVINCE, WEDNESDAY), (world.HOA_CU, WEDNESDAY), (world.HAI_YEN, date(2024, 7, 3))):
        await put(province, unit, on, OFF)
    rows = await province.read(lambda tx: calendars.set_days(tx, ("/1/2/",), since=world.TODAY))
    assert [(row.place.name, row.day) for row in rows] == [("Xã Hòa Cư", WEDNESDAY)]


async def test_a_unit_is_found_by_its_code_within_ones_own_subtree(province: Database):
    found = await province.read(lambda tx: calendars.places(tx, "06184", below=("/1/2/",)))
    assert [(place.id, place.path) for place in found] == [(world.HOA_CU, "/1/2/3/")]
    assert await province.read(lambda tx: calendars.places(tx, "20", below=("/1/2/",))) == []
    assert await province.read(lambda tx: calendars.places(tx, "99999", below=("/1/",))) == []


async def test_a_provinces_own_file_goes_before_the_shipped_one_and_a_set_day_before_both(
    province: Database, tmp_path: Path
):
    own = tmp_path / "days.csv"
    own.write_text("day,kind,reason\n2026-01-02,workday,Lạng Sơn làm việc\n2026-03-03,off,Lễ hội\n", "utf-8")
    friday, saturday, feast = date(2026, 1, 2), date(2026, 1, 10), date(2026, 3, 3)
    shipped = (await province.read(calendars.load)).of("/1/")
    assert not shipped.is_workday(friday) and shipped.is_workday(saturday) and shipped.is_workday(feast)
    ours = (await province.read(lambda tx: calendars.load(tx, own))).of("/1/")
    assert ours.day(friday) == Day(DayKind.ORDINARY, "Lạng Sơn làm việc")
    assert ours.is_workday(saturday) and ours.day(feast) == Day(DayKind.REST, "Lễ hội")
    await put(province, PROVINCE, feast, WORKDAY, "trực")
    ours = (await province.read(lambda tx: calendars.load(tx, own))).of("/1/")
    assert ours.is_workday(feast)


async def test_a_holiday_that_somebody_sets_off_once_more_is_still_paid_as_a_holiday(province: Database):
    national_day = date(2024, 9, 2)
    await put(province, PROVINCE, national_day, OFF, "Nghỉ lễ")
    assert (await province.read(calendars.load)).of("/1/").day(national_day) == Day(
        DayKind.HOLIDAY, "Nghỉ lễ"
    )


@pytest.mark.parametrize(
    "text",
    [
        "day,kind,reason\n2027-02-08,off,Tết\n",
        "\ufeffday,kind,reason\r\n08/02/2027,OFF,Tết\r\n\r\n",
        "Day;Kind;Reason\n8/2/2027; off ;Tết;\n;;\n",
    ],
    ids=["plain", "with a mark, d/m/y and an empty line", "with semicolons"],
)
def test_a_file_is_read_as_spreadsheets_write_it(text: str, tmp_path: Path):
    file = tmp_path / "days.csv"
    file.write_bytes(text.encode())
    assert special_days.read_file(file) == {date(2027, 2, 8): Day(DayKind.REST, "Tết")}


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "dòng 1: dòng đầu phải là day,kind,reason"),
        ("ngay,loai,ly do\n", "dòng 1: dòng đầu phải là day,kind,reason"),
        (
            "day,kind,reason\n2027-02-30,off,Tết\n",
            "dòng 2: cột day phải là một ngày có thật, ví dụ 2026-01-02",
        ),
        (
            "day,kind,reason\n\n2027-02,off,Tết\n",
            "dòng 3: cột day phải là một ngày có thật, ví dụ 2026-01-02",
        ),
        ("day,kind,reason\n2027-02-08,nghi,Tết\n", "dòng 2: cột kind phải là off hoặc workday"),
        ("day,kind,reason\n2027-02-08\n", "dòng 2: cột kind phải là off hoặc workday"),
        ("day,kind,reason\n2027-02-08,off,a\n08/02/2027,workday,b\n", "dòng 3: ngày này đã có ở dòng trên"),
    ],
)
def test_a_broken_file_is_told_by_its_line(text: str, told: str, tmp_path: Path):
    file = tmp_path / "days.csv"
    file.write_text(text, "utf-8")
    with pytest.raises(WrongCalendar) as wrong:
        special_days.read_file(file)
    assert str(wrong.value) == f"tệp {file}, {told}"


def test_a_file_that_is_no_text_or_not_there_is_told(tmp_path: Path):
    spreadsheet = tmp_path / "days.xlsx"
    spreadsheet.write_bytes(b"PK\x03\x04\xff\xfe\x00")
    for path, told in (
        (spreadsheet, "không phải là tệp chữ UTF-8"),
        (tmp_path, "không đọc được tệp"),
        (tmp_path / "none.csv", "không đọc được tệp"),
    ):
        with pytest.raises(WrongCalendar, match=told):
            special_days.read_file(path)
