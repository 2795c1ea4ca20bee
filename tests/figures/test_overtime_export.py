"""The overtime statement: rows for other programs, and a workbook that somebody signs."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

from storage.engine import Database
from tests import world
from tests.chat import House, Phone, linked
from tests.figures.terminal import rasoat

FIXED = ["ho_ten", "ma_don_vi", "thang", "loai_ngay", "phut"]
MORE = ["don_vi", "loai_ngay_chu", "canh_bao", "ma_nguoi"]


@pytest.fixture
async def house(database: Database) -> House:
    await world.found(database)
    return House(database, daily_quota=500)


async def works(house: House, phone: Phone, moment: str, times: int, *, minutes: float = 4) -> None:
    house.clock.at = datetime.fromisoformat(moment).replace(tzinfo=world.ZONE)
    await phone.says("/batdau")
    for _ in range(times):
        house.clock.move(minutes=minutes)
        await phone.chooses("✅ Phê duyệt")


async def reviewer(house: House, user: str, name: str, unit: int) -> Phone:
    person = await world.hire(house.database, name, f"8491200{user}", "official", unit)
    return await linked(house, user, person)


async def some_evenings(house: House) -> None:
    """Lan works an evening and a Saturday in Hòa Cư, Minh an hour of a Friday night in Hải Yến."""
    await world.shelve(house.database, world.HOA_CU, [world.birth(n) for n in range(1, 40)])
    await world.shelve(house.database, world.HAI_YEN, [world.birth(n) for n in range(1, 40)])
    lan = await reviewer(house, "1001", "Nông Thị Lan", world.HOA_CU)
    minh = await reviewer(house, "1002", "@Hoàng Văn Minh", world.HAI_YEN)
    await works(house, lan, "2024-07-04T09:00:00", 5)  # in the office
    await works(house, lan, "2024-07-04T18:00:00", 5)
    await works(house, minh, "2024-07-05T23:29:30", 15, minutes=4.05)
    await works(house, lan, "2024-07-06T09:00:00", 5)


def rows_of(path: Path) -> list[Mapping[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def in_short(path: Path) -> list[tuple[str, ...]]:
    return [tuple(row[name] for name in FIXED) for row in rows_of(path)]


LANS = [
    ("Nông Thị Lan", "06184", "2024-07", "ngay_thuong", "20"),
    ("Nông Thị Lan", "06184", "2024-07", "ngay_nghi", "20"),
]
MINHS = [
    ("'@Hoàng Văn Minh", "06187", "2024-07", "ngay_thuong_dem", "30"),
    ("'@Hoàng Văn Minh", "06187", "2024-07", "ngay_nghi_dem", "30"),
]


async def test_the_statement_goes_out_by_person_unit_month_and_kind_of_day(house: House, tmp_path: Path):
    await some_evenings(house)
    out = tmp_path / "overtime.csv"
    answer = await rasoat(house.database, "export", "overtime", "--out", str(out))
    assert (answer.code, answer.err) == (0, "")
    assert answer.out == f"Đã ghi 4 hàng vào {out}.\n"
    assert list(rows_of(out)[0]) == FIXED + MORE
    assert sorted(in_short(out)) == sorted(LANS + MINHS)
    first = rows_of(out)[in_short(out).index(LANS[0])]
    assert (first["don_vi"], first["loai_ngay_chu"], first["canh_bao"]) == ("Xã Hòa Cư", "ngày thường", "")


async def test_a_subtree_and_some_days_can_be_taken_alone(house: House, tmp_path: Path):
    await some_evenings(house)
    out = tmp_path / "overtime.csv"

    async def rows(*options: str) -> list[tuple[str, ...]]:
        answer = await rasoat(house.database, "export", "overtime", "--out", str(out), *options)
        assert answer.code == 0
        return sorted(in_short(out))

    assert await rows("--unit", "06184") == sorted(LANS)
    assert await rows("--unit", "183") == sorted(LANS + MINHS)
    assert await rows("--to", "2024-07-04") == [LANS[0]]
    assert await rows("--to", "05/07/2024") == sorted([LANS[0], MINHS[0]])
    assert await rows("--from", "06/07/2024") == sorted([LANS[1], MINHS[1]])
    assert await rows("--from", "2024-07-06", "--to", "2024-07-06", "--unit", "06187") == [MINHS[1]]
    assert await rows("--from", "2024-07-07") == []


async def test_the_workbook_can_be_signed_and_its_rows_still_be_read(house: House, tmp_path: Path):
    await some_evenings(house)
    out = tmp_path / "overtime.xlsx"
    answer = await rasoat(
        house.database, "export", "overtime", "--out", str(out), "--unit", "06184", "--from", "2024-07-01",
        NOW="2024-07-31T20:00:00+07:00",
    )  # fmt: skip
    assert answer.code == 0
    sheet = CalamineWorkbook.from_path(str(out)).get_sheet_by_index(0).to_python()
    first = [str(row[0]) for row in sheet]
    assert first[:3] == [
        "ỦY BAN NHÂN DÂN XÃ HÒA CƯ", "BẢNG KÊ THỜI GIAN LÀM THÊM GIỜ RÀ SOÁT DỮ LIỆU HỘ TỊCH", "Đơn vị: Xã Hòa Cư"
    ]  # fmt: skip
    assert first[3].startswith("Từ ngày 01/07/2024 đến hết ngày ")
    assert "tối đa 5 phút" in first[4] and first[5] == "Đề nghị; thủ trưởng đơn vị xác nhận"
    header = first.index("ho_ten")
    assert sheet[header] == FIXED + MORE and sheet[header - 1][0] == "Họ và tên"
    assert [(*row[:4], str(int(float(str(row[4]))))) for row in sheet[header + 1 : header + 3]] == LANS
    below = sheet[header + 3 :]
    assert not any(below[0])  # an empty row ends the table
    said = [str(cell) for row in below for cell in row if cell]
    assert "Nông Thị Lan: 40 phút (40 phút): ngày thường 20 phút, ngày nghỉ hằng tuần 20 phút" in said
    assert said[-4:] == ["Người lập", "Thủ trưởng đơn vị", "(ký, ghi rõ họ tên)", "(ký, ghi rõ họ tên)"]


async def test_a_month_near_its_cap_says_so_in_every_row_of_it(house: House, tmp_path: Path):
    await world.shelve(house.database, world.HOA_CU, [world.birth(n) for n in range(1, 60)])
    lan = await reviewer(house, "1001", "Nông Thị Lan", world.HOA_CU)
    house.clock.at = datetime(2024, 7, 6, tzinfo=world.ZONE)
    await works(house, lan, "2024-07-06T00:00:00", 34, minutes=60)
    out = tmp_path / "overtime.csv"
    answer = await rasoat(
        house.database, "export", "overtime", "--out", str(out), "--to", "2024-07-07", IDLE_MINUTES="60"
    )
    assert answer.code == 0
    assert {row["canh_bao"] for row in rows_of(out)} == {"đã từ 80 % mức 40 giờ một tháng"}
    assert len(rows_of(out)) == 2


@pytest.mark.parametrize(
    ("words", "settings", "line"),
    [
        (["--unit", "99999"], {}, "không có đơn vị mã “99999”"),
        (["--from", "hôm qua"], {}, "“hôm qua” không phải một ngày"),
        (["--from", "2024-07-05", "--to", "2024-07-04"], {}, "--from phải trước"),
        ([], {"IDLE_MINUTES": "0"}, "RASOAT_IDLE_MINUTES"),
        ([], {"IDLE_MINUTES": "61"}, "RASOAT_IDLE_MINUTES"),
    ],
)
async def test_what_cannot_be_done_is_refused_with_one_line(
    house: House, tmp_path: Path, words: list[str], settings: dict[str, str], line: str
):
    old = tmp_path / "overtime.csv"
    old.write_text("old")
    try:
        answer = await rasoat(house.database, "export", "overtime", "--out", str(old), *words, **settings)
    except ValueError as fault:  # the command line itself tells of a wrong setting
        assert line in str(fault) and "\n" not in str(fault)
    else:
        assert answer.code == 2 and line in answer.err and answer.err.count("\n") == 1
    assert old.read_text() == "old"


async def test_a_file_of_another_kind_is_refused(house: House, tmp_path: Path):
    answer = await rasoat(house.database, "export", "overtime", "--out", str(tmp_path / "overtime.pdf"))
    assert answer.code == 2 and "chỉ ghi được tệp .xlsx hoặc .csv" in answer.err
