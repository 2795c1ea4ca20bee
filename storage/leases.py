"""The end of a day's leases: desks of those not at work are given back or handed over, the others go on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime

from sqlalchemy import ColumnElement, exists, select, update

from domain.people import Role
from domain.review import State
from storage import claims, rights
from storage.claims import GIVEN_BACK, records
from storage.engine import Tx
from storage.people import people
from storage.rights import roles

PENDING = State.PENDING.value


async def end_lent_posts(tx: Tx, day: date, now: datetime) -> list[int]:
    """End the posts whose last day is past, and give back what lay on those desks; returns whose they were."""
    ended = await tx.run(
        update(roles)
        .where(roles.c.until.is_(None), roles.c.ends_on < day)
        .values(until=now)
        .returning(roles.c.person_id, roles.c.role)
    )
    people = sorted({row.person_id for row in ended if row.role == Role.OFFICIAL.value})
    for person_id in people:
        await claims.release_lost(tx, person_id)
    return people


def _left_over(day: date) -> tuple[ColumnElement[bool], ...]:
    """Say of a record that it lies on a desk since a day before, and its official has not come today."""
    here = exists().where(people.c.id == records.c.assignee_id, people.c.seen_on == day)
    return (records.c.state == PENDING, records.c.assignee_id > 0, records.c.assigned_on < day, ~here)


async def any_over(tx: Tx, day: date, *, past_deadline: bool) -> bool:
    """Say whether posts or leases are over that no plan of the day ends: on days off, and past the deadline."""
    lent = select(roles.c.id).where(roles.c.until.is_(None), roles.c.ends_on < day).limit(1)
    if (await tx.run(lent)).first() is not None:
        return True
    left = select(records.c.id).where(*_left_over(day)).limit(1)
    return past_deadline and (await tx.run(left)).first() is not None


async def end(tx: Tx, day: date, now: datetime, *, past_deadline: bool) -> None:
    """End what is over. Past the deadline no plan goes over the desks: what nobody came for goes back to the queue."""
    await end_lent_posts(tx, day, now)
    if past_deadline:
        await tx.run(update(records).where(*_left_over(day)).values(**GIVEN_BACK))


async def renew(
    tx: Tx, shelves: Sequence[int], *, gone: Iterable[int], stand_ins: Mapping[int, int], day: date
) -> None:
    """Begin a day on the desks of some units: stand-ins take over, who is gone gives back, the rest is leased anew."""
    for person_id, stand_in_id in sorted(stand_ins.items()):
        await claims.hand_over(tx, person_id, stand_in_id, today=day, unit_ids=shelves)
    waiting = (records.c.unit_id.in_(shelves), records.c.state == PENDING, records.c.assignee_id > 0)
    if left := sorted(gone):
        await tx.run(update(records).where(*waiting, records.c.assignee_id.in_(left)).values(**GIVEN_BACK))
    await tx.run(
        update(records)
        .where(*waiting, ~rights.reviews(records.c.assignee_id, records.c.unit_id, rights.at_work))
        .values(**GIVEN_BACK)
    )
    await tx.run(update(records).where(*waiting, records.c.assigned_on < day).values(assigned_on=day))
