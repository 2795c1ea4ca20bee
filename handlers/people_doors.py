"""What an admin does when somebody must be out at once, or goes away: lock, unlock, hand their work to a colleague."""

from __future__ import annotations

import structlog

from domain.people import Person
from domain.talk.values import Aside, Choice, Message
from domain.wording import people as say
from handlers.context import Turn
from handlers.roster_changes import Outcome, answers_for
from storage import audit, handing_over, locking
from storage.handing_over import Lying

log = structlog.get_logger()

COLLEAGUES = 8
LOCK, UNLOCK, HAND = "l", "o", "h"  # how the keys begin that name a person
TO = "t"  # … and the one that names who takes over


def buttons(person: Person, row: int) -> list[Choice]:
    """Offer what can be done about somebody."""
    door = (
        Choice(f"{UNLOCK}{person.id}", say.UNLOCK, row=row)
        if person.locked
        else Choice(f"{LOCK}{person.id}", say.LOCK, row=row)
    )
    return [door, Choice(f"{HAND}{person.id}", say.HAND_OVER, row=row)]


def _is_all_theirs(turn: Turn, person: Person) -> bool:
    """A door is shut for all of somebody's posts at once, so all of them must be the admin's to end."""
    below = answers_for(turn)
    return all(post.unit_path.startswith(below) for post in person.posts)


async def lock(turn: Turn, person: Person, *, sure: bool = False) -> Outcome:
    """Lock somebody, after a yes."""
    if not _is_all_theirs(turn, person):
        return Outcome(say.OTHERS_TOO.format(person.full_name))
    if person.locked:
        return Outcome(say.LOCKED_ALREADY.format(person.full_name))
    if not sure:
        lies = await handing_over.lying(turn.tx, person.id)
        text = say.sure_to_lock(person.full_name, lies.records)
        return Outcome(text, {"do": "lock", "p": person.id}, (Choice("yes", say.YES_LOCK),))
    back = await locking.lock(turn.tx, person.id, now=turn.now, day=turn.today)
    if back is None:
        return Outcome(say.LOCKED_ALREADY.format(person.full_name))
    await _note(turn, "lock", person.id, {"records": back})
    return Outcome(say.locked(person.full_name, back, turn.me.full_name))


async def unlock(turn: Turn, person: Person) -> Outcome:
    """Open the door again."""
    if not _is_all_theirs(turn, person):
        return Outcome(say.OTHERS_TOO.format(person.full_name))
    if not await locking.unlock(turn.tx, person.id):
        return Outcome(say.OPEN_ALREADY.format(person.full_name))
    await _note(turn, "unlock", person.id, {})
    return Outcome(say.unlocked(person.full_name, turn.me.full_name))


async def hand_over(turn: Turn, person: Person, key: str = "") -> Outcome:
    """Hand all that lies with somebody to a colleague: to whom, the yes, and then it is done."""
    asked = turn.asked.payload if turn.asked is not None else {}
    lies = await handing_over.lying(turn.tx, person.id)
    if not lies:
        return Outcome(say.NOTHING_LIES.format(person.full_name))
    below = answers_for(turn)
    others = await handing_over.colleagues(turn.tx, person.id, below=below, day=turn.today)
    if not others:
        return Outcome(say.NO_COLLEAGUE.format(person.full_name))
    about = {"do": "hand", "p": person.id}
    wanted = key[1:] if key[:1] == TO else str(asked.get("to", ""))
    to = next((one for one in others if str(one.person_id) == wanted), None)
    if to is None:
        picks = [
            Choice(f"{TO}{one.person_id}", f"{one.name} · {one.unit_name}", row=place)
            for place, one in enumerate(others[:COLLEAGUES])
        ]
        question = say.hand_to_whom(person.full_name, *_numbers(lies))
        return Outcome(question, about, tuple(picks))
    if key != "yes":
        text = say.sure_to_hand_over(person.full_name, to.name, *_numbers(lies))
        return Outcome(text, {**about, "to": to.person_id}, (Choice("yes", say.YES_HAND_OVER),))
    handed = await handing_over.hand_over(
        turn.tx, person.id, to.person_id, by=turn.me.id, now=turn.now, day=turn.today
    )
    await _note(
        turn, "hand_over", person.id,
        {"to": to.person_id, "records": handed.records, "questions": handed.questions, "follow_ups": handed.follow_ups},
    )  # fmt: skip
    went, left = _numbers(handed), lies.records - handed.records
    text = say.handed_over(person.full_name, to.name, *went, left=left)
    told = [_tell(turn, to.person_id, say.handed_to_you(person.full_name, *went))]
    if not person.locked:
        told.append(_tell(turn, person.id, say.handed_from_you(to.name, *went)))
    return Outcome(text, asides=tuple(told))


def _numbers(lying: Lying) -> tuple[int, int, int]:
    return lying.records, lying.questions, lying.follow_ups


def _tell(turn: Turn, person_id: int, text: str) -> Aside:
    return Aside(person_id, Message(text), "people", f"{person_id}:{turn.decision_key}")


async def _note(turn: Turn, act: str, person_id: int, details: dict[str, int]) -> None:
    await audit.note(
        turn.tx, at=turn.now, person_id=turn.me.id, act=act, subject=str(person_id), details=details
    )
    log.info(act, person=person_id, by=turn.me.id)
