"""Taking in a sheet of records: read, laid out, matched, swapped; the whole file or nothing of it."""

from __future__ import annotations

from sqlalchemy import select

from domain.records import RecordType
from domain.sheet_faults import Fault, Found
from storage.engine import Tx
from storage.imports import limits, matching, reading, swap
from storage.imports.outcome import Order, Outcome, Progress
from storage.imports.places import Unit
from storage.imports.stage import Stage, open_stage
from storage.tables import UnitRow
from storage.tables_units import PastUnitRow

units = UnitRow.__table__  # type: ignore[attr-defined]
past_units = PastUnitRow.__table__  # type: ignore[attr-defined]


async def take_in(address: str, order: Order, progress: Progress | None = None) -> Outcome:
    """Take in one sheet of records; the same sheet again changes nothing.

    Faults of content come in with the record as findings, faults of structure refuse the file. A changed record
    comes back to review if it was returned, otherwise it is left and told as a conflict.
    """
    outcome = Outcome("records", order.path.name, order.dry_run)
    async with open_stage(address) as stage:
        known = await units_of(stage.tx, order.scheme)
        job = _job(order, known, outcome)
        if job is not None:
            letters = await _lay_out(stage, job, outcome, progress)
            if not outcome.refused:
                await _hand_over(stage, order, outcome, letters)
    outcome.faults.sort(key=lambda found: (not found.refuses, found.row, found.column))
    return outcome


async def units_of(tx: Tx, scheme: str) -> tuple[Unit, ...]:
    """List the units of a scheme with the units each lies in or lay in, and the names it bore before."""
    paths = {row.id: row.path for row in await tx.run(select(units.c.id, units.c.path))}
    names: dict[int, list[str]] = {}
    above: dict[int, set[int]] = {}
    for past in await tx.run(select(past_units).order_by(past_units.c.id)):
        names.setdefault(past.unit_id, []).append(past.name)
        above.setdefault(past.unit_id, set()).update(_ids(paths.get(past.parent_id, "")))
    rows = await tx.run(
        select(units.c.id, units.c.code, units.c.name, units.c.path)
        .where(units.c.scheme == scheme)
        .order_by(units.c.id)
    )
    return tuple(
        Unit(
            row.id,
            row.code,
            row.name,
            frozenset({*_ids(row.path), *above.get(row.id, ())} - {row.id}),
            tuple(name for name in dict.fromkeys(names.get(row.id, ())) if name != row.name),
        )
        for row in rows
    )


def _ids(path: str) -> list[int]:
    return [int(part) for part in path.split("/") if part]


def _job(order: Order, known: tuple[Unit, ...], outcome: Outcome) -> reading.Job | None:
    if not known:
        outcome.note([Found(Fault.NO_UNITS, value=order.scheme)])
        return None
    unit_id = None
    if order.unit_code is not None:
        unit_id = next((unit.id for unit in known if unit.code == order.unit_code), None)
        if unit_id is None:
            outcome.note([Found(Fault.UNIT_OPTION, value=order.unit_code)])
            return None
    return reading.Job(
        order.path, "records", type=order.record_type, unit_id=unit_id, units=known, scans=order.scans
    )


async def _lay_out(
    stage: Stage, job: reading.Job, outcome: Outcome, progress: Progress | None
) -> dict[str, str]:
    letters: dict[str, str] = {}
    for event in reading.read(job):
        match event:
            case reading.Started(record_type, unknown, letters):
                outcome.record_type = record_type
                outcome.unknown_headers = unknown
            case reading.Faults(found):
                outcome.note(found)
            case reading.Rows(rows, fraction):
                if rows and not outcome.refused:
                    await stage.add(rows)
                outcome.rows += len(rows)
                if progress is not None:
                    progress(fraction, outcome.rows)
            case reading.Ended(count):
                outcome.rows = count
    return letters


async def _hand_over(stage: Stage, order: Order, outcome: Outcome, letters: dict[str, str]) -> None:
    record_type = RecordType(str(outcome.record_type))
    await stage.finish()
    await matching.match(stage.tx, record_type)
    for row_no, number in await matching.repeated_rows(stage.tx, limits.FAULTS_KEPT):
        outcome.note([Found(Fault.TWICE, row_no, letters.get("so", ""), "so", number)])
    tally = await matching.tally(stage.tx)
    outcome.by_state = tally.by_state
    outcome.counts = {"rows": outcome.rows, "new": tally.new, "same": tally.same}
    returned, conflicts = await swap.changes(stage.tx)
    if order.dry_run or (tally.new == 0 and not returned):
        outcome.counts |= {"resubmitted": len(returned), "conflicts": len(conflicts)}
    else:
        origin = swap.Origin("records", order.path.name, order.sha256(), order.now, order.today)
        conflicts = await stage.swap(lambda tx: swap.swap(tx, record_type, origin, outcome.counts))
    outcome.note(
        Found(Fault.CONFLICT, conflict.row_no, letters.get("so", ""), "so", conflict.number,
              conflict.state.value)
        for conflict in conflicts
    )  # fmt: skip
