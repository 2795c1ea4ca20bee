"""A day's plan for somebody who comes when it has been made: newly registered, back from an absence, or just lent."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from domain import quota
from domain.people import largest_limit
from domain.quota import Worker
from storage import assigning, desk_days, planning, plans, shares, situation
from storage.engine import Tx
from storage.morning import posts_at_work
from storage.planning import Campaign
from storage.plans import UnitLine
from storage.situation import Post, Standing


async def day_of(tx: Tx, campaign: Campaign, person_id: int, day: date, *, now: datetime) -> int | None:
    """Tell how many records a person's day holds, planning it first where nobody has; None where no work is due.

    No work is due on a day off and after the deadline, or where nothing is open.
    """
    known = await plans.quota_of(tx, person_id, day)
    if known is not None:
        return known
    everybody = await situation.posts(tx, campaign.zone)
    mine = posts_at_work([post for post in everybody if post.person_id == person_id])
    todo = await planning.due(tx, campaign, day)
    reached = situation.reach(todo.units, mine).get(person_id, [])
    if not reached:
        return None
    if set(reached) - await planning.planned_units(tx, todo, day):
        for unit_ids in (await planning.groups(tx, campaign, day))[1]:
            if set(unit_ids) & set(reached):
                await planning.plan(tx, campaign, day, unit_ids, now=now, todo=todo)
        known = await plans.quota_of(tx, person_id, day)
        if known is not None:
            return known
    if person_id in await situation.away_on(tx, day):
        return None
    await _join(tx, campaign, mine, [todo.units[unit_id] for unit_id in reached], day)
    return await plans.quota_of(tx, person_id, day)


async def _join(
    tx: Tx, campaign: Campaign, posts: Sequence[Post], reached: Sequence[Standing], day: date
) -> None:
    """Give somebody the share they would have had, and of what others fell short as much as their ceiling allows.

    What they did today, before leave that was taken back for one, and what lies on their desk counts first.
    """
    person_id = posts[0].person_id
    units = {unit.id: unit for unit in reached}
    lines = [line for line in await plans.of_day(tx, day) if line.unit_id in units]
    today = await desk_days.of_person(tx, person_id, day)
    most = largest_limit([post.daily_limit for post in posts], campaign.ceiling)
    weight = max(post.weight for post in posts)
    fixed = next((post.fixed for post in posts if post.fixed is not None), None)
    if fixed is not None:
        most = fixed
    elif weight == 0:
        most = 0
    left = most
    rows: list[dict[str, Any]] = []
    for line in sorted(lines, key=lambda line: (-line.shortfall, line.code, line.unit_id)):
        share = _share(line, weight) if len(reached) == 1 else 0
        has = today.done_in(line.path) + today.waiting_in(line.path)
        wanted = min(left, fixed if fixed is not None else max(share, line.shortfall)) - has
        if max(wanted, has) > 0 or not rows:
            wish = {line.unit_id: [(person_id, max(0, wanted))]}
            came = await assigning.assign(tx, wish, {line.unit_id: units[line.unit_id].shelves}, day=day)
            left = max(0, left - has - came)
            rows.append(
                {"person_id": person_id, "unit_id": line.unit_id, "day": day, "carried": 0, "fresh": has + came,
                 "extra": 0, "most": most, "fixed": fixed is not None, "reason": "" if most else plans.NO_WEIGHT}
            )  # fmt: skip
    await shares.put(tx, rows)
    for row in rows:
        await shares.count_unit(tx, row["unit_id"], day)


def _share(line: UnitLine, weight: int) -> int:
    """Tell the share of the unit's day that somebody of that weight would have had beside those at work."""
    others = [Worker(-place, ceiling=p.most) for place, p in enumerate(line.people, start=1) if not p.reason]
    day = quota.split(line.needed, [Worker(0, weight, ceiling=10_000), *others], free=line.needed)
    return day.shares[0].fresh
