"""Changes of the tree of units; what a unit was called and where it lay is kept when it changes."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Row, insert, select, update

from domain import chain
from domain.folding import fold
from storage.engine import Tx
from storage.tables import ChainHeadRow, UnitRow
from storage.tables_units import PastUnitRow
from storage.units import Unit

units = UnitRow.__table__  # type: ignore[attr-defined]
past_units = PastUnitRow.__table__  # type: ignore[attr-defined]
heads = ChainHeadRow.__table__  # type: ignore[attr-defined]


async def add(
    tx: Tx,
    *,
    scheme: str,
    code: str,
    name: str,
    level: str,
    parent: tuple[int, str] | None,
    valid_from: date | None = None,
    valid_to: date | None = None,
) -> tuple[int, str]:
    """Add a unit under a parent, given as id and path, with the first link of its chain; returns its id and path."""
    parent_id, path_above = parent if parent is not None else (None, "/")
    added = await tx.run(
        insert(units).returning(units.c.id),
        {"scheme": scheme, "code": code, "name": name, "level": level, "parent_id": parent_id, "path": "",
         "search_name": fold(name), "valid_from": valid_from, "valid_to": valid_to},
    )  # fmt: skip
    unit_id = int(added.scalar_one())
    path = f"{path_above}{unit_id}/"
    await tx.run(update(units).where(units.c.id == unit_id).values(path=path))
    await tx.run(insert(heads), {"unit_id": unit_id, "seq": 0, "hash": chain.GENESIS})
    return unit_id, path


async def remember(tx: Tx, rows: Iterable[Unit | Row[Any]], *, until: date) -> None:
    """Keep what units are called and where they hang, before that changes."""
    kept = [
        {"unit_id": row.id, "name": row.name, "search_name": fold(row.name), "parent_id": row.parent_id,
         "until": until}
        for row in rows
    ]  # fmt: skip
    if kept:
        await tx.run(insert(past_units), kept)


async def rename(tx: Tx, unit: Unit, name: str, *, today: date) -> None:
    """Give a unit another name; it is found by the old one too."""
    await remember(tx, [unit], until=today - timedelta(days=1))
    await tx.run(update(units).where(units.c.id == unit.id).values(name=name, search_name=fold(name)))


async def hang(tx: Tx, unit: Unit, parent_id: int, *, today: date) -> None:
    """Hang a unit, with all below it, under another."""
    await remember(tx, [unit], until=today - timedelta(days=1))
    await tx.run(update(units).where(units.c.id == unit.id).values(parent_id=parent_id))
    await mend_paths(tx)


async def close(tx: Tx, unit_id: int, *, last: date) -> None:
    """End a unit after its last day."""
    await tx.run(update(units).where(units.c.id == unit_id).values(valid_to=last))


async def mend_paths(tx: Tx) -> None:
    """Write the paths of all units anew after some were hung elsewhere."""
    rows = {row.id: row for row in await tx.run(select(units.c.id, units.c.parent_id, units.c.path))}
    for row in rows.values():
        path = ""
        up: Row[Any] | None = row
        while up is not None:
            path = f"{up.id}/{path}"
            up = rows.get(up.parent_id) if up.parent_id else None
        if row.path != f"/{path}":
            await tx.run(update(units).where(units.c.id == row.id).values(path=f"/{path}"))
