"""Somebody with the database in their hands changes something; the check names it."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import delete, insert, select, text, update
from sqlalchemy.exc import DBAPIError

from domain.fields import catalogue
from domain.records import RecordType
from domain.review import State
from storage import verify
from storage.engine import Database, Tx
from storage.imports import records as record_import
from storage.imports.outcome import Order
from storage.tables import ChainHeadRow, DecisionRow, RecordRow, TallyRow, TotalRow
from tests import world
from tests.chat import House, linked
from tests.figures.terminal import rasoat

decisions: Any = DecisionRow.__table__
heads: Any = ChainHeadRow.__table__
records: Any = RecordRow.__table__
tallies: Any = TallyRow.__table__
totals: Any = TotalRow.__table__


@pytest.fixture
async def after_a_day(database: Database) -> Database:
    """Lan's day in Hòa Cư: seven lines in its log. Hải Yến has records and no decision yet."""
    await world.found(database)
    await world.shelve(database, world.HOA_CU, [world.birth(n) for n in (1, 2, 3, 4, 5)])
    await world.shelve(database, world.HAI_YEN, [world.birth(9)], state=State.UNSTATED)
    house = House(database)
    person = await world.hire(database, "Nông Thị Lan", "84912000001", "official", world.HOA_CU)
    lan = await linked(house, "1001", person)
    await lan.says("/batdau")
    await lan.chooses("✅ Phê duyệt")
    await lan.says("Họ tên mẹ: Hoàng Thị Mậu")
    await lan.chooses("✔ Đã đối chiếu sổ, lưu và duyệt")
    await lan.chooses("↶ Hoàn tác")
    await lan.chooses("⋯ Thêm")
    await lan.chooses("⏭ Để sau")
    house.clock.move(days=1)
    await lan.says("/batdau")
    await lan.chooses("↩️ Trả lại số hóa")
    await lan.chooses("Nhầm bản quét")
    await lan.chooses("📕 Sổ gốc sai/thiếu")
    await lan.chooses("Sổ ghi thiếu")
    await lan.chooses("✅ Phê duyệt")
    return database


async def meddle(database: Database, *statements: Any) -> None:
    """Change what the product itself never would, the guard of the log taken off."""
    guards = (
        ("DROP TRIGGER decisions_no_update", "DROP TRIGGER decisions_no_delete")
        if database.dialect == "sqlite"
        else ("ALTER TABLE decisions DISABLE TRIGGER ALL",)
    )

    async def work(tx: Tx) -> None:
        for statement in (*map(text, guards), *statements):
            await tx.run(statement)

    await database.write(work)


async def told(database: Database) -> str:
    """Run the check, which must find something, and give its one line."""
    answer = await rasoat(database, "verify")
    assert answer.code == 1
    assert answer.out.count("\n") == 1
    return answer.out.strip()


def line(seq: int) -> Any:
    return (decisions.c.unit_id == world.HOA_CU) & (decisions.c.seq == seq)


async def test_after_a_day_of_every_kind_of_move_all_is_whole(after_a_day: Database):
    answer = await rasoat(after_a_day, "verify")
    assert (answer.code, answer.out) == (
        0,
        "Toàn vẹn: 7 quyết định của 1 đơn vị nối liền, 6 hồ sơ và các số đếm khớp với nhật ký.\n",
    )
    told = json.loads((await rasoat(after_a_day, "verify", "--json")).out)
    assert told == {
        "whole": True,
        "units": 1,
        "decisions": 7,
        "records": 6,
        "seals": 0,
        "copies": [],
        "difference": None,
    }


async def test_nothing_decided_yet_is_whole(database: Database):
    assert (await rasoat(database, "verify")).code == 0


async def test_what_the_vendor_sends_again_is_part_of_the_log(after_a_day: Database, tmp_path: Path):
    header = catalogue.header_row(RecordType.KS)
    row = (
        await after_a_day.read(
            lambda tx: tx.run(select(records.c.fields).where(records.c.state == State.RETURNED.value))
        )
    ).scalar_one()
    sheet = tmp_path / "again.csv"
    with sheet.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, header, restval="")
        writer.writeheader()
        writer.writerow({**row, "meHoTen": "Hoàng Thị Mới"})
    now = world.MORNING.replace(day=6)
    address = after_a_day.url.render_as_string(hide_password=False)
    outcome = await record_import.take_in(address, Order(sheet, now, now.date(), unit_code="06184"))
    assert outcome.counts["resubmitted"] == 1
    assert (await rasoat(after_a_day, "verify")).code == 0
    await meddle(after_a_day, update(records).where(records.c.revision == 2).values(revision=3))
    assert "lần đang là 3, theo nhật ký phải là 2" in await told(after_a_day)


@pytest.mark.parametrize("change", [update(decisions).values(note="khác"), delete(decisions)])
async def test_the_database_itself_refuses_to_change_the_log(after_a_day: Database, change: Any):
    with pytest.raises(DBAPIError, match="append-only"):
        await after_a_day.write(lambda tx: tx.run(change))


