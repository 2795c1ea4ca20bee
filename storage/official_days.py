"""How the officials' day goes: quota, done, waiting, for how long they have been behind, whether they can be told."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta, tzinfo
from itertools import pairwise

from domain.standing import Behind, Evening, behind
from storage import situation
from storage.columns import to_json
from storage.decisions import COUNTS
from storage.engine import Tx
from storage.official_questions import Questions, of_dialect
from storage.plans import ASKED_FOR, GONE

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
    ask = of_dialect(tx.dialect)
    first = {each.posts[0][0] for each in found.values()}
    names = {row.id: row.name for row in await tx.run(ask.unit_names, {"asked": _listed(first)})}
    for each in found.values():
        each.unit_name = names.get(each.posts[0][0], "")
    asked = {"asked": _listed(found)}
    await _fill_today(tx, ask, found, asked, today)
    await _fill_reach(tx, ask, found, asked, today)
    for one, how in (await _behind(tx, ask, asked, today)).items():
        found[one].behind = how
    return found


def _listed(ids: Collection[int]) -> str:
    return to_json([[one] for one in sorted(ids)])


async def _fill_today(
    tx: Tx, ask: Questions, found: Mapping[int, OfficialDay], asked: Mapping[str, str], today: date
) -> None:
    for row in await tx.run(ask.plans, {**asked, "p_day": today}):
        one = found[row.person_id]
        if row.reason not in ("", ASKED_FOR, GONE):
            one.reason = one.reason or row.reason
        shared = 0 if row.reason == ASKED_FOR else row.carried + row.fresh
        one.quota = (one.quota or 0) + int(shared + row.extra)
        one.carried += 0 if row.reason == ASKED_FOR else int(row.carried)
    for row in await tx.run(ask.done, {**asked, "p_day": today}):
        found[row.person_id].done += int(row.n) * COUNTS[row.move]
    for row in await tx.run(ask.waiting, asked):
        found[row.assignee_id].waiting = int(row.n)


async def _fill_reach(
    tx: Tx, ask: Questions, found: Mapping[int, OfficialDay], asked: Mapping[str, str], today: date
) -> None:
    for row in await tx.run(ask.accounts, asked):
        found[row.person_id].linked = True
        found[row.person_id].reachable |= row.unreachable_at is None
    for row in await tx.run(ask.muted, {**asked, "p_day": today}):
        found[row.id].muted = True
    for person_id in await situation.away_on(tx, today):
        if person_id in found:
            found[person_id].on_leave = True


async def _behind(tx: Tx, ask: Questions, asked: Mapping[str, str], today: date) -> dict[int, Behind]:
    """Count days in a row on which less was decided than planned; what was done on days off after one counts for it."""
    days_before = {**asked, "p_since": today - LOOK_BACK, "p_day": today}
    planned: dict[int, dict[date, int]] = defaultdict(dict)
    for row in await tx.run(ask.planned_before, days_before):
        if row.n:
            planned[row.person_id][row.day] = int(row.n)
    done: dict[int, dict[date, int]] = defaultdict(dict)
    for row in await tx.run(ask.done_before, days_before):
        days = done[row.person_id]
        days[row.day] = days.get(row.day, 0) + int(row.n) * COUNTS[row.move]
    return {one: behind(_evenings(days, done.get(one, {}), today)) for one, days in planned.items()}


def _evenings(planned: Mapping[date, int], done: Mapping[date, int], today: date) -> Sequence[Evening]:
    return [
        Evening(day, sum(number for on, number in done.items() if day <= on < later), planned[day])
        for day, later in pairwise([*planned, today])
    ]
