"""Who works in a unit today, and what a head changes about it: weights, numbers set by hand, records, lent people."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, func, select, update

from domain.people import Role
from domain.quota import FULL_WEIGHT
from domain.review import State
from storage import assigning, claims, desk_days, plans, posts, rights, shares, situation
from storage.claims import GIVEN_BACK, records
from storage.engine import Tx, changed
from storage.situation import people, roles, units

PENDING = State.PENDING.value
_post_unit = units.alias("staff_post")


@dataclass(frozen=True, slots=True)
class Member:
    """An official as a head sees them: their post for this unit, and how today stands."""

    person_id: int
    name: str
    role_id: int
    unit_id: int  # of the post, which may lie above the unit
    unit_name: str
    unit_path: str
    weight: int
    daily_limit: int | None
    fixed: int | None
    ends_on: date | None
    seen_on: date | None
    waiting: int
    done: int


async def members(tx: Tx, unit_path: str, day: date) -> list[Member]:
    """List the officials who serve a unit and are not locked, with what of it waits on their desks and what of it they did that day."""
    rows = (
        await tx.run(
            select(
                roles.c.id, roles.c.person_id, people.c.full_name, people.c.seen_on, roles.c.unit_id, _post_unit.c.name,
                _post_unit.c.path, roles.c.weight, roles.c.daily_limit, roles.c.fixed_quota, roles.c.ends_on,
            )
            .join(people, people.c.id == roles.c.person_id)
            .join(_post_unit, _post_unit.c.id == roles.c.unit_id)
            .where(
                roles.c.role == Role.OFFICIAL.value,
                roles.c.until.is_(None),
                people.c.locked_at.is_(None),
                _post_unit.c.path.in_(_way_up(unit_path)),
            )
            .order_by(func.length(_post_unit.c.path).desc(), people.c.full_name, roles.c.person_id)
        )
    ).all()  # fmt: skip
    ids = [row.person_id for row in rows]
    days = await desk_days.of_people(tx, ids, day)
    found: dict[int, Member] = {}
    for row in rows:
        found.setdefault(
            row.person_id,
            Member(
                row.person_id, row.full_name, row.id, row.unit_id, row.name, row.path, row.weight, row.daily_limit,
                row.fixed_quota, row.ends_on, row.seen_on, days[row.person_id].waiting_in(unit_path),
                days[row.person_id].done_in(unit_path),
            ),
        )  # fmt: skip
    return list(found.values())


def _way_up(path: str) -> list[str]:
    parts = path.strip("/").split("/")
    return ["/" + "/".join(parts[: n + 1]) + "/" for n in range(len(parts))]


# ── changes ─────────────────────────────────────────────────────────────────────────────────────


async def set_weight(tx: Tx, member: Member, weight: int, *, day: date) -> int:
    """Set the weight of somebody's post; with nought what it gave goes back to the queue. Returns how many went.

    What they have from other posts stays theirs.
    """
    await tx.run(update(roles).where(roles.c.id == member.role_id).values(weight=weight, fixed_quota=None))
    if weight == 0:
        back = await claims.release_lost(tx, member.person_id, rights.at_work)
        still = await _served(tx, member.person_id)
        await desk_days.stop(tx, member.person_id, day, reason=plans.NO_WEIGHT, still=still)
        return back
    if member.weight == 0:  # back at work: the day gives them a share at their next step
        await shares.reopen(tx, member.person_id, day, closed_for=plans.NO_WEIGHT)
    return 0


async def _served(tx: Tx, person_id: int) -> list[str]:
    """List the paths of the posts that give somebody work."""
    rows = await tx.run(
        select(_post_unit.c.path)
        .join(roles, roles.c.unit_id == _post_unit.c.id)
        .where(
            roles.c.person_id == person_id,
            roles.c.role == Role.OFFICIAL.value,
            roles.c.until.is_(None),
            rights.at_work,
        )
    )
    return [path for (path,) in rows]


async def set_fixed(tx: Tx, member: Member, number: int | None, *, unit_id: int, day: date) -> int:
    """Set somebody's number a day by hand, or leave it to the plan again; holds from today.

    What lies on the desk beyond the number goes back to the queue, as far as this post gave it; returns how many.
    """
    await tx.run(update(roles).where(roles.c.id == member.role_id).values(fixed_quota=number))
    if number is None:
        return 0
    person_id = member.person_id
    now = await desk_days.of_person(tx, person_id, day)
    beyond = now.waiting_in("/") - max(0, number - now.done_in("/"))
    back = await _give_back_last(tx, person_id, beyond, below=member.unit_path)
    now = await desk_days.of_person(tx, person_id, day)
    rows = [row for row in await desk_days.planned(tx, person_id, day) if row.reason in ("", plans.NO_WEIGHT)]
    rows.sort(key=lambda row: (row.unit_id != unit_id, row.unit_id))
    more = max(0, number - now.waiting_in("/") - now.done_in("/"))
    for row in rows:  # what is still to come is the first one's
        total = now.waiting_in(row.path) + now.done_in(row.path) + more
        await shares.set_share(tx, person_id, row.unit_id, day, total=total)
        await shares.count_unit(tx, row.unit_id, day)
        more = 0
    return back


async def _give_back_last(tx: Tx, person_id: int, number: int, *, below: str) -> int:
    """Give back the records of a subtree that would come last on a desk."""
    if number <= 0:
        return 0
    last = (
        select(records.c.id)
        .where(records.c.assignee_id == person_id, records.c.state == PENDING, _lies_in(below))
        .order_by(records.c.turn.desc(), records.c.desk_order.desc(), records.c.id.desc())
        .limit(number)
        .cte("last_on_desk")
    )
    took = await tx.run(update(records).where(records.c.id.in_(select(last.c.id))).values(**GIVEN_BACK))
    return await changed(tx, took)


def _lies_in(path: str) -> ColumnElement[bool]:
    here = select(units.c.id).where(units.c.path.startswith(path, autoescape=True))
    lies: ColumnElement[bool] = records.c.unit_id.in_(here)
    return lies


async def move_records(tx: Tx, from_id: int, to_id: int, number: int, *, unit_path: str, day: date) -> int:
    """Move up to so many open records of a unit, those that come last, to a colleague who reviews them too.

    Returns how many moved.
    """
    last = (
        select(records.c.id)
        .where(
            records.c.assignee_id == from_id,
            records.c.state == PENDING,
            _lies_in(unit_path),
            rights.reviews(
                select(people.c.id).where(people.c.id == to_id).scalar_subquery(), records.c.unit_id
            ),
        )
        .order_by(records.c.turn.desc(), records.c.desk_order.desc(), records.c.id.desc())
        .limit(number)
        .cte("to_move")
    )
    before = await desk_days.of_person(tx, from_id, day)
    took = await tx.run(
        update(records)
        .where(records.c.id.in_(select(last.c.id)), records.c.assignee_id == from_id)
        .values(assignee_id=to_id, assigned_on=day)
    )
    moved = await changed(tx, took)
    await desk_days.shift(tx, from_id, to_id, day, before=before)
    return moved


async def lend(
    tx: Tx, person_id: int, unit_id: int, *, until: date | None, number: int, day: date, now: datetime
) -> int:
    """Lend an official to a unit, until a day or for good, and lay so many of its records on their desk today.

    Returns how many records came. Whoever holds the post already keeps it.
    """
    at_home = await tx.run(
        select(func.max(roles.c.weight)).where(
            roles.c.person_id == person_id, roles.c.role == Role.OFFICIAL.value, roles.c.until.is_(None)
        )
    )
    weight = at_home.scalar_one_or_none() or FULL_WEIGHT  # half a share at home is no whole one elsewhere
    post = posts.NewPost(person_id, unit_id, Role.OFFICIAL.value, weight=weight, ends_on=until)
    await posts.begin(tx, [post], now=now)
    if number <= 0:
        return 0
    standing = (await situation.standing_units(tx, day)).get(unit_id)
    if standing is None:
        return 0
    came = await assigning.assign(tx, {unit_id: [(person_id, number)]}, {unit_id: standing.shelves}, day=day)
    if came:
        await shares.raise_share(tx, person_id, unit_id, day, by=came)
        await shares.count_unit(tx, unit_id, day)
    return came
