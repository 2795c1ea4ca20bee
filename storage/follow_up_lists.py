"""Lists and counts of the follow-up register: of own units or a subtree, filtered, the most urgent first."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, bindparam, case, func, literal_column, or_, select

from domain.follow_ups import IN_REGISTER, UNDER_WAY, Standing
from domain.people import Role, widest
from domain.review import FollowUpKind
from storage.engine import Tx
from storage.follow_ups import Entry, entry, follow_ups, people, records, units, whole
from storage.hot import Hot
from storage.tables import RoleRow

roles = RoleRow.__table__  # type: ignore[attr-defined]

_under_way = follow_ups.c.standing.in_([one.value for one in UNDER_WAY])


def below(paths: Sequence[str]) -> ColumnElement[bool]:
    """Say of units whether they lie in one of some subtrees."""
    return or_(*(units.c.path.startswith(path, autoescape=True) for path in paths))


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which entries: of these subtrees, standing so, and of what else is named."""

    paths: tuple[str, ...]
    standing: tuple[Standing, ...] = UNDER_WAY
    kind: FollowUpKind | None = None
    route: str = ""
    overdue: bool = False
    undated: bool = False
    number: str = ""  # of the entry in the register, as typed
    person_id: int | None = None

    def conditions(self, today: date) -> list[ColumnElement[bool]]:
        """Write it as conditions on `whole`."""
        found = [below(self.paths), follow_ups.c.standing.in_([one.value for one in self.standing])]
        if self.kind is not None:
            found.append(follow_ups.c.kind == self.kind.value)
        if self.route:
            found.append(follow_ups.c.route == self.route)
        if self.overdue:
            found += [_under_way, follow_ups.c.due_on < today]
        if self.undated:
            found += [_under_way, follow_ups.c.due_on.is_(None)]
        if self.number:
            found.append(records.c.number == self.number)
        if self.person_id is not None:
            found.append(follow_ups.c.person_id == self.person_id)
        return found


async def listed(
    tx: Tx, wanted: Wanted, today: date, *, limit: int, offset: int = 0
) -> tuple[list[Entry], int]:
    """List entries, the first due first and those without a day last; tells how many there are in all."""
    if not wanted.paths:
        return [], 0
    conditions = wanted.conditions(today)
    joined = follow_ups.join(units, units.c.id == follow_ups.c.unit_id).join(
        records, records.c.id == follow_ups.c.record_id
    )
    total = int((await tx.run(select(func.count()).select_from(joined).where(*conditions))).scalar_one())
    rows = await tx.run(in_order(whole.where(*conditions)).limit(limit).offset(offset))
    return [entry(row) for row in rows], total


def in_order(query: Select[Any]) -> Select[Any]:
    """Sort entries: what is under way before what is over, the first due first."""
    return query.order_by(
        case((_under_way, 0), else_=1), follow_ups.c.due_on.is_(None), follow_ups.c.due_on, follow_ups.c.id
    )


@dataclass(frozen=True, slots=True)
class Counts:
    """How many entries are under way, and of them how many are late, have no day, and how many are over."""

    under_way: int = 0
    overdue: int = 0
    undated: int = 0
    over: int = 0


async def counts(tx: Tx, paths: Sequence[str], today: date) -> Counts:
    """Count the register of some subtrees."""
    if not paths:
        return Counts()
    late = and_(_under_way, follow_ups.c.due_on < today)
    undated = and_(_under_way, follow_ups.c.due_on.is_(None))
    row = (
        await tx.run(
            select(
                _sum(_under_way), _sum(late), _sum(undated),
                _sum(~_under_way & follow_ups.c.standing.in_([one.value for one in IN_REGISTER])),
            )
            .select_from(follow_ups.join(units, units.c.id == follow_ups.c.unit_id))
            .where(below(paths))
        )
    ).one()  # fmt: skip
    return Counts(*(int(number) for number in row))


