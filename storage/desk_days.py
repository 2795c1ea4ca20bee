"""Somebody's day unit by unit: what they decided and what waits on their desk; and how such a day ends early."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select, update

from domain.review import State
from storage import shares
from storage.claims import records, units
from storage.decisions import COUNTS, counting, decisions
from storage.engine import Tx
from storage.plans import plans


@dataclass(frozen=True, slots=True)
class DeskDay:
    """One person's day: by the path of the unit whose records they are."""

    done: Mapping[str, int]
    waiting: Mapping[str, int]

    def done_in(self, path: str) -> int:
        """Tell how many records of a subtree were decided."""
        return sum(number for of_unit, number in self.done.items() if of_unit.startswith(path))

    def waiting_in(self, path: str) -> int:
        """Tell how many records of a subtree wait on the desk."""
        return sum(number for of_unit, number in self.waiting.items() if of_unit.startswith(path))


async def of_people(tx: Tx, person_ids: Sequence[int], day: date) -> dict[int, DeskDay]:
    """Read the days of some people; an undone decision does not count, nor does a book returned as one lot."""
    done: dict[int, dict[str, int]] = {person_id: {} for person_id in person_ids}
    for row in await tx.run(
        select(decisions.c.person_id, units.c.path, decisions.c.move, func.count().label("n"))
        .join(units, units.c.id == decisions.c.unit_id)
        .where(
            decisions.c.person_id.in_(person_ids),
            decisions.c.day == day,
            decisions.c.move.in_(list(COUNTS)),
            counting,
        )
        .group_by(decisions.c.person_id, units.c.path, decisions.c.move)
    ):
        counted = row.n * COUNTS[row.move]
        done[row.person_id][row.path] = done[row.person_id].get(row.path, 0) + counted
    waiting: dict[int, dict[str, int]] = {person_id: {} for person_id in person_ids}
    for row in await tx.run(
        select(records.c.assignee_id, units.c.path, func.count().label("n"))
        .join(units, units.c.id == records.c.unit_id)
        .where(records.c.assignee_id.in_(person_ids), records.c.state == State.PENDING.value)
        .group_by(records.c.assignee_id, units.c.path)
    ):
        waiting[row.assignee_id][row.path] = int(row.n)
    return {person_id: DeskDay(done[person_id], waiting[person_id]) for person_id in person_ids}


async def of_person(tx: Tx, person_id: int, day: date) -> DeskDay:
    """Read one person's day."""
    return (await of_people(tx, [person_id], day))[person_id]


@dataclass(frozen=True, slots=True)
class Planned:
    """A unit in which somebody has a row of the day's plan."""

    unit_id: int
    path: str
    carried: int
    reason: str


async def planned(tx: Tx, person_id: int, day: date) -> list[Planned]:
    """List the units of somebody's day as planned."""
    rows = await tx.run(
        select(plans.c.unit_id, units.c.path, plans.c.carried, plans.c.reason)
        .join(units, units.c.id == plans.c.unit_id)
        .where(plans.c.person_id == person_id, plans.c.day == day)
        .order_by(plans.c.unit_id)
    )
    return [Planned(row.unit_id, row.path, row.carried, row.reason) for row in rows]


async def stop(tx: Tx, person_id: int, day: date, *, reason: str, still: Sequence[str] = ()) -> None:
    """End somebody's day in all units but those they `still` serve: what they did there stands, nothing more is due."""
    today = await of_person(tx, person_id, day)
    for unit in await planned(tx, person_id, day):
        if unit.path.startswith(tuple(still)):
            continue
        await tx.run(
            update(plans)
            .where(plans.c.person_id == person_id, plans.c.unit_id == unit.unit_id, plans.c.day == day)
            .values(carried=0, fresh=today.done_in(unit.path), extra=0, reason=reason)
        )
        await shares.count_unit(tx, unit.unit_id, day)


async def shift(tx: Tx, from_id: int, to_id: int, day: date, *, before: DeskDay) -> None:
    """Let two people's shares follow records that moved between their desks, unit by unit."""
    after = await of_person(tx, from_id, day)
    for unit in await planned(tx, from_id, day):
        moved = before.waiting_in(unit.path) - after.waiting_in(unit.path)
        if moved:
            await shares.raise_share(tx, from_id, unit.unit_id, day, by=-moved)
            await shares.raise_share(tx, to_id, unit.unit_id, day, by=moved)
            await shares.count_unit(tx, unit.unit_id, day)
