"""Questions: difficulties that officials asked about, whose turn it is to answer, and what became of them."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, bindparam, func, insert, or_, select, update

from domain import ruling_words
from domain.people import Role
from domain.rulings import QuestionState
from storage.engine import Tx
from storage.tables import PersonRow, RecordRow, UnitRow
from storage.tables_province import QuestionRow, RulingRow

questions = QuestionRow.__table__  # type: ignore[attr-defined]
records = RecordRow.__table__  # type: ignore[attr-defined]
units = UnitRow.__table__  # type: ignore[attr-defined]
people = PersonRow.__table__  # type: ignore[attr-defined]
rulings = RulingRow.__table__  # type: ignore[attr-defined]

_OPEN = questions.c.state == QuestionState.OPEN.value


@dataclass(frozen=True, slots=True)
class Question:
    """A question as it stands. `at_unit_id` and `at_role` name whose turn it is; empty: nobody could be found."""

    id: int
    record_id: int | None
    number: str  # of the record, and its book
    book: str
    unit_id: int
    unit_name: str
    unit_path: str
    asked_by: int
    asked_by_name: str
    asked_at: datetime
    text: str
    topic: str
    card: str
    attachment_id: int | None
    at_unit_id: int | None
    at_role: Role | None
    due_at: datetime | None
    state: QuestionState
    answer: str
    answered_by_name: str
    ruling_id: int | None
    ruling_number: str
    passed: tuple[dict[str, Any], ...]


_answerer = people.alias("answerer")
_whole = (
    select(
        questions, units.c.name.label("unit_name"), units.c.path.label("unit_path"),
        people.c.full_name.label("asked_by_name"), _answerer.c.full_name.label("answered_by_name"),
        records.c.number, records.c.book, rulings.c.number.label("ruling_number"),
    )
    .join(units, units.c.id == questions.c.unit_id)
    .join(people, people.c.id == questions.c.asked_by)
    .outerjoin(_answerer, _answerer.c.id == questions.c.answered_by)
    .outerjoin(records, records.c.id == questions.c.record_id)
    .outerjoin(rulings, rulings.c.id == questions.c.ruling_id)
)  # fmt: skip


def _question(row: Row[Any]) -> Question:
    return Question(
        row.id, row.record_id, row.number or "", row.book or "", row.unit_id, row.unit_name, row.unit_path,
        row.asked_by, row.asked_by_name, row.asked_at, row.text, row.topic, row.card, row.attachment_id,
        row.at_unit_id, Role(row.at_role) if row.at_role else None, row.due_at, QuestionState(row.state), row.answer,
        row.answered_by_name or "", row.ruling_id, row.ruling_number or "", tuple(row.passed),
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class New:
    """What is asked, before it has a number."""

    unit_id: int
    asked_by: int
    asked_at: datetime
    text: str
    topic: str = ""
    card: str = ""
    record_id: int | None = None
    attachment_id: int | None = None


async def ask(
    tx: Tx, new: New, *, at_unit_id: int | None = None, at_role: Role | None = None, due_at: datetime | None = None
) -> int:  # fmt: skip
    """Keep a question and whose turn it is; returns its number."""
    return await _add(
        tx, new, state=QuestionState.OPEN.value, at_unit_id=at_unit_id, at_role=at_role.value if at_role else "",
        due_at=due_at,
    )  # fmt: skip


async def ask_answered(tx: Tx, new: New, *, ruling_id: int, answer: str) -> int:
    """Keep a question that a ruling answered at once, to the asker's mind."""
    return await _add(
        tx, new, state=QuestionState.ANSWERED.value, answer=answer, ruling_id=ruling_id, answered_at=new.asked_at
    )  # fmt: skip


async def _add(tx: Tx, new: New, **more: Any) -> int:
    row = {
        "record_id": new.record_id, "unit_id": new.unit_id, "asked_by": new.asked_by, "asked_at": new.asked_at,
        "text": new.text, "search_text": ruling_words.search_text("", new.text), "topic": new.topic, "card": new.card,
        "attachment_id": new.attachment_id, **more,
    }  # fmt: skip
    return int((await tx.run(insert(questions).returning(questions.c.id), row)).scalar_one())


