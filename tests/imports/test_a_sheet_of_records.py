"""A sheet of records comes in: whole or not at all, and the same sheet again changes nothing."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

import pytest
import world
from import_sheets import births, kinds, order, shelf, sums, the, write_csv, write_rows, write_xlsx
from sqlalchemy import select
from world import HAI_YEN, HOA_CU, birth

from domain.records import RecordType
from domain.sheet_faults import Fault
from storage.engine import Database
from storage.imports import records
from storage.imports.scan_tree import LEAST_BYTES
from storage.tables import ImportRow

PAGE = bytes(LEAST_BYTES)  # of a scan


@pytest.fixture
async def province(database: Database) -> Database:
    await world.found(database)
    return database


async def take(database_url: str, path: Path, **more: Any) -> Any:
    return await records.take_in(database_url, order(path, **more))


@pytest.mark.parametrize("ending", [".xlsx", ".csv"])
async def test_two_births_come_to_the_queue_of_the_unit_they_name(
    province: Database, database_url: str, tmp_path: Path, ending: str
) -> None:
    elsewhere = "UBND xã Hải Yến, huyện Cao Lộc, tỉnh Lạng Sơn"
    path = write_rows(tmp_path / f"ks{ending}", births(birth(24), birth(25, noiDangKy=elsewhere)))
    outcome = await take(database_url, path)
    assert (outcome.refused, outcome.record_type, outcome.faults) == (False, "KS", [])
    assert outcome.counts == {"rows": 2, "new": 2, "same": 0, "resubmitted": 0, "conflicts": 0}
    first, second = await shelf(province)
    assert (first.unit_id, first.natural_key, first.occurrence, first.year) == (HOA_CU, "2005|24", 1, 2005)
    assert (first.number, first.book, first.page, first.subject) == ("24", "01/2005", "24", "Nông Văn Thử 24")
    assert (first.state, first.revision, first.assignee_id) == ("PENDING", 1, None)
    assert [(found["rule"], found["field"]) for found in first.findings] == [("R20", "nksHoTen")], (
        "a digit in a name"
    )
    assert first.scan == "KS.2005.01.2005-03-21.024.pdf"
    assert first.fields == {k: v for k, v in birth(24).items() if v}
    assert second.unit_id == HAI_YEN
    assert await sums(province) == {(HOA_CU, "KS", "PENDING"): 1, (HAI_YEN, "KS", "PENDING"): 1}


async def test_the_same_sheet_again_changes_nothing_whatever_the_order_of_its_columns(
    province: Database, database_url: str, tmp_path: Path
) -> None:
    rows = births(birth(1), birth(2, so=""), birth(3), birth(3))
    await take(database_url, write_csv(tmp_path / "ks.csv", rows))
    before = await shelf(province)
    for again in (rows, [row[::-1] for row in rows]):
        outcome = await take(database_url, write_csv(tmp_path / "ks.csv", again))
        assert outcome.counts == {"rows": 4, "new": 0, "same": 4, "resubmitted": 0, "conflicts": 0}
        assert await shelf(province) == before
    logged = (await province.read(lambda tx: tx.run(select(ImportRow.__table__)))).all()
    assert [(row.kind, row.file_name, row.counts["new"]) for row in logged] == [("records", "ks.csv", 4)]


async def test_a_dry_run_tells_the_same_and_writes_nothing(
    province: Database, database_url: str, tmp_path: Path
) -> None:
    path = write_csv(tmp_path / "ks.csv", births(birth(1), birth(2, ngayDangKy="")))
    outcome = await take(database_url, path, dry_run=True)
    assert (outcome.counts["new"], kinds(outcome), outcome.refused) == (2, [Fault.NO_DATE], False)
    assert await shelf(province) == []
    assert await sums(province) == {}


async def test_rows_without_number_or_day_come_in_under_their_place_in_the_file(
    province: Database, database_url: str, tmp_path: Path
) -> None:
    rows = births(
        birth(1, so=""), birth(2, ngayDangKy=""), birth(3, so="không rõ"), birth(4, ngayDangKy="năm Tý")
    )
    outcome = await take(database_url, write_csv(tmp_path / "ks.csv", rows))
    assert kinds(outcome) == [Fault.NO_NUMBER, Fault.NO_DATE, Fault.BAD_NUMBER, Fault.BAD_DATE]
    assert [(found.row, found.column, found.header) for found in outcome.faults] == [
        (2, "A", "so"), (3, "D", "ngayDangKy"), (4, "A", "so"), (5, "D", "ngayDangKy"),
    ]  # fmt: skip
    held = await shelf(province)
    assert [row.natural_key for row in held] == [f"#{at}@ks.csv" for at in (2, 3, 4, 5)]
    assert [row.findings[0]["rule"] for row in held] == ["R04", "R04", "R04", "R05"]
    assert await sums(province) == {(HOA_CU, "KS", "PENDING"): 4}


async def test_a_number_used_twice_gives_two_records_that_both_say_so(
    province: Database, database_url: str, tmp_path: Path
) -> None:
    rows = births(birth(24), birth(24, nksHoTen="Hoàng Văn Khác"), birth(25))
    outcome = await take(database_url, write_csv(tmp_path / "ks.csv", rows))
    assert [(found.fault, found.row) for found in outcome.faults] == [(Fault.TWICE, 2), (Fault.TWICE, 3)]
    held = await shelf(province)
    assert [(row.natural_key, row.occurrence) for row in held] == [
        ("2005|24", 1),
        ("2005|24", 2),
        ("2005|25", 1),
    ]
    assert [[found["rule"] for found in row.findings] for row in held] == [["R12", "R20"], ["R12"], ["R20"]]


async def test_a_third_record_of_the_same_number_in_a_later_sheet_is_one_more(
    province: Database, database_url: str, tmp_path: Path
) -> None:
    one, two, three = (birth(24, nksHoTen=name) for name in ("Nông Văn A", "Nông Văn B", "Nông Văn C"))
    await take(database_url, write_csv(tmp_path / "a.csv", births(one, two)))
    outcome = await take(database_url, write_csv(tmp_path / "b.csv", births(three, two, one)))
    assert (outcome.counts["new"], outcome.counts["same"]) == (1, 2)
    assert [(row.occurrence, row.subject) for row in await shelf(province)] == [
        (1, "Nông Văn A"), (2, "Nông Văn B"), (3, "Nông Văn C"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("words", "state"),
    [("", "PENDING"), ("Chưa rà soát", "PENDING"), ("ĐÃ PHÊ DUYỆT", "APPROVED"), ("Từ chối", "RETURNED"),
     ("Theo dõi", "FOLLOW_UP"), ("Đang chờ", "UNSTATED")],
)  # fmt: skip
async def test_the_state_of_the_source_is_kept(
    province: Database, database_url: str, tmp_path: Path, words: str, state: str
) -> None:
    rows = births({**birth(1), "tinhTrang": words}, more=["tinhTrang"])
    outcome = await take(database_url, write_csv(tmp_path / "ks.csv", rows))
    (row,) = await shelf(province)
    assert (row.state, row.imported_state) == (state, state)
    assert await sums(province) == {(HOA_CU, "KS", state): 1}
    assert kinds(outcome) == ([Fault.STATE_UNKNOWN] if state == "UNSTATED" else [])
    assert row.fields.get("tinhTrang") == (words if state == "UNSTATED" else None)


async def test_the_unit_is_told_by_ma_don_vi_before_the_option_and_by_that_before_the_words(
    province: Database, database_url: str, tmp_path: Path
) -> None:
    rows = births({**birth(1), "maDonVi": "6187"}, {**birth(2), "maDonVi": ""}, more=["maDonVi"])
    await take(database_url, write_csv(tmp_path / "a.csv", rows), unit_code="06184")
    await take(
        database_url, write_csv(tmp_path / "b.csv", births(birth(3, noiDangKy="không rõ"))), unit_code="06187"
    )
    assert [row.unit_id for row in await shelf(province)] == [HAI_YEN, HOA_CU, HAI_YEN]


async def test_a_unit_that_cannot_be_told_keeps_the_whole_sheet_out_and_every_such_row_is_listed(
    province: Database, database_url: str, tmp_path: Path
) -> None:
    rows = births(
        birth(1), birth(2, noiDangKy="UBND xã Bắc Ái"), {**birth(3), "maDonVi": "99999"}, more=["maDonVi"]
    )
    path = write_xlsx(tmp_path / "ks.xlsx", rows)
    outcome = await take(database_url, path)
    assert outcome.refused
    assert [(found.fault, found.row, found.header) for found in outcome.faults] == [
        (Fault.UNIT_UNTOLD, 3, "noiDangKy"), (Fault.UNIT_UNKNOWN, 4, "maDonVi"),
    ]  # fmt: skip
    assert await shelf(province) == []
    rescued = await take(database_url, path, unit_code="06184")
    assert (rescued.refused, rescued.counts["new"]) == (False, 3)


QUIRKS = {
    "so": "SO ",
    "ngayDangKy": "Ngày, tháng, năm đăng ký",
    "loaiDangKy": "loaiDangKy \ni=[1,2,3,4,5,6]",
    "noiDangKy": "noiDangKy UBND xã Hòa Cư",
    "nksHoTen": "NKSHOTEN",
}


async def test_header_cells_as_vendors_really_write_them_are_understood(
    province: Database, database_url: str, tmp_path: Path
) -> None:
    header, row = births(birth(24))
    outcome = await take(
        database_url, write_xlsx(tmp_path / "ks.xlsx", [[QUIRKS.get(n, n) for n in header], row])
    )
    assert (outcome.refused, outcome.unknown_headers) == (False, ())
    (held,) = await shelf(province)
    assert held.fields == birth(24)


async def test_a_column_nobody_knows_is_told_and_its_values_are_kept(
    province: Database, database_url: str, tmp_path: Path
) -> None:
    rows = births({**birth(1), "Mã hộp": "H-07"}, more=["Mã hộp"])
    outcome = await take(database_url, write_csv(tmp_path / "ks.csv", rows))
    assert outcome.unknown_headers == ("Mã hộp",)
    assert the(outcome, Fault.HEADER_UNKNOWN).column == "Y"
    assert (await shelf(province))[0].fields["Mã hộp"] == "H-07"


@pytest.mark.parametrize(
    ("header", "faults"),
    [
        pytest.param(["so", "ngayDangKy", "noiDangKy"], [Fault.NO_TYPE], id="no column of one type only"),
        pytest.param(["so", "noiDangKy", "nksHoTen"], [Fault.NO_COLUMN], id="no day of registration"),
        pytest.param(
            ["so", "ngayDangKy", "noiDangKy", "nksHoTen", "So"], [Fault.COLUMN_TWICE], id="a column twice"
        ),
        pytest.param(["so", "ngayDangKy", "nksHoTen"], [Fault.NO_PLACE_COLUMN], id="nothing tells the unit"),
    ],
)
async def test_a_header_row_that_does_not_do_refuses_the_sheet(
    province: Database, database_url: str, tmp_path: Path, header: list[str], faults: list[Fault]
) -> None:
    outcome = await take(database_url, write_csv(tmp_path / "ks.csv", [header, ["1"] * len(header)]))
    assert (outcome.refused, kinds(outcome)) == (True, faults)


async def test_the_named_type_settles_a_sheet_without_telling_columns_but_not_one_of_another_type(
    province: Database, database_url: str, tmp_path: Path
) -> None:
    path = write_csv(tmp_path / "kt.csv", births(birth(1)))
    outcome = await take(database_url, path, record_type="KT")
    assert (outcome.refused, the(outcome, Fault.OTHER_TYPE).detail) == (True, "KS")


@pytest.mark.parametrize(
    ("record_type", "layout"),
    [(RecordType.KS, "vendor"), (RecordType.KS, "template158"), (RecordType.KH, "vendor"),
     (RecordType.KT, "vendor"), (RecordType.HN, "vendor"), (RecordType.CMC, "vendor")],
)  # fmt: skip
async def test_each_of_the_real_header_rows_comes_in_with_every_field(
    province: Database, database_url: str, tmp_path: Path, record_type: RecordType, layout: str
) -> None:
    with (Path(__file__).parents[1] / "domain" / "record-headers.csv").open(encoding="utf-8-sig") as file:
        header = [
            row["header"].replace("\\n", "\n")
            for row in csv.DictReader(file)
            if (row["type"], row["layout"]) == (record_type.value, layout)
        ]
    row = [f"giá trị {at}" for at in range(len(header))]
    for at, name in enumerate(header):
        name = name.strip().split("\n")[0].lower()
        if name == "so":
            row[at] = "7"
        elif name == "ngaydangky":
            row[at] = "01.02.2003"
    path = write_xlsx(tmp_path / "thu.xlsx", [header, row])
    outcome = await take(database_url, path, unit_code="06184")
    assert (outcome.refused, outcome.record_type, outcome.unknown_headers) == (False, record_type.value, ())
    (held,) = await shelf(province)
    counted = {"STT"} if layout == "template158" else set()
    assert len(held.fields) == len(header) - len(counted)
    assert held.natural_key == "2003|7"


async def test_a_csv_row_cut_by_a_comma_of_its_own_refuses_the_sheet(
    province: Database, database_url: str, tmp_path: Path
) -> None:
    header, row = births(birth(1))
    path = write_csv(tmp_path / "ks.csv", [header, [*row, "thừa"]])
    outcome = await take(database_url, path)
    assert (outcome.refused, the(outcome, Fault.ROW_TOO_LONG).row) == (True, 2)


async def test_before_there_are_units_nothing_can_come_in(
    database: Database, database_url: str, tmp_path: Path
) -> None:
    outcome = await take(database_url, write_csv(tmp_path / "ks.csv", births(birth(1))))
    assert (outcome.refused, kinds(outcome)) == (True, [Fault.NO_UNITS])


@pytest.mark.parametrize(
    ("name", "more", "fault"),
    [("no.csv", {}, Fault.NO_FILE), ("ks.csv", {"unit_code": "00000"}, Fault.UNIT_OPTION)],
)
async def test_what_the_operator_mistypes_is_told(
    province: Database, database_url: str, tmp_path: Path, name: str, more: dict[str, str], fault: Fault
) -> None:
    write_csv(tmp_path / "ks.csv", births(birth(1)))
    outcome = await take(database_url, tmp_path / name, **more)
    assert (outcome.refused, kinds(outcome)) == (True, [fault])


async def test_a_scan_that_is_missing_or_doubtful_is_a_finding_only_where_there_is_a_scans_folder(
    province: Database, database_url: str, tmp_path: Path
) -> None:
    scans = tmp_path / "scans"
    for place in ("06184/a", "06184/b"):
        (scans / place).mkdir(parents=True)
        (scans / place / "hai.pdf").write_bytes(PAGE)
    (scans / "06184/a/KS.2005.01.2005-03-21.01.pdf").write_bytes(PAGE)
    rows = births(
        birth(1), {**birth(2), "tenFile": "hai.pdf"}, {**birth(3), "tenFile": "ba.pdf"}, more=["tenFile"]
    )
    path = write_csv(tmp_path / "ks.csv", rows)
    without = await take(database_url, path, dry_run=True)
    assert without.faults == []
    outcome = await take(database_url, path, scans=scans)
    assert [(found.fault, found.row) for found in outcome.faults] == [
        (Fault.SCAN_DOUBTFUL, 3), (Fault.SCAN_MISSING, 4),
    ]  # fmt: skip
    held = await shelf(province)
    assert [row.scan for row in held] == ["06184/a/KS.2005.01.2005-03-21.01.pdf", "hai.pdf", "ba.pdf"]
    assert [[found["rule"] for found in row.findings] for row in held] == [
        ["R20"],
        ["R01", "R20"],
        ["R01", "R20"],
    ]
    again = await take(database_url, path, scans=scans)
    assert (again.counts["same"], again.counts["new"]) == (3, 0)


async def test_the_scan_of_a_book_carried_on_is_found_though_the_sheet_does_not_tell_the_books_year(
    province: Database, database_url: str, tmp_path: Path
) -> None:
    (tmp_path / "scans/06184").mkdir(parents=True)
    (tmp_path / "scans/06184/KS.2003.01.2005-03-21.001.pdf").write_bytes(PAGE)
    path = write_csv(
        tmp_path / "ks.csv", births({**birth(1), "quyenSo": "01"}, {**birth(2), "quyenSo": "01"})
    )
    outcome = await take(database_url, path, scans=tmp_path / "scans")
    assert [(found.fault, found.row) for found in outcome.faults] == [(Fault.SCAN_MISSING, 3)]
    held = await shelf(province)
    assert [row.scan for row in held] == [
        "06184/KS.2003.01.2005-03-21.001.pdf", "KS.2005.01.2005-03-21.002.pdf",
    ]  # fmt: skip


async def test_a_scan_too_small_or_from_another_units_folder_is_a_finding_and_still_shown(
    province: Database, database_url: str, tmp_path: Path
) -> None:
    scans = tmp_path / "scans"
    named = [f"KS.2005.01.2005-03-21.00{number}.pdf" for number in (1, 2, 3)]
    for place, name, size in (
        ("06184", named[0], len(PAGE)), ("06187", named[0], len(PAGE)), ("06184", named[1], 40),
        ("06187", named[2], len(PAGE)),
    ):  # fmt: skip
        (scans / place).mkdir(parents=True, exist_ok=True)
        (scans / place / name).write_bytes(bytes(size))
    path = write_csv(tmp_path / "ks.csv", births(birth(1), birth(2), birth(3)))
    outcome = await take(database_url, path, scans=scans)
    assert [(found.fault, found.row) for found in outcome.faults] == [
        (Fault.SCAN_TOO_SMALL, 3), (Fault.SCAN_ELSEWHERE, 4),
    ]  # fmt: skip
    held = await shelf(province)
    assert [row.scan for row in held] == [f"06184/{named[0]}", f"06184/{named[1]}", f"06187/{named[2]}"]
    assert [
        [(each["severity"], each["case"]) for each in row.findings if each["rule"] == "R01"] for row in held
    ] == [[], [("nghiem_trong", "a")], [("canh_bao", "a")]]
