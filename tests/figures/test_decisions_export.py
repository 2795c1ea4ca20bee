"""The log of decisions as a file for other programs."""

from __future__ import annotations

import csv
import json
from collections.abc import Mapping
from pathlib import Path

import pytest

from storage.engine import Database
from tests import world
from tests.chat import House, Phone, linked
from tests.figures import printed
from tests.figures.terminal import rasoat

FIXED = [
    "ma_don_vi", "loai", "nam", "so", "lan", "viec", "ly_do", "thay_doi", "nguoi", "kenh", "luc_hien", "luc_quyet",
    "goi_y", "chon",
]  # fmt: skip
MORE = ["quyen", "trang", "huong_xu_ly", "ghi_chu", "trang_thai"]


@pytest.fixture
async def house(database: Database) -> House:
    await world.found(database)
    return House(database)


async def reviewer(house: House, user: str, name: str, unit: int) -> Phone:
    person = await world.hire(house.database, name, f"8491200{user}", "official", unit)
    return await linked(house, user, person)


async def a_day(house: House) -> None:
    """Lan approves, fixes, returns and follows up in Hòa Cư; Minh approves in Hải Yến a day later."""
    await world.shelve(house.database, world.HOA_CU, [world.birth(n) for n in (1, 2, 3, 4)])
    await world.shelve(house.database, world.HAI_YEN, [world.birth(9)])
    lan = await reviewer(house, "1001", "Nông Thị Lan", world.HOA_CU)
    await lan.says("/batdau")
    await lan.chooses("✅ Phê duyệt")
    await lan.says("Họ tên mẹ: Hoàng Thị Mậu")
    await lan.chooses("✔ Đã đối chiếu sổ, lưu và duyệt")
    await lan.chooses("↩️ Trả lại số hóa")
    await lan.chooses("Nhầm bản quét")
    await lan.chooses("📕 Sổ gốc sai/thiếu")
    await lan.chooses("Thêm ghi chú")
    await lan.says('=HYPERLINK("http://x","y")')
    await lan.chooses("Sổ ghi thiếu")
    house.clock.move(days=1)
    minh = await reviewer(house, "1002", "@Hoàng Văn Minh", world.HAI_YEN)
    await minh.says("/batdau")
    await minh.chooses("✅ Phê duyệt")


