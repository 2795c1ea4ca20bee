"""Whether anything was decided in a subtree since somebody last looked: one sum over the ends of its units' chains."""

from __future__ import annotations

from sqlalchemy import bindparam, func, select

from storage.engine import Tx
from storage.hot import Hot
from storage.tables import ChainHeadRow, UnitRow

heads = ChainHeadRow.__table__  # type: ignore[attr-defined]
units = UnitRow.__table__  # type: ignore[attr-defined]

_links = Hot(
    select(func.coalesce(func.sum(heads.c.seq), 0))
    .select_from(heads.join(units, units.c.id == heads.c.unit_id))
    .where(units.c.path.like(bindparam("p_path") + "%"))
)


async def of(tx: Tx, path: str) -> int:
    """Count all links of a subtree's chains: each decision, of whatever kind, adds one to its unit's."""
    return int((await tx.run(_links, {"p_path": path})).scalar_one())
