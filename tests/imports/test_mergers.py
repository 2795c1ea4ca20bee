"""Units over time: communes that become one and a level that goes, with the province's real tables of 2024 and 2025."""

from __future__ import annotations

import csv
from datetime import date, datetime
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
from import_sheets import births, kinds, order, shelf, sums, the, write_csv
from sqlalchemy import func, select

from domain.sheet_faults import Fault
from storage import unit_tree, units, verify
from storage.engine import Database
from storage.exports import progress
from storage.imports import mergers, records, roster
from storage.imports import units as unit_lists
from storage.imports.outcome import Outcome
from storage.tables import ImportRow
from tests import world
from tests.chat import House, Phone, linked
from tests.world import ZONE

HERE = Path(__file__).parent
MERGERS = Path(str(files("bot.synthetic.data").joinpath("lang-son-mergers-2025.csv")))
NOW = datetime(2025, 7, 2, 8, 0, tzinfo=ZONE)
TODAY = date(2025, 7, 2)
LATER = {"now": NOW, "today": TODAY}
imports: Any = ImportRow.__table__


async def tell(database: Database, code: str, scheme: str = "2024") -> units.Unit:
    known = await database.read(units.tree)
    return next(unit for unit in known.values() if (unit.scheme, unit.code) == (scheme, code))


@pytest.fixture
async def province(database: Database, database_url: str) -> Database:
    """Both trees, side by side, as an operator has them before the day of the change."""
    for scheme in ("2024", "2025"):
        path = HERE / f"lang-son-units-{scheme}.csv"
        assert not (await unit_lists.take_in(database_url, order(path, scheme=scheme))).refused
    return database


async def merge(address: str, **more: Any) -> Outcome:
    return await mergers.take_in(address, order(MERGERS, **LATER, **more))


async def everything(database: Database) -> list[Any]:
    rows = await database.read(lambda tx: progress.table(tx, ["/"], on=TODAY))
    return [(row.unit_code, row.type, row.counts) for row in rows]


async def lan_of_hoa_cu(database: Database) -> tuple[House, Phone]:
    hoa_cu = await tell(database, "06223")
    person = await world.hire(database, "Nông Thị Lan", "84912000001", "official", hoa_cu.id)
    house = House(database)
    return house, await linked(house, "1001", person)


def test_each_commune_of_2024_went_into_one_of_2025_and_each_of_those_took_some_in():
    def communes(year: str) -> set[str]:
        with (HERE / f"lang-son-units-{year}.csv").open(encoding="utf-8-sig") as file:
            return {row["code"] for row in csv.DictReader(file) if row["level"] == "commune"}

    with MERGERS.open(encoding="utf-8") as file:
        into = {row["ma_cu"]: (row["bo_ma_moi"], row["ma_moi"]) for row in csv.DictReader(file)}
    assert into.pop("20") == ("2025", "20")
    ends = set()
    for scheme, at in into.values():
        while scheme == "2024":  # one of the six of December 2024
            scheme, at = into[at]
        ends.add(at)
    assert into.keys() == communes("2024") and len(into) == 200
    assert ends == communes("2025") and len(ends) == 65


