"""What a morning's plan has to know: units with what is open, who works there, what lies on which desk.

Everything is read in a handful of questions about many units at once; nothing is asked per unit or per record.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, tzinfo
from functools import cache
from typing import Any

from sqlalchemy import Select, bindparam, func, select

from domain.people import Role
from domain.quota import ABSENT_AFTER
from domain.review import State
from storage import excused
from storage import units as tree
from storage.claims import FREE, STOPPED
from storage.columns import to_json
from storage.engine import Tx
from storage.hot import Hot
from storage.listed import listed
from storage.shelf_walk import within
from storage.tables import PersonRow, RecordRow, RoleRow, TotalRow, UnitRow
from storage.tables_plans import BookStopRow, LeaveRow, PlanRow, UnitPlanRow

leaves = LeaveRow.__table__  # type: ignore[attr-defined]
plans = PlanRow.__table__  # type: ignore[attr-defined]
people = PersonRow.__table__  # type: ignore[attr-defined]
records = RecordRow.__table__  # type: ignore[attr-defined]
roles = RoleRow.__table__  # type: ignore[attr-defined]
stops = BookStopRow.__table__  # type: ignore[attr-defined]
totals = TotalRow.__table__  # type: ignore[attr-defined]
unit_plans = UnitPlanRow.__table__  # type: ignore[attr-defined]
units = UnitRow.__table__  # type: ignore[attr-defined]

PENDING = State.PENDING.value


@dataclass(slots=True)
class Standing:
    """A unit that is planned: it stands for itself and for those merged into it, whose shelves it has."""

    id: int
    code: str
    name: str
    path: str
    parent_id: int | None
    shelves: list[int] = field(default_factory=list)  # units whose records are its own
    open: int = 0


@dataclass(frozen=True, slots=True)
class Post:
    """An official's post as the planner sees it."""

    person_id: int
    name: str
    unit_id: int
    unit_path: str
    weight: int
    daily_limit: int | None
    fixed: int | None
    seen_on: date  # when they last opened the bot, or got the post if that is later


@dataclass(frozen=True, slots=True)
class Away:
    """Somebody on leave that day."""

    stand_in_id: int | None


@dataclass(frozen=True, slots=True)
class Situation:
    """The morning of a day for some units."""

    units: Mapping[int, Standing]
    posts: Sequence[Post]
    away: Mapping[int, Away]
    held: Mapping[tuple[int, int], int]  # (unit of the record, person) → records waiting on the desk
    stopped: Mapping[int, int]  # unit of the record → free records in books that are not served
    third_last: Mapping[int, date]  # unit → the third last day it was planned
    excused: Mapping[int, date]  # person → the last day on which they were not missed
    planned: Mapping[int, int]  # person → records of that day planned before in other units


async def standing_units(tx: Tx, day: date) -> dict[int, Standing]:
    """Read the units that are planned on a day, each with the shelves of those it answers for.

    A unit above which nothing is valid answers for itself: its records are not forgotten while the mergers are awaited.
    """
    known = await tree.tree(tx)
    found: dict[int, Standing] = {}
    for unit in sorted(known.values(), key=lambda unit: unit.path):
        at = tree.stands_in(known, unit, day) or unit
        if at.id not in found:
            found[at.id] = Standing(at.id, at.code, at.name, at.path, at.parent_id)
        found[at.id].shelves.append(unit.id)
    return found


async def with_open(tx: Tx, found: Mapping[int, Standing]) -> dict[int, Standing]:
    """Keep the units with records nobody has decided, and count those."""
    of_shelf = {shelf_id: unit for unit in found.values() for shelf_id in unit.shelves}
    query = select(totals.c.unit_id, func.sum(totals.c.count).label("n")).where(totals.c.state == PENDING)
    for row in await tx.run(query.group_by(totals.c.unit_id)):
        if row.unit_id in of_shelf:
            of_shelf[row.unit_id].open += int(row.n)
    return {unit.id: unit for unit in found.values() if unit.open > 0}


_HELD = (roles.c.role == Role.OFFICIAL.value, roles.c.until.is_(None))
_posts = (
    select(
        roles.c.person_id, people.c.full_name, roles.c.unit_id, units.c.path, roles.c.weight,
        roles.c.daily_limit, roles.c.fixed_quota, roles.c.since, people.c.seen_on,
    )
    .join(people, people.c.id == roles.c.person_id)
    .join(units, units.c.id == roles.c.unit_id)
    .where(*_HELD, people.c.locked_at.is_(None))
    .order_by(roles.c.person_id, roles.c.id)
)  # fmt: skip


@cache
def _posts_of(dialect: str) -> Hot:
    """Make the statement that is asked about a few people at a time, all day long."""
    these = listed(dialect, "asked", id=int)
    return Hot(_posts.join(these, these.c.id == roles.c.person_id))


