"""The written assignment of a unit (`/phancong`): what was filed, what is owed, and filing it: number and day first."""

from __future__ import annotations

from dataclasses import replace

from domain import typed_documents
from domain.talk.values import Choice, Reply
from domain.typed_documents import Refused
from domain.wording import assignment as say
from domain.wording import captions, common, figures
from handlers import assignment_papers as papers
from handlers import staffing
from handlers.assignment_units import (
    AGAIN,
    DROP,
    PAPER,
    STEP,
    UNITS,
    Asked,
    ask,
    asked_of,
    covered,
    nowhere,
    pick_from,
)
from handlers.context import TAKES_FILE, Turn, says
from storage import assignment_documents, people

__all__ = ["STEP", "UNITS", "show", "take"]


async def show(turn: Turn, argument: str = "") -> Reply:
    """Show how the day is staffed, and what was filed or is owed in what this person answers for."""
    reply = await staffing.show(turn, argument)
    if argument or not staffing.answering(turn):
        return reply
    asked = await asked_of(turn)
    return _with_line(reply, *await _line(turn, asked)) if asked.all else reply


def _with_line(reply: Reply, line: str, *added: Choice) -> Reply:
    """Say it on top of the day's staffing, in one list with its buttons: a number means the list last shown."""
    messages = list(reply.messages)
    for place in range(len(messages) - 1, -1, -1):
        one = messages[place]
        if one.step == staffing.STEP:
            choices = (*one.choices[:-1], *added, *one.choices[-1:])  # the last one drops it all
            messages[place] = replace(one, text=f"{line}\n{one.text}", choices=choices)
            return replace(reply, messages=tuple(messages))
    return replace(reply, messages=(*messages[:1], ask(line, *added, DROP), *messages[1:]))


async def _line(turn: Turn, asked: Asked) -> tuple[str, *tuple[Choice, ...]]:
    """Say in a line how it stands, with the buttons that go on from there."""
    due, everyone = turn.rules.assignment_deadline, asked.all
    if len(everyone) > 1:
        line = say.owed_by(len(asked.missing), len(everyone), due, turn.today)
        return line, Choice(PAPER, say.FILE if asked.missing else say.REPLACE)
    unit = everyone[0]
    known = await assignment_documents.of_unit(turn.tx, unit.id)
    if known is None:
        return say.owed(unit.name, due, turn.today), Choice(f"{PAPER}{unit.id}", say.FILE)
    again = Choice(f"{AGAIN}{unit.id}", say.REPLACE)
    return papers.shown(turn, unit, known), Choice(f"{PAPER}{unit.id}", say.OPEN), again


async def take(turn: Turn, key: str, text: str) -> Reply:
    """Take a tap, words or a file; whose unit it is is looked at anew at each."""
    if not staffing.answering(turn):
        await papers.drop_file(turn)
        return says(common.NOT_YOURS)
    await people.show_list(turn.tx, turn.account.id, None)
    payload = turn.asked.payload if turn.asked else {}
    if key == DROP.key:
        return says(say.DROPPED, notice=captions.NOTED)
    for what in (PAPER, AGAIN):
        if key.startswith(what) and key.removeprefix(what).isdecimal():
            return await _about(turn, int(key.removeprefix(what)), anew=what == AGAIN)
    if (opens := papers.about(key)) is not None:
        what, unit_id, document_id = opens
        unit = await covered(turn, unit_id)
        return await papers.opened(turn, unit, document_id, what) if unit else Reply((nowhere(),))
    if payload.get("view") in (papers.FILE, papers.PEOPLE) and key != PAPER:
        unit = await covered(turn, int(payload["unit"]))
        return await papers.answered(turn, unit, key, text) if unit else await _not_here(turn)
    if not key and payload.get("view") == "words":
        return await _file(turn, int(payload["unit"]), text)
    if not key and payload.get("view") == "find":
        return await _find(turn, text)
    return await _pick(turn)


async def _not_here(turn: Turn) -> Reply:
    await papers.drop_file(turn)
    return Reply((nowhere(),))


async def _pick(turn: Turn) -> Reply:
    """List who owes one and who filed one, those that owe first, and ask for which unit."""
    asked = await asked_of(turn)
    if len(asked.all) == 1:
        return await _about(turn, asked.all[0].id, anew=False)
    numbers = await assignment_documents.numbers(turn.tx, [unit.id for unit in asked.filed])
    filed = [(unit.name, numbers.get(unit.id, "")) for unit in asked.filed]
    text = say.overview([unit.name for unit in asked.missing], filed)
    return Reply((pick_from(text, asked.all),))


async def _find(turn: Turn, words: str) -> Reply:
    found = await staffing.matching(turn, words)
    if len(found) == 1:
        return await _about(turn, found[0].id, anew=False)
    return Reply((pick_from(say.PICK, found) if found else nowhere(),))


async def _about(turn: Turn, unit_id: int, *, anew: bool) -> Reply:
    """Show what a unit filed; where it filed nothing, or wants to file anew, ask for number and day."""
    unit = await covered(turn, unit_id)
    if unit is None:
        return Reply((nowhere(),))
    known = await assignment_documents.of_unit(turn.tx, unit.id)
    if known is not None and not anew:
        return Reply((await papers.summary(turn, unit, known),))
    question = say.ASK.format(unit=say.short(unit.name), day=figures.day(turn.today))
    asked = ask(question, DROP, takes_text=True, view="words", unit=unit.id, **{TAKES_FILE: True})
    return Reply((asked,))


async def _file(turn: Turn, unit_id: int, text: str) -> Reply:
    """Take number and day, typed or under the photo of the document; a photo that comes first is kept for it."""
    unit = await covered(turn, unit_id)
    if unit is None:
        return await _not_here(turn)
    payload = turn.asked.payload if turn.asked else {}
    attachment = turn.attachment or payload.get("file")
    read = typed_documents.read(text, today=turn.today)
    if isinstance(read, Refused):
        again = say.no_document(read.why, read.said) if text or turn.attachment is None else say.FILE_FIRST
        more = {"file": attachment} if attachment is not None else {}
        return Reply(
            (ask(again, DROP, takes_text=True, view="words", unit=unit.id, **more, **{TAKES_FILE: True}),)
        )
    new = await assignment_documents.file(
        turn.tx, unit.id, number=read.number, signed_on=read.signed_on, by=turn.me.id, now=turn.now
    )
    known = await assignment_documents.of_unit(turn.tx, unit.id)
    assert known is not None
    said = say.filed(unit.name, read.number, read.signed_on, new=new)
    if attachment is None:
        return Reply((await papers.ask_file(turn, unit, known, said),))
    await assignment_documents.attach(turn.tx, known.id, attachment)
    return Reply((await papers.ask_people(turn, unit, known, f"{said} {say.FILE_TAKEN}"),))
