"""Handing all that lies with one official to a colleague of the same unit: open records, what they asked, what they see to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, literal, select, update

from domain.people import Role
from domain.review import State
from storage import desk_days, follow_ups, posts, rights, staffing
from storage.claims import records
from storage.engine import Tx
from storage.people import units
from storage.staffing import Member
from storage.tables_province import QuestionRow

questions = QuestionRow.__table__  # type: ignore[attr-defined]

_OPEN = (State.PENDING.value, State.ASKED.value)


@dataclass(frozen=True, slots=True)
class Lying:
    """What lies with somebody: open records, those that wait for a ruling among them, open questions, follow-ups."""

    records: int
    questions: int
    follow_ups: int = 0

    def __bool__(self) -> bool:
        return bool(self.records or self.questions or self.follow_ups)


async def lying(tx: Tx, person_id: int) -> Lying:
    """Count what would be handed over."""
    held = await tx.run(
        select(func.count())
        .select_from(records)
        .where(records.c.assignee_id == person_id, records.c.state.in_(_OPEN))
    )
    return Lying(
        int(held.scalar_one()), await _open_questions(tx, person_id), await follow_ups.lying(tx, person_id)
    )


async def _open_questions(tx: Tx, person_id: int) -> int:
    asked = await tx.run(
        select(func.count())
        .select_from(questions)
        .where(questions.c.asked_by == person_id, questions.c.state == "open")
    )
    return int(asked.scalar_one())


async def colleagues(tx: Tx, person_id: int, *, below: Sequence[str], day: date) -> list[Member]:
    """List the officials at work who serve a unit that this one serves, the nearest unit's first."""
    found: dict[int, Member] = {}
    for row in await posts.held_by(tx, person_id, below=below):
        if row.role != Role.OFFICIAL.value:
            continue
        path = (await tx.run(select(units.c.path).where(units.c.id == row.unit_id))).scalar_one()
        for member in await staffing.members(tx, path, day):
            if member.person_id != person_id and (member.weight or member.fixed):
                found.setdefault(member.person_id, member)
    return list(found.values())


async def hand_over(tx: Tx, from_id: int, to_id: int, *, by: int, now: datetime, day: date) -> Lying:
    """Move what the other reviews too; returns how much went. Shares of the day follow the records."""
    theirs = (records.c.assignee_id == from_id) & rights.reviews(literal(to_id), records.c.unit_id)
    before = await desk_days.of_person(tx, from_id, day)
    moved = 0
    for state in _OPEN:
        took = await tx.run(
            update(records).where(theirs, records.c.state == state).values(assignee_id=to_id, assigned_on=day)
        )
        moved += took.rowcount
    await desk_days.shift(tx, from_id, to_id, day, before=before)
    asked = await tx.run(
        update(questions)
        .where(
            questions.c.asked_by == from_id,
            questions.c.state == "open",
            rights.reviews(literal(to_id), questions.c.unit_id),
        )
        .values(asked_by=to_id)
    )
    register = await follow_ups.handed_over(tx, from_id, to_id, by=by, now=now)
    return Lying(moved, asked.rowcount, register)
