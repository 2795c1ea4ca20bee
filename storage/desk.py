"""The records on an official's desk: claimed from the unit's queue, served book by book, never held by two."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Row, bindparam, func, select, update

from domain import keys
from domain.records import Finding, Record, RecordType, subject_of
from domain.review import Move, State
from domain.rulings import QuestionState
from storage import rulings
from storage.engine import Tx
from storage.hot import Hot
from storage.tables import DecisionRow, RecordRow, RoleRow, UnitRow
from storage.tables_province import QuestionRow, RulingRow

records = RecordRow.__table__  # type: ignore[attr-defined]
units = UnitRow.__table__  # type: ignore[attr-defined]
roles = RoleRow.__table__  # type: ignore[attr-defined]
decisions = DecisionRow.__table__  # type: ignore[attr-defined]
questions = QuestionRow.__table__  # type: ignore[attr-defined]
made = RulingRow.__table__  # type: ignore[attr-defined]


@dataclass(frozen=True, slots=True)
class Held:
    """A record with what storage knows beside its content: who holds it and since when it is in its state."""

    record: Record
    assignee_id: int | None
    state_on: date
    unit_path: str
    unit_code: str


# the newest answer to what was asked about a record: looked up in the index by record, whose rows are few
_answer_id = (
    select(func.max(questions.c.id))
    .where(questions.c.record_id == records.c.id, questions.c.state == QuestionState.ANSWERED.value)
    .correlate(records)
    .scalar_subquery()
    .label("answer_id")
)
_columns = (
    _answer_id,
    records.c.id, records.c.unit_id, records.c.type, records.c.number, records.c.book, records.c.page,
    records.c.subject, records.c.state, records.c.state_on, records.c.revision, records.c.assignee_id,
    records.c.skips, records.c.turn, records.c.scan, records.c.fields, records.c.findings,
    units.c.name.label("unit_name"), units.c.path.label("unit_path"), units.c.code.label("unit_code"),
)  # fmt: skip
_load = select(*_columns).join(units, units.c.id == records.c.unit_id)
_by_id = Hot(_load.where(records.c.id == bindparam("p_id")))
_on_desk = (records.c.assignee_id == bindparam("p_person")) & (records.c.state == State.PENDING.value)
_next = Hot(
    _load.where(_on_desk)
    # an undone record comes back first, a skipped one after all others; in between as the books lie on the desk
    .order_by(records.c.turn, records.c.desk_order, records.c.id)
    .limit(1)
)
_held = Hot(select(func.count()).select_from(records).where(_on_desk))


_resent = Hot(
    select(decisions.c.changes).where(
        decisions.c.record_id == bindparam("p_id"),
        decisions.c.revision == bindparam("p_revision"),
        decisions.c.move == Move.VENDOR_RESUBMIT.value,
    )
)


# a head's word beside the undoing of a second return (storage/second_returns.py)
_word = Hot(
    select(decisions.c.note)
    .where(
        decisions.c.record_id == bindparam("p_id"),
        decisions.c.revision == bindparam("p_revision"),
        decisions.c.move == Move.UNDO.value,
        decisions.c.note != "",
    )
    .order_by(decisions.c.id.desc())
    .limit(1)
)


_answer = Hot(
    select(questions.c.answer, made.c.number)
    .outerjoin(made, made.c.id == questions.c.ruling_id)
    .where(questions.c.id == bindparam("p_id"))
)
_MOST_RULES = 3  # of what was found, whose rulings are looked for


async def _guidance(tx: Tx, findings: tuple[Finding, ...]) -> tuple[str, ...]:
    """Find the rulings on what was found in a record, the newest first."""
    found: list[str] = []
    for rule in list(dict.fromkeys(finding.rule for finding in findings))[:_MOST_RULES]:
        found += await rulings.numbers_on(tx, rule)
    return tuple(sorted(set(found), reverse=True))


async def _record(tx: Tx, row: Row[Any]) -> Held:
    resent: dict[str, list[str]] = {}
    word, answer, answered_by = "", "", ""
    if row.answer_id is not None:
        said = (await tx.run(_answer, {"p_id": row.answer_id})).one()
        answer, answered_by = said.answer, said.number or ""
    findings = tuple(Finding.from_json(finding) for finding in row.findings)
    if row.revision > 1:
        log = await tx.run(_resent, {"p_id": row.id, "p_revision": row.revision})
        resent = log.scalar_one_or_none() or {}
        word = (await tx.run(_word, {"p_id": row.id, "p_revision": row.revision})).scalar_one_or_none() or ""
    record = Record(
        id=row.id,
        unit_id=row.unit_id,
        unit_name=row.unit_name,
        type=RecordType(row.type),
        number=row.number,
        book=row.book,
        page=row.page,
        subject=row.subject,
        state=State(row.state),
        revision=row.revision,
        fields=row.fields,
        findings=findings,
        scan=row.scan,
        skips=row.skips,
        resent=tuple((name, before, after) for name, (before, after) in resent.items()),
        word=word,
        answer=answer,
        answered_by=answered_by,
        guidance=await _guidance(tx, findings) if findings else (),
    )
    return Held(record, row.assignee_id, row.state_on, row.unit_path, row.unit_code)


async def load(tx: Tx, record_id: int) -> Held | None:
    """Load one record, whoever holds it."""
    row = (await tx.run(_by_id, {"p_id": record_id})).first()
    return await _record(tx, row) if row else None


async def next_record(tx: Tx, person_id: int) -> Held | None:
    """Load the record that is next on a person's desk."""
    row = (await tx.run(_next, {"p_person": person_id})).first()
    return await _record(tx, row) if row else None


