"""Taking in what the staging software says of each record: read, laid out, matched, swapped, the whole list or nothing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time

from sqlalchemy import and_, case, func, select

from domain.reconciliation import Sums
from domain.sheet_faults import Fault, Found
from storage import confirmations, units
from storage.engine import Tx
from storage.imports import limits, reading, status_swap, told
from storage.imports.outcome import Order, Outcome, Progress
from storage.imports.places import Unit
from storage.imports.stage import Stage, open_stage
from storage.imports.status_rows import COLUMNS
from storage.imports.status_swap import Knowledge
from storage.tables import ImportRow

imports = ImportRow.__table__  # type: ignore[attr-defined]
files = confirmations.files
known = confirmations.confirmations

KIND = "status"
END_OF_DAY = time(23, 59, 59, 999_999)


async def take_in(address: str, order: Order, progress: Progress | None = None) -> Outcome:
    """Take in a list of states; the same list again changes nothing, and none overwrites what is known since.

    A row whose record cannot be told is listed and left out, never guessed at. Faults of structure refuse the list,
    and so does one that names no unit of ours.
    """
    outcome = Outcome(KIND, order.path.name, order.dry_run)
    if order.as_of is not None and order.as_of > order.today:
        outcome.note([Found(Fault.AS_OF_TO_COME, value=order.as_of.isoformat())])
        return outcome
    async with open_stage(address, told.LAYOUT) as stage:
        places = await _units(stage.tx, order.scheme)
        if not places:
            outcome.note([Found(Fault.NO_UNITS, value=order.scheme)])
            return outcome
        letters = await _lay_out(stage, order, places, outcome, progress)
        if not outcome.refused:
            await stage.finish()
            await told.match(stage.tx)
            await _name_what_is_left_out(stage.tx, outcome, letters)
            await _hand_over(stage, order, outcome)
    outcome.faults.sort(key=lambda found: (not found.refuses, found.row, found.column))
    return outcome


async def _units(tx: Tx, scheme: str) -> tuple[Unit, ...]:
    """List the units of all schemes; a code that two schemes have means the one of this scheme, named last."""
    found = sorted((await units.tree(tx)).values(), key=lambda unit: unit.scheme == scheme)
    return tuple(Unit(unit.id, unit.code, unit.name, frozenset()) for unit in found)


async def _lay_out(
    stage: Stage, order: Order, places: tuple[Unit, ...], outcome: Outcome, progress: Progress | None
) -> dict[str, str]:
    letters: dict[str, str] = {}
    taken = 0
    for event in reading.read(reading.Job(order.path, KIND, columns=COLUMNS, units=places)):
        match event:
            case reading.Started(_, unknown, letters):
                outcome.unknown_headers = unknown
            case reading.Faults(found):
                outcome.note(found)
            case reading.Rows(rows, fraction):
                if rows and not outcome.refused:
                    await stage.add(rows)
                taken += len(rows)
                if progress is not None:
                    progress(fraction, taken)
            case reading.Ended(count):
                outcome.rows = count
    outcome.counts["left_out"] = outcome.rows - taken
    return letters


async def _name_what_is_left_out(tx: Tx, outcome: Outcome, letters: dict[str, str]) -> None:
    for fault, rows in (
        (Fault.ENTRY_TWICE, await told.stand_twice(tx, limits.FAULTS_KEPT)),
        (Fault.RECORDS_SEVERAL, await told.meet_several(tx, limits.FAULTS_KEPT)),
        (Fault.RECORD_ABSENT, await told.meet_none(tx, limits.FAULTS_KEPT)),
    ):
        outcome.note(
            Found(fault, row.row_no, letters["so"], "so", row.number, str(row.detail or "")) for row in rows
        )


async def _hand_over(stage: Stage, order: Order, outcome: Outcome) -> None:
    sha256 = order.sha256()
    knowledge = await _knowledge(stage.tx, order, sha256)
    tally = await _tally(stage.tx, knowledge)
    left_out = outcome.counts.pop("left_out") + tally.left_out
    outcome.counts = {
        "rows": outcome.rows, "new": tally.new, "changed": tally.changed, "same": tally.same, "older": tally.older,
        "absent": tally.absent, "left_out": left_out,
    }  # fmt: skip
    if order.dry_run or (knowledge.again and not tally.writes):
        return
    origin = status_swap.Origin(KIND, order.path.name, sha256, order.now, order.today)
    found: Sums = await stage.swap(lambda tx: status_swap.swap(tx, origin, knowledge, outcome.counts))
    outcome.agreement = {kind.value: number for kind, number in found.by_kind.items()}


async def _knowledge(tx: Tx, order: Order, sha256: str) -> Knowledge:
    """Tell of which moment the list is: the end of the day named, else when this very list first came in, else now.

    What comes in now is newer than all that came before, whatever the clock of another machine or of a trial said.
    """
    rows = await tx.run(
        select(files.c.as_of)
        .join(imports, imports.c.id == files.c.import_id)
        .where(imports.c.kind == KIND, imports.c.sha256 == sha256)
        .order_by(files.c.as_of)
    )
    before = [row.as_of for row in rows]
    if order.as_of is not None:
        if order.as_of < order.today:
            return Knowledge(datetime.combine(order.as_of, END_OF_DAY, order.zone), again=bool(before))
        before = [at for at in before if at.astimezone(order.zone).date() == order.as_of]
    if before:
        return Knowledge(before[0], again=True)
    newest = await confirmations.as_of(tx)
    return Knowledge(max(order.now, newest) if newest else order.now, again=False)


@dataclass(frozen=True, slots=True)
class Tally:
    """What a list brings: of the records it tells of the new ones, changed, the same and those known better since."""

    new: int
    changed: int
    same: int
    older: int
    newer_only: int  # of the same ones those of which it is newer knowledge
    absent: int
    left_out: int

    @property
    def writes(self) -> int:
        """Count what there is to be written."""
        return self.new + self.changed + self.newer_only


async def _tally(tx: Tx, knowledge: Knowledge) -> Tally:
    alike = and_(known.c.state == told.told.c.state, known.c.words == told.told.c.words)
    taken = status_swap.is_newer(known.c.as_of, knowledge)
    kind = case(
        (known.c.record_id.is_(None), "new"),
        (and_(alike, known.c.as_of < knowledge.as_of), "newer_only"),
        (alike, "same"),
        (taken, "changed"),
        else_="older",
    )
    rows = await tx.run(
        select(kind.label("kind"), func.count().label("n"))
        .select_from(told.told)
        .join(told.met, told.met.c.row_no == told.told.c.row_no)
        .outerjoin(known, known.c.record_id == told.met.c.record_id)
        .where(told.met.c.several == 0)
        .group_by(kind)
    )
    found = dict.fromkeys(("new", "newer_only", "same", "changed", "older"), 0)
    found |= {row.kind: int(row.n) for row in rows}
    absent = await tx.run(select(func.count()).select_from(told.told).where(told.is_stray()))
    several = await tx.run(select(func.count()).select_from(told.met).where(told.met.c.several > 0))
    twice = await tx.run(select(func.count()).select_from(told.doubled))
    return Tally(
        found["new"], found["changed"], found["same"] + found["newer_only"], found["older"], found["newer_only"],
        int(absent.scalar_one()), int(several.scalar_one()) + int(twice.scalar_one()),
    )  # fmt: skip
