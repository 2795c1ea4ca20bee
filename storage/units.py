"""Units of the tree."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, select

from storage.engine import Tx
from storage.tables import UnitRow

units = UnitRow.__table__  # type: ignore[attr-defined]


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit: `path` holds the ids from the root down to it, so what starts with it is its subtree."""

    id: int
    code: str
    name: str
    level: str
    parent_id: int | None
    path: str


def _unit(row: Row[Any]) -> Unit:
    return Unit(row.id, row.code, row.name, row.level, row.parent_id, row.path)


async def below(tx: Tx, path: str) -> list[Unit]:
    """List a subtree, its root first, then by code."""
    rows = await tx.run(
        select(units.c.id, units.c.code, units.c.name, units.c.level, units.c.parent_id, units.c.path)
        .where(units.c.path.startswith(path, autoescape=True))
        .order_by(units.c.path.op("=")(path).desc(), units.c.code)
    )
    return [_unit(row) for row in rows]


async def by_code(tx: Tx, code: str) -> Unit | None:
    """Find a unit by its code; of several schemes the newest."""
    row = (
        await tx.run(
            select(units.c.id, units.c.code, units.c.name, units.c.level, units.c.parent_id, units.c.path)
            .where(units.c.code == code)
            .order_by(units.c.scheme.desc())
            .limit(1)
        )
    ).first()
    return _unit(row) if row else None
