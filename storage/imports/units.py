"""Taking in the tree of units: the whole list or nothing, and the same list again changes nothing."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Row, select, update

from domain import dates
from domain.folding import fold, squeeze
from domain.sheet_faults import Fault, Found
from storage import unit_tree
from storage.engine import Tx, open_database
from storage.imports import judging, lists, swap
from storage.imports.headers import Wanted
from storage.imports.lists import Line, Sheet
from storage.imports.outcome import Order, Outcome, Progress
from storage.tables import UnitRow
from storage.units import RANK

units = UnitRow.__table__  # type: ignore[attr-defined]

COLUMNS = (
    Wanted("code", ("ma", "Mã đơn vị", "ma_don_vi", "Mã")),
    Wanted("name", ("ten", "Tên đơn vị", "Tên")),
    Wanted("level", ("cap", "Cấp")),
    Wanted("parent_code", ("ma_cap_tren", "Mã đơn vị cấp trên", "Mã cấp trên")),
    Wanted("scheme", ("bo_ma", "Bộ mã"), needed=False),
    Wanted("valid_from", ("tu_ngay", "Từ ngày", "Hiệu lực từ"), needed=False),
    Wanted("valid_to", ("den_ngay", "Đến ngày", "Hiệu lực đến"), needed=False),
)
LEVELS = {
    "province": "province", "tinh": "province",
    "district": "district", "huyen": "district", "quan": "district", "thi xa": "district",
    "commune": "commune", "xa": "commune", "phuong": "commune", "thi tran": "commune",
}  # fmt: skip
DIGITS = {"province": 2, "district": 3, "commune": 5}
CODE = re.compile(r"[0-9A-Za-z._\-]{1,20}\Z")


@dataclass(frozen=True, slots=True)
class Wish:
    """A unit as the list wants it."""

    line: Line
    scheme: str
    code: str
    name: str
    level: str
    parent: str  # a code, empty at the root
    dates: dict[str, date | None]  # only the columns that are in the list


async def take_in(address: str, order: Order, progress: Progress | None = None) -> Outcome:
    """Take in a list of units; parents may stand below their children, or be in the database already."""
    outcome = Outcome("units", order.path.name, order.dry_run)
    sheet = lists.read(order, COLUMNS, outcome, progress)
    if not outcome.refused:
        database = open_database(address)
        try:
            there = await database.read(_load)
            wishes = judge(sheet, order.scheme, there, outcome)
            if not outcome.refused:

                async def work(tx: Tx) -> dict[str, int]:
                    return await _apply(tx, wishes, order, dry_run=order.dry_run)

                found = await (database.read(work) if order.dry_run else database.write(work))
                outcome.counts = {"rows": outcome.rows, **found}
        finally:
            await database.close()
    if not outcome.refused and not order.dry_run:
        await judging.after_units(address, order, outcome)
    outcome.faults.sort(key=lambda found: (found.row, found.column))
    return outcome


async def _load(tx: Tx) -> dict[tuple[str, str], Row[Any]]:
    rows = (await tx.run(select(units))).all()
    return {(row.scheme, row.code): row for row in rows}


def judge(sheet: Sheet, scheme: str, there: dict[tuple[str, str], Row[Any]], outcome: Outcome) -> list[Wish]:
    """Read the rows as wishes and note every fault; the wishes count only if none refuses the list."""
    wishes: dict[tuple[str, str], Wish] = {}
    for line in sheet.lines:
        wish = _wish(sheet, line, scheme, outcome)
        if wish is None:
            continue
        earlier = wishes.setdefault((wish.scheme, wish.code), wish)
        if earlier is not wish:
            outcome.note([sheet.fault(Fault.CODE_TWICE, line, "code", str(earlier.line.row))])
    levels = {key: row.level for key, row in there.items()}
    levels |= {key: wish.level for key, wish in wishes.items()}
    found: list[Wish] = []
    for wish in wishes.values():
        parent = _full_code(wish.parent, wish.scheme, levels)
        wish = Wish(wish.line, wish.scheme, wish.code, wish.name, wish.level, parent, wish.dates)
        wishes[wish.scheme, wish.code] = wish
        found.append(wish)
    for wish in found:
        outcome.note(_place_faults(sheet, wish, wishes, levels, there))
    return found


def _wish(sheet: Sheet, line: Line, scheme: str, outcome: Outcome) -> Wish | None:
    cells = line.cells
    faults: list[Found] = []
    level = LEVELS.get(fold(cells["level"]))
    if level is None:
        faults.append(sheet.fault(Fault.LEVEL_WRONG, line, "level"))
    name = squeeze(cells["name"])
    if not name:
        faults.append(sheet.fault(Fault.VALUE_MISSING, line, "name"))
    code = cells["code"]
    if not code:
        faults.append(sheet.fault(Fault.VALUE_MISSING, line, "code"))
    elif not CODE.match(code):
        faults.append(sheet.fault(Fault.VALUE_WRONG, line, "code"))
    days: dict[str, date | None] = {}
    for column in ("valid_from", "valid_to"):
        if column not in sheet.letters:
            continue
        read = dates.parse(cells[column])
        if isinstance(read, dates.PartialDate) and read.day:
            days[column] = read.earliest
        elif not cells[column]:
            days[column] = None
        else:
            faults.append(sheet.fault(Fault.VALUE_WRONG, line, column))
    outcome.note(faults)
    if faults or level is None:
        return None
    if code.isdecimal():
        code = code.zfill(DIGITS[level])  # zeros that a spreadsheet took away
    return Wish(line, cells["scheme"] or scheme, code, name, level, cells["parent_code"], days)


def _full_code(code: str, scheme: str, known: dict[tuple[str, str], str]) -> str:
    padded = (code, code.zfill(2), code.zfill(3), code.zfill(5)) if code.isdecimal() else (code,)
    return next((each for each in padded if (scheme, each) in known), code)


def _place_faults(
    sheet: Sheet,
    wish: Wish,
    wishes: dict[tuple[str, str], Wish],
    levels: dict[tuple[str, str], str],
    there: dict[tuple[str, str], Row[Any]],
) -> list[Found]:
    """Judge where a unit hangs: under a known unit of a wider level, and never under itself."""
    if not wish.parent:
        return (
            [] if wish.level == "province" else [sheet.fault(Fault.PARENT_UNKNOWN, wish.line, "parent_code")]
        )
    above = levels.get((wish.scheme, wish.parent))
    if above is None:
        return [sheet.fault(Fault.PARENT_UNKNOWN, wish.line, "parent_code")]
    ids = {row.id: row.code for (scheme, _), row in there.items() if scheme == wish.scheme}
    seen = {wish.code}
    code = wish.parent
    while code:
        if code in seen:
            return [sheet.fault(Fault.PARENT_CYCLE, wish.line, "parent_code")] if code == wish.code else []
        seen.add(code)
        key = (wish.scheme, code)
        row = there.get(key)
        code = wishes[key].parent if key in wishes else ids.get(row.parent_id or 0, "") if row else ""
    if RANK[above] >= RANK[wish.level]:
        return [sheet.fault(Fault.LEVEL_WRONG, wish.line, "level", above)]
    return []


async def _apply(tx: Tx, wishes: list[Wish], order: Order, *, dry_run: bool) -> dict[str, int]:
    """Write what differs; returns how many units were new, changed and as before."""
    there = await _load(tx)
    ids = {key: row.id for key, row in there.items()}
    paths = {key: row.path for key, row in there.items()}
    counts = {"new": 0, "changed": 0, "same": 0}
    moved: list[tuple[str, str]] = []
    for wish in sorted(wishes, key=lambda wish: RANK[wish.level]):
        key, above = (wish.scheme, wish.code), (wish.scheme, wish.parent)
        row = there.get(key)
        if dry_run and wish.parent and above not in ids:
            counts["new"] += 1  # under a unit that is only wished for as well
            continue
        values: dict[str, Any] = {
            "name": wish.name,
            "level": wish.level,
            "parent_id": ids[above] if wish.parent else None,
            "search_name": fold(wish.name),
            **wish.dates,
        }
        if row is None:
            counts["new"] += 1
            if not dry_run:
                ids[key], paths[key] = await unit_tree.add(
                    tx, scheme=wish.scheme, code=wish.code, name=wish.name, level=wish.level,
                    parent=(ids[above], paths[above]) if wish.parent else None, **wish.dates,
                )  # fmt: skip
            continue
        if row.merged_into is not None:  # where it hangs, and since when, the merger said
            values = {name: value for name, value in values.items() if name not in ("parent_id", "valid_to")}
        differs = {name for name, value in values.items() if getattr(row, name) != value}
        counts["changed" if differs else "same"] += 1
        if differs and not dry_run:
            if differs & {"name", "parent_id"}:
                await unit_tree.remember(tx, [row], until=order.today - timedelta(days=1))
            await tx.run(update(units).where(units.c.id == row.id).values(**values))
        if "parent_id" in differs:
            moved.append(key)
    if not dry_run:
        if moved:
            await unit_tree.mend_paths(tx)
        if counts["new"] or counts["changed"]:
            await swap.note(
                tx, swap.Origin("units", order.path.name, order.sha256(), order.now, order.today), counts
            )
    return counts
