"""Where the review and the staging software differ: the wrong return first, what only waits last."""

from __future__ import annotations

import csv
import json
from collections.abc import Sequence
from pathlib import Path

import pytest

from domain.records import RecordType
from domain.review import State
from storage.engine import Database
from tests import world
from tests.figures import printed
from tests.figures.terminal import Answer, rasoat
from tests.imports.import_sheets import write_csv, write_xlsx

FIXED = ["ma_don_vi", "loai", "nam", "so", "quyen", "trang", "ly_do"]
HEADER = ["loai", "maDonVi", "nam", "so", "tinhTrang"]
APPROVED, REFUSED, WATCHED, WAITING = "Đã phê duyệt", "Từ chối", "Theo dõi", "Chưa rà soát"


@pytest.fixture
async def province(database: Database) -> Database:
    """Hòa Cư: births 1–3 approved, 4–6 returned, 7–9 followed up, 10–12 waiting; Hải Yến: birth 1 and a death approved."""
    await world.found(database)
    for state, first in ((State.APPROVED, 1), (State.RETURNED, 4), (State.FOLLOW_UP, 7), (State.PENDING, 10)):
        await world.shelve(
            database, world.HOA_CU, [world.birth(n, quyenSo="" if n == 9 else "01/2005") for n in range(first, first + 3)],
            state=state,
        )  # fmt: skip
    await world.shelve(database, world.HAI_YEN, [world.birth(1)], state=State.APPROVED)
    death = {"so": "1", "ngayDangKy": "02.02.2003", "nktHoTen": "Hoàng Văn Thử"}
    await world.shelve(database, world.HAI_YEN, [death], kind=RecordType.KT, state=State.APPROVED)
    return database


async def told(database: Database, folder: Path, *rows: Sequence[str], options: Sequence[str] = ()) -> Answer:
    path = write_csv(folder / "158.csv", [HEADER, *rows])
    return await rasoat(database, "import", "status", str(path), *options)


def birth(number: int, words: str, unit: str = "06184") -> list[str]:
    return ["KS", unit, "2005", str(number), words]


ALL = [
    birth(1, APPROVED), birth(2, REFUSED), birth(3, WATCHED), birth(4, REFUSED), birth(5, APPROVED), birth(6, WAITING),
    birth(7, WATCHED), birth(8, APPROVED), birth(9, REFUSED), birth(10, WAITING), birth(11, APPROVED),
    birth(12, "Đang ký số"), birth(77, REFUSED),
]  # fmt: skip


async def rows(database: Database, out: Path, *options: str) -> list[dict[str, str]]:
    answer = await rasoat(database, "export", "mismatches", "--out", str(out), *options)
    assert (answer.code, answer.err) == (0, "")
    with out.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


async def test_the_operator_is_told_of_wrong_returns_at_once(province: Database, tmp_path: Path):
    answer = await told(province, tmp_path, *ALL)
    assert (answer.code, answer.err) == (0, "")
    assert "Đối chiếu với phần mềm 158 (14 hồ sơ):" in answer.out
    assert "• 158 đã từ chối, ở đây theo dõi vì sổ gốc (trả nhầm): 1" in answer.out
    assert "CẦN SỬA NGAY: 1 hồ sơ bị từ chối nhầm trong phần mềm 158" in answer.out
    quiet = await told(province, tmp_path, birth(9, WATCHED), options=["--json"])
    agreement = json.loads(quiet.out)["agreement"]
    assert (agreement["WRONG_RETURN"], sum(agreement.values()) - agreement["NOT_HERE"]) == (0, 14)


