"""What heads and the province hear of a morning's plan: who falls short, who has not been seen; in one text each."""

from __future__ import annotations

from collections import defaultdict
from datetime import date

from domain.people import Role
from domain.wording import quota as say
from storage import answering, people, plans
from storage.engine import Tx
from storage.plans import UnitLine


async def of_day(tx: Tx, day: date) -> dict[int, str]:
    """Say, per person, what is new in a day's plan: shortfalls and absences that the last planned day did not have.

    Those who answer for a unit hear of it, the admins of all shortfalls in their subtree.
    """
    lines = await plans.of_day(tx, day)
    before = await plans.last_states(tx, [line.unit_id for line in lines], day)
    short: dict[int, list[UnitLine]] = defaultdict(list)
    absent: dict[int, list[str]] = defaultdict(list)
    admins = await people.holding(tx, Role.ADMIN)
    for line in lines:
        was_short, was_absent = before.get(line.unit_id, (False, frozenset()))
        gone = [p.name for p in line.people if p.reason == plans.ABSENT and p.person_id not in was_absent]
        is_short = line.shortfall > 0 and not was_short
        if not is_short and not gone:
            continue
        who = await answering.for_unit(tx, line.path)
        hearing = set(who.person_ids if who else ())
        for person_id in hearing:
            absent[person_id] += gone
        if is_short:
            hearing |= {admin.person_id for admin in admins if line.path.startswith(admin.unit_path)}
            for person_id in hearing:
                short[person_id].append(line)
    return {
        person_id: _text(short[person_id], absent[person_id])
        for person_id in sorted({*short, *(person for person, names in absent.items() if names)})
    }


def _text(short: list[UnitLine], absent: list[str]) -> str:
    parts = []
    if len(short) == 1:
        line = short[0]
        near = [(neighbour.name, neighbour.room) for neighbour in line.neighbours]
        parts.append(say.news_of_unit(line.name, line.needed, line.given, line.shortfall, near))
    elif short:
        parts.append(say.news_of_units([(line.name, line.shortfall) for line in short]))
    parts += [say.not_seen(name) for name in absent]
    return "\n".join(parts)
