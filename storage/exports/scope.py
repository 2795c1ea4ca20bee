"""Whose rows an export holds: all units, or the subtree of one code."""

from __future__ import annotations

from sqlalchemy import select

from storage.engine import Tx
from storage.tables import UnitRow

units = UnitRow.__table__  # type: ignore[attr-defined]

EVERYTHING = ("/",)


async def paths_of(tx: Tx, code: str | None) -> tuple[str, ...]:
    """Find the subtrees meant by a code; empty where no unit has it, "/" for all units where none is named.

    Codes were given anew in 2025, so one code may stand in two trees, and both are meant; where the old unit went into
    the new one of the same code, its subtree lies in the other and is not listed a second time.
    """
    if code is None:
        return EVERYTHING
    rows = await tx.run(select(units.c.path).where(units.c.code == code).order_by(units.c.path))
    paths = [row.path for row in rows]
    return tuple(
        path for path in paths if not any(path != other and path.startswith(other) for other in paths)
    )
