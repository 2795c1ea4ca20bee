"""Records that wait for an answer: brought back to the desk they came from, first on it, when the answer is there."""

from __future__ import annotations

from sqlalchemy import bindparam, update

from domain.review import Move, Refused, State, decide
from storage import decisions, desk, people
from storage.claims import GIVEN_BACK
from storage.engine import Tx
from storage.hot import Hot
from storage.lots import By
from storage.questions import Question
from storage.tables import RecordRow

records = RecordRow.__table__  # type: ignore[attr-defined]

_waits = (
    (records.c.id == bindparam("p_id"))
    & (records.c.revision == bindparam("p_revision"))
    & (records.c.state == State.ASKED.value)
)
_to_desk = Hot(
    update(records)
    .where(_waits)
    .values(state=State.PENDING.value, state_on=bindparam("p_on"), turn=bindparam("p_turn"))
)
_to_shelf = Hot(
    update(records)
    .where(_waits)
    .values(state=State.PENDING.value, state_on=bindparam("p_on"), **{**GIVEN_BACK, "turn": 0})
)


async def bring_back(tx: Tx, question: Question, by: By, *, key: str, number: str = "") -> bool:
    """Bring a question's record back, logged as a decision of whoever answered; False where it waits no more.

    It comes first on the desk it lay on; where that person does not review the unit any more, it goes to the unit's
    queue. `key` makes the decision unrepeatable, `number` is that of the ruling.
    """
    held = await desk.load(tx, question.record_id) if question.record_id is not None else None
    if held is None or isinstance(decide(held.record.state, Move.RULING), Refused):
        return False
    record = held.record
    owner = await people.person(tx, held.assignee_id) if held.assignee_id is not None else None
    params = {"p_id": record.id, "p_revision": record.revision, "p_on": by.today}
    if owner is not None and owner.reviews_in(held.unit_path):
        params["p_turn"] = await desk.turn_before_all(tx, owner.id)
        took = await tx.run(_to_desk, params)
    else:
        took = await tx.run(_to_shelf, params)
    if took.rowcount != 1:
        return False
    await decisions.append(
        tx,
        decisions.Decision(
            unit_id=record.unit_id,
            record_id=record.id,
            revision=record.revision,
            person_id=by.person_id,
            move=Move.RULING,
            from_state=State.ASKED,
            to_state=State.PENDING,
            decided_at=by.now,
            day=by.today,
            channel=by.channel,
            event_key=f"{key}:q{question.id}",
            reasons=(number,) if number else (),
        ),
        record_type=record.type.value,
        state_on=held.state_on,
    )
    return True
