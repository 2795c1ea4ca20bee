"""Records are judged where they are stored: when they come, when they change, when the rules or the units do."""

from __future__ import annotations

import csv
from datetime import date
from typing import Any

import pytest
import world
from sqlalchemy import select, update
from world import HAI_YEN, HOA_CU, MORNING, TODAY

from domain.records import Finding, RecordType, Severity
from domain.review import State
from domain.triage.shape import RULE_SET
from storage import (
    desk,
    triage,
    triage_counts,
    triage_explaining,
    triage_hands,
    triage_places,
    unit_tree,
    units,
)
from storage.engine import Database
from storage.exports import files, findings
from storage.tables import RecordRow
from storage.tables_triage import TriageBasisRow

records: Any = RecordRow.__table__
basis: Any = TriageBasisRow.__table__


NAMES = ("An", "Bình", "Cường", "Dũng", "Giang", "Hà", "Hải", "Hùng", "Khánh", "Lâm", "Minh", "Nam", "Phong")


def birth(number: int, **more: str) -> dict[str, str]:
    """A birth in which no rule finds anything; several of them are of different people."""
    name = f"Nông Văn {NAMES[number % len(NAMES)]}"
    return world.birth(number, **{"nksHoTen": name, "nksNgaySinh": f"{number % 20 + 1:02d}.03.2005", **more})


@pytest.fixture
async def province(database: Database) -> Database:
    await world.found(database)
    return database


async def shelve(database: Database, unit_id: int, rows: list[dict[str, str]], **more: Any) -> list[int]:
    return await world.shelve(database, unit_id, rows, judged=False, **more)


async def look(database: Database) -> dict[int, Any]:
    rows = await database.read(lambda tx: tx.run(select(records).order_by(records.c.id)))
    return {row.id: row for row in rows}


async def change(database: Database, record_id: int, **values: Any) -> None:
    await database.write(lambda tx: tx.run(update(records).where(records.c.id == record_id).values(**values)))


def rules(row: Any) -> list[tuple[str, str]]:
    return [(each["rule"], each["field"]) for each in row.findings]


async def catch_up(database: Database, today: date = TODAY) -> triage.Outcome:
    return await triage.catch_up(database, now=MORNING, today=today)


async def test_what_came_is_judged_once_and_a_second_look_finds_nothing_to_do(province: Database):
    _, two = await shelve(province, HOA_CU, [birth(1), birth(2, nksNgaySinh="31.02.2005")])
    assert (await province.read(triage.unjudged), await province.read(triage.is_behind)) == (2, True)
    assert (await catch_up(province)).judged == 2
    there = await look(province)
    assert {row.rule_set for row in there.values()} == {RULE_SET}
    assert ("R05", "nksNgaySinh") in rules(there[two])
    assert not await province.read(triage.is_behind)
    assert await catch_up(province) == triage.Outcome(0, 0)


async def test_a_thousand_records_are_judged_by_processes_as_by_this_one(
    province: Database, monkeypatch: Any
):
    rows = [birth(n, nksNgaySinh="31.02.2005" if n % 3 == 0 else "01.03.2005") for n in range(1, 601)]
    await shelve(province, HOA_CU, rows)
    await catch_up(province)
    by_processes = {record_id: row.findings for record_id, row in (await look(province)).items()}
    await province.write(lambda tx: tx.run(update(records).values(rule_set=0, findings=[])))
    monkeypatch.setattr(triage, "FEW", 10_000)
    monkeypatch.setattr(triage, "CHUNK", 600)
    await catch_up(province)
    assert {record_id: row.findings for record_id, row in (await look(province)).items()} == by_processes


async def judge_all(database: Database) -> triage.Outcome:
    return await triage.judge_all(database, now=MORNING, today=TODAY)


async def forget(database: Database, **but: Any) -> None:
    """As if rules of former days had found nothing."""
    await database.write(lambda tx: tx.run(update(records).values(findings=[], **but)))


async def test_after_the_rules_changed_what_is_open_is_judged_anew_and_what_was_closed_here_is_left(
    province: Database,
):
    wrong = [birth(n, nksNgaySinh="31.02.2005") for n in range(1, 6)]
    ids = await shelve(province, HOA_CU, wrong)
    await judge_all(province)
    for record_id, state in zip(ids, ("PENDING", "APPROVED", "RETURNED", "FOLLOW_UP", "ASKED"), strict=True):
        await change(province, record_id, state=state)
    (came_approved,) = await shelve(province, HAI_YEN, wrong[:1], state=State.APPROVED)
    await judge_all(province)
    await forget(province)
    assert (await judge_all(province)).judged == 0
    await province.write(lambda tx: tx.run(update(basis).values(rule_set=RULE_SET - 1)))
    assert (await judge_all(province)).judged == 4
    there = await look(province)
    open_here = [record_id for record_id in ids if rules(there[record_id])]
    assert open_here == [ids[0], ids[2], ids[4]]
    assert rules(there[came_approved])
    assert (await judge_all(province)).judged == 0