def rows_of(path: Path) -> list[Mapping[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


async def test_the_log_goes_out_oldest_first_with_the_columns_other_programs_know(
    house: House, tmp_path: Path
):
    await a_day(house)
    out = tmp_path / "log.csv"
    answer = await rasoat(house.database, "export", "decisions", "--out", str(out))
    assert (answer.code, answer.err) == (0, "")
    assert answer.out == f"Đã ghi 5 hàng vào {out}.\n"
    rows = rows_of(out)
    assert list(rows[0]) == FIXED + MORE
    assert [(row["ma_don_vi"], row["so"], row["viec"], row["ly_do"], row["chon"]) for row in rows] == [
        ("06184", "1", "approve", "", ""),
        ("06184", "2", "fix", "", "b"),
        ("06184", "3", "return", "WRONG_SCAN", "a"),
        ("06184", "4", "follow_up", "REGISTER_INCOMPLETE", "c"),
        ("06187", "9", "approve", "", ""),
    ]
    assert json.loads(rows[1]["thay_doi"]) == {"meHoTen": ["Hoàng Thị Mẫu", "Hoàng Thị Mậu"]}
    assert rows[0]["thay_doi"] == ""
    assert {(row["loai"], row["nam"], row["lan"], row["kenh"]) for row in rows} == {
        ("KS", "2005", "1", "telegram")
    }
    assert rows[0]["luc_quyet"].startswith("2024-07-04T07:30:") and rows[0]["luc_quyet"].endswith("+07:00")
    assert rows[0]["luc_hien"] < rows[0]["luc_quyet"]
    assert (rows[3]["huong_xu_ly"], rows[3]["trang_thai"], rows[3]["quyen"]) == (
        "bổ sung", "FOLLOW_UP", "01/2005",
    )  # fmt: skip


async def test_what_somebody_typed_is_never_a_formula(house: House, tmp_path: Path):
    await a_day(house)
    note = '=HYPERLINK("http://x","y")'
    await rasoat(house.database, "export", "decisions", "--out", str(tmp_path / "log.csv"))
    rows = rows_of(tmp_path / "log.csv")
    assert (rows[3]["ghi_chu"], rows[4]["nguoi"], rows[3]["nguoi"]) == (
        "'" + note, "'@Hoàng Văn Minh", "Nông Thị Lan",
    )  # fmt: skip
    await rasoat(house.database, "export", "decisions", "--out", str(tmp_path / "log.xlsx"))
    sheet = printed.sheet(tmp_path / "log.xlsx")
    assert sheet.columns == FIXED + MORE
    assert sheet.rows[3][(FIXED + MORE).index("ghi_chu")] == note
    assert [cell for row in sheet.rows for cell in row if not isinstance(cell, str)] == []
    assert "<f>" not in sheet.xml


async def test_a_commune_and_a_day_can_be_taken_alone(house: House, tmp_path: Path):
    await a_day(house)
    out = tmp_path / "log.csv"

    async def numbers(*options: str) -> list[str]:
        answer = await rasoat(house.database, "export", "decisions", "--out", str(out), *options)
        assert answer.code == 0
        return [row["so"] for row in rows_of(out)]

    assert await numbers("--unit", "06187") == ["9"]
    assert await numbers("--unit", "183") == ["1", "2", "3", "4", "9"]
    assert await numbers("--to", "2024-07-04") == ["1", "2", "3", "4"]
    assert await numbers("--from", "05/07/2024") == ["9"]
    assert await numbers("--from", "2024-07-05", "--unit", "06184") == []


async def test_an_export_that_cannot_be_written_says_why_and_leaves_the_old_file(
    house: House, tmp_path: Path
):
    await a_day(house)
    old = tmp_path / "log.csv"
    old.write_text("old")
    for words, line in (
        (["decisions", "--out", str(tmp_path / "log.pdf")], "chỉ ghi được tệp .xlsx hoặc .csv"),
        (["decisions", "--out", str(tmp_path / "no" / "log.csv")], "không có thư mục"),
        (["decisions", "--out", str(old), "--unit", "99999"], "không có đơn vị mã “99999”"),
        (["decisions", "--out", str(old), "--from", "mai"], "“mai” không phải một ngày"),
        (["decisions", "--out", str(old), "--from", "2024-07-05", "--to", "2024-07-04"], "--from phải trước"),
        (["progress", "--out", str(old), "--from", "2024-07-05"], "không nhận --from"),
        (["returned", "--out", str(old), "--to", "2024-07-05"], "không nhận --from"),
        (
            ["sums", "--out", str(old)],
            "không có bảng xuất “sums”; có: progress, returned, follow-up, actions",
        ),
    ):
        answer = await rasoat(house.database, "export", *words)
        assert answer.code == 2
        assert answer.err.startswith("rasoat: ") and line in answer.err and answer.err.count("\n") == 1
    assert old.read_text() == "old"
    assert not leftovers(tmp_path)


def leftovers(folder: Path) -> list[Path]:
    return list(folder.glob(".*"))


async def test_progress_goes_out_by_the_same_command(house: House, tmp_path: Path):
    await a_day(house)
    out = tmp_path / "progress.csv"
    answer = await rasoat(house.database, "export", "progress", "--out", str(out), "--unit", "06184")
    assert answer.code == 0
    rows = rows_of(out)
    assert [(row["ma_don_vi"], row["loai"], row["tong"], row["da_ra_soat"], row["ty_le"]) for row in rows] == [
        ("06184", "tat_ca", "4", "4", "1.0"),
        ("06184", "KS", "4", "4", "1.0"),
        ("", "tat_ca", "4", "4", "1.0"),
    ]  # fmt: skip
    assert (rows[0]["APPROVED"], rows[0]["RETURNED"], rows[0]["FOLLOW_UP"]) == ("2", "1", "1")
