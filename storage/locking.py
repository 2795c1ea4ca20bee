"""Shutting the door to somebody, and opening it: what lay with them goes back, and their day ends."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import update

from domain.review import State
from storage import claims, desk_days, people, plans
from storage.claims import GIVEN_BACK, records
from storage.engine import Tx


async def lock(tx: Tx, person_id: int, *, now: datetime, day: date) -> int | None:
    """Lock somebody; returns how many open records went back to the queue, None where they were locked before.

    Records that wait for a ruling are given back too: whoever is free takes them up once it is there.
    """
    if not await people.lock(tx, person_id, at=now):
        return None
    back = await claims.release_all(tx, person_id)
    await tx.run(
        update(records)
        .where(records.c.assignee_id == person_id, records.c.state == State.ASKED.value)
        .values(**GIVEN_BACK)
    )
    await desk_days.stop(tx, person_id, day, reason=plans.GONE)
    return back


async def unlock(tx: Tx, person_id: int) -> bool:
    """Open the door again; work comes at their next step, or with the next plan. False where it was open."""
    return await people.lock(tx, person_id, at=None)
