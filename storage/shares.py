"""What changes in a day's shares: written by the plan, then moved, closed and opened again by what happens."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, case, func, or_, select, update
from sqlalchemy.dialects import postgresql, sqlite

from storage.engine import Tx
from storage.plans import ABSENT, ASKED_FOR, GONE, plans, unit_plans

# rows that hold no share yet, or none any more
_to_begin: ColumnElement[bool] = or_(*(plans.c.reason == reason for reason in (ABSENT, ASKED_FOR, GONE)))


async def ask_for_more(tx: Tx, person_id: int, unit_id: int, day: date, number: int) -> None:
    """Note records that somebody asked for beyond the plan: overtime."""
    make = sqlite.insert if tx.dialect == "sqlite" else postgresql.insert
    statement = make(plans)
    await tx.run(
        statement.on_conflict_do_update(
            index_elements=["person_id", "unit_id", "day"], set_={"extra": plans.c.extra + statement.excluded.extra}
        ),
        {"person_id": person_id, "unit_id": unit_id, "day": day, "carried": 0, "fresh": 0, "extra": number,
         "most": 0, "fixed": False, "reason": ASKED_FOR},
    )  # fmt: skip


async def put(tx: Tx, rows: Sequence[dict[str, Any]]) -> None:
    """Write people's shares; a row that only held what was asked for, or an absence, is filled in, never doubled."""
    if not rows:
        return
    make = sqlite.insert if tx.dialect == "sqlite" else postgresql.insert
    statement = make(plans)
    told = {name: statement.excluded[name] for name in ("carried", "fresh", "most", "fixed", "reason")}
    await tx.run(
        statement.on_conflict_do_update(
            index_elements=["person_id", "unit_id", "day"],
            set_=told,
            where=_to_begin,
        ),
        rows,
    )


async def raise_share(tx: Tx, person_id: int, unit_id: int, day: date, *, by: int) -> None:
    """Change a person's share of a unit's day by some records, up or down, beginning one where there was none."""
    make = sqlite.insert if tx.dialect == "sqlite" else postgresql.insert
    statement = make(plans)
    await tx.run(
        statement.on_conflict_do_update(
            index_elements=["person_id", "unit_id", "day"],
            set_={
                "fresh": plans.c.fresh + statement.excluded.fresh,
                "most": case((plans.c.most < statement.excluded.most, statement.excluded.most), else_=plans.c.most),
                "reason": case((_to_begin, ""), else_=plans.c.reason),
            },
        ),
        {"person_id": person_id, "unit_id": unit_id, "day": day, "carried": 0, "fresh": by, "extra": 0, "most": by,
         "fixed": False, "reason": ""},
    )  # fmt: skip


async def set_share(tx: Tx, person_id: int, unit_id: int, day: date, *, total: int) -> None:
    """Set a person's share of a unit's day by hand, where the day has been planned for them."""
    await tx.run(
        update(plans)
        .where(plans.c.person_id == person_id, plans.c.unit_id == unit_id, plans.c.day == day)
        .values(fresh=total - plans.c.carried, fixed=True, reason="")
    )


async def reopen(tx: Tx, person_id: int, day: date, *, closed_for: str) -> None:
    """Let somebody who had been left out have a share of the day after all, at their next step."""
    await tx.run(
        update(plans)
        .where(plans.c.person_id == person_id, plans.c.day == day, plans.c.reason == closed_for)
        .values(reason=ASKED_FOR)
    )


async def count_unit(tx: Tx, unit_id: int, day: date) -> None:
    """Bring a unit's sums of a day up to what its people's rows hold."""
    given = (
        select(func.coalesce(func.sum(plans.c.carried + plans.c.fresh), 0))
        .where(plans.c.unit_id == unit_id, plans.c.day == day)
        .scalar_subquery()
    )
    left = unit_plans.c.needed - given
    at_least_none = func.max(left, 0) if tx.dialect == "sqlite" else func.greatest(left, 0)
    await tx.run(
        update(unit_plans)
        .where(unit_plans.c.unit_id == unit_id, unit_plans.c.day == day)
        .values(given=given, shortfall=at_least_none)
    )
