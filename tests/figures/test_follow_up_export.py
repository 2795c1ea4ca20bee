"""The follow-up register on paper: the fixed first columns, what an office prints, and where it is signed."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import update

from domain.follow_ups import UNDER_WAY
from domain.review import State
from storage import follow_up_ends, follow_ups
from storage.engine import Database
from storage.exports import files
from storage.exports import follow_ups as export
from storage.exports.follow_ups import Form
from storage.follow_up_lists import Wanted
from storage.lots import By
from tests import world
from tests.figures import printed

FIRST = ["ma_don_vi", "loai", "nam", "so", "quyen", "trang", "ly_do"]
NAMED = {"nksHoTen": "=Nông Văn Kín", "meHoTen": ""}


@pytest.fixture
async def register(database: Database) -> Database:
    """Three entries in Hòa Cư, one in Hải Yến; one of the three is late and one is over."""
    await world.found(database)
    lan = await world.hire(database, "Nông Thị Lan", "84912001001", "official", world.HOA_CU)
    here = [world.birth(n, **NAMED) for n in (3, 1, 2)]
    ids = await world.shelve(database, world.HOA_CU, here, state=State.FOLLOW_UP)
    ids += await world.shelve(database, world.HAI_YEN, [world.birth(4)], state=State.FOLLOW_UP)
    table = follow_ups.follow_ups
    for record, unit in zip(ids, [world.HOA_CU] * 3 + [world.HAI_YEN], strict=True):
        await database.write(
            lambda tx, r=record, u=unit: follow_ups.opened(
                tx, decision_id=None, record_id=r, unit_id=u, kind="REGISTER_INCOMPLETE", route="bổ sung",
                note="số 020080001234", field="meHoTen", shows="", person_id=lan, now=world.MORNING,
            )
        )  # fmt: skip
    await database.write(
        lambda tx: tx.run(update(table).where(table.c.record_id == ids[1]).values(due_on=date(2024, 7, 3)))
    )
    over = await database.read(lambda tx: follow_ups.load(tx, 1))
    assert over is not None
    by = By(lan, "telegram", world.MORNING, world.TODAY)
    await database.write(lambda tx: follow_up_ends.keep(tx, over, by, note="không ai yêu cầu"))
    return database


async def test_the_form_has_the_fixed_columns_a_heading_and_two_who_sign(register: Database):
    form = export.of_subtrees(("/1/2/3/",))
    content, number = await register.read(
        lambda tx: export.workbook(tx, form, now=world.MORNING, zone=world.ZONE)
    )
    sheet = printed.sheet(content)
    assert number == 3 and sheet.columns[:7] == FIRST
    assert sheet.above[0] == "ỦY BAN NHÂN DÂN XÃ HÒA CƯ"
    assert sheet.above[1] == "DANH SÁCH HỒ SƠ THEO DÕI DO SỔ GỐC" and "04/07/2024" in sheet.above[-1]
    rows = sheet.dicts()[:3]
    assert [row["so"] for row in rows] == ["1", "2", "3"], "as the book lies on the desk"
    first = rows[0]
    assert first["ho_ten"] == "=Nông Văn Kín" and first["ly_do"] == "REGISTER_INCOMPLETE"
    assert (first["o"], first["sai_thieu"], first["huong_xu_ly"]) == ("Họ tên mẹ", "Sổ ghi thiếu", "bổ sung")
    assert (first["nguoi_xu_ly"], first["han"]) == ("Nông Thị Lan", "03/07/2024")
    assert first["tinh_trang"] == "Đang xử lý (quá hạn)" and first["moi_cong_dan"] == "Có"
    assert rows[2]["tinh_trang"] == "Giữ nguyên theo dõi, đã kết thúc"
    assert rows[2]["ghi_chu"].endswith("Kết thúc: không ai yêu cầu")
    below = " ".join(str(cell) for row in sheet.rows[3:] for cell in row)
    assert "Ngày 04 tháng 07 năm 2024" in below and "NGƯỜI LẬP" in below and "NGƯỜI ĐỨNG ĐẦU ĐƠN VỊ" in below
    assert "<f>" not in sheet.xml and 'orientation="landscape"' in sheet.xml and 'paperSize="9"' in sheet.xml
    assert "&amp;P/&amp;N" in sheet.xml


async def test_it_is_scoped_filtered_and_masked_for_a_chat(register: Database):
    wanted = Wanted(("/1/",), standing=UNDER_WAY)
    content, number = await register.read(
        lambda tx: export.workbook(tx, Form(wanted, detail="masked"), now=world.MORNING, zone=world.ZONE)
    )
    rows = printed.sheet(content).dicts()[:3]
    assert number == 3 and [row["ma_don_vi"] for row in rows] == ["06184", "06184", "06187"]
    assert rows[0]["ho_ten"] == "N.V.K." and "020080001234" not in rows[0]["ghi_chu"]
    late = await register.read(
        lambda tx: export.workbook(
            tx, Form(Wanted(("/1/",), overdue=True)), now=world.MORNING, zone=world.ZONE
        )
    )
    assert late[1] == 1


async def test_a_csv_is_guarded_and_a_day_can_be_taken_alone(register: Database, tmp_path: Path):
    out = tmp_path / "theo-doi.csv"

    async def write(since: date | None) -> int:
        form = Form(export.of_subtrees().wanted, since=since)

        async def work(tx: object) -> int:
            with files.writing(out, export.COLUMNS, name="x") as sheet:
                return await export.fill(tx, sheet, form, today=world.TODAY, zone=world.ZONE)  # type: ignore[arg-type]

        return await register.read(work)

    assert await write(None) == 4
    table = list(csv.reader(out.open(encoding="utf-8")))
    assert table[0][:7] == FIRST and table[1][8] == "'=Nông Văn Kín" and len(table) == 5
    assert await write(date(2024, 7, 5)) == 0
