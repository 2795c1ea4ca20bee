"""What lies at the vendor, as storage tells it and as the file for the vendor holds it."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from python_calamine import CalamineWorkbook

from domain import returned as rules
from domain.records import Finding, RecordType, Severity
from domain.returned import Age
from domain.review import ReturnReason, State
from storage import returned
from storage.engine import Database
from storage.exports.kinds import EXPORTS, Asked
from tests import world
from tests.chat import House
from tests.figures.terminal import rasoat
from tests.handlers.stopping_books import goes_back
from tests.handlers.vendor_house import official, returned_twice, sends_again
from tests.world import HAI_YEN, HOA_CU, TODAY

FIXED = ["ma_don_vi", "loai", "nam", "so", "quyen", "trang", "ly_do"]
EVERYWHERE = ["/1/"]


@pytest.fixture
async def house(database: Database) -> House:
    await world.found(database)
    return House(database)


async def lots(house: House, *paths: str, on: date = TODAY) -> list[returned.Lot]:
    return await house.database.read(lambda tx: returned.lots(tx, list(paths) or EVERYWHERE, today=on))


async def written(house: House, tmp_path: Path, *paths: str, kind: str = "csv") -> list[Mapping[str, Any]]:
    """The vendor's file of today, read back."""
    out = tmp_path / f"out.{kind}"
    asked = Asked(house.clock(), world.ZONE, list(paths) or EVERYWHERE)
    await house.database.read(lambda tx: EXPORTS["returned"].write(tx, out, asked))
    if kind == "csv":
        with out.open(encoding="utf-8", newline="") as file:
            return list(csv.DictReader(file))
    rows = CalamineWorkbook.from_path(str(out)).get_sheet_by_index(0).to_python()
    top = next(at for at, row in enumerate(rows) if row[0] == "ma_don_vi")
    return [dict(zip(rows[top], row, strict=True)) for row in rows[top + 1 :]]


async def test_records_lie_in_lots_of_a_book_and_a_reason_the_longest_waiting_first(house: House):
    rows = [world.birth(1), world.birth(2), world.birth(3), world.birth(31, quyenSo="02/2005")]
    await world.shelve(house.database, HOA_CU, rows)
    lan = await official(house)
    await goes_back(lan, "Nhầm bản quét", 2)
    house.clock.move(days=9)
    await lan.says("/batdau")
    await goes_back(lan, "Trùng dữ liệu", 2)
    on = house.clock.today()
    found = await lots(house, on=on)
    assert [(lot.book, lot.reason, lot.waiting.total, dict(lot.waiting.by_age)) for lot in found] == [
        ("01/2005", ReturnReason.WRONG_SCAN, 2, {Age.FORTNIGHT: 2}),
        ("01/2005", ReturnReason.DUPLICATE, 1, {Age.WEEK: 1}),
        ("02/2005", ReturnReason.DUPLICATE, 1, {Age.WEEK: 1}),
    ]
    assert [lot.again for lot in found] == [0, 0, 0]
    assert await lots(house, "/1/2/4/", on=on) == [], "a neighbour's subtree holds none of them"
    assert await house.database.read(lambda tx: returned.lots(tx, [], today=on)) == []


async def test_what_was_undone_or_sent_again_lies_with_the_vendor_no_more(house: House):
    ids = await world.shelve(house.database, HOA_CU, [world.birth(1), world.birth(2)])
    lan = await official(house)
    await goes_back(lan, "Nhầm bản quét", 2)
    await lan.says("/hoantac")
    await sends_again(house, ids[0])
    assert await lots(house) == []
    await goes_back(lan, "Thiếu/mờ bản quét")
    [lot] = await lots(house)
    assert (lot.reason, lot.again) == (ReturnReason.BAD_SCAN, 0), "the reason is that of the newest return"


