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

    Those who answer for a unit hear of it, the admins of all shortfalls in their subtree. Somebody who serves several
    units is named to those who answer for the unit of their own post.
    """
    lines = await plans.of_day(tx, day)
    before = await plans.last_states(tx, [line.unit_id for line in lines], day)
    short: dict[int, list[UnitLine]] = defaultdict(list)
    absent: dict[int, list[str]] = defaultdict(list)
    admins = await people.holding(tx, Role.ADMIN)
    known = frozenset[int]().union(*(was_absent for _, was_absent in before.values()))
    gone = {p.person_id: (p.name, line.path) for line in lines for p in line.people
            if p.reason == plans.ABSENT and p.person_id not in known}  # fmt: skip
    posts = await people.first_posts(tx, gone, Role.OFFICIAL)
    for person_id, (name, path) in gone.items():
        for head_id in await _answering(tx, posts.get(person_id, path)):
            absent[head_id].append(name)
    for line in lines:
        was_short, _ = before.get(line.unit_id, (False, frozenset()))
        if line.shortfall > 0 and not was_short:
            hearing = await _answering(tx, line.path)
            hearing |= {admin.person_id for admin in admins if line.path.startswith(admin.unit_path)}
            for person_id in hearing:
                short[person_id].append(line)
    return {person_id: _text(short[person_id], absent[person_id]) for person_id in sorted({*short, *absent})}


async def _answering(tx: Tx, path: str) -> set[int]:
    who = await answering.for_unit(tx, path)
    return set(who.person_ids if who else ())


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