async def test_after_a_unit_got_another_name_what_is_open_is_judged_anew(province: Database):
    (one,) = await shelve(
        province, HOA_CU, [birth(1, noiDangKy="UBND xã Hòa Cư Mới, huyện Cao Lộc, tỉnh Lạng Sơn")]
    )
    await judge_all(province)
    assert ("R02", "noiDangKy") in rules((await look(province))[one])

    async def rename(tx: Any) -> None:
        unit = await units.load(tx, HOA_CU)
        assert unit is not None
        await unit_tree.rename(tx, unit, "Xã Hòa Cư Mới", today=TODAY)

    await province.write(rename)
    assert (await judge_all(province)).judged == 1
    assert rules((await look(province))[one]) == []


async def test_a_record_that_moves_on_while_it_is_judged_keeps_what_it_showed_then(
    province: Database, monkeypatch: pytest.MonkeyPatch
):
    one, two = await shelve(province, HOA_CU, [birth(n, nksNgaySinh="31.02.2005") for n in (1, 2)])
    judge = triage_hands.Here.judge

    async def meanwhile(hands: Any, rows: list[Any]) -> Any:
        await change(province, one, state="RETURNED")
        return await judge(hands, rows)

    monkeypatch.setattr(triage_hands.Here, "judge", meanwhile)
    await catch_up(province)
    there = await look(province)
    assert (rules(there[one]), there[one].rule_set) == ([], 0)
    assert ("R05", "nksNgaySinh") in rules(there[two])
    monkeypatch.undo()
    assert (await catch_up(province)).judged == 1


async def test_triage_that_was_cut_short_goes_on_where_it_stopped(
    province: Database, monkeypatch: pytest.MonkeyPatch
):
    await shelve(province, HOA_CU, [birth(n) for n in range(1, 51)])
    monkeypatch.setattr(triage, "CHUNK", 10)
    judge, judged = triage_hands.Here.judge, []

    async def dies(hands: Any, rows: list[Any]) -> Any:
        if len(judged) == 2:
            raise triage_hands.JudgeCrashed("killed")
        judged.append(len(rows))
        return await judge(hands, rows)

    monkeypatch.setattr(triage_hands.Here, "judge", dies)
    with pytest.raises(triage_hands.JudgeCrashed):
        await catch_up(province)
    left = await province.read(triage.unjudged)
    assert 30 <= left < 50
    monkeypatch.undo()
    assert (await catch_up(province)).judged == left
    assert not await province.read(triage.is_behind)


async def test_a_process_that_judges_tells_of_a_fault_of_ours(province: Database):
    known = await province.read(triage_places.known)
    async with triage_hands.processes(known, TODAY, 1) as hands:
        with pytest.raises(triage_hands.JudgeCrashed, match="ValueError"):
            await hands.judge([(1, "XX", "2024:1", "", "{}", "[]")])


async def test_a_fix_is_judged_at_once_and_keeps_what_the_scans_folder_told(province: Database):
    missing = Finding("R01", "tenFile", Severity.SERIOUS, "a", "mat.pdf")
    (one,) = await shelve(
        province, HOA_CU, [birth(1, nksNgaySinh="31.02.2005")], scans={0: "mat.pdf"}, findings={0: (missing,)}
    )
    await catch_up(province)
    assert {rule for rule, _ in rules((await look(province))[one])} >= {"R01", "R05"}

    async def fix(tx: Any) -> None:
        await desk.set_fields(tx, one, RecordType.KS, birth(1))
        await triage.judge_one(tx, one, TODAY)

    await province.write(fix)
    assert [rule for rule, _ in rules((await look(province))[one])] == ["R01"]
    assert await province.read(triage.is_behind)


async def test_a_record_nobody_can_name_says_so_by_the_field_that_is_missing(province: Database):
    rows = [birth(1, so=""), birth(2, so="hai"), birth(3, ngayDangKy=""), birth(4, ngayDangKy="40.13.2005")]
    ids = await shelve(province, HOA_CU, rows)
    await catch_up(province)
    there = await look(province)
    told = [
        {(rule, field) for rule, field in rules(there[each]) if field in ("so", "ngayDangKy")} for each in ids
    ]
    assert [sorted(each)[:1] for each in told] == [
        [("R04", "so")], [("R04", "so")], [("R04", "ngayDangKy")], [("R05", "ngayDangKy")],
    ]  # fmt: skip


