"""What the rules make of a morning: who is at work, what each carries over, who gets how many; nothing is written."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from domain import pools, quota
from domain.people import largest_limit
from domain.pools import Pooled
from domain.quota import Day, Worker
from storage import plans
from storage.plans import PersonLine, UnitLine
from storage.situation import Post, Situation, Standing, reach


@dataclass(frozen=True, slots=True)
class Decided:
    """A day's plan of some units, and whose desks change for it."""

    lines: Sequence[UnitLine]
    gone: frozenset[int]  # people who are not at work that day
    stand_ins: Mapping[int, int]  # who is away → who takes over their desk


@dataclass(slots=True)
class _Staff:
    """The people of a morning: whom they serve, why some are left out, who stands in for whom."""

    serving: Mapping[int, Sequence[int]]  # person → units
    posts: Mapping[int, Sequence[Post]]
    left_out: Mapping[int, str] = field(default_factory=dict)
    stand_ins: Mapping[int, int] = field(default_factory=dict)

    def at_work(self, person_id: int, unit_id: int) -> bool:
        return person_id not in self.left_out and unit_id in self.serving.get(person_id, ())


def decide(
    seen: Situation,
    days_left: Mapping[int, int],
    *,
    day: date,
    ceiling: int = quota.CEILING,
    reserve: int = 0,
) -> Decided:
    """Apply the rules to a morning; the same morning gives the same plan, on any machine and database."""
    staff = _staff(seen)
    carried = _carried(seen, staff)
    own: dict[int, list[Worker]] = defaultdict(list)
    pooled: list[Pooled] = []
    for person_id, unit_ids in sorted(staff.serving.items()):
        if person_id in staff.left_out:
            continue
        lying = {
            unit_id: carried[unit_id, person_id] for unit_id in unit_ids if (unit_id, person_id) in carried
        }
        worker = _worker(seen, staff, person_id, sum(lying.values()), ceiling)
        if len(unit_ids) == 1:
            own[unit_ids[0]].append(worker)
        else:
            pooled.append(Pooled(worker, tuple(unit_ids), lying))
    mornings = []
    on_desks: dict[int, int] = defaultdict(int)
    for (unit_id, _), number in carried.items():
        on_desks[unit_id] += number
    for unit in seen.units.values():
        need = quota.needed(unit.open, quota.days_to_aim_at(days_left[unit.id], reserve))
        assert isinstance(need, int)  # a unit without a day left is not planned
        stopped = sum(seen.stopped.get(shelf_id, 0) for shelf_id in unit.shelves)
        mornings.append(pools.Unit(unit.id, need, max(0, unit.open - on_desks[unit.id] - stopped)))
    days = pools.plan(mornings, own, pooled, turn=day.toordinal())
    most = {worker.person_id: worker.most for workers in own.values() for worker in workers}
    most |= {p.worker.person_id: p.worker.most for p in pooled}
    held = dict(seen.planned)
    for planned_day in days.values():
        for share in planned_day.shares:
            held[share.person_id] = held.get(share.person_id, 0) + share.total
    most = {person_id: number + seen.planned.get(person_id, 0) for person_id, number in most.items()}
    wide = {p.worker.person_id for p in pooled}
    lines = [
        _line(unit, days[unit.id], days_left[unit.id], staff, most, held, wide=wide)
        for unit in sorted(seen.units.values(), key=lambda unit: (unit.code, unit.id))
    ]
    return Decided(plans.with_neighbours(lines), frozenset(staff.left_out), staff.stand_ins)


