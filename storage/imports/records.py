"""Taking in a sheet of records: read, laid out, matched, swapped, the whole file or nothing of it; then judged."""

from __future__ import annotations

from sqlalchemy import select

from domain.records import RecordType
from domain.sheet_faults import Fault, Found
from storage import units
from storage.engine import Tx
from storage.imports import judging, limits, matching, reading, swap
from storage.imports.outcome import Order, Outcome, Progress
from storage.imports.places import Unit
from storage.imports.stage import Stage, open_stage


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
    # what was taken in stands by itself: where judging is cut short, the next triage goes on with it
    if job is not None and not outcome.refused and not order.dry_run:
        await judging.catch_up(address, order, outcome, progress)
    outcome.faults.sort(key=lambda found: (not found.refuses, found.row, found.column))
    return outcome


async def units_of(tx: Tx, scheme: str) -> tuple[Unit, ...]:
    """List the units of a scheme, and of others those that are over: where each lies or lay, and what it was called."""
    known = await units.tree(tx)
    names: dict[int, list[str]] = {}
    above: dict[int, set[int]] = {}
    for past in await tx.run(select(units.past_units).order_by(units.past_units.c.id)):
        names.setdefault(past.unit_id, []).append(past.name)
        if past.parent_id in known:
            above.setdefault(past.unit_id, set()).update(known[past.parent_id].above, {past.parent_id})
    return tuple(
        Unit(
            unit.id,
            unit.code,
            unit.name,
            frozenset({*unit.above, *above.get(unit.id, ())}),
            tuple(name for name in dict.fromkeys(names.get(unit.id, ())) if name != unit.name),
            frozenset(units.successors(known, unit.id)),
            unit.scheme != scheme,
        )
        for unit in known.values()
        if unit.scheme == scheme or unit.valid_to is not None
    )


def _job(order: Order, known: tuple[Unit, ...], outcome: Outcome) -> reading.Job | None:
    if all(unit.former for unit in known):
        outcome.note([Found(Fault.NO_UNITS, value=order.scheme)])
        return None
    unit_id = None
    if order.unit_code is not None:
        unit_id = next((unit.id for unit in known if unit.code == order.unit_code and not unit.former), None)
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
    named = await matching.match(stage.tx, record_type, names="maHoSo" in letters)
    outcome.note(
        Found(Fault.RECORD_UNKNOWN, row_no, letters["maHoSo"], "maHoSo", str(name))
        for row_no, name in named.unknown
    )
    outcome.note(
        Found(Fault.RECORD_TWICE, row_no, letters["maHoSo"], "maHoSo", str(name), str(first))
        for row_no, name, first in named.twice
    )
    for row_no, number in await matching.repeated_rows(stage.tx, limits.FAULTS_KEPT):
        outcome.note([Found(Fault.TWICE, row_no, letters.get("so", ""), "so", number)])
    tally = await matching.tally(stage.tx)
    outcome.by_state = tally.by_state
    outcome.counts = {"rows": outcome.rows, "new": tally.new, "same": tally.same}
    returned, conflicts = await swap.changes(stage.tx)
    as_it_was, named_rows = await swap.sent_unchanged(stage.tx)
    if as_it_was:
        outcome.counts["still_returned"] = as_it_was
    outcome.note(
        Found(Fault.SENT_UNCHANGED, row_no, letters["maHoSo"], "maHoSo", str(name))
        for row_no, name in named_rows
    )
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
