"""Who works in a unit today, and what a head changes about it: weights, numbers set by hand, records, lent people."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select, update

from domain.people import Role
from domain.quota import FULL_WEIGHT
from domain.review import DECIDING, Move, State
from storage import assigning, claims, plans, posts, rights, shares, situation
from storage.claims import GIVEN_BACK, records
from storage.decisions import decisions
from storage.engine import Tx, changed
from storage.plans import UnitLine
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
    """List the officials who serve a unit, with what waits on their desks and what they did that day."""
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
                _post_unit.c.path.in_(_way_up(unit_path)),
            )
            .order_by(func.length(_post_unit.c.path).desc(), people.c.full_name, roles.c.person_id)
        )
    ).all()  # fmt: skip
    ids = [row.person_id for row in rows]
    waiting = await _waiting(tx, ids)
    done = await _done(tx, ids, day)
    found: dict[int, Member] = {}
    for row in rows:
        found.setdefault(
            row.person_id,
            Member(
                row.person_id, row.full_name, row.id, row.unit_id, row.name, row.path, row.weight, row.daily_limit,
                row.fixed_quota, row.ends_on, row.seen_on, waiting.get(row.person_id, 0), done.get(row.person_id, 0),
            ),
        )  # fmt: skip
    return list(found.values())


def _way_up(path: str) -> list[str]:
    parts = path.strip("/").split("/")
    return ["/" + "/".join(parts[: n + 1]) + "/" for n in range(len(parts))]


async def _waiting(tx: Tx, ids: Sequence[int]) -> dict[int, int]:
    rows = await tx.run(
        select(records.c.assignee_id, func.count().label("n"))
        .where(records.c.assignee_id.in_(ids), records.c.state == PENDING)
        .group_by(records.c.assignee_id)
    )
    return {row.assignee_id: int(row.n) for row in rows}


async def _done(tx: Tx, ids: Sequence[int], day: date) -> dict[int, int]:
    moves = [move.value for move in DECIDING]
    rows = await tx.run(
        select(decisions.c.person_id, decisions.c.move, func.count().label("n"))
        .where(
            decisions.c.person_id.in_(ids),
            decisions.c.day == day,
            decisions.c.move.in_([*moves, Move.UNDO.value]),
            decisions.c.event_key.not_like("lot:%"),
        )
        .group_by(decisions.c.person_id, decisions.c.move)
    )
    found: dict[int, int] = {}
    for row in rows:
        found[row.person_id] = found.get(row.person_id, 0) + (row.n if row.move in moves else -row.n)
    return found


async def units_below(tx: Tx, paths: Sequence[str], day: date) -> list[UnitLine]:
    """List today's plans of the units in some subtrees."""
    prefixes = tuple(paths)
    return [line for line in await plans.of_day(tx, day) if line.path.startswith(prefixes)]


async def has_plan(tx: Tx, person_id: int, unit_id: int, day: date) -> bool:
    """Say whether somebody has a share of a unit's day."""
    query = select(plans.plans.c.day).where(
        plans.plans.c.person_id == person_id, plans.plans.c.unit_id == unit_id, plans.plans.c.day == day
    )
    return (await tx.run(query)).first() is not None


# ── changes ─────────────────────────────────────────────────────────────────────────────────────


async def set_weight(tx: Tx, member: Member, weight: int, *, unit_id: int, day: date) -> int:
    """Set somebody's weight; with nought the desk goes back to the queue at once. Returns how many records went."""
    await tx.run(update(roles).where(roles.c.id == member.role_id).values(weight=weight, fixed_quota=None))
    back = 0
    if weight == 0:
        back = await claims.release_all(tx, member.person_id)
        await shares.close(tx, member.person_id, day, reason=plans.NO_WEIGHT)
        if member.done and await has_plan(tx, member.person_id, unit_id, day):
            await shares.raise_share(tx, member.person_id, unit_id, day, by=member.done)
    elif member.weight == 0:  # back at work: the day gives them a share at their next step
        await shares.reopen(tx, member.person_id, day)
    await shares.count_unit(tx, unit_id, day)
    return back


async def set_fixed(tx: Tx, member: Member, number: int | None, *, unit_id: int, day: date) -> int:
    """Set somebody's number a day by hand, or leave it to the plan again; holds from today.

    What lies on the desk beyond the number goes back to the queue; returns how many.
    """
    await tx.run(update(roles).where(roles.c.id == member.role_id).values(fixed_quota=number))
    if number is None:
        return 0
    await shares.set_share(tx, member.person_id, unit_id, day, total=number)
    back = await _give_back_last(tx, member.person_id, member.waiting - max(0, number - member.done))
    await shares.count_unit(tx, unit_id, day)
    return back


async def _give_back_last(tx: Tx, person_id: int, number: int) -> int:
    """Give back the records that would come last on a desk."""
    if number <= 0:
        return 0
    last = (
        select(records.c.id)
        .where(records.c.assignee_id == person_id, records.c.state == PENDING)
        .order_by(records.c.turn.desc(), records.c.desk_order.desc(), records.c.id.desc())
        .limit(number)
        .cte("last_on_desk")
    )
    took = await tx.run(update(records).where(records.c.id.in_(select(last.c.id))).values(**GIVEN_BACK))
    return await changed(tx, took)


async def move_records(tx: Tx, from_id: int, to_id: int, number: int, *, unit_id: int, day: date) -> int:
    """Move up to so many open records, those that come last, to a colleague who reviews them too; returns how many."""
    last = (
        select(records.c.id)
        .where(
            records.c.assignee_id == from_id,
            records.c.state == PENDING,
            rights.reviews(
                select(people.c.id).where(people.c.id == to_id).scalar_subquery(), records.c.unit_id
            ),
        )
        .order_by(records.c.turn.desc(), records.c.desk_order.desc(), records.c.id.desc())
        .limit(number)
        .cte("to_move")
    )
    took = await tx.run(
        update(records)
        .where(records.c.id.in_(select(last.c.id)), records.c.assignee_id == from_id)
        .values(assignee_id=to_id, assigned_on=day)
    )
    moved = await changed(tx, took)
    if moved:
        await shares.raise_share(tx, from_id, unit_id, day, by=-moved)
        await shares.raise_share(tx, to_id, unit_id, day, by=moved)
        await shares.count_unit(tx, unit_id, day)
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
    standing = (await situation.standing_units(tx)).get(unit_id)
    if standing is None:
        return 0
    came = await assigning.assign(tx, {unit_id: [(person_id, number)]}, {unit_id: standing.shelves}, day=day)
    if came:
        await shares.raise_share(tx, person_id, unit_id, day, by=came)
        await shares.count_unit(tx, unit_id, day)
    return came