async def posts(
    tx: Tx, zone: tzinfo, serving: Mapping[int, Standing] | None = None, *, of: Collection[int] | None = None
) -> list[Post]:
    """Read officials' posts held now, in the order of people and posts: everybody's, of those who serve some units, or
    of these people. Who is locked holds none for now.
    """
    if of is not None and serving is None:
        rows = await tx.run(_posts_of(tx.dialect), {"asked": to_json([[one] for one in sorted(of)])})
    else:
        wanted = [] if of is None else [roles.c.person_id.in_(sorted(of))]
        if serving is not None:
            line = {unit_id for unit in serving.values() for unit_id in line_of(unit)}
            there = select(roles.c.person_id).where(roles.c.unit_id.in_(line), *_HELD)
            wanted.append(roles.c.person_id.in_(there))
        rows = await tx.run(_posts.where(*wanted))
    return [
        Post(row.person_id, row.full_name, row.unit_id, row.path, row.weight, row.daily_limit, row.fixed_quota,
             _later(_local(row.since, zone), row.seen_on))
        for row in rows
    ]  # fmt: skip


def _local(at: datetime, zone: tzinfo) -> date:
    return at.astimezone(zone).date()


def _later(one: date, other: date | None) -> date:
    return one if other is None else max(one, other)


async def look(tx: Tx, found: Mapping[int, Standing], everybody: Sequence[Post], *, day: date) -> Situation:
    """Read what the plan of these units needs; `everybody` are the officials among whom theirs are."""
    shelves = [shelf_id for unit in found.values() for shelf_id in unit.shelves]
    held: dict[tuple[int, int], int] = {}
    for row in await tx.run(
        select(records.c.unit_id, records.c.assignee_id, func.count().label("n"))
        .where(records.c.unit_id.in_(shelves), records.c.state == PENDING, records.c.assignee_id > 0)
        .group_by(records.c.unit_id, records.c.assignee_id)
    ):
        held[row.unit_id, row.assignee_id] = int(row.n)
    stopped: dict[int, int] = defaultdict(int)
    for row in await tx.run(_stopped(shelves)):
        stopped[row.unit_id] += int(row.n)
    third_last = await _third_last(tx, list(found), day)
    since = min(third_last.values(), default=None)
    return Situation(
        units=found,
        posts=everybody,
        away=await away_on(tx, day),
        held=held,
        stopped=stopped,
        third_last=third_last,
        excused=await excused.last_days(tx, list(found), day, since=since) if since else {},
        planned=await _planned(tx, {post.person_id for post in everybody}, list(found), day),
    )


def _stopped(shelves: Sequence[int]) -> Select[Any]:
    """Count the free records of books that are not served; from the few such books, never over all records."""
    books = (
        select(stops.c.unit_id, stops.c.book_key)
        .where(stops.c.unit_id.in_(shelves), stops.c.state == STOPPED)
        .distinct()
        .subquery("stopped_books")
    )
    lying = (
        select(func.count())
        .select_from(records)
        .where(records.c.unit_id == books.c.unit_id, FREE, within(books.c.book_key))
        .correlate(books)
        .scalar_subquery()
    )
    return select(books.c.unit_id, lying.label("n"))


_away = Hot(
    select(leaves.c.person_id, leaves.c.stand_in_id)
    .where(
        leaves.c.first <= bindparam("p_day"),
        leaves.c.last >= bindparam("p_day"),
        leaves.c.cancelled_at.is_(None),
    )
    .order_by(leaves.c.id)
)


async def away_on(tx: Tx, day: date) -> dict[int, Away]:
    """Read who is on leave on a day."""
    rows = await tx.run(_away, {"p_day": day})
    return {row.person_id: Away(row.stand_in_id) for row in rows}


async def _third_last(tx: Tx, unit_ids: list[int], day: date) -> dict[int, date]:
    """Find, per unit, the third last day that was planned: days on which the bot was down make nobody absent."""
    place = func.row_number().over(partition_by=unit_plans.c.unit_id, order_by=unit_plans.c.day.desc())
    days = (
        select(unit_plans.c.unit_id, unit_plans.c.day, place.label("place"))
        .where(unit_plans.c.unit_id.in_(unit_ids), unit_plans.c.day < day)
        .subquery()
    )
    rows = await tx.run(select(days.c.unit_id, days.c.day).where(days.c.place == ABSENT_AFTER))
    return {row.unit_id: row.day for row in rows}


async def _planned(tx: Tx, person_ids: Collection[int], unit_ids: list[int], day: date) -> dict[int, int]:
    asked = listed(tx.dialect, "asked", person_id=int)
    rows = await tx.run(
        select(plans.c.person_id, func.sum(plans.c.carried + plans.c.fresh).label("n"))
        .where(
            plans.c.person_id.in_(select(asked.c.person_id)),
            plans.c.day == day,
            plans.c.unit_id.not_in(unit_ids),
        )
        .group_by(plans.c.person_id),
        {"asked": to_json([[person_id] for person_id in sorted(person_ids)])},
    )
    return {row.person_id: int(row.n) for row in rows}


def reach(found: Mapping[int, Standing], held: Sequence[Post]) -> dict[int, list[int]]:
    """Tell which of the units each person serves: those at or below the units of their posts."""
    below: dict[int, list[int]] = defaultdict(list)
    for unit in found.values():
        for above in line_of(unit):
            below[above].append(unit.id)
    served: dict[int, dict[int, None]] = defaultdict(dict)
    for post in held:
        if post.unit_id in below:
            served[post.person_id].update(dict.fromkeys(below[post.unit_id]))
    return {person_id: list(unit_ids) for person_id, unit_ids in served.items()}


def line_of(unit: Standing) -> list[int]:
    """Name the units from the root down to this one."""
    return [int(part) for part in unit.path.split("/") if part]
