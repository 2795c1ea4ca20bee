"""The statements behind the officials' day, compiled once: all are asked of every few messages that go out unasked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache

from sqlalchemy import BindParameter, bindparam, func, literal, select

from domain.review import State
from storage.decisions import COUNTS, counting, decisions
from storage.hot import Hot
from storage.listed import listed
from storage.people import accounts, people
from storage.plans import plans
from storage.tables import RecordRow, UnitRow

records = RecordRow.__table__  # type: ignore[attr-defined]
units = UnitRow.__table__  # type: ignore[attr-defined]


@dataclass(frozen=True, slots=True)
class Questions:
    """Each is asked about the people, or units, that the parameter `asked` lists; days are `p_day` and `p_since`."""

    unit_names: Hot
    plans: Hot
    done: Hot
    waiting: Hot
    accounts: Hot
    muted: Hot
    planned_before: Hot
    done_before: Hot


@cache
def of_dialect(dialect: str) -> Questions:
    """Give the statements for a kind of database."""
    these = listed(dialect, "asked", id=int)
    day: BindParameter[date] = bindparam("p_day")
    since: BindParameter[date] = bindparam("p_since")
    moves = [literal(move) for move in COUNTS]  # one by one: how many there are is known
    counted = decisions.c.move.in_(moves) & counting
    before = (plans.c.day >= since) & (plans.c.day < day)
    decided_before = (decisions.c.day >= since) & (decisions.c.day < day)
    return Questions(
        unit_names=Hot(select(units.c.id, units.c.name).join(these, these.c.id == units.c.id)),
        plans=Hot(
            select(plans.c.person_id, plans.c.carried, plans.c.fresh, plans.c.extra, plans.c.reason)
            .join(these, these.c.id == plans.c.person_id)
            .where(plans.c.day == day)
        ),
        done=Hot(
            select(decisions.c.person_id, decisions.c.move, func.count().label("n"))
            .join(these, these.c.id == decisions.c.person_id)
            .where(decisions.c.day == day, counted)
            .group_by(decisions.c.person_id, decisions.c.move)
        ),
        waiting=Hot(
            select(records.c.assignee_id, func.count().label("n"))
            .join(these, these.c.id == records.c.assignee_id)
            .where(records.c.state == State.PENDING.value)
            .group_by(records.c.assignee_id)
        ),
        accounts=Hot(
            select(accounts.c.person_id, accounts.c.unreachable_at).join(
                these, these.c.id == accounts.c.person_id
            )
        ),
        muted=Hot(select(people.c.id).join(these, these.c.id == people.c.id).where(people.c.quiet_on == day)),
        planned_before=Hot(
            select(plans.c.person_id, plans.c.day, func.sum(plans.c.carried + plans.c.fresh).label("n"))
            .join(these, these.c.id == plans.c.person_id)
            .where(before, plans.c.reason == "")
            .group_by(plans.c.person_id, plans.c.day)
            .order_by(plans.c.day)
        ),
        done_before=Hot(
            select(decisions.c.person_id, decisions.c.day, decisions.c.move, func.count().label("n"))
            .join(these, these.c.id == decisions.c.person_id)
            .where(decided_before, counted)
            .group_by(decisions.c.person_id, decisions.c.day, decisions.c.move)
        ),
    )