async def test_a_lost_level_takes_no_record_with_it_and_counts_none_twice(
    province: Database, database_url: str
):
    for number, code in enumerate(("06223", "06220", "06040", "06007", "183"), start=1):
        unit = await tell(province, code)
        await world.shelve(province, unit.id, [world.birth(n) for n in range(number)])
    district, top = await tell(province, "183"), await tell(province, "20")
    await world.hire(province, "Hoàng Văn Đạo", "84912000009", "head", district.id)
    await world.hire(province, "Chu Thị Quản", "84912000008", "admin", top.id)
    _, lan = await lan_of_hoa_cu(province)
    await lan.says("/batdau")
    await lan.chooses("✅ Phê duyệt")
    before, counted = await sums(province), (await everything(province))[-1]
    log = [row.assignee_id for row in await shelf(province)]

    foreseen = await merge(database_url, dry_run=True)
    assert foreseen.counts == {"rows": 201, "merged": 201, "same": 0, "closed": 11, "posts_moved": 2}
    assert the(foreseen, Fault.LEVEL_LOST).value == "Hoàng Văn Đạo"
    assert (await everything(province))[-1] == counted and (await tell(province, "06223")).merged_into is None

    done = await merge(database_url)
    assert done.counts == {**foreseen.counts, "released": 0}
    assert (the(done, Fault.LEVEL_LOST).value, the(done, Fault.LEVEL_LOST).detail) == (
        "Hoàng Văn Đạo", "Huyện Cao Lộc",
    )  # fmt: skip
    assert not done.refused
    assert await sums(province) == before
    assert (await everything(province))[-1] == counted
    assert [row.assignee_id for row in await shelf(province)] == log
    assert (await province.read(verify.run)).difference is None

    standing = await province.read(lambda tx: units.standing(tx, TODAY))
    known = await province.read(units.tree)
    assert {known[standing[unit.id]].scheme for unit in known.values() if unit.scheme == "2024"} == {"2025"}
    assert (await tell(province, "06007")).path.startswith((await tell(province, "05998")).path)
    assert (await tell(province, "183")).valid_to == date(2025, 6, 30)

    again = await merge(database_url)
    assert again.counts == {"rows": 201, "merged": 0, "same": 201, "closed": 0}
    assert kinds(again) == [Fault.LEVEL_LOST]
    noted = select(func.count()).where(imports.c.kind == "mergers")
    assert (await province.read(lambda tx: tx.run(noted))).scalar_one() == 1


async def test_lan_answers_after_the_merger_the_card_she_was_shown_before_it(
    province: Database, database_url: str
):
    hoa_cu, hai_yen = await tell(province, "06223"), await tell(province, "06220")
    ids = await world.shelve(province, hoa_cu.id, [world.birth(1)])
    await world.shelve(province, hai_yen.id, [world.birth(7)])
    _, lan = await lan_of_hoa_cu(province)
    await lan.says("/batdau")
    card = lan.card
    await merge(database_url)
    await lan.taps("✅ Phê duyệt", on=card)
    assert (await world.state_of(province, ids[0]))[0] == "APPROVED"
    assert "Số 7 ·" in lan.screen, "the neighbours' queue is hers as well now"
    await lan.says("/homnay")
    assert "Số 1 ·" in lan.screen, "what she did in the old commune is still her day's work"
    await lan.says("/tiendo")
    assert "Xã Công Sơn: 1/2 hồ sơ" in lan.screen
    assert (await province.read(verify.run)).difference is None


async def test_two_posts_in_communes_that_became_one_are_one_post(province: Database, database_url: str):
    person = 0
    for code in ("06223", "06220"):
        person = await world.hire(
            province, "Nông Thị Lan", "84912000001", "official", (await tell(province, code)).id, limit=12
        )
    await merge(database_url)
    new = await tell(province, "06220", "2025")
    held = (
        await province.read(lambda tx: tx.run(select(world.roles).where(world.roles.c.until.is_(None))))
    ).all()
    assert [(row.person_id, row.unit_id, row.daily_limit) for row in held] == [(person, new.id, 12)]


async def test_what_lay_with_a_district_whose_communes_left_goes_back_to_their_queues(
    province: Database, database_url: str
):
    hoa_cu, district = await tell(province, "06223"), await tell(province, "183")
    await world.shelve(province, hoa_cu.id, [world.birth(1), world.birth(2)])
    person = await world.hire(province, "Vi Văn Huyện", "84912000030", "official", district.id)
    house = House(province)
    district_official = await linked(house, "1030", person)
    await district_official.says("/batdau")
    assert [row.assignee_id for row in await shelf(province)] == [person, person]
    done = await merge(database_url)
    assert done.counts["released"] == 2
    assert [row.assignee_id for row in await shelf(province)] == [None, None]


