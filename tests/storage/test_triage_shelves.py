"""What only the records of a shelf together can tell: numbers twice or left out, one scan for two, a person twice."""

from __future__ import annotations

from typing import Any

import pytest
import world
from sqlalchemy import select, update
from world import HAI_YEN, HOA_CU, MORNING, TODAY, birth

from domain.records import Finding, RecordType, Severity
from domain.review import State
from storage import desk, triage, triage_marks, triage_sets
from storage.engine import Database
from storage.tables import RecordRow

records: Any = RecordRow.__table__


@pytest.fixture
async def province(database: Database) -> Database:
    await world.found(database)
    return database


@pytest.fixture(params=[triage_sets.MANY, 1], ids=["shelf_by_shelf", "in_one_pass"])
def looked_for(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever stands in two records is looked for in two ways, by how much waits; both tell the same."""
    monkeypatch.setattr(triage_sets, "MANY", request.param)


async def shelve(database: Database, unit_id: int, rows: list[dict[str, str]], **more: Any) -> list[int]:
    return await world.shelve(database, unit_id, rows, judged=False, **more)


async def judged(database: Database) -> dict[int, list[dict[str, str]]]:
    await triage.catch_up(database, now=MORNING, today=TODAY)
    return await held(database)


async def held(database: Database) -> dict[int, list[dict[str, str]]]:
    rows = await database.read(lambda tx: tx.run(select(records.c.id, records.c.findings)))
    return {row.id: row.findings for row in rows}


def of_rule(findings: list[dict[str, str]], rule: str) -> list[tuple[str, str, str, str]]:
    return [
        (each["field"], each["severity"], each["case"], each["value"])
        for each in findings
        if each["rule"] == rule
    ]


async def change(database: Database, record_id: int, **values: Any) -> None:
    await database.write(lambda tx: tx.run(update(records).where(records.c.id == record_id).values(**values)))


def people(count: int, **more: str) -> list[dict[str, str]]:
    """Births of so many people, each with a mother of their own, numbered from 1."""
    return [
        birth(n, meHoTen=f"Hoàng Thị Mẫu {'ABCDEFGHIJKLMNOPQRSTUVWXYZ'[n % 26]}", **more)
        for n in range(1, count + 1)
    ]


async def test_two_records_of_one_number_both_say_so_until_one_is_given_its_right_number(province: Database):
    one, two = await shelve(province, HOA_CU, [birth(1), birth(2)])
    (again,) = await shelve(province, HOA_CU, [birth(3)], state=State.ASKED)
    await change(province, again, number="01", desk_order="1.2005.001.00003.000001", content_hash="another")
    found = await judged(province)
    assert of_rule(found[one], "R12") == of_rule(found[again], "R12") == [("so", "nghiem_trong", "", "")]
    assert of_rule(found[two], "R12") == []

    async def mend(tx: Any) -> None:
        await tx.run(
            update(records)
            .where(records.c.id == again)
            .values(number="3", desk_order="1.2005.001.00003.000003")
        )
        await triage.judge_one(tx, again, TODAY)

    await province.write(mend)
    found = await judged(province)
    assert [of_rule(found[each], "R12") for each in (one, two, again)] == [[], [], []]


async def test_the_very_same_record_sent_twice_is_the_vendors(province: Database):
    one, two = await shelve(province, HOA_CU, [birth(1), birth(2)])
    await change(province, two, desk_order="1.2005.001.00001.000001", content_hash="0", number="1")
    found = await judged(province)
    assert [each[2] for each in of_rule(found[one], "R12") + of_rule(found[two], "R12")] == ["a", "a"]


async def test_one_entry_typed_twice_from_one_scan_is_the_vendors_though_a_blank_differs(province: Database):
    rows = [
        birth(6),
        birth(8, trangSo="12"),
        birth(7, nksHoTen="Nông Văn Một"),
        birth(9, nksHoTen="Lý Thị Hai"),
    ]
    for row in rows[:2]:
        row["nksHoTen"] = "Nông Thị Sáu"
    ids = await shelve(
        province, HOA_CU, rows, scans={at: f"quyen-3/anh-{17 + at // 2}.pdf" for at in range(4)}
    )
    for at, number in ((1, 6), (3, 7)):
        line = f"1.2005.001.{number:05d}.{number:06d}"
        await change(province, ids[at], number=str(number), desk_order=line, content_hash=f"another {number}")
    found = await judged(province)
    assert [[each[2] for each in of_rule(found[one], "R12")] for one in ids] == [["a"], ["a"], [""], [""]]


async def test_the_first_record_of_a_year_names_the_numbers_left_out_before_it(province: Database):
    ids = await shelve(province, HOA_CU, people(9)[2:])
    found = await judged(province)
    assert [of_rule(found[record_id], "R13") for record_id in ids] == [
        [("so", "goi_y", "", "1–2")], *[[]] * 6,
    ]  # fmt: skip


async def test_the_record_after_a_gap_names_the_numbers_left_out(province: Database):
    rows = [row for row in people(20) if row["so"] not in ("7", "8", "15")]
    ids = await shelve(province, HOA_CU, rows)
    found = await judged(province)
    gaps = {rows[at]["so"]: of_rule(found[record_id], "R13") for at, record_id in enumerate(ids)}
    assert {number: told for number, told in gaps.items() if told} == {
        "9": [("so", "goi_y", "", "7–8")], "16": [("so", "goi_y", "", "15")],
    }  # fmt: skip


async def test_numbers_left_out_say_nothing_while_most_of_the_year_has_not_come(province: Database):
    await shelve(province, HOA_CU, [row for row in people(24) if int(row["so"]) % 2])
    assert not any(of_rule(found, "R13") for found in (await judged(province)).values())


async def test_a_gap_closes_with_the_next_delivery(province: Database):
    rows = people(12)
    await shelve(province, HOA_CU, [row for row in rows if row["so"] != "5"])
    assert any(of_rule(found, "R13") for found in (await judged(province)).values())
    await shelve(province, HOA_CU, [rows[4]], state=State.ASKED)
    assert not any(of_rule(found, "R13") for found in (await judged(province)).values())


async def test_two_entries_on_one_scan_say_so_but_not_the_one_whose_name_the_scan_bears(province: Database):
    scan = "KS.2005.01.2005-03-21.001.pdf"
    loose = "anh_chup_05.pdf"
    one, two, three, four, five = await shelve(
        province, HOA_CU, people(5), scans={0: scan, 1: scan, 2: loose, 3: loose, 4: "anh_chup_06.pdf"}
    )
    found = await judged(province)
    told = {record_id: [each[:3] for each in of_rule(found[record_id], "R01")] for record_id in found}
    shared = [("tenFile", "nghiem_trong", "a")]
    assert told == {one: [], two: shared, three: shared, four: shared, five: []}


async def test_a_scan_that_was_not_found_is_told_once(province: Database):
    missing = Finding("R01", "tenFile", Severity.SERIOUS, "a", "mat.pdf")
    one, two = await shelve(
        province, HOA_CU, people(2), scans={0: "mat.pdf", 1: "mat.pdf"}, findings={0: (missing,)}
    )
    found = await judged(province)
    assert [len(of_rule(found[each], "R01")) for each in (one, two)] == [1, 1]


@pytest.mark.usefixtures("looked_for")
async def test_a_person_in_two_books_is_told_at_both_with_the_place_of_the_other(province: Database):
    (here,) = await shelve(province, HOA_CU, [birth(4, nksHoTen="Nông Thị Hòa")])
    (there,) = await shelve(province, HAI_YEN, [birth(9, nksHoTen="NÔNG THỊ  HOÀ", nksNgaySinh="1/3/2005")])
    found = await judged(province)
    names = await province.read(
        lambda tx: tx.run(select(world.units.c.name).where(world.units.c.id == HAI_YEN))
    )
    assert of_rule(found[here], "R23") == [
        ("nksHoTen", "canh_bao", "", f"{names.scalar_one()}: Số 9 · Quyển 01/2005")
    ]
    assert len(of_rule(found[there], "R23")) == 1

    async def mend(tx: Any) -> None:
        fields = birth(9, nksHoTen="Nông Thị Hoa")
        await tx.run(update(records).where(records.c.id == there).values(fields=fields))
        await triage.judge_one(tx, there, TODAY)

    await province.write(mend)
    found = await judged(province)
    assert of_rule(found[here], "R23") == of_rule(found[there], "R23") == []


@pytest.mark.usefixtures("looked_for")
async def test_who_is_registered_again_by_law_is_not_registered_twice(province: Database):
    await shelve(province, HOA_CU, [birth(4, nksHoTen="Nông Thị Hòa")])
    await shelve(province, HAI_YEN, [birth(9, nksHoTen="Nông Thị Hòa", loaiDangKy="2")])
    assert not any(of_rule(found, "R23") for found in (await judged(province)).values())


@pytest.mark.usefixtures("looked_for")
async def test_people_of_one_name_are_told_apart_by_their_mothers(province: Database):
    await shelve(
        province,
        HOA_CU,
        [birth(4, nksHoTen="Nông Thị Hòa"), birth(5, nksHoTen="Nông Thị Hòa", meHoTen="Lý Thị Sen")],
    )
    assert not any(of_rule(found, "R23") for found in (await judged(province)).values())


async def test_what_an_official_closed_keeps_what_it_showed_then(province: Database):
    one, _ = await shelve(province, HOA_CU, [birth(1), birth(2)])
    await judged(province)
    await change(province, one, state=State.APPROVED.value)
    (again,) = await shelve(province, HOA_CU, [birth(3)], state=State.ASKED)
    await change(province, again, number="1", desk_order="1.2005.001.00001.000001")
    found = await judged(province)
    assert (of_rule(found[one], "R12"), len(of_rule(found[again], "R12"))) == ([], 1)


async def test_a_number_that_was_mended_and_approved_stands_twice_no_more(province: Database):
    one, two = await shelve(province, HOA_CU, people(2))
    await change(province, two, number="1", desk_order="1.2005.001.00001.000001")
    await judged(province)

    async def fix(tx: Any) -> None:
        await desk.set_fields(tx, two, RecordType.KS, people(2)[1])
        await tx.run(update(records).where(records.c.id == two).values(state=State.APPROVED.value))
        await triage.judge_one(tx, two, TODAY)

    await province.write(fix)
    found = await judged(province)
    assert of_rule(found[one], "R12") == of_rule(found[two], "R12") == []


async def test_a_shelf_that_changes_while_it_is_judged_is_judged_again(province: Database):
    await shelve(province, HOA_CU, [birth(1)])
    await judged(province)

    async def mark(tx: Any) -> None:
        await triage_marks.mark(tx, {(HOA_CU, RecordType.KS.value)})

    await province.write(mark)
    waiting = await province.read(triage_sets._waiting)
    await province.write(mark)
    await province.write(lambda tx: triage_sets._done(tx, waiting))
    assert await province.read(triage_sets.are_stale)


def scan_of(number: int) -> str:
    return f"KS.2005.01.2005-03-21.{number:03d}.pdf"


async def test_a_book_typed_against_the_wrong_scans_is_the_vendors_and_stays_so_when_a_record_is_judged_again(
    province: Database,
):
    rows = people(8)
    ids = await shelve(province, HOA_CU, rows, scans={at: scan_of(at + 2) for at in range(7)})
    found = await judged(province)
    assert [[each[2] for each in of_rule(found[record_id], "R03")] for record_id in ids] == [["a"]] * 7 + [[]]

    async def again(tx: Any) -> None:
        await triage.judge_one(tx, ids[0], TODAY)

    await province.write(again)
    assert [each[2] for each in of_rule((await held(province))[ids[0]], "R03")] == ["a"]
    assert [each[2] for each in of_rule((await judged(province))[ids[0]], "R03")] == ["a"]


async def test_one_scan_of_another_entry_says_nothing_of_the_book(province: Database):
    ids = await shelve(
        province, HOA_CU, people(8), scans={at: scan_of(at + (3 if at == 4 else 1)) for at in range(8)}
    )
    found = await judged(province)
    told = [of_rule(found[record_id], "R03") for record_id in ids]
    assert [len(each) for each in told] == [0, 0, 0, 0, 1, 0, 0, 0]
    rows = await province.read(lambda tx: tx.run(select(records.c.findings).where(records.c.id == ids[4])))
    assert not any("was" in each for each in rows.scalar_one())
