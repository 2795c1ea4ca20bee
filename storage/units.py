"""Questions about units: found by code or by any name they ever bore, and which of them stand on a day."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Row, case, func, or_, select

from domain.people import Role
from storage import tallies
from storage.engine import Tx
from storage.tables import PersonRow, RoleRow, UnitRow
from storage.tables_units import PastUnitRow

units = UnitRow.__table__  # type: ignore[attr-defined]
past_units = PastUnitRow.__table__  # type: ignore[attr-defined]
people = PersonRow.__table__  # type: ignore[attr-defined]
roles = RoleRow.__table__  # type: ignore[attr-defined]

PADDED = (2, 3, 5)  # how long codes are; a spreadsheet or a thumb may leave the zeros in front away
RANK: Mapping[str, int] = {"province": 0, "district": 1, "commune": 2}


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit of the tree as it is now. A merged one hangs under the unit it went into."""

    id: int
    scheme: str
    code: str
    name: str
    level: str
    parent_id: int | None
    path: str
    valid_from: date | None
    valid_to: date | None
    merged_into: int | None

    def ended(self, on: date) -> bool:
        """Say whether it is no unit any more on that day."""
        return self.merged_into is not None or (self.valid_to is not None and self.valid_to < on)

    @property
    def above(self) -> tuple[int, ...]:
        """The ids of the units it lies in, the widest first."""
        return tuple(int(part) for part in self.path.split("/")[1:-2])


Tree = Mapping[int, Unit]
_columns = tuple(
    units.c[name]
    for name in ("id", "scheme", "code", "name", "level", "parent_id", "path", "valid_from", "valid_to", "merged_into")
)  # fmt: skip


def _unit(row: Row[Any]) -> Unit:
    return Unit(**row._mapping)


def _below(paths: Sequence[str]) -> Any:
    return or_(*(units.c.path.startswith(path, autoescape=True) for path in paths))


async def tree(tx: Tx) -> dict[int, Unit]:
    """Load all units; a province has some three hundred, those of former days counted."""
    return {row.id: _unit(row) for row in await tx.run(select(*_columns).order_by(units.c.id))}


async def load(tx: Tx, unit_id: int) -> Unit | None:
    """Load one unit."""
    row = (await tx.run(select(*_columns).where(units.c.id == unit_id))).first()
    return _unit(row) if row else None


def stands_in(known: Tree, unit: Unit, on: date) -> Unit | None:
    """Find the unit that answers for a unit's records on a day: itself, or the nearest valid one above it."""
    up: Unit | None = unit
    while up is not None and up.ended(on):
        up = known.get(up.parent_id) if up.parent_id is not None else None
    return up


async def standing(tx: Tx, on: date) -> dict[int, int]:
    """Tell for every unit which unit is planned, ranked and counted for it on a day.

    That is the nearest valid unit upward; a unit above which nothing is valid is left out.
    """
    known = await tree(tx)
    found = {unit_id: stands_in(known, unit, on) for unit_id, unit in known.items()}
    return {unit_id: unit.id for unit_id, unit in found.items() if unit is not None}


def successors(known: Tree, unit_id: int) -> list[int]:
    """List the units that a unit went into, one after another."""
    found: list[int] = []
    into = known[unit_id].merged_into
    while into is not None:
        found.append(into)
        into = known[into].merged_into
    return found


def successor(known: Tree, unit_id: int) -> int:
    """Tell which unit took a unit in last; a unit that was not merged is its own."""
    return [unit_id, *successors(known, unit_id)][-1]


def spellings(code: str) -> tuple[str, ...]:
    """List how a typed code may be kept: as it is, or with the zeros that were left away."""
    return (code, *(code.zfill(length) for length in PADDED)) if code.isdecimal() else (code,)


async def with_code(tx: Tx, code: str, *, below: Sequence[str], on: date) -> list[Unit]:
    """List the units of these subtrees that bear a code, the valid ones first, then the newest scheme."""
    rows = await tx.run(select(*_columns).where(units.c.code.in_(spellings(code)), _below(below)))
    found = sorted((_unit(row) for row in rows), key=lambda unit: (unit.scheme, unit.id), reverse=True)
    return sorted(found, key=lambda unit: unit.ended(on))


async def search(tx: Tx, folded: str, *, below: Sequence[str], limit: int) -> list[Unit]:
    """Find units by a piece of their folded name or of one they bore before; whole names and valid units first."""
    if not folded:
        return []
    was = select(past_units.c.unit_id).where(past_units.c.search_name.contains(folded, autoescape=True))
    matches = or_(units.c.search_name.contains(folded, autoescape=True), units.c.id.in_(was))
    whole = case((units.c.search_name == folded, 0), (units.c.search_name.endswith(f" {folded}", autoescape=True), 1),
                 else_=2)  # fmt: skip
    rows = await tx.run(
        select(*_columns)
        .where(matches, _below(below))
        .order_by(whole, units.c.valid_to.is_not(None), units.c.search_name, units.c.id)
        .limit(limit)
    )
    return [_unit(row) for row in rows]


async def names_before(tx: Tx, unit: Unit) -> list[str]:
    """List the names a unit bore before the one it bears now, the last first."""
    rows = await tx.run(
        select(past_units.c.name).where(past_units.c.unit_id == unit.id).order_by(past_units.c.id.desc())
    )
    return [name for name in dict.fromkeys(row.name for row in rows) if name != unit.name]


async def merged_in(tx: Tx, unit_id: int) -> list[Unit]:
    """List the units that went into a unit, by name."""
    rows = await tx.run(select(*_columns).where(units.c.merged_into == unit_id).order_by(units.c.search_name))
    return [_unit(row) for row in rows]


@dataclass(frozen=True, slots=True)
class Holder:
    """Somebody with a post, and where."""

    person_id: int
    full_name: str
    role: Role
    unit_id: int


async def holders(tx: Tx, unit_ids: Iterable[int]) -> list[Holder]:
    """List who holds posts at these very units now, by name."""
    rows = await tx.run(
        select(people.c.id, people.c.full_name, roles.c.role, roles.c.unit_id)
        .join(roles, roles.c.person_id == people.c.id)
        .where(roles.c.unit_id.in_(list(unit_ids)), roles.c.until.is_(None))
        .order_by(people.c.search_name, people.c.id, roles.c.id)
    )
    return [Holder(row.id, row.full_name, Role(row.role), row.unit_id) for row in rows]


async def records_in(tx: Tx, path: str) -> tuple[int, int]:
    """Count a subtree's records: how many nobody decided yet, and all."""
    states = list((await tallies.by_type(tx, path)).values())
    still_open = sum(counts.get(state, 0) for counts in states for state in tallies.UNDECIDED)
    return still_open, sum(sum(counts.values()) for counts in states)


async def valid_below(tx: Tx, unit: Unit, on: date) -> int:
    """Count the valid units below a unit on a day."""
    query = select(func.count()).where(
        units.c.path.startswith(unit.path, autoescape=True),
        units.c.id != unit.id,
        or_(units.c.valid_to.is_(None), units.c.valid_to >= on),
    )
    return int((await tx.run(query)).scalar_one())
