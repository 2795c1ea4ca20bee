"""The units as the rules read them: every name a unit ever bore, where it lay, and from when until when."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Row, func, select

from domain.triage.shape import Gazetteer, Place
from storage import units
from storage.engine import Tx
from storage.hot import Hot
from storage.units import Tree, Unit

# districts went and communes were cut anew on this day; a list that gives no dates of its own is read by it
_CUT_ANEW = date(2025, 7, 1)
_BEFORE, _SINCE = "2024", "2025"  # the lists of units of before and since

rows = units.units
past_units = units.past_units


@dataclass(frozen=True, slots=True)
class Places:
    """All places, each with the unit's key, and that key by the unit's id; `mark` is the same while they are."""

    all: tuple[Place, ...]
    keys: dict[int, str]
    mark: str


async def read(tx: Tx) -> Places:
    """Read the units of all schemes: present and past names, merged ones also as names of what they went into."""
    known = await units.tree(tx)
    past: dict[int, list[Row[Any]]] = defaultdict(list)
    for row in await tx.run(select(past_units).order_by(past_units.c.unit_id, past_units.c.until)):
        past[row.unit_id].append(row)
    keys = {unit.id: _key(unit) for unit in known.values()}
    both = {_BEFORE, _SINCE} <= {unit.scheme for unit in known.values()}
    found = [
        place if not both else _dated(place, unit)
        for unit in known.values()
        for place in _places(known, unit, past[unit.id], keys)
    ]
    mark = hashlib.sha256(repr((found, sorted(keys.items()))).encode()).hexdigest()[:16]
    return Places(tuple(found), keys, mark)


def _key(unit: Unit) -> str:
    """Name a unit among all schemes: codes were given anew in 2025, to other units."""
    return f"{unit.scheme}:{unit.code}"


def _places(known: Tree, unit: Unit, past: list[Row[Any]], keys: dict[int, str]) -> list[Place]:
    # a unit that was merged hangs under the one it went into: where it lay is told by what was kept then
    parent_id = past[-1].parent_id if unit.merged_into is not None and past else unit.parent_id
    # a name mended today was right before, so only the unit's own first day counts; a name given up is one for ever
    spans = [(unit.name, parent_id, unit.valid_to), *((row.name, row.parent_id, row.until) for row in past)]
    meant = [unit.id, *units.successors(known, unit.id)]
    return [
        Place(keys[unit_id], name, unit.level, _parents(known, above), unit.valid_from, until)
        for name, above, until in dict.fromkeys(spans)
        for unit_id in meant
    ]


def _dated(place: Place, unit: Unit) -> Place:
    """Give a unit without dates those of its list, where both lists are known; provinces stood before and since."""
    if place.level == "province":
        return place
    if unit.scheme == _SINCE and place.since is None and (place.until is None or place.until >= _CUT_ANEW):
        return replace(place, since=_CUT_ANEW)
    if unit.scheme == _BEFORE and place.until is None:
        return replace(place, until=_CUT_ANEW - timedelta(days=1))
    return place


def _parents(known: Tree, parent_id: int | None) -> tuple[str, ...]:
    names = []
    while parent_id is not None and (unit := known.get(parent_id)) is not None:
        names.append(unit.name)
        parent_id = unit.parent_id
    return tuple(names)


_stamp = Hot(
    select(
        func.count().label("n"),
        func.max(rows.c.id).label("last"),
        func.count(rows.c.merged_into).label("merged"),
        func.count(rows.c.valid_to).label("ended"),
        func.count(rows.c.valid_from).label("begun"),
        func.min(rows.c.name).label("first_name"),
        func.max(rows.c.name).label("last_name"),
        func.sum(func.length(rows.c.name)).label("letters"),
        func.sum(func.length(rows.c.path)).label("depth"),
        select(func.count()).select_from(past_units).scalar_subquery().label("past"),
        select(func.max(past_units.c.id)).scalar_subquery().label("last_past"),
    ).select_from(rows)
)


@dataclass(frozen=True, slots=True)
class Known:
    """Places made ready to be asked."""

    places: Places
    gazetteer: Gazetteer


_kept: dict[tuple[Any, ...], Known] = {}
_KEPT = 2


async def known(tx: Tx) -> Known:
    """Give the places ready to be asked, built anew only after the units changed; a rename leaves its past name."""
    stamp = tuple((await tx.run(_stamp)).one())
    there = _kept.get(stamp)
    if there is None:
        places = await read(tx)
        there = Known(places, Gazetteer(places.all))
        if len(_kept) >= _KEPT:
            _kept.clear()
        _kept[stamp] = there
    return there