async def held_count(tx: Tx, person_id: int) -> int:
    """Count the records waiting on a person's desk."""
    return int((await tx.run(_held, {"p_person": person_id})).scalar_one())


_seen = (
    (records.c.id == bindparam("p_id"))
    & (records.c.revision == bindparam("p_revision"))
    & (records.c.state == bindparam("p_seen"))
    & (records.c.assignee_id == bindparam("p_person"))  # it may have gone to a colleague's desk meanwhile
)
_set_state = Hot(
    update(records)
    .where(_seen)
    .values(state=bindparam("p_to"), state_on=bindparam("p_on"), turn=bindparam("p_turn"))
)
_set_fields = Hot(
    update(records)
    .where(records.c.id == bindparam("p_id"))
    .values(
        fields=bindparam("p_fields", type_=records.c.fields.type),
        subject=bindparam("p_subject"),
        number=bindparam("p_number"),
        book=bindparam("p_book"),
        page=bindparam("p_page"),
        year=bindparam("p_year"),
        desk_order=bindparam("p_desk_order"),
    )
)
_set_findings = Hot(
    update(records)
    .where(records.c.id == bindparam("p_id"))
    .values(findings=bindparam("p_findings", type_=records.c.findings.type))
)
_skip = Hot(update(records).where(_seen).values(turn=bindparam("p_turn"), skips=records.c.skips + 1))
_last_turn = Hot(select(func.coalesce(func.max(records.c.turn), 0)).where(_on_desk))
_first_turn = Hot(select(func.coalesce(func.min(records.c.turn), 0)).where(_on_desk))


async def set_state(
    tx: Tx, record_id: int, person_id: int, *, revision: int, seen: State, to: State, on: date, turn: int = 0
) -> bool:
    """Move a record of this person's from the state that was seen; False when somebody or something was quicker."""
    took = await tx.run(
        _set_state,
        {"p_id": record_id, "p_person": person_id, "p_revision": revision, "p_seen": seen.value, "p_to": to.value,
         "p_on": on, "p_turn": turn},
    )  # fmt: skip
    return took.rowcount == 1


async def set_fields(tx: Tx, record_id: int, record_type: RecordType, fields: dict[str, str]) -> None:
    """Replace the content of a record and all that is read from it, after set_state has shown that it may be changed.

    Its natural key stays the one it came in by: the same sheet taken in again must find it.
    """
    key = keys.natural_key(record_type, fields)
    await tx.run(
        _set_fields,
        {"p_id": record_id, "p_fields": fields, "p_subject": subject_of(record_type, fields),
         "p_number": keys.number_of(fields), "p_book": keys.book_of(fields), "p_page": keys.page_of(fields),
         "p_year": key.year if isinstance(key, keys.Key) else None,
         "p_desk_order": keys.desk_order(record_type, fields)},
    )  # fmt: skip


async def set_findings(tx: Tx, record_id: int, findings: Sequence[Mapping[str, str]]) -> None:
    """Replace what was found in a record, each as it is stored."""
    await tx.run(_set_findings, {"p_id": record_id, "p_findings": list(findings)})


async def skip(tx: Tx, record_id: int, person_id: int, *, revision: int) -> bool:
    """Put a record behind all others on the desk."""
    last = int((await tx.run(_last_turn, {"p_person": person_id})).scalar_one())
    took = await tx.run(
        _skip,
        {
            "p_id": record_id,
            "p_person": person_id,
            "p_revision": revision,
            "p_seen": State.PENDING.value,
            "p_turn": max(last, 0) + 1,
        },
    )
    return took.rowcount == 1


async def turn_before_all(tx: Tx, person_id: int) -> int:
    """Tell the turn that puts a record before all others on the desk."""
    return min(int((await tx.run(_first_turn, {"p_person": person_id})).scalar_one()), 0) - 1
