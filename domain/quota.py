"""Who gets how many records on a working day.

A unit needs, each day, what is open over the working days left, rounded up: whoever keeps to it is done in time. That
number is split among those at work by weight; what lies unfinished on a desk counts first, nobody gets more than
their ceiling, and what was set by hand is kept. What then fits on no desk is the unit's shortfall.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

FULL_WEIGHT = 100  # percent
CEILING = 100  # records a day, where the roster gives a person none of their own
ABSENT_AFTER = 3  # working days without opening the bot: then nothing new comes


@dataclass(frozen=True, slots=True)
class Worker:
    """Somebody at work in a unit. Weights are percent of a full share, all else is records a day."""

    person_id: int
    weight: int = FULL_WEIGHT
    ceiling: int = CEILING
    carried: int = 0  # unfinished from before
    fixed: int | None = None  # set by hand, whatever the plan would give

    @property
    def most(self) -> int:
        """The largest day this person may have; what is carried over is not taken away."""
        top = self.ceiling if self.fixed is None else self.fixed
        return max(self.carried, top if self.weight or self.fixed is not None else 0)


@dataclass(frozen=True, slots=True)
class Share:
    """One person's day in one unit."""

    person_id: int
    carried: int
    fresh: int
    fixed: bool = False

    @property
    def total(self) -> int:
        """Records that lie on the desk for this day."""
        return self.carried + self.fresh


@dataclass(frozen=True, slots=True)
class Day:
    """One unit's day: what is needed, who gets it, and what is left that nobody can take."""

    needed: int
    shares: tuple[Share, ...]
    shortfall: int

    @property
    def given(self) -> int:
        """Records on desks, carried over and fresh."""
        return sum(share.total for share in self.shares)


@dataclass(frozen=True, slots=True)
class NoDaysLeft:
    """The deadline has passed, or no working day lies before it."""


def days_to_aim_at(working_days_left: int, reserve: int) -> int:
    """Tell over how many days the work is spread when so many working days are kept in reserve before the deadline.

    Without a reserve a unit is done on the very last day, and whoever is ill on it makes it late. There is always one
    day to aim at while any is left.
    """
    return max(1, working_days_left - reserve) if working_days_left > 0 else 0


def needed(open_records: int, working_days_left: int) -> int | NoDaysLeft:
    """Tell how many records are due today: open over working days left (today counted), rounded up.

    A negative count is a caller's bug and raises ValueError. Source: the letter of 03/7/2024, point 3 (all before the
    deadline), and design.md §4.
    """
    if open_records < 0:
        raise ValueError("a count is never negative")
    if working_days_left <= 0:
        return NoDaysLeft()
    return -(-open_records // working_days_left)


def split(need: int, workers: Sequence[Worker], *, free: int, turn: int = 0) -> Day:
    """Split one unit's day among its people.

    `free` is how many records lie in the queue on nobody's desk. Ties of the rounding go round with `turn` (a day's
    number), so that over a week nobody has the odd record every day. Shares come in the order of the workers.
    """
    hand_set = [worker for worker in workers if worker.fixed is not None]
    others = [worker for worker in workers if worker.fixed is None]
    left = free
    totals: dict[int, int] = {}
    for worker in hand_set:
        fresh = min(max(0, worker.most - worker.carried), left)
        left -= fresh
        totals[worker.person_id] = worker.carried + fresh
    carried = sum(worker.carried for worker in others)
    wanted = need - sum(totals.values())
    totals |= _level(max(min(wanted, carried + left), carried), others, turn)
    shares = tuple(
        Share(w.person_id, w.carried, totals[w.person_id] - w.carried, fixed=w.fixed is not None)
        for w in workers
    )
    return Day(need, shares, max(0, need - sum(totals.values())))


def _level(wanted: int, workers: Sequence[Worker], turn: int) -> dict[int, int]:
    """Raise all desks to one level by weight, between what is carried and the most; whole numbers, sum exact.

    Who would come out below what they carry, or above their most, is held there and the rest is shared anew, the
    heavier violation first; then the largest remainders get the odd records.
    """
    bounds = {worker.person_id: (worker.carried, worker.most) for worker in workers}
    held: dict[int, int] = {}
    moving = list(workers)
    ideal: dict[int, Fraction] = {}
    wanted = min(wanted, sum(most for _, most in bounds.values()))
    while moving:
        rest = wanted - sum(held.values())
        weights = sum(worker.weight for worker in moving)
        if weights == 0:
            held |= {worker.person_id: worker.carried for worker in moving}
            break
        ideal = {w.person_id: Fraction(rest * w.weight, weights) for w in moving}
        below = {i: bounds[i][0] - value for i, value in ideal.items() if value < bounds[i][0]}
        above = {i: value - bounds[i][1] for i, value in ideal.items() if value > bounds[i][1]}
        if not below and not above:
            return held | _rounded(ideal, rest, turn)
        if sum(below.values()) >= sum(above.values()):
            held |= {i: bounds[i][0] for i in below}
        else:
            held |= {i: bounds[i][1] for i in above}
        moving = [worker for worker in moving if worker.person_id not in held]
    return held


def _rounded(ideal: Mapping[int, Fraction], total: int, turn: int) -> dict[int, int]:
    """Round by the largest remainder; equal remainders take turns."""
    whole = {person_id: int(value) for person_id, value in ideal.items()}
    order = list(ideal)
    places = {person_id: (place - turn) % len(order) for place, person_id in enumerate(order)}
    by_remainder = sorted(order, key=lambda i: (whole[i] - ideal[i], places[i]))
    for person_id in by_remainder[: total - sum(whole.values())]:
        whole[person_id] += 1
    return whole


def room(workers: Sequence[Worker], day: Day) -> int:
    """Tell how many records more the own people of a unit could hold; what was set by hand is no room."""
    totals = {share.person_id: share.total for share in day.shares}
    return sum(w.most - totals.get(w.person_id, 0) for w in workers if w.fixed is None and w.weight > 0)