def _staff(seen: Situation) -> _Staff:
    at_work = posts_at_work(seen.posts)
    serving = reach(seen.units, at_work)
    posts: dict[int, list[Post]] = defaultdict(list)
    for post in at_work:
        if post.person_id in serving:
            posts[post.person_id].append(post)
    left_out: dict[int, str] = {}
    for person_id, unit_ids in serving.items():
        third_last = [seen.third_last[unit_id] for unit_id in unit_ids if unit_id in seen.third_last]
        if person_id in seen.away:
            left_out[person_id] = plans.LEAVE
        elif not any(_gives_work(post) for post in posts[person_id]):
            left_out[person_id] = plans.NO_WEIGHT
        elif third_last and _last_there(seen, posts[person_id]) < max(third_last):
            left_out[person_id] = plans.ABSENT
    stand_ins = {
        person_id: away.stand_in_id
        for person_id, away in seen.away.items()
        if away.stand_in_id in serving and away.stand_in_id not in left_out
    }
    return _Staff(serving, posts, left_out, stand_ins)


def _gives_work(post: Post) -> bool:
    return post.weight > 0 or post.fixed is not None


def posts_at_work(posts: Sequence[Post]) -> list[Post]:
    """Pass over the posts that give no work for now, but for people who have no other."""
    busy = {post.person_id for post in posts if _gives_work(post)}
    return [post for post in posts if _gives_work(post) or post.person_id not in busy]


def _last_there(seen: Situation, posts: Sequence[Post]) -> date:
    """Tell the day from which somebody's absence counts: when last seen, or last excused."""
    last = max(post.seen_on for post in posts)
    return max(last, seen.excused.get(posts[0].person_id, last))


def _carried(seen: Situation, staff: _Staff) -> dict[tuple[int, int], int]:
    """Tell what lies on whose desk once the leases of those not at work have ended, as (unit, person) → records."""
    of_shelf = {shelf_id: unit.id for unit in seen.units.values() for shelf_id in unit.shelves}
    carried: dict[tuple[int, int], int] = defaultdict(int)
    for (shelf_id, person_id), number in seen.held.items():
        unit_id = of_shelf[shelf_id]
        for holder in (person_id, staff.stand_ins.get(person_id)):
            if holder is not None and staff.at_work(holder, unit_id):
                carried[unit_id, holder] += number
                break
    return carried


def _worker(seen: Situation, staff: _Staff, person_id: int, carried: int, ceiling: int) -> Worker:
    """Read a person's posts as one worker: several posts do not add up, the largest counts; a stand-in works for two."""
    posts = staff.posts[person_id]
    fixed = [post.fixed for post in posts if post.fixed is not None]
    most = largest_limit([post.daily_limit for post in posts], ceiling)
    weight = max(post.weight for post in posts)
    for gone, stand_in in staff.stand_ins.items():
        if stand_in == person_id and gone in staff.posts:
            weight += max(post.weight for post in staff.posts[gone])
    already = seen.planned.get(person_id, 0)
    return Worker(
        person_id, weight, max(0, most - already), carried, max(0, max(fixed) - already) if fixed else None
    )


def _line(
    unit: Standing,
    planned: Day,
    days_left: int,
    staff: _Staff,
    most: Mapping[int, int],
    held: Mapping[int, int],
    *,
    wide: set[int],
) -> UnitLine:
    """Lay out a unit's day; of those who serve many units only who has something here is listed.

    Who is left out stands in one line: that of the first unit they serve.
    """
    lines = [
        PersonLine(
            s.person_id,
            _name(staff, s.person_id),
            s.carried,
            s.fresh,
            0,
            most[s.person_id],
            s.fixed,
            "",
            elsewhere=held[s.person_id] - s.total,
        )
        for s in planned.shares
        if s.total or s.person_id not in wide
    ]
    lines += [
        PersonLine(person_id, _name(staff, person_id), 0, 0, 0, 0, False, reason)
        for person_id, reason in staff.left_out.items()
        if staff.serving[person_id][0] == unit.id
    ]
    lines.sort(key=lambda line: line.person_id)
    return UnitLine(
        unit.id, unit.code, unit.name, unit.path, unit.parent_id, unit.open, days_left, planned.needed,
        planned.given, planned.shortfall, tuple(lines),
    )  # fmt: skip


def _name(staff: _Staff, person_id: int) -> str:
    return staff.posts[person_id][0].name