def _below_now(standings: Iterable[Standing]) -> Hot:
    return Hot(
        select(func.count().label("n"))
        .select_from(follow_ups)
        .where(
            follow_ups.c.unit_id.in_(select(units.c.id).where(units.c.path.like(bindparam("p_path") + "%"))),
            follow_ups.c.standing.in_([literal_column(f"'{one.value}'") for one in standings]),
        )
    )


_under_way_below = _below_now(UNDER_WAY)
_over_below = _below_now(one for one in IN_REGISTER if one not in UNDER_WAY)


async def in_short(tx: Tx, paths: Sequence[str]) -> tuple[int, bool]:
    """Count what is under way in some subtrees, and tell whether their register holds anything at all."""
    wide = widest(paths)
    under_way = sum([int((await tx.run(_under_way_below, {"p_path": path})).scalar_one()) for path in wide])
    if under_way:
        return under_way, True
    return 0, any([(await tx.run(_over_below, {"p_path": path})).scalar_one() for path in wide])


def _sum(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return func.coalesce(func.sum(case((condition, 1), else_=0)), 0)


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody who may see to an entry."""

    person_id: int
    name: str
    unit_name: str


async def candidates(tx: Tx, unit_path: str) -> list[Candidate]:
    """List the officials and heads of a unit and of those above it, the nearest first."""
    parts = unit_path.strip("/").split("/")
    way_up = ["/" + "/".join(parts[: n + 1]) + "/" for n in range(len(parts))]
    rows = await tx.run(
        select(people.c.id, people.c.full_name, units.c.name)
        .join(roles, roles.c.person_id == people.c.id)
        .join(units, units.c.id == roles.c.unit_id)
        .where(
            units.c.path.in_(way_up),
            roles.c.role.in_([Role.OFFICIAL.value, Role.HEAD.value]),
            roles.c.until.is_(None),
            people.c.locked_at.is_(None),
        )
        .order_by(func.length(units.c.path).desc(), people.c.full_name, people.c.id)
    )
    found: dict[int, Candidate] = {}
    for row in rows:
        found.setdefault(row.id, Candidate(row.id, row.full_name, row.name))
    return list(found.values())


# ── for the reminders ────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Due:
    """How many entries of somebody, or of a subtree, are late or nearly due, and how many are under way at all."""

    overdue: int = 0
    soon: int = 0
    under_way: int = 0

    def __add__(self, other: Due) -> Due:
        return Due(self.overdue + other.overdue, self.soon + other.soon, self.under_way + other.under_way)


@dataclass(frozen=True, slots=True)
class AllDue:
    """What is due in the whole province: by who sees to it, and by unit (path)."""

    people: dict[int, Due] = field(default_factory=dict)
    units: dict[str, Due] = field(default_factory=dict)

    def below(self, *paths: str) -> Due:
        """Sum up some subtrees."""
        return sum((due for path, due in self.units.items() if path.startswith(paths)), Due())


async def due(tx: Tx, today: date, soon: date) -> AllDue:
    """Count what is under way, late (before today) and due up to `soon`, by person and by unit."""
    late = follow_ups.c.due_on < today
    near = and_(follow_ups.c.due_on >= today, follow_ups.c.due_on <= soon)
    rows = await tx.run(
        select(
            units.c.path, follow_ups.c.person_id, _sum(late).label("late"), _sum(near).label("near"),
            func.count().label("n"),
        )
        .join(units, units.c.id == follow_ups.c.unit_id)
        .where(_under_way)
        .group_by(units.c.path, follow_ups.c.person_id)
    )  # fmt: skip
    found = AllDue()
    for row in rows:
        one = Due(int(row.late), int(row.near), int(row.n))
        found.units[row.path] = found.units.get(row.path, Due()) + one
        if row.person_id is not None:
            found.people[row.person_id] = found.people.get(row.person_id, Due()) + one
    return found