async def test_a_changed_note_is_named(after_a_day: Database):
    await meddle(after_a_day, update(decisions).where(line(6)).values(note="khác"))
    assert "đơn vị 06184, quyết định số 6" in await told(after_a_day)
    assert "nội dung đã bị sửa" in await told(after_a_day)


async def test_a_decision_taken_out_is_named(after_a_day: Database):
    await meddle(after_a_day, delete(decisions).where(line(3)))
    assert "đơn vị 06184, quyết định số 3: mất số thứ tự 3, sau đó là 4" in await told(after_a_day)


async def test_the_last_decision_taken_out_is_named(after_a_day: Database):
    await meddle(after_a_day, delete(decisions).where(line(7)))
    assert "cuối nhật ký không khớp với đầu chuỗi đang giữ (đang giữ 7:" in await told(after_a_day)


async def test_two_decisions_swapped_are_named(after_a_day: Database):
    await meddle(
        after_a_day,
        update(decisions).where(line(2)).values(seq=99),
        update(decisions).where(line(5)).values(seq=2),
        update(decisions).where(line(99)).values(seq=5),
    )
    assert "đơn vị 06184, quyết định số 2" in await told(after_a_day)


async def test_a_decision_slipped_in_at_the_end_with_its_number_is_named(after_a_day: Database):
    columns = [column for column in decisions.c if column.name not in ("id", "seq", "event_key")]
    copied = select(decisions.c.seq + 7, decisions.c.event_key + "x", *columns).where(line(1))
    await meddle(
        after_a_day,
        insert(decisions).from_select(
            ["seq", "event_key", *(c.name for c in columns)], copied, include_defaults=False
        ),
    )
    assert "quyết định số 8, hồ sơ #1: không nối với dòng trước" in await told(after_a_day)


async def test_a_record_moved_without_a_decision_is_named(after_a_day: Database):
    await meddle(after_a_day, update(records).where(records.c.number == "2").values(state="APPROVED"))
    assert "hồ sơ #2: trạng thái đang là APPROVED, theo nhật ký phải là PENDING" in await told(after_a_day)


async def test_a_record_taken_away_is_named_by_its_decision(after_a_day: Database):
    await meddle(after_a_day, delete(records).where(records.c.id == 1))
    assert "quyết định số 1, hồ sơ #1: quyết định về một hồ sơ không còn" in await told(after_a_day)


async def test_a_record_nobody_decided_taken_away_is_missed_in_the_counts(after_a_day: Database):
    await meddle(after_a_day, delete(records).where(records.c.unit_id == world.HAI_YEN))
    assert (
        "đơn vị 06187: số đếm theo ngày của KS · UNSTATED · 2024-07-04 đang là 1, đếm lại là 0"
        in await told(after_a_day)
    )


async def test_a_changed_count_is_named(after_a_day: Database):
    await meddle(
        after_a_day, update(tallies).where(tallies.c.state == "RETURNED").values(count=tallies.c.count + 1)
    )
    assert "KS · RETURNED · 2024-07-05 đang là 2, đếm lại là 1" in await told(after_a_day)


async def test_a_changed_total_is_named(after_a_day: Database):
    await meddle(after_a_day, update(totals).where(totals.c.state == "FOLLOW_UP").values(count=0))
    assert "tổng của KS · FOLLOW_UP đang là 0, đếm lại là 1" in await told(after_a_day)


async def test_a_record_whose_first_state_was_changed_does_not_fit_its_log(after_a_day: Database):
    await meddle(after_a_day, update(records).where(records.c.id == 1).values(imported_state="RETURNED"))
    found = await told(after_a_day)
    assert "quyết định số 1, hồ sơ #1: không thể nối tiếp" in found
    assert "trạng thái trước là PENDING, phải là RETURNED" in found


async def test_the_first_difference_is_found_across_pages(
    after_a_day: Database, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(verify, "PAGE", 2)
    assert (await rasoat(after_a_day, "verify")).code == 0
    await meddle(after_a_day, update(decisions).where(line(5)).values(route="khác"))
    told = json.loads((await rasoat(after_a_day, "verify", "--json")).out)
    assert (told["whole"], told["difference"]["breach"], told["difference"]["seq"]) == (False, "changed", 5)


@pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)
@pytest.mark.parametrize(
    ("change", "place"),
    [
        ("UPDATE decisions SET changes = '{' WHERE seq = 2", "đơn vị 06184, quyết định số 2, hồ sơ #2"),
        ("UPDATE records SET state_on = 'mai' WHERE id = 3", "đơn vị 06184, hồ sơ #3"),
        ("UPDATE tallies SET day = 'mai' WHERE state = 'UNSTATED'", "bảng tallies"),
    ],
)
async def test_a_value_that_is_none_is_named_and_no_surprise(after_a_day: Database, change: str, place: str):
    """Only SQLite would keep such a value."""
    await meddle(after_a_day, text(change))
    assert await told(after_a_day) == f"Sai khác: {place}: có giá trị không đọc được."