async def test_hostile_texts_are_judged_like_any_other(province: Database):
    long = "x" * 50_000
    odd = dict.fromkeys(birth(1), long)
    rows = [
        {},
        odd,
        birth(3, nksHoTen="a\u0301" * 20_000),
        birth(4, ngayDangKy="01/04/5005", nksNgaySinh="Nhâm Tý"),
    ]
    ids = await shelve(province, HOA_CU, rows)
    assert (await catch_up(province)).judged == 4
    there = await look(province)
    assert all(there[each].rule_set == RULE_SET for each in ids)
    assert all(len(each["value"]) <= 500 for row in there.values() for each in row.findings)


async def test_what_is_found_is_counted_by_subtree_and_explained_rule_by_rule(province: Database):
    await shelve(province, HOA_CU, [birth(1, nksNgaySinh="31.02.2005"), birth(2)])
    await shelve(province, HAI_YEN, [birth(7, noiDangKy="UBND xã Hải Yến, huyện Cao Lộc, tỉnh Lạng Sơn")])
    await catch_up(province)
    path = (await province.read(lambda tx: units.load(tx, HOA_CU))).path  # type: ignore[union-attr]
    counts = await province.read(lambda tx: triage_counts.count(tx, (path,)))
    assert (counts.records, counts.found_in) == (2, 1)
    assert ("R05", "nghiem_trong", 1) in {(line.rule, line.severity, line.count) for line in counts.lines}
    assert (await province.read(triage_counts.count)).records == 3
    code = (await province.read(lambda tx: units.load(tx, HOA_CU))).code  # type: ignore[union-attr]
    asked = triage_explaining.read_key(f"ks.{code}.2005.001", None, None)
    assert asked is not None and asked.text == f"KS.{code}.2005.1"
    (explained,) = await province.read(lambda tx: triage_explaining.explain(tx, asked, TODAY))
    words = {verdict.rule: verdict for verdict in explained.verdicts}
    assert list(words) == [f"R{number:02d}" for number in range(1, 24)]
    assert words["R05"].findings[0].field == "nksNgaySinh"
    assert (words["R10"].why, words["R12"].why) == (
        triage_explaining.Why.NOT_OF_TYPE, triage_explaining.Why.SHELF_IN_ORDER,
    )  # fmt: skip
    assert words["R09"].why is triage_explaining.Why.IN_ORDER


@pytest.mark.parametrize(
    ("text", "unit", "kind", "read"),
    [
        pytest.param("KS.05957.2005.24", None, None, "KS.05957.2005.24", id="as the help says it"),
        pytest.param(
            "2005|024a", "05957", "KH", "KH.05957.2005.24a", id="the natural key with unit and type"
        ),
        pytest.param("2005|24", None, "KH", None, id="the natural key alone names nobody"),
        pytest.param("KS.05957.2005", None, None, None, id="no number"),
        pytest.param("XX.05957.2005.24", None, None, None, id="no type of ours"),
        pytest.param("KS.05957.2005.0", None, None, None, id="there is no entry 0"),
    ],
)
def test_a_key_is_read_in_either_form(text: str, unit: str | None, kind: str | None, read: str | None):
    asked = triage_explaining.read_key(text, unit, kind)
    assert (asked.text if asked else None) == read


async def test_findings_go_out_in_the_order_of_the_desk_with_their_whole_values(
    province: Database, tmp_path: Any
):
    rows = [birth(2, nksNgaySinh="31.02.2005"), birth(1, ngayDangKy="=1+1"), birth(3)]
    await shelve(province, HOA_CU, rows)
    await catch_up(province)
    out = tmp_path / "f.csv"
    with files.writing(out, findings.COLUMNS, name="x") as sheet:
        written = await province.read(lambda tx: findings.fill(tx, sheet))
    lines = list(csv.DictReader(out.open(encoding="utf-8")))
    assert written == len(lines) >= 2
    assert list(lines[0])[:10] == [
        "ma_don_vi", "loai", "nam", "so", "quy_tac", "truong", "muc_do", "truong_hop", "gia_tri", "goi_y",
    ]  # fmt: skip
    assert [each["so"] for each in lines] == sorted(each["so"] for each in lines)
    wrong = next(each for each in lines if each["quy_tac"] == "R05" and each["truong"] == "nksNgaySinh")
    assert (wrong["loai"], wrong["nam"], wrong["so"], wrong["gia_tri"]) == ("KS", "2005", "2", "31.02.2005")
    assert any(each["gia_tri"] == "'=1+1" for each in lines)
