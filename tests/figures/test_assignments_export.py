"""The assignment documents of a province as a table: every commune, those without a document with empty cells."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path

import pytest

from domain.talk.values import Attached
from domain.typed_names import Named
from storage import assignment_documents, assignment_people, attachments
from storage.engine import Database, Tx
from tests import world
from tests.figures import printed
from tests.figures.terminal import rasoat
from tests.world import HOA_CU, MORNING

FIXED = [
    "ma_don_vi", "ten_don_vi", "so_van_ban", "ngay_ky", "nguoi_nop", "luc_nop", "nguoi_duoc_phan_cong", "tep",
]  # fmt: skip
OWED = ["06187", "Xã Hải Yến", "", "", "", "", "", ""]


@pytest.fixture
async def province(database: Database) -> Database:
    """Hòa Cư has filed one and replaced it; Hải Yến owes one."""
    await world.found(database)
    hung = await world.hire(database, "=Lương Văn Hùng", "84912000001", "head", HOA_CU)

    async def work(tx: Tx) -> None:
        for number in ("14/QĐ", "15/QĐ-UBND"):
            await assignment_documents.file(
                tx, HOA_CU, number=number, signed_on=date(2024, 7, 3), by=hung, now=MORNING
            )
        known = await assignment_documents.of_unit(tx, HOA_CU)
        assert known is not None
        file = Attached("document", "B", "QĐ 15.pdf")
        kept = await attachments.keep(tx, file, channel="telegram", by=hung, now=MORNING)
        await assignment_documents.attach(tx, known.id, kept)
        await assignment_people.name(tx, known.id, [Named("Nông Thị Lan", 5), Named("Lý Văn Đông")])

    await database.write(work)
    return database


def rows_of(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))


async def test_every_commune_has_a_row_and_what_it_filed_last(province: Database, tmp_path: Path):
    out = tmp_path / "van-ban.csv"
    answer = await rasoat(province, "export", "assignments", "--out", str(out))
    assert answer.code == 0, answer.err
    assert rows_of(out) == [
        FIXED,
        ["06184", "Xã Hòa Cư", "15/QĐ-UBND", "2024-07-03", "'=Lương Văn Hùng", "2024-07-04T07:30:00+07:00",
         "Nông Thị Lan; Lý Văn Đông", "QĐ 15.pdf"],
        OWED,
    ]  # fmt: skip


async def test_only_the_units_below_one_are_written_where_it_is_named(province: Database, tmp_path: Path):
    out = tmp_path / "van-ban.csv"
    await rasoat(province, "export", "assignments", "--out", str(out), "--unit", "06187")
    assert rows_of(out) == [FIXED, OWED]
    answer = await rasoat(province, "export", "assignments", "--out", str(out), "--unit", "99999")
    assert (answer.code, rows_of(out)) == (2, [FIXED, OWED])


async def test_who_is_no_commune_has_a_row_once_it_has_filed_one(province: Database, tmp_path: Path):
    async def work(tx: Tx) -> None:
        await assignment_documents.file(tx, 2, number="7/QĐ", signed_on=date(2024, 7, 3), by=99, now=MORNING)

    await province.write(work)
    out = tmp_path / "van-ban.csv"
    await rasoat(province, "export", "assignments", "--out", str(out))
    assert [row[:3] for row in rows_of(out)[1:]] == [
        ["06184", "Xã Hòa Cư", "15/QĐ-UBND"],
        ["06187", "Xã Hải Yến", ""],
        ["183", "Huyện Cao Lộc", "7/QĐ"],
    ]


async def test_a_file_that_could_not_be_had_is_none(province: Database, tmp_path: Path):
    async def work(tx: Tx) -> None:
        [one] = await attachments.claim(tx, ["telegram"], now=MORNING, limit=1)
        await attachments.give_up(tx, one, "gone")

    await province.write(work)
    out = tmp_path / "van-ban.csv"
    await rasoat(province, "export", "assignments", "--out", str(out))
    assert rows_of(out)[1][-1] == ""


async def test_as_a_workbook_it_has_its_labels_above(province: Database, tmp_path: Path):
    out = tmp_path / "van-ban.xlsx"
    await rasoat(province, "export", "assignments", "--out", str(out))
    found = printed.sheet(out)
    assert found.name == "Văn bản phân công"
    assert found.above[:2] == ["SỞ TƯ PHÁP TỈNH LẠNG SƠN", "VĂN BẢN PHÂN CÔNG RÀ SOÁT DỮ LIỆU HỘ TỊCH"]
    assert found.labels[:3] == ["Mã đơn vị", "Đơn vị", "Số văn bản"] and found.columns == FIXED
    assert found.rows[0][:3] == ["06184", "Xã Hòa Cư", "15/QĐ-UBND"] and found.rows[1][0] == "06187"


async def test_days_cannot_be_chosen(province: Database, tmp_path: Path):
    answer = await rasoat(
        province, "export", "assignments", "--out", str(tmp_path / "x.csv"), "--from", "2024-07-01"
    )
    assert answer.code == 2 and "không nhận --from" in answer.err
