"""Taking in mergers of units: the whole list or nothing, and the same list again changes nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from domain import dates
from domain.sheet_faults import Fault, Found
from storage import mergers, posts, units
from storage.engine import Tx, open_database
from storage.imports import judging, lists, swap
from storage.imports.headers import Wanted
from storage.imports.lists import Line, Sheet
from storage.imports.outcome import Order, Outcome, Progress
from storage.mergers import Merger, Plan
from storage.units import Tree

COLUMNS = (
    Wanted("ma_cu", ("Mã cũ", "Mã đơn vị cũ")),
    Wanted("ma_moi", ("Mã mới", "Mã đơn vị mới")),
    Wanted("bo_ma_cu", ("Bộ mã cũ",), needed=False),
    Wanted("bo_ma_moi", ("Bộ mã mới",), needed=False),
    Wanted("tu_ngay", ("Từ ngày", "Hiệu lực từ"), needed=False),
)
OLD_SCHEME, NEW_SCHEME = "2024", "2025"  # where the list does not name them


@dataclass(frozen=True, slots=True)
class Wish:
    """A merger as the list wants it, and where it stands there."""

    line: Line
    merger: Merger


async def take_in(address: str, order: Order, progress: Progress | None = None) -> Outcome:
    """Take in mergers; the people of a merged unit go along, who is left without a unit is listed.

    Both trees have to be in the database before: the units of former days and those they went into.
    """
    outcome = Outcome("mergers", order.path.name, order.dry_run)
    sheet = lists.read(order, COLUMNS, outcome, progress)
    if not outcome.refused:
        database = open_database(address)
        try:
            known = await database.read(units.tree)
            wishes = judge(sheet, order, known, outcome)
            if not outcome.refused:
                wanted = [wish.merger for wish in wishes]

                async def work(tx: Tx) -> tuple[dict[str, int], list[Found]]:
                    return await (_foresee(tx, wanted, order) if order.dry_run else _apply(tx, wanted, order))

                counts, lost = await (database.read(work) if order.dry_run else database.write(work))
                outcome.counts = {"rows": outcome.rows, **counts}
                outcome.note(lost)
        finally:
            await database.close()
    if not outcome.refused and not order.dry_run:
        await judging.after_units(address, order, outcome)
    outcome.faults.sort(key=lambda found: (found.row, found.column))
    return outcome


def judge(sheet: Sheet, order: Order, known: Tree, outcome: Outcome) -> list[Wish]:
    """Read the rows as mergers and note every fault."""
    codes = {(unit.scheme, unit.code): unit.id for unit in known.values()}
    wishes: dict[int, Wish] = {}
    for line in sheet.lines:
        wish = _wish(sheet, line, order, codes, outcome)
        if wish is None:
            continue
        earlier = wishes.setdefault(wish.merger.old_id, wish)
        if earlier is not wish:
            outcome.note([sheet.fault(Fault.CODE_TWICE, line, "ma_cu", str(earlier.line.row))])
    found = list(wishes.values())
    for trouble in mergers.judge(known, [wish.merger for wish in found], order.today):
        column = _COLUMN_OF.get(trouble.fault, "ma_moi")
        outcome.note([sheet.fault(trouble.fault, found[trouble.place].line, column, trouble.detail)])
    return found


_COLUMN_OF = {Fault.MERGED_ALREADY: "ma_cu", Fault.DAY_TO_COME: "tu_ngay"}


def _wish(
    sheet: Sheet, line: Line, order: Order, codes: dict[tuple[str, str], int], outcome: Outcome
) -> Wish | None:
    faults: list[Found] = []
    ids: list[int] = []
    for name, scheme in (
        ("ma_cu", line.cells["bo_ma_cu"] or OLD_SCHEME),
        ("ma_moi", line.cells["bo_ma_moi"] or NEW_SCHEME),
    ):
        code = line.cells[name]
        told = [codes[scheme, each] for each in units.spellings(code) if (scheme, each) in codes]
        if told:
            ids.append(told[0])
        else:
            faults.append(sheet.fault(Fault.UNIT_UNKNOWN if code else Fault.VALUE_MISSING, line, name))
    day = order.today
    if line.cells["tu_ngay"]:
        read = dates.parse(line.cells["tu_ngay"])
        if isinstance(read, dates.PartialDate) and read.day:
            day = read.earliest
        else:
            faults.append(sheet.fault(Fault.VALUE_WRONG, line, "tu_ngay"))
    outcome.note(faults)
    return None if faults else Wish(line, Merger(ids[0], ids[1], day))


async def _foresee(tx: Tx, wanted: Sequence[Merger], order: Order) -> tuple[dict[str, int], list[Found]]:
    """Tell what the list would do."""
    known = await units.tree(tx)
    made = mergers.plan(known, wanted)
    counts = _counts(made) | {"posts_moved": await posts.count_at(tx, made.into)}
    return counts, await _without_unit(tx, known, made, order)


async def _apply(tx: Tx, wanted: Sequence[Merger], order: Order) -> tuple[dict[str, int], list[Found]]:
    """Carry out what was not done before."""
    known = await units.tree(tx)
    made = mergers.plan(known, wanted)
    counts = _counts(made)
    if made.todo:
        moved, released = await mergers.carry_out(tx, known, made, now=order.now)
        counts |= {"posts_moved": moved, "released": released}
        origin = swap.Origin("mergers", order.path.name, order.sha256(), order.now, order.today)
        await swap.note(tx, origin, counts)
    return counts, await _without_unit(tx, known, made, order)


def _counts(made: Plan) -> dict[str, int]:
    return {"merged": len(made.todo), "same": made.same, "closed": len(made.closing)}


async def _without_unit(tx: Tx, known: Tree, made: Plan, order: Order) -> list[Found]:
    """List who holds a post in a unit that ended without a successor, now or by an earlier list."""
    gone = {unit.id for unit in known.values() if unit.merged_into is None and unit.ended(order.today)}
    lost = (gone - made.into.keys()) | made.closing.keys()
    return [
        Found(Fault.LEVEL_LOST, value=holder.full_name, detail=known[holder.unit_id].name)
        for holder in await units.holders(tx, lost)
    ]
