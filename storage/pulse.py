"""Whether anything was decided since somebody last looked: the ends of all units' chains tell."""

from __future__ import annotations

from sqlalchemy import select

from storage.engine import Tx
from storage.hot import Hot
from storage.tables import ChainHeadRow, UnitRow

heads = ChainHeadRow.__table__  # type: ignore[attr-defined]
units = UnitRow.__table__  # type: ignore[attr-defined]

_links = Hot(select(units.c.path, heads.c.seq).select_from(heads.join(units, units.c.id == heads.c.unit_id)))


async def all_of(tx: Tx) -> tuple[tuple[str, int], ...]:
    """Count the links of each unit's chain, by its path: each decision, of whatever kind, adds one to its unit's."""
    return tuple((row.path, int(row.seq)) for row in await tx.run(_links))