async def test_the_gravest_stands_first_and_what_waits_last(province: Database, tmp_path: Path):
    await told(province, tmp_path, *ALL)
    found = await rows(province, tmp_path / "lech.csv")
    assert list(found[0])[: len(FIXED)] == FIXED
    assert [(row["ly_do"], row["so"]) for row in found] == [
        ("WRONG_RETURN", "9"),
        ("RETURNED_APPROVED_THERE", "5"),
        ("FOLLOW_UP_APPROVED_THERE", "8"),
        ("APPROVED_REFUSED_THERE", "2"),
        ("DECIDED_WATCHED_THERE", "3"),
        ("OPEN_APPROVED_THERE", "11"),
        ("UNKNOWN_WORDS", "12"),
        ("NOT_HERE", "77"),
        ("TO_KEY_IN", "6"),
    ]
    assert {row["ma_don_vi"] for row in found} == {"06184"}, (
        "nothing was told of Hải Yến, so nothing differs there"
    )
    first, there_only = found[0], found[7]
    assert (first["o_day"], first["ben_158"], first["ho_ten"]) == (
        "Theo dõi (sổ gốc)",
        "Từ chối",
        "Nông Văn Thử 9",
    )
    assert first["noi_dung"].endswith("(trả nhầm)")
    assert first["so_lieu_luc"] == "12:00 04/07/2024"
    assert (there_only["nam"], there_only["o_day"], there_only["ho_ten"]) == ("2005", "không có hồ sơ", "")
    assert [row["ben_158"] for row in found if row["ly_do"] == "UNKNOWN_WORDS"] == ["Đang ký số"]


async def test_what_a_list_of_a_unit_and_type_leaves_out_is_listed(province: Database, tmp_path: Path):
    await told(province, tmp_path, birth(1, APPROVED, "06187"))
    assert await rows(province, tmp_path / "lech.csv") == [], "of deaths and of Hòa Cư nothing was told"
    await told(province, tmp_path, birth(1, APPROVED), birth(1, APPROVED, "06187"))
    found = await rows(province, tmp_path / "lech.csv")
    assert [(row["ly_do"], row["so"]) for row in found] == [
        ("NOT_THERE", str(n)) for n in range(2, 13) if n != 9
    ] + [("NOT_THERE", "9")]
    assert {row["ben_158"] for row in found} == {"chưa có số liệu"}


async def test_a_unit_can_be_taken_alone_and_before_any_list_there_is_nothing(
    province: Database, tmp_path: Path
):
    out = tmp_path / "lech.csv"
    assert await rows(province, out) == []
    await told(province, tmp_path, *ALL, birth(1, REFUSED, "06187"))
    assert [row["so"] for row in await rows(province, out, "--unit", "06187")] == ["1"]
    assert len(await rows(province, out, "--unit", "183")) == 10


async def test_hostile_words_stay_words_in_a_workbook_an_office_can_print(province: Database, tmp_path: Path):
    words = "=cmd|' /C calc'!A1"
    path = write_xlsx(tmp_path / "158.xlsx", [HEADER, birth(1, words), birth(2, APPROVED)])
    assert (await rasoat(province, "import", "status", str(path))).code == 0
    out = tmp_path / "lech.xlsx"
    assert (await rasoat(province, "export", "mismatches", "--out", str(out))).code == 0
    sheet = printed.sheet(out)
    assert "LỆCH GIỮA KẾT QUẢ RÀ SOÁT VÀ PHẦN MỀM HỘ TỊCH 158" in "\n".join(sheet.above)
    assert sheet.columns[: len(FIXED)] == FIXED
    assert sheet.dicts()[0]["ben_158"] == words
    assert "<f>" not in sheet.xml


async def test_a_list_of_another_province_ends_with_2_and_names_it(province: Database, tmp_path: Path):
    answer = await told(province, tmp_path, birth(1, APPROVED, "00691"))
    assert answer.code == 2
    assert "tệp của tỉnh khác: không đơn vị nào trong tệp (00691) có ở đây" in answer.out
    assert "chưa ghi gì" in answer.out


async def test_the_day_of_a_list_can_be_told(province: Database, tmp_path: Path):
    await told(province, tmp_path, birth(1, APPROVED), options=["--as-of", "03/07/2024"])
    assert "Số liệu của phần mềm 158 đến 23:59 03/07/2024" in (await rasoat(province, "status")).out
    answer = await told(province, tmp_path, birth(1, REFUSED), options=["--as-of", "2024-07-01"])
    assert "1 cũ hơn điều đã biết, giữ nguyên" in answer.out
    answer = await told(province, tmp_path, birth(1, REFUSED), options=["--as-of", "2024-07-05"])
    assert (answer.code, "--as-of: ngày 2024-07-05 chưa tới" in answer.out) == (2, True)
    answer = await told(province, tmp_path, birth(1, REFUSED), options=["--as-of", "hôm qua"])
    assert answer.code == 2
