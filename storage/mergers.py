"""Mergers of units: an old unit is hung under the one it went into, with its records, its log and its sums.

Whatever is asked by subtree follows by itself: queues, histories, rankings, rights. Nothing is written anew, so
nothing can be counted twice.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta

from sqlalchemy import update

from domain.sheet_faults import Fault
from storage import claims, posts, unit_tree
from storage.engine import Tx
from storage.tables import UnitRow
from storage.units import Tree, Unit, successor

units = UnitRow.__table__  # type: ignore[attr-defined]

A_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Merger:
    """A unit that goes into another; `day` is the first on which it is no unit of its own any more."""

    old_id: int
    new_id: int
    day: date


@dataclass(frozen=True, slots=True)
class Trouble:
    """What keeps one of the mergers, by its place in the list, from being carried out."""

    place: int
    fault: Fault
    detail: str = ""


@dataclass(slots=True)
class Plan:
    """What carrying out some mergers would do: those not done before, and the districts that go with them."""

    todo: list[Merger] = field(default_factory=list)
    same: int = 0
    closing: dict[int, date] = field(default_factory=dict)  # unit → its last day
    into: dict[int, int] = field(default_factory=dict)  # merged unit → the unit its people go to


def judge(known: Tree, mergers: Sequence[Merger], today: date) -> Iterator[Trouble]:
    """Find all that is wrong with mergers; what was done before and is wished for again is right."""
    wished = {merger.old_id: merger for merger in mergers}
    for place, merger in enumerate(mergers):
        old, new = known[merger.old_id], known[merger.new_id]
        if old.id == new.id:
            yield Trouble(place, Fault.MERGED_INTO_ITSELF)
        elif merger.day > today:
            yield Trouble(place, Fault.DAY_TO_COME)
        elif old.merged_into is not None:
            if old.merged_into != new.id:
                yield Trouble(place, Fault.MERGED_ALREADY, known[old.merged_into].code)
        elif new.path.startswith(old.path):
            yield Trouble(place, Fault.SUCCESSOR_BELOW)
        elif _returns(known, wished, merger):
            yield Trouble(place, Fault.MERGER_CYCLE)
        elif _ended(new, wished, merger.day):
            yield Trouble(place, Fault.INTO_CLOSED)


def _returns(known: Tree, wished: dict[int, Merger], merger: Merger) -> bool:
    """Say whether following the wishes upward from a successor leads back to the unit that goes into it."""
    seen: set[int] = set()
    at: int | None = merger.new_id
    while at is not None and at not in seen:
        if at == merger.old_id:
            return True
        seen.add(at)
        at = wished[at].new_id if at in wished else known[at].parent_id
    return False


def _ended(new: Unit, wished: dict[int, Merger], day: date) -> bool:
    if new.ended(day):
        return True
    own = wished.get(new.id)
    return own is not None and own.day < day


def plan(known: Tree, mergers: Sequence[Merger]) -> Plan:
    """Work out what mergers without trouble will do."""
    made = Plan()
    after = dict(known)
    for merger in mergers:
        old = known[merger.old_id]
        if old.merged_into == merger.new_id:
            made.same += 1
            continue
        made.todo.append(merger)
        after[old.id] = _merged(old, merger)
    made.into = {merger.old_id: successor(after, merger.old_id) for merger in made.todo}
    _find_lost(known, after, made)
    return made


def _merged(old: Unit, merger: Merger) -> Unit:
    """Give the unit as it stands after its merger; a unit that had ended before keeps its last day."""
    last = merger.day - A_DAY
    last = last if old.valid_to is None else min(old.valid_to, last)
    return replace(old, parent_id=merger.new_id, valid_to=last, merged_into=merger.new_id)


def _find_lost(known: Tree, after: dict[int, Unit], made: Plan) -> None:
    """Find the districts that mergers leave without any valid unit, and close them after their last one."""
    left: dict[int, date] = {}
    for merger in made.todo:
        for unit_id in known[merger.old_id].above:
            left[unit_id] = max(left.get(unit_id, merger.day), merger.day)
    children: dict[int | None, list[Unit]] = {}
    for unit in after.values():
        children.setdefault(unit.parent_id, []).append(unit)

    def serves(unit: Unit, on: date) -> bool:
        return any(not child.ended(on) or serves(child, on) for child in children.get(unit.id, []))

    for unit_id, day in left.items():
        unit = after[unit_id]
        if unit.level == "district" and not unit.ended(day) and not serves(unit, day):
            made.closing[unit_id] = day - A_DAY


async def carry_out(tx: Tx, known: Tree, made: Plan, *, now: datetime) -> tuple[int, int]:
    """Carry out a plan; returns how many posts moved and how many open records went back to their queues.

    A record stays on the desk of whoever reviews it still; it goes back where a district's official lost it.
    """
    old = [known[merger.old_id] for merger in made.todo]
    for unit, merger in zip(old, made.todo, strict=True):
        await unit_tree.remember(tx, [unit], until=merger.day - A_DAY)
        after = _merged(unit, merger)
        await tx.run(
            update(units)
            .where(units.c.id == unit.id)
            .values(parent_id=after.parent_id, valid_to=after.valid_to, merged_into=after.merged_into)
        )
    for unit_id, last in made.closing.items():
        await unit_tree.close(tx, unit_id, last=last)
    if old:
        await unit_tree.mend_paths(tx)
    moved = await posts.carry(tx, made.into, now=now)
    return moved, await claims.release_unreviewed(tx) if old else 0
