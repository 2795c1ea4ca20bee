"""What heads hear of a morning's plan: that their unit falls short, and who has not been seen for days."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date

from domain.people import Role
from domain.talk.values import Aside, Choice, Message
from domain.wording import captions
from domain.wording import quota as say
from storage import answering, people, plans
from storage.engine import Tx
from storage.plans import UnitLine

KIND = "plan"


async def of_lines(tx: Tx, lines: Sequence[UnitLine], day: date) -> list[Aside]:
    """Say what is new in some units' plans: a shortfall, or an absence, that the last planned day did not have.

    One message per unit to those who answer for it, and one to the province for all units that fall short.
    """
    before = await plans.last_states(tx, [line.unit_id for line in lines], day)
    asides: list[Aside] = []
    short: list[UnitLine] = []
    for line in lines:
        was_short, was_absent = before.get(line.unit_id, (False, frozenset()))
        absent = [p.name for p in line.people if p.reason == plans.ABSENT and p.person_id not in was_absent]
        newly_short = line.shortfall > 0 and not was_short
        if newly_short:
            short.append(line)
        if not newly_short and not absent:
            continue
        who = await answering.for_unit(tx, line.path)
        for person_id in who.person_ids if who else ():
            text = say.news_of_unit(line.name, line.needed, line.given, line.shortfall, near(line), absent)
            asides.append(Aside(person_id, _message(text), KIND, f"{line.unit_id}:{day}"))
    return asides + await _for_province(tx, short, day)


def near(line: UnitLine) -> list[tuple[str, int]]:
    """Name the neighbours of a unit that have room, with how many records they could take."""
    return [(neighbour.name, neighbour.room) for neighbour in line.neighbours]


def _message(text: str) -> Message:
    return Message(text=text, step="staffing", choices=(Choice("open", captions.STAFFING),))


async def _for_province(tx: Tx, short: Sequence[UnitLine], day: date) -> list[Aside]:
    """Tell the admins in one message which of their units fall short."""
    under: dict[int, list[UnitLine]] = defaultdict(list)
    for admin in await people.holding(tx, Role.ADMIN) if short else ():
        for line in short:
            if line.path.startswith(admin.unit_path):
                under[admin.person_id].append(line)
    return [
        Aside(
            person_id,
            _message(say.news_of_province([(u.name, u.shortfall) for u in lines])),
            KIND,
            f"all:{day}",
        )
        for person_id, lines in under.items()
    ]