async def test_the_old_list_of_units_hangs_nothing_back(province: Database, database_url: str):
    await merge(database_url)
    before = await province.read(units.tree)
    again = await unit_lists.take_in(database_url, order(HERE / "lang-son-units-2024.csv", **LATER))
    assert (again.counts["new"], again.counts["changed"], again.counts["same"]) == (0, 0, 212)
    assert await province.read(units.tree) == before


async def test_the_old_roster_sends_nobody_back(province: Database, database_url: str, tmp_path: Path):
    path = write_csv(
        tmp_path / "r.csv",
        [["ho_ten", "so_dien_thoai", "ma_don_vi", "vai_tro"],
         ["Nông Thị Lan", "0912000001", "06223", "can_bo"], ["Nông Thị Lan", "0912000001", "06220", "can_bo"]],
    )  # fmt: skip
    await roster.take_in(database_url, order(path))
    await merge(database_url)
    again = await roster.take_in(database_url, order(path, **LATER))
    assert again.counts == {
        "rows": 2, "people_new": 0, "people_renamed": 0, "roles_begun": 0, "roles_ended": 0, "roles_changed": 0,
        "roles_same": 1,
    }  # fmt: skip


async def test_a_vendor_who_still_names_the_old_commune_and_district_is_understood(
    province: Database, database_url: str, tmp_path: Path
):
    sheet = write_csv(tmp_path / "ks.csv", births(world.birth(1), world.birth(2)))
    await records.take_in(database_url, order(sheet))
    await merge(database_url)
    again = await records.take_in(database_url, order(sheet, **LATER))
    assert (again.counts["new"], again.counts["same"]) == (0, 2), "nothing comes in a second time"
    more = write_csv(tmp_path / "ks2.csv", births(world.birth(3)))
    await records.take_in(database_url, order(more, **LATER))
    hoa_cu = await tell(province, "06223")
    assert {row.unit_id for row in await shelf(province)} == {hoa_cu.id}
    found = await province.read(lambda tx: units.search(tx, "hoa cu", below=["/"], limit=5))
    assert [unit.code for unit in found] == ["06223"]


async def test_a_record_that_comes_again_under_the_new_code_is_found_in_the_old_commune(
    province: Database, database_url: str, tmp_path: Path
):
    await records.take_in(database_url, order(write_csv(tmp_path / "1.csv", births(world.birth(1)))))
    await merge(database_url)
    new_days = "UBND xã Công Sơn, tỉnh Lạng Sơn"
    rows = births(
        {**world.birth(1), "maDonVi": "06220"},
        {**world.birth(1, noiDangKy="UBND xã Hải Yến, huyện Cao Lộc"), "maDonVi": "06220"},
        {**world.birth(2, noiDangKy=new_days), "maDonVi": "06220"},
        more=["maDonVi"],
    )
    again = await records.take_in(
        database_url, order(write_csv(tmp_path / "2.csv", rows), scheme="2025", **LATER)
    )
    assert (again.counts["new"], again.counts["same"]) == (2, 1)
    lies_in = [row.unit_id for row in await shelf(province)]
    hoa_cu, hai_yen = await tell(province, "06223"), await tell(province, "06220")
    assert lies_in == [hoa_cu.id, hai_yen.id, (await tell(province, "06220", "2025")).id]


async def test_a_renamed_unit_is_told_by_its_old_name_in_a_vendors_sheet(
    province: Database, database_url: str, tmp_path: Path
):
    hoa_cu = await tell(province, "06223")
    await province.write(lambda tx: unit_tree.rename(tx, hoa_cu, "Xã Hòa Mới", today=TODAY))
    await records.take_in(database_url, order(write_csv(tmp_path / "1.csv", births(world.birth(1)))))
    assert [row.unit_id for row in await shelf(province)] == [hoa_cu.id]


