"""The campaign's days as they were changed in the chat; they go before the operator's settings."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import insert, select, update

from storage.engine import Tx
from storage.hot import Hot
from storage.people import people
from storage.tables_province import CampaignRow

campaign = CampaignRow.__table__  # type: ignore[attr-defined]

DEADLINE, FILING = "deadline", "assignment_deadline"


@dataclass(frozen=True, slots=True)
class Changed:
    """What was set in the chat; None where the operator's setting holds."""

    deadline: date | None = None
    filing: date | None = None  # by when units file their assignment documents


@dataclass(frozen=True, slots=True)
class Setting:
    """One day as it was set: by whom (empty where nobody is known) and when."""

    day: date
    by_name: str
    at: datetime


_all = Hot(select(campaign.c.name, campaign.c.value))


async def read(tx: Tx) -> Changed:
    """Read what holds now."""
    found = {row.name: date.fromisoformat(row.value) for row in await tx.run(_all)}
    return Changed(found.get(DEADLINE), found.get(FILING))


async def settings(tx: Tx) -> dict[str, Setting]:
    """Read what was set, by name, with who set it."""
    query = select(campaign, people.c.full_name).outerjoin(people, people.c.id == campaign.c.set_by)
    return {
        row.name: Setting(date.fromisoformat(row.value), row.full_name or "", row.set_at)
        for row in await tx.run(query)
    }


async def put(
    tx: Tx, name: str, day: date, *, seen: date | None, by: int | None, now: datetime
) -> bool:  # fmt: skip
    """Set a day, if what was set before is still what was seen (None: nothing); False where somebody was quicker."""
    values = {"value": day.isoformat(), "set_by": by, "set_at": now}
    if seen is not None:
        took = await tx.run(
            update(campaign)
            .where(campaign.c.name == name, campaign.c.value == seen.isoformat())
            .values(**values)
        )
        return took.rowcount == 1
    if (await tx.run(select(campaign.c.name).where(campaign.c.name == name))).first() is not None:
        return False
    await tx.run(insert(campaign), {"name": name, **values})
    return True
