"""The units a person may file written assignments for, and the lists to pick one from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from domain.talk.values import Choice, Message
from domain.wording import assignment as say
from domain.wording import captions
from handlers import staffing
from handlers.context import Turn
from storage import assignment_documents, units
from storage.assignment_documents import OWING
from storage.units import Unit

STEP = "assignment"  # what the router calls it
PAPER, AGAIN = "paper", "again"  # keys: see or file (one unit's, or pick one); file anew
UNITS = 8

DROP = Choice("drop", captions.DROP)


@dataclass(frozen=True, slots=True)
class Asked:
    """The units of this person that are asked for a document."""

    missing: tuple[Unit, ...]
    filed: tuple[Unit, ...]

    @property
    def all(self) -> tuple[Unit, ...]:
        return (*self.missing, *self.filed)


async def asked_of(turn: Turn) -> Asked:
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
    return Asked(tuple(missing.values()), tuple(filed.values()))


async def covered(turn: Turn, unit_id: int) -> Unit | None:
    """Load a unit that stands and is this person's to answer for."""
    unit = await units.load(turn.tx, unit_id)
    if unit is None or unit.ended(turn.today) or not staffing.covers(turn, unit.path):
        return None
    return unit


def ask(text: str, *choices: Choice, takes_text: bool = False, **payload: object) -> Message:
    """Make a message of this conversation."""
    return Message(text, step=STEP, choices=choices, takes_text=takes_text, payload=tuple(payload.items()))


def pick_from(text: str, found: Sequence[Unit]) -> Message:
    """Make a list of units to choose from, or to type the name of another."""
    choices = [Choice(f"{PAPER}{unit.id}", unit.name, row=place) for place, unit in enumerate(found[:UNITS])]
    return ask(text, *choices, DROP, takes_text=True, view="find")


def nowhere() -> Message:
    """Say that there is no such unit here, and ask for another."""
    return pick_from(say.NO_UNIT, ())