async def load(tx: Tx, question_id: int) -> Question | None:
    """Load a question."""
    row = (await tx.run(_whole.where(questions.c.id == bindparam("p_id")), {"p_id": question_id})).first()
    return _question(row) if row else None


def _below(paths: Sequence[str]) -> ColumnElement[bool]:
    return or_(*(units.c.path.startswith(path, autoescape=True) for path in paths))


async def open_below(tx: Tx, paths: Sequence[str], *, but_of: int, limit: int) -> tuple[list[Question], int]:
    """List the open questions of some subtrees but those of one person, the first due first; tells how many there are."""
    if not paths:
        return [], 0
    theirs = (_OPEN, _below(paths), questions.c.asked_by != but_of)
    count = select(func.count()).select_from(questions.join(units, units.c.id == questions.c.unit_id))
    total = int((await tx.run(count.where(*theirs))).scalar_one())
    order = (questions.c.due_at.is_(None), questions.c.due_at, questions.c.id)
    rows = await tx.run(_whole.where(*theirs).order_by(*order).limit(limit))
    return [_question(row) for row in rows], total


async def waiting_on(tx: Tx, topics: Collection[str], paths: Sequence[str], *, but_of: int) -> list[Question]:
    """List the open questions on any of some topics in some subtrees, the oldest first."""
    if not topics or not paths:
        return []
    query = _whole.where(
        _OPEN, questions.c.topic.in_(sorted(topics)), _below(paths), questions.c.asked_by != but_of
    )
    return [_question(row) for row in await tx.run(query.order_by(questions.c.id))]


async def of_person(tx: Tx, person_id: int, *, limit: int) -> list[Question]:
    """List what somebody asked and did not take back, the newest first."""
    query = _whole.where(
        questions.c.asked_by == person_id, questions.c.state != QuestionState.WITHDRAWN.value
    )
    return [_question(row) for row in await tx.run(query.order_by(questions.c.id.desc()).limit(limit))]


async def overdue(tx: Tx, now: datetime, *, limit: int) -> list[Question]:
    """List open questions whose level let its time pass, or that nobody could be found for, the oldest first."""
    late = or_(questions.c.due_at <= now, questions.c.at_unit_id.is_(None))
    rows = await tx.run(_whole.where(_OPEN, late).order_by(questions.c.id).limit(limit))
    return [_question(row) for row in rows]


async def settle(
    tx: Tx, question_id: int, *, to: QuestionState, by: int | None, now: datetime, answer: str = "",
    ruling_id: int | None = None,
) -> bool:  # fmt: skip
    """End an open question; False where somebody was quicker or it was taken back."""
    took = await tx.run(
        update(questions)
        .where(questions.c.id == question_id, _OPEN)
        .values(state=to.value, answer=answer, answered_by=by, answered_at=now, ruling_id=ruling_id)
    )
    return took.rowcount == 1


async def withdraw(tx: Tx, record_id: int, *, by: int, now: datetime) -> bool:
    """Take back the open question about a record, since the decision that asked it was undone."""
    took = await tx.run(
        update(questions)
        .where(questions.c.record_id == record_id, questions.c.asked_by == by, _OPEN)
        .values(state=QuestionState.WITHDRAWN.value, answered_at=now)
    )
    return took.rowcount > 0


async def hand_on(
    tx: Tx, question: Question, *, at_unit_id: int, at_role: Role, due_at: datetime, by: int | None, now: datetime
) -> bool:  # fmt: skip
    """Make it another level's turn; False where it was handed on or answered meanwhile."""
    seen = (
        questions.c.at_unit_id == question.at_unit_id
        if question.at_unit_id is not None
        else questions.c.at_unit_id.is_(None)
    )
    passed = [*question.passed, {"from": question.at_unit_id, "by": by, "at": now.isoformat()}]
    took = await tx.run(
        update(questions)
        .where(questions.c.id == question.id, _OPEN, seen, questions.c.at_role == (question.at_role or ""))
        .where(questions.c.due_at == question.due_at if question.due_at else questions.c.due_at.is_(None))
        .values(at_unit_id=at_unit_id, at_role=at_role.value, due_at=due_at, passed=passed)
    )
    return took.rowcount == 1
