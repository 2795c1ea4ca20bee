"""What belongs to a written assignment beside its number and day: the photo or PDF, and the people it names."""

from __future__ import annotations

from domain import typed_names
from domain.people import Role
from domain.talk.values import Choice, Message, Reply
from domain.wording import assignment as say
from domain.wording import captions
from handlers.assignment_units import AGAIN, PAPER, STEP, ask, asked_of, nowhere
from handlers.context import TAKES_FILE, Turn
from storage import assignment_documents, assignment_people, attachments
from storage.assignment_documents import Document
from storage.attachments import Attachment
from storage.units import Unit

FILE, PEOPLE = "file", "people"  # views, and the keys that lead to them
SEE, SKIP, EVERYBODY = "see", "skip", "everybody"  # keys


async def _others(turn: Turn, unit: Unit) -> tuple[Choice, ...]:
    """Give the way to the other units of this person, where there are any."""
    others = [one for one in (await asked_of(turn)).all if one.id != unit.id]
    return (Choice(PAPER, say.OTHER),) if others else ()


async def summary(turn: Turn, unit: Unit, known: Document, said: str = "") -> Message:
    """Show a filed document with its file and people, and the buttons to complete or replace it."""
    kept = await _file(turn, known)
    named = await assignment_people.of_document(turn.tx, known.id)
    who = [(one.name, one.person_id is not None) for one in named]
    lines = [
        *([said] if said else []),
        shown(turn, unit, known),
        say.file_line(kept.state if kept else "", kept.name if kept else ""),
        say.people_line(who),
    ]
    has_file = kept is not None and kept.state in ("fetched", "waiting")
    about = f"{unit.id}.{known.id}"
    choices = (
        Choice(f"{AGAIN}{unit.id}", say.REPLACE),
        Choice(f"{SEE}{about}", say.SEE_FILE) if has_file else Choice(f"{FILE}{about}", say.SEND_FILE),
        Choice(f"{PEOPLE}{about}", say.EDIT_PEOPLE if named else say.NAME_PEOPLE),
        *await _others(turn, unit),
    )
    return Message("\n".join(lines), step=STEP, choices=choices)


def shown(turn: Turn, unit: Unit, known: Document) -> str:
    """Say in a line what a unit filed, by whom and when."""
    filed_at = known.filed_at.astimezone(turn.rules.zone)
    return say.document(unit.name, known.number, known.signed_on, known.filed_by_name, filed_at)


async def _file(turn: Turn, known: Document) -> Attachment | None:
    return await attachments.find(turn.tx, known.attachment_id) if known.attachment_id is not None else None


async def ask_file(turn: Turn, unit: Unit, known: Document, said: str = "") -> Message:
    """Ask for the photo or PDF of a document."""
    question = say.ASK_FILE if turn.capabilities.files_in else say.ASK_PHOTO
    text = f"{said}\n{question}" if said else question
    choices = (Choice(SKIP, say.SKIP), Choice(f"{AGAIN}{unit.id}", say.REPLACE), *await _others(turn, unit))
    return ask(text, *choices, view=FILE, unit=unit.id, doc=known.id, **{TAKES_FILE: True})


async def ask_people(turn: Turn, unit: Unit, known: Document, said: str = "") -> Message:
    """Ask who is named in a document."""
    officials = await assignment_people.roster(turn.tx, unit.path, Role.OFFICIAL.value)
    everybody = (
        (Choice(EVERYBODY, say.everybody(len(officials))),) if 0 < len(officials) <= typed_names.MOST else ()
    )
    text = f"{said}\n{say.ASK_PEOPLE}" if said else say.ASK_PEOPLE
    return ask(
        text, *everybody, Choice(SKIP, say.SKIP), takes_text=True, view=PEOPLE, unit=unit.id, doc=known.id
    )


async def take_file(turn: Turn, unit: Unit, known: Document, key: str) -> Reply:
    """Take the file of a document, or that there will be none, and go on to its people."""
    said = ""
    if turn.attachment is not None:
        await assignment_documents.attach(turn.tx, known.id, turn.attachment)
        said = say.FILE_TAKEN
    elif key != SKIP:
        return Reply((await ask_file(turn, unit, known),))
    return Reply((await ask_people(turn, unit, known, said),))


async def take_people(turn: Turn, unit: Unit, known: Document, key: str, text: str) -> Reply:
    """Take the names of a document; those that nobody on the roster bears are kept, and said."""
    if key == EVERYBODY:
        officials = await assignment_people.roster(turn.tx, unit.path, Role.OFFICIAL.value)
        found = tuple(typed_names.Named(one.name, one.person_id) for one in officials[: typed_names.MOST])
    elif key == SKIP:
        return Reply((await summary(turn, unit, known),), notice=captions.NOTED)
    else:
        read = typed_names.read(text)
        if isinstance(read, typed_names.Refused):
            return Reply((await ask_people(turn, unit, known, say.no_names(read.why)),))
        found = typed_names.matched(read, await assignment_people.roster(turn.tx, unit.path))
    await assignment_people.name(turn.tx, known.id, found)
    return Reply((await summary(turn, unit, known, say.PEOPLE_TAKEN),))


async def see_file(turn: Turn, unit: Unit, known: Document) -> Reply:
    """Send the file of a document to who asks, or say how it stands with it."""
    kept = await _file(turn, known)
    if kept is None or kept.state != "fetched":
        return Reply((await summary(turn, unit, known),))
    return Reply((Message(say.caption(unit.name, known.number, known.signed_on), attachment=kept.id),))


def about(key: str) -> tuple[str, int, int] | None:
    """Read a key that names a unit and its document: what is wanted, the unit, the document."""
    for what in (SEE, FILE, PEOPLE):
        unit, _, document = key.removeprefix(what).partition(".")
        if key.startswith(what) and unit.isdecimal() and document.isdecimal():
            return what, int(unit), int(document)
    return None


async def opened(turn: Turn, unit: Unit, document_id: int, what: str) -> Reply:
    """Open what a button of a document leads to."""
    known = await _still(turn, unit, document_id)
    if isinstance(known, Message):
        return Reply((known,))
    if what == SEE:
        return await see_file(turn, unit, known)
    return Reply((await (ask_file if what == FILE else ask_people)(turn, unit, known),))


async def answered(turn: Turn, unit: Unit, key: str, text: str) -> Reply:
    """Take what answers the question for a document's file or people."""
    assert turn.asked is not None
    known = await _still(turn, unit, int(turn.asked.payload["doc"]))
    if isinstance(known, Message):
        return Reply((known,))
    if turn.asked.payload["view"] == FILE:
        return await take_file(turn, unit, known, key)
    return await take_people(turn, unit, known, key, text)


async def _still(turn: Turn, unit: Unit, document_id: int) -> Document | Message:
    """Load a unit's document; where another took its place meanwhile, that one is shown instead."""
    known = await assignment_documents.of_unit(turn.tx, unit.id)
    if known is not None and known.id == document_id:
        return known
    await drop_file(turn)
    return await summary(turn, unit, known, say.REPLACED) if known is not None else nowhere()


async def drop_file(turn: Turn) -> None:
    """Forget the file of this turn, with which nothing can be done."""
    if turn.attachment is not None:
        await attachments.drop(turn.tx, turn.attachment)
