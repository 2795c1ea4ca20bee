"""Days on which nobody is missed: whoever was on leave, or was given nothing by their head, had no reason to come."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import Any

from sqlalchemy import func, select

from storage.engine import Tx
from storage.plans import NO_WEIGHT, plans
from storage.tables_plans import LeaveRow

leaves: Any = LeaveRow.__table__  # type: ignore[attr-defined]


async def last_days(tx: Tx, unit_ids: Collection[int], day: date, *, since: date) -> dict[int, date]:
    """Tell, per person, the last such day before a day; only from `since` on, as earlier ones make no difference."""
    found: dict[int, date] = {}
    for row in await tx.run(
        select(leaves.c.person_id, leaves.c.first, leaves.c.last).where(
            leaves.c.first < day, leaves.c.last >= since, leaves.c.cancelled_at.is_(None)
        )
    ):
        found[row.person_id] = max(found.get(row.person_id, since), min(row.last, day))
    for row in await tx.run(
        select(plans.c.person_id, func.max(plans.c.day).label("last"))
        .where(
            plans.c.unit_id.in_(unit_ids),
            plans.c.day >= since,
            plans.c.day < day,
            plans.c.reason == NO_WEIGHT,
        )
        .group_by(plans.c.person_id)
    ):
        found[row.person_id] = max(found.get(row.person_id, since), row.last)
    return found