SMALL = [
    ["code", "name", "level", "parent_code", "scheme"],
    ["20", "Tỉnh Lạng Sơn", "province", "", "2024"],
    ["183", "Huyện Cao Lộc", "district", "20", "2024"],
    ["06184", "Xã Hòa Cư", "commune", "183", "2024"],
    ["06187", "Xã Hải Yến", "commune", "183", "2024"],
    ["20", "Tỉnh Lạng Sơn", "province", "", "2025"],
    ["06196", "Xã Công Sơn", "commune", "20", "2025"],
    ["06199", "Xã Ba Sơn", "commune", "20", "2025"],
]
HEADER = ["ma_cu", "ma_moi", "bo_ma_cu", "bo_ma_moi", "tu_ngay"]


@pytest.mark.parametrize(
    ("rows", "fault", "row", "column"),
    [
        pytest.param([["09999", "06196", "", "", ""]], Fault.UNIT_UNKNOWN, 2, "A", id="an old code nobody has"),
        pytest.param([["06184", "09999", "", "", ""]], Fault.UNIT_UNKNOWN, 2, "B", id="a new code nobody has"),
        pytest.param([["06184", "06196", "1999", "", ""]], Fault.UNIT_UNKNOWN, 2, "A", id="an unknown scheme"),
        pytest.param([["06184", "", "", "", ""]], Fault.VALUE_MISSING, 2, "B", id="no successor named"),
        pytest.param([["06184", "06184", "", "2024", ""]], Fault.MERGED_INTO_ITSELF, 2, "B", id="into itself"),
        pytest.param(
            [["06184", "06187", "", "2024", ""], ["06187", "06184", "", "2024", ""]],
            Fault.MERGER_CYCLE, 2, "B", id="each into the other",
        ),
        pytest.param([["183", "06184", "", "2024", ""]], Fault.SUCCESSOR_BELOW, 2, "B", id="into its own commune"),
        pytest.param([["06184", "06196", "", "", "2025-07-03"]], Fault.DAY_TO_COME, 2, "E", id="tomorrow"),
        pytest.param([["06184", "06196", "", "", "tháng 7"]], Fault.VALUE_WRONG, 2, "E", id="no day"),
        pytest.param(
            [["06184", "06196", "", "", ""], ["6184", "06199", "", "", ""]], Fault.CODE_TWICE, 3, "A",
            id="two successors",
        ),
        pytest.param(
            [["06184", "06196", "", "", "2025-07-01"], ["06187", "06184", "", "2024", "2025-07-02"]],
            Fault.INTO_CLOSED, 3, "B", id="into a unit that went before",
        ),
    ],
)  # fmt: skip
async def test_a_list_with_a_fault_is_refused_whole(
    database: Database,
    database_url: str,
    tmp_path: Path,
    rows: list[list[str]],
    fault: Fault,
    row: int,
    column: str,
):
    await unit_lists.take_in(database_url, order(write_csv(tmp_path / "u.csv", SMALL)))
    before = await database.read(units.tree)
    good = ["06196", "06199", "2025", "2025", ""]  # a row without fault is not carried out either
    path = write_csv(tmp_path / "m.csv", [HEADER, *rows, good])
    refused = await mergers.take_in(database_url, order(path, **LATER))
    assert refused.refused
    found = next(each for each in refused.faults if each.fault is fault)
    assert (found.row, found.column) == (row, column)
    assert await database.read(units.tree) == before


async def test_a_unit_that_went_into_one_does_not_go_into_another(
    database: Database, database_url: str, tmp_path: Path
):
    await unit_lists.take_in(database_url, order(write_csv(tmp_path / "u.csv", SMALL)))
    first = write_csv(tmp_path / "1.csv", [["ma_cu", "ma_moi"], ["6184", "6196"]])
    assert (await mergers.take_in(database_url, order(first, **LATER))).counts["merged"] == 1
    second = write_csv(tmp_path / "2.csv", [["ma_cu", "ma_moi"], ["06184", "06199"]])
    refused = await mergers.take_in(database_url, order(second, **LATER))
    assert the(refused, Fault.MERGED_ALREADY).detail == "06196"
    closed = write_csv(tmp_path / "3.csv", [HEADER, ["06187", "06184", "", "2024", ""]])
    assert the(await mergers.take_in(database_url, order(closed, **LATER)), Fault.INTO_CLOSED).row == 2
