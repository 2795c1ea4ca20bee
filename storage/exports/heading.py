"""What stands above every table: whose it is, what it is, of which units and days, as of when."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, tzinfo

from sqlalchemy import select

from domain.wording import exports as say
from storage.engine import Tx
from storage.exports.scope import EVERYTHING
from storage.tables import UnitRow

units = UnitRow.__table__  # type: ignore[attr-defined]


@dataclass(frozen=True, slots=True)
class Heading:
    """The house's name, and the lines below it, the first of them the title."""

    house: str
    title: tuple[str, ...]


async def of(
    tx: Tx,
    name: str,
    paths: Sequence[str],
    *,
    now: datetime,
    zone: tzinfo,
    days: tuple[date | None, date | None] | None = None,
) -> Heading:
    """Give the heading of an export by its name; `days` are the first and the last, for one that is of days."""
    lines = [say.TITLES[name]]
    known = await _named(tx, paths)
    if known:
        lines.append(say.of_units(unit for unit, _ in known))
    if days is not None:
        lines.append(say.of_days(*days))
    lines.append(say.as_of(now.astimezone(zone)))
    return Heading(say.house(known[0][1], known[0][0]) if len(known) == 1 else "", tuple(lines))


async def house(tx: Tx, paths: Sequence[str]) -> str:
    """Name the office of the one unit that a table is of; empty where it is of several."""
    known = await _named(tx, paths)
    return say.house(known[0][1], known[0][0]) if len(known) == 1 else ""


async def _named(tx: Tx, paths: Sequence[str]) -> list[tuple[str, str]]:
    """List the units at the head of subtrees with their levels, those at the top of the tree for everything."""
    heads = units.c.parent_id.is_(None) if tuple(paths) == EVERYTHING else units.c.path.in_(list(paths))
    rows = await tx.run(select(units.c.name, units.c.level).where(heads).order_by(units.c.path))
    return [(row.name, row.level) for row in rows]
