"""How a followed-up record ends: approved once the register is mended, or back to review; and how one that was returned
comes to be followed up. Each is a logged decision beside the act in the register."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import bindparam, select, update

from domain import follow_ups as rules
from domain.follow_ups import Standing
from domain.records import RecordType
from domain.review import CASE_OF, FollowUpKind, Move, Refused, State, decide
from storage import decisions, desk, follow_ups, people, triage
from storage.claims import GIVEN_BACK
from storage.engine import Tx
from storage.follow_ups import SEPARATOR, Entry, records
from storage.hot import Hot
from storage.lots import By

_seen = (
    (records.c.id == bindparam("p_id"))
    & (records.c.revision == bindparam("p_revision"))
    & (records.c.state == bindparam("p_seen"))
)
_move = Hot(update(records).where(_seen).values(state=bindparam("p_to"), state_on=bindparam("p_on"), turn=0))
_to_desk = Hot(
    update(records)
    .where(_seen)
    .values(state=bindparam("p_to"), state_on=bindparam("p_on"), turn=bindparam("p_turn"))
)
_to_shelf = Hot(
    update(records)
    .where(_seen)
    .values(state=bindparam("p_to"), state_on=bindparam("p_on"), **{**GIVEN_BACK, "turn": 0})
)


async def approve(tx: Tx, entry: Entry, by: By, *, note: str, changes: Mapping[str, str], key: str) -> bool:
    """Approve a record whose register was mended, with what changed in it; False where it went on meanwhile."""
    held = await _held(tx, entry)
    if held is None:
        return False
    record = held.record
    if not await _moves(tx, _move, held, State.APPROVED, by):
        return False
    values = {"standing": Standing.CLOSED_APPROVED.value, "closing_note": note}
    if not await _close(tx, entry, "approved", values, by):
        raise RuntimeError(f"entry {entry.id} went on in the transaction that read it")
    differences = {name: [record.fields.get(name, ""), value] for name, value in changes.items()}
    if differences:
        fields = {name: value for name, value in {**record.fields, **changes}.items() if value}
        await desk.set_fields(tx, record.id, record.type, fields)
        await triage.judge_one(tx, record.id, by.today)
    await _log(
        tx, held, Move.RESOLVE, State.APPROVED, by, key, note=note, changes=differences, route=entry.route
    )
    return True


async def back_to_review(tx: Tx, entry: Entry, by: By, *, note: str, key: str) -> bool:
    """Give a record back to review, first on the desk it lay on or in its unit's queue; False where it went on."""
    held = await _held(tx, entry)
    if held is None:
        return False
    owner = await people.person(tx, held.assignee_id) if held.assignee_id is not None else None
    if owner is not None and owner.reviews_in(held.unit_path):
        turn = await desk.turn_before_all(tx, owner.id)
        took = await _moves(tx, _to_desk, held, State.PENDING, by, p_turn=turn)
    else:
        took = await _moves(tx, _to_shelf, held, State.PENDING, by)
    if not took:
        return False
    values = {"standing": Standing.BACK.value, "closing_note": note}
    if not await _close(tx, entry, "back", values, by):
        raise RuntimeError(f"entry {entry.id} went on in the transaction that read it")
    await _log(tx, held, Move.RESOLVE, State.PENDING, by, key, note=note, route=entry.route)
    return True


async def keep(tx: Tx, entry: Entry, by: By, *, note: str) -> bool:
    """End an entry and leave its record followed up, as the law mends nothing; False where somebody was quicker."""
    values = {"standing": Standing.CLOSED_KEPT.value, "closing_note": note}
    return await _close(tx, entry, "kept", values, by)


async def reopen(tx: Tx, entry: Entry, by: By) -> bool:
    """Take up an entry again that was ended with the record kept; False where somebody was quicker."""
    values = {"standing": Standing.OPEN.value, "closing_note": "", "closed_at": None, "closed_by": None}
    return await follow_ups.act(
        tx, entry, "reopened", values, by=by.person_id, now=by.now, standing=(Standing.CLOSED_KEPT,)
    )


async def retriage(
    tx: Tx, held: desk.Held, by: By, *, kind: FollowUpKind, route: str, about: Sequence[str], shows: str, key: str
) -> bool:  # fmt: skip
    """Bring a returned record home to be followed up; False where it is returned no more, or was sent again."""
    if isinstance(decide(held.record.state, Move.RETRIAGE), Refused):
        return False
    if not await _moves(tx, _move, held, State.FOLLOW_UP, by):
        return False
    await _log(tx, held, Move.RETRIAGE, State.FOLLOW_UP, by, key, reasons=(kind.value,), route=route)
    await follow_ups.opened(
        tx, decision_id=await decisions.id_of(tx, key), record_id=held.record.id, unit_id=held.record.unit_id,
        kind=kind.value, route=route, note="", field=SEPARATOR.join(about[: rules.FIELDS_MOST]), shows=shows,
        person_id=await _sees_to_it(tx, held), now=by.now, by=by.person_id,
    )  # fmt: skip
    return True


async def _sees_to_it(tx: Tx, held: desk.Held) -> int | None:
    """Find who sees to a record that comes home: who had it, if they still review there."""
    owner = await people.person(tx, held.assignee_id) if held.assignee_id is not None else None
    return owner.id if owner is not None and owner.reviews_in(held.unit_path) else None


async def _held(tx: Tx, entry: Entry) -> desk.Held | None:
    """Load the record of an entry that is under way, locked where rows can be; None where either is not so any more."""
    if not entry.under_way:
        return None
    if tx.dialect == "postgresql":  # the record first, as a decision and its undoing do
        await tx.run(select(records.c.id).where(records.c.id == entry.record_id).with_for_update())
    fresh = select(follow_ups.follow_ups.c.version).where(follow_ups.follow_ups.c.id == entry.id)
    if (await tx.run(fresh)).scalar_one_or_none() != entry.version:
        return None
    held = await desk.load(tx, entry.record_id)
    if held is None or isinstance(decide(held.record.state, Move.RESOLVE), Refused):
        return None
    return held


async def _moves(tx: Tx, statement: Hot, held: desk.Held, to: State, by: By, **more: Any) -> bool:
    record = held.record
    took = await tx.run(
        statement,
        {"p_id": record.id, "p_revision": record.revision, "p_seen": record.state.value, "p_to": to.value,
         "p_on": by.today, **more},
    )  # fmt: skip
    return took.rowcount == 1


async def _close(tx: Tx, entry: Entry, what: str, values: Mapping[str, Any], by: By) -> bool:
    closed = {**values, "closed_at": by.now, "closed_by": by.person_id}
    return await follow_ups.act(tx, entry, what, closed, by=by.person_id, now=by.now)


async def _log(tx: Tx, held: desk.Held, move: Move, to: State, by: By, key: str, **more: Any) -> None:
    record, case = held.record, CASE_OF.get(move)
    made = decisions.Decision(
        unit_id=record.unit_id,
        record_id=record.id,
        revision=record.revision,
        person_id=by.person_id,
        move=move,
        from_state=record.state,
        to_state=to,
        decided_at=by.now,
        day=by.today,
        channel=by.channel,
        event_key=key,
        findings=tuple(finding.as_json() for finding in record.findings),
        case_chosen=case.value if case else "",
        **more,
    )
    await decisions.append(tx, made, record_type=RecordType(record.type).value, state_on=held.state_on)