async def test_how_many_wait_in_a_unit_is_what_its_lots_hold(house: House):
    await returned_twice(house, births=3)
    await world.shelve(house.database, HAI_YEN, [world.birth(7)], state=State.RETURNED)
    on = house.clock.today()
    units = await house.database.read(lambda tx: returned.by_unit(tx, EVERYWHERE, today=on))
    held = await lots(house, on=on)
    assert {unit.name: unit.waiting.total for unit in units} == {"Xã Hòa Cư": 3, "Xã Hải Yến": 1}
    for unit in units:
        of_unit = [lot.waiting for lot in held if lot.unit_id == unit.unit_id]
        assert sum(waits.total for waits in of_unit) == unit.waiting.total
        assert min(waits.since for waits in of_unit if waits.since) == unit.waiting.since
    assert [lot.again for lot in held if lot.unit_id == HOA_CU] == [3]


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
async def test_the_vendors_file_names_each_record_and_what_was_found_and_no_official(
    house: House, tmp_path: Path, kind: str
):
    found = (
        Finding("R04", "meHoTen", Severity.SERIOUS),
        Finding("R01", "tenFile", Severity.SERIOUS, "a", "x.pdf"),
    )
    ids = await world.shelve(
        house.database, HOA_CU, [world.birth(1, meHoTen=""), world.birth(2)], findings={0: found},
        scans={0: "KS.2005.01.2005-03-21.001.pdf"},
    )  # fmt: skip
    await world.shelve(house.database, HAI_YEN, [world.birth(7)], state=State.RETURNED)
    lan = await official(house)
    await goes_back(lan, "Nhập thiếu, sổ có ghi")
    if "Trả lại số hóa vì sao" in lan.screen or "Sổ ghi thế nào" in lan.screen:
        await lan.chooses("Bản quét của trường hợp khác")
    house.clock.move(days=16)
    rows = await written(house, tmp_path, kind=kind)
    assert list(rows[0])[:7] == FIXED
    first, other = rows
    assert first["ma_ho_so"] == str(ids[0])
    assert [first[name] for name in FIXED] == ["06184", "KS", "2005", "1", "01/2005", "1", "MISSING_FIELDS"]
    assert (first["don_vi"], first["ly_do_chu"], first["ten_file"], first["lan"]) == (
        "Xã Hòa Cư", "Nhập thiếu, sổ có ghi", "KS.2005.01.2005-03-21.001.pdf", "1",
    )  # fmt: skip
    assert (first["ngay_tra"], int(first["so_ngay"]), first["nhom_ngay"]) == ("2024-07-04", 16, "15-30")
    assert set(first["phat_hien"].split("; ")) == {"R04 meHoTen", "R01 tenFile"}
    assert "Họ tên mẹ: " in first["phat_hien_chu"]
    assert (other["ma_don_vi"], other["ly_do"], other["lo"]) == ("06187", "", "2")
    assert other["ly_do_chu"] == "Không ghi lý do (đã từ chối trước khi nạp)"
    assert "Nông Thị Lan" not in str(rows), "a vendor needs no names of officials"


async def test_the_file_holds_the_asked_subtree_and_is_written_by_the_command_too(
    house: House, tmp_path: Path
):
    await world.shelve(house.database, HOA_CU, [world.birth(1)], state=State.RETURNED)
    await world.shelve(house.database, HAI_YEN, [world.birth(7), world.birth(8)], state=State.RETURNED)
    assert [row["so"] for row in await written(house, tmp_path, "/1/2/4/")] == ["7", "8"]
    out = tmp_path / "returned.csv"
    answer = await rasoat(house.database, "export", "returned", "--unit", "06184", "--out", str(out))
    assert (answer.code, answer.err) == (0, "")
    with out.open(encoding="utf-8", newline="") as file:
        assert [row["so"] for row in csv.DictReader(file)] == ["1"]


async def test_with_nothing_returned_the_file_has_its_header(house: House, tmp_path: Path):
    assert await written(house, tmp_path) == []
    assert (tmp_path / "out.csv").read_text(encoding="utf-8").startswith(",".join(FIXED))


async def test_rows_stand_by_unit_and_book_and_reason_and_lots_are_numbered(house: House, tmp_path: Path):
    deaths = [{"so": "5", "quyenSo": "01/2004", "ngayDangKy": "01.02.2004", "nktHoTen": "Nông Văn Mất"}]
    await world.shelve(house.database, HOA_CU, deaths, kind=RecordType.KT, state=State.RETURNED)
    rows = [world.birth(n, quyenSo=f"0{1 + n % 2}/2005") for n in range(1, 5)]
    await world.shelve(house.database, HOA_CU, rows)
    lan = await official(house)
    for reason in ("Nhầm bản quét", "Trùng dữ liệu", "Nhầm bản quét", "Nhầm bản quét"):
        await goes_back(lan, reason)
    found = await written(house, tmp_path)
    assert [(row["loai"], row["quyen"], row["so"], row["ly_do"], row["lo"]) for row in found] == [
        ("KS", "01/2005", "2", "WRONG_SCAN", "1"),
        ("KS", "01/2005", "4", "DUPLICATE", "2"),
        ("KS", "02/2005", "1", "WRONG_SCAN", "3"),
        ("KS", "02/2005", "3", "WRONG_SCAN", "3"),
        ("KT", "01/2004", "5", "", "4"),
    ]


def test_days_are_sorted_into_the_steps_of_the_list():
    assert [rules.age_of(days).value for days in (0, 7, 8, 14, 15, 30, 31, 400)] == [
        "0-7", "0-7", "8-14", "8-14", "15-30", "15-30", ">30", ">30",
    ]  # fmt: skip
    assert rules.days_since(TODAY + timedelta(days=2), TODAY) == 0, "a day to come is no wait"
    none = rules.waiting({TODAY: 0}, TODAY)
    assert (none.total, none.since, rules.together([]).total) == (0, None, 0)
