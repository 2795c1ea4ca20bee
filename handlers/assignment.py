"""The written assignment of a unit (`/phancong`): what was filed, what is owed, and filing it in one line."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from domain import typed_documents
from domain.talk.values import Choice, Message, Reply
from domain.typed_documents import Refused
from domain.wording import assignment as say
from domain.wording import captions, common, figures
from handlers import staffing
from handlers.context import Turn, says
from storage import assignment_documents, people, units
from storage.assignment_documents import OWING, Document
from storage.units import Unit

STEP = "assignment"  # what the router calls it
PAPER, AGAIN = "paper", "again"  # keys: see or file (one unit's, or pick one); file anew
UNITS = 8

_DROP = Choice("drop", captions.DROP)


@dataclass(frozen=True, slots=True)
class _Asked:
    """The units of this person that are asked for a document."""

    missing: tuple[Unit, ...]
    filed: tuple[Unit, ...]

    @property
    def all(self) -> tuple[Unit, ...]:
        return (*self.missing, *self.filed)


async def show(turn: Turn, argument: str = "") -> Reply:
    """Show how the day is staffed, and what was filed or is owed in what this person answers for."""
    reply = await staffing.show(turn, argument)
    if argument or not staffing.answering(turn):
        return reply
    asked = await _asked(turn)
    return _with_line(reply, *await _line(turn, asked)) if asked.all else reply


def _with_line(reply: Reply, line: str, choice: Choice) -> Reply:
    """Say it on top of the day's staffing, in one list with its buttons: a number means the list last shown."""
    messages = list(reply.messages)
    for place in range(len(messages) - 1, -1, -1):
        one = messages[place]
        if one.step == staffing.STEP:
            choices = (*one.choices[:-1], choice, *one.choices[-1:])  # the last one drops it all
            messages[place] = replace(one, text=f"{line}\n{one.text}", choices=choices)
            return replace(reply, messages=tuple(messages))
    return replace(reply, messages=(*messages[:1], _ask(line, choice), *messages[1:]))


async def _asked(turn: Turn) -> _Asked:
    """List who is asked: the communes with records, and the communes whose head this is in any case."""
    missing: dict[int, Unit] = {}
    filed: dict[int, Unit] = {}
    for post in staffing.answering(turn):
        found = await assignment_documents.filing(turn.tx, post.unit_path, turn.today)
        missing |= {unit.id: unit for unit in found.missing}
        filed |= {unit.id: unit for unit in found.filed}
        if post.unit_level == OWING and post.unit_id not in missing | filed:
            own = await units.load(turn.tx, post.unit_id)
            if own is not None and not own.ended(turn.today):
                known = await assignment_documents.of_unit(turn.tx, own.id)
                (filed if known else missing)[own.id] = own
    return _Asked(tuple(missing.values()), tuple(filed.values()))


async def _line(turn: Turn, asked: _Asked) -> tuple[str, Choice]:
    """Say in a line how it stands, with the button that goes on from there."""
    due, everyone = turn.rules.assignment_deadline, asked.all
    if len(everyone) > 1:
        line = say.owed_by(len(asked.missing), len(everyone), due, turn.today)
        return line, Choice(PAPER, say.FILE if asked.missing else say.REPLACE)
    unit = everyone[0]
    known = await assignment_documents.of_unit(turn.tx, unit.id)
    if known is None:
        return say.owed(unit.name, due, turn.today), Choice(f"{PAPER}{unit.id}", say.FILE)
    return _shown(turn, unit, known), Choice(f"{AGAIN}{unit.id}", say.REPLACE)


def _shown(turn: Turn, unit: Unit, known: Document) -> str:
    filed_at = known.filed_at.astimezone(turn.rules.zone)
    return say.document(unit.name, known.number, known.signed_on, known.filed_by_name, filed_at)


def _ask(text: str, *choices: Choice, takes_text: bool = False, **payload: object) -> Message:
    return Message(
        text, step=STEP, choices=(*choices, _DROP), takes_text=takes_text, payload=tuple(payload.items())
    )


async def take(turn: Turn, key: str, text: str) -> Reply:
    """Take a tap or words; whose unit it is is looked at anew at each."""
    if not staffing.answering(turn):
        return says(common.NOT_YOURS)
    await people.show_list(turn.tx, turn.account.id, None)
    payload = turn.asked.payload if turn.asked else {}
    if key == _DROP.key:
        return says(say.DROPPED, notice=captions.NOTED)
    for what in (PAPER, AGAIN):
        if key.startswith(what) and key.removeprefix(what).isdecimal():
            return await _about(turn, int(key.removeprefix(what)), anew=what == AGAIN)
    if not key and payload.get("view") == "words":
        return await _file(turn, int(payload["unit"]), text)
    if not key and payload.get("view") == "find":
        return await _find(turn, text)
    return await _pick(turn)


async def _pick(turn: Turn) -> Reply:
    """Ask for which unit, those that owe one first."""
    asked = await _asked(turn)
    if len(asked.all) == 1:
        return await _about(turn, asked.all[0].id, anew=False)
    return Reply((_list(say.PICK, asked.all),))


def _list(text: str, found: Sequence[Unit]) -> Message:
    choices = [Choice(f"{PAPER}{unit.id}", unit.name, row=place) for place, unit in enumerate(found[:UNITS])]
    return _ask(text, *choices, takes_text=True, view="find")


async def _find(turn: Turn, words: str) -> Reply:
    found = await staffing.matching(turn, words)
    if len(found) == 1:
        return await _about(turn, found[0].id, anew=False)
    return Reply((_list(say.PICK if found else say.NO_UNIT, found),))


async def _unit(turn: Turn, unit_id: int) -> Unit | None:
    """Load a unit that stands and is this person's to answer for."""
    unit = await units.load(turn.tx, unit_id)
    if unit is None or unit.ended(turn.today) or not staffing.covers(turn, unit.path):
        return None
    return unit


async def _about(turn: Turn, unit_id: int, *, anew: bool) -> Reply:
    """Show what a unit filed; where it filed nothing, or wants to file anew, ask for number and day."""
    unit = await _unit(turn, unit_id)
    if unit is None:
        return Reply((_list(say.NO_UNIT, ()),))
    known = await assignment_documents.of_unit(turn.tx, unit.id)
    if known is not None and not anew:
        return Reply((await _standing(turn, unit, _shown(turn, unit, known)),))
    question = say.ASK.format(unit=say.short(unit.name), day=figures.day(turn.today))
    return Reply((_ask(question, takes_text=True, view="words", unit=unit.id),))


async def _file(turn: Turn, unit_id: int, text: str) -> Reply:
    unit = await _unit(turn, unit_id)
    if unit is None:
        return Reply((_list(say.NO_UNIT, ()),))
    read = typed_documents.read(text, today=turn.today)
    if isinstance(read, Refused):
        again = say.no_document(read.why, read.said)
        return Reply((_ask(again, takes_text=True, view="words", unit=unit.id),))
    new = await assignment_documents.file(
        turn.tx, unit.id, number=read.number, signed_on=read.signed_on, by=turn.me.id, now=turn.now
    )
    return Reply((await _standing(turn, unit, say.filed(unit.name, read.number, read.signed_on, new=new)),))


async def _standing(turn: Turn, unit: Unit, text: str) -> Message:
    """Put under a filed document the button to replace it, and the way to the other units of this person."""
    others = [one for one in (await _asked(turn)).all if one.id != unit.id]
    more = (Choice(PAPER, say.OTHER),) if others else ()
    return Message(text, step=STEP, choices=(Choice(f"{AGAIN}{unit.id}", say.REPLACE), *more))
