"""How the officials' day goes: quota, done, waiting, for how long they have been behind, whether they can be told."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta, tzinfo
from itertools import pairwise

from sqlalchemy import func, select

from domain.review import State
from domain.standing import Behind, Evening, behind
from storage import situation
from storage.columns import to_json
from storage.decisions import COUNTS, counting, decisions
from storage.engine import Tx
from storage.listed import listed
from storage.people import accounts, people
from storage.plans import ASKED_FOR, GONE, plans
from storage.situation import records

LOOK_BACK = timedelta(days=14)  # beyond it "behind" is not counted on: the ladder ends at five working days


@dataclass(slots=True)
class OfficialDay:
    """One official today. `quota` counts all units and what was asked for beyond; None where none was planned."""

    person_id: int
    name: str
    posts: tuple[tuple[int, str], ...]  # (unit, path)
    seen_on: date
    unit_name: str = ""  # of the first post
    quota: int | None = None
    carried: int = 0  # of the quota, what was left from before
    reason: str = ""  # why the plan gave nothing
    done: int = 0
    waiting: int = 0
    on_leave: bool = False
    muted: bool = False
    linked: bool = False
    reachable: bool = False
    behind: Behind = field(default_factory=Behind)

    @property
    def path(self) -> str:
        """The unit of the first post, whose calendar and times are theirs."""
        return self.posts[0][1]

    @property
    def left(self) -> int:
        """Records of today's quota that are still to do."""
        return max(0, (self.quota or 0) - self.done)


async def of(
    tx: Tx, today: date, zone: tzinfo, *, path: str = "/", people_ids: Collection[int] | None = None
) -> dict[int, OfficialDay]:
    """Read the day of the officials of a subtree, or of these people."""
    posts: dict[int, list[situation.Post]] = defaultdict(list)
    for post in await situation.posts(tx, zone, of=people_ids):
        posts[post.person_id].append(post)
    found = {
        one: OfficialDay(
            one, held[0].name, tuple((p.unit_id, p.unit_path) for p in held), max(p.seen_on for p in held)
        )
        for one, held in posts.items()
        if any(p.unit_path.startswith(path) for p in held)
    }
    if not found:
        return found
    asked = {"asked": to_json([[one] for one in sorted(found)])}
    first = {each.posts[0][0] for each in found.values()}
    names = {
        row.id: row.name
        for row in await tx.run(
            select(situation.units.c.id, situation.units.c.name).where(
                *([situation.units.c.id.in_(first)] if people_ids is not None else [])
            )
        )
    }
    for each in found.values():
        each.unit_name = names.get(each.posts[0][0], "")
    await _fill_today(tx, found, asked, today)
    await _fill_reach(tx, found, asked, today)
    for one, how in (await _behind(tx, asked, today)).items():
        found[one].behind = how
    return found


async def _fill_today(tx: Tx, found: Mapping[int, OfficialDay], asked: dict[str, str], today: date) -> None:
    these = listed(tx.dialect, "asked", person_id=int)
    for row in await tx.run(
        select(plans.c.person_id, plans.c.carried, plans.c.fresh, plans.c.extra, plans.c.reason)
        .join(these, these.c.person_id == plans.c.person_id)
        .where(plans.c.day == today),
        asked,
    ):
        one = found[row.person_id]
        if row.reason not in ("", ASKED_FOR, GONE):
            one.reason = one.reason or row.reason
        shared = 0 if row.reason == ASKED_FOR else row.carried + row.fresh
        one.quota = (one.quota or 0) + int(shared + row.extra)
        one.carried += 0 if row.reason == ASKED_FOR else int(row.carried)
    for row in await tx.run(
        select(decisions.c.person_id, decisions.c.move, func.count().label("n"))
        .join(these, these.c.person_id == decisions.c.person_id)
        .where(decisions.c.day == today, decisions.c.move.in_(list(COUNTS)), counting)
        .group_by(decisions.c.person_id, decisions.c.move),
        asked,
    ):
        found[row.person_id].done += int(row.n) * COUNTS[row.move]
    for row in await tx.run(
        select(records.c.assignee_id, func.count().label("n"))
        .join(these, these.c.person_id == records.c.assignee_id)
        .where(records.c.state == State.PENDING.value)
        .group_by(records.c.assignee_id),
        asked,
    ):
        found[row.assignee_id].waiting = int(row.n)


async def _fill_reach(tx: Tx, found: Mapping[int, OfficialDay], asked: dict[str, str], today: date) -> None:
    these = listed(tx.dialect, "asked", person_id=int)
    for row in await tx.run(
        select(accounts.c.person_id, accounts.c.unreachable_at).join(
            these, these.c.person_id == accounts.c.person_id
        ),
        asked,
    ):
        found[row.person_id].linked = True
        found[row.person_id].reachable |= row.unreachable_at is None
    for row in await tx.run(
        select(people.c.id).join(these, these.c.person_id == people.c.id).where(people.c.quiet_on == today),
        asked,
    ):
        found[row.id].muted = True
    for person_id in await situation.away_on(tx, today):
        if person_id in found:
            found[person_id].on_leave = True


async def _behind(tx: Tx, asked: dict[str, str], today: date) -> dict[int, Behind]:
    """Count days in a row on which less was decided than planned; what was done on days off after one counts for it."""
    these = listed(tx.dialect, "asked", person_id=int)
    planned: dict[int, dict[date, int]] = defaultdict(dict)
    since = today - LOOK_BACK
    for row in await tx.run(
        select(plans.c.person_id, plans.c.day, func.sum(plans.c.carried + plans.c.fresh).label("n"))
        .join(these, these.c.person_id == plans.c.person_id)
        .where(plans.c.day >= since, plans.c.day < today, plans.c.reason == "")
        .group_by(plans.c.person_id, plans.c.day)
        .order_by(plans.c.day),
        asked,
    ):
        if row.n:
            planned[row.person_id][row.day] = int(row.n)
    done: dict[int, dict[date, int]] = defaultdict(dict)
    for row in await tx.run(
        select(decisions.c.person_id, decisions.c.day, decisions.c.move, func.count().label("n"))
        .join(these, these.c.person_id == decisions.c.person_id)
        .where(
            decisions.c.day >= since, decisions.c.day < today, decisions.c.move.in_(list(COUNTS)), counting
        )
        .group_by(decisions.c.person_id, decisions.c.day, decisions.c.move),
        asked,
    ):
        days = done[row.person_id]
        days[row.day] = days.get(row.day, 0) + int(row.n) * COUNTS[row.move]
    return {one: behind(_evenings(days, done.get(one, {}), today)) for one, days in planned.items()}


def _evenings(planned: Mapping[date, int], done: Mapping[date, int], today: date) -> Sequence[Evening]:
    return [
        Evening(day, sum(number for on, number in done.items() if day <= on < later), planned[day])
        for day, later in pairwise([*planned, today])
    ]
