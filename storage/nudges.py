"""What was decided about messages nobody asked for: one row per kind, period and person, sent or not, and why."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import String, and_, cast, func, literal, select, update
from sqlalchemy.dialects import postgresql, sqlite

from storage.columns import to_json
from storage.engine import Tx
from storage.listed import listed
from storage.tables import PersonRow, RoleRow, UnitRow
from storage.tables_nudges import NudgeAnswerRow, NudgeRow
from storage.tables_talk import OutboxRow

nudges = NudgeRow.__table__  # type: ignore[attr-defined]
answers = NudgeAnswerRow.__table__  # type: ignore[attr-defined]
outbox = OutboxRow.__table__  # type: ignore[attr-defined]
people = PersonRow.__table__  # type: ignore[attr-defined]
roles = RoleRow.__table__  # type: ignore[attr-defined]
units = UnitRow.__table__  # type: ignore[attr-defined]

SEND, WITHHOLD, POSTPONE = "send", "withhold", "postpone"
LATE = "late"
CHUNK = 1000


@dataclass(frozen=True, slots=True)
class Decided:
    """One decision. `carried_by` names the kind in whose message it rides; such a one is no message of its own."""

    kind: str
    period: str
    person_id: int
    verdict: str
    reason: str = ""
    until: datetime | None = None
    carried_by: str = ""


async def put(tx: Tx, decided: Sequence[Decided], *, day: date, now: datetime) -> set[tuple[str, int]]:
    """Write decisions; returns (kind, person) of those that nobody had made for their period before."""
    make = sqlite.insert if tx.dialect == "sqlite" else postgresql.insert
    new: set[tuple[str, int]] = set()
    for first in range(0, len(decided), CHUNK):
        rows = [
            {"kind": one.kind, "period": one.period, "person_id": one.person_id, "day": day, "verdict": one.verdict,
             "reason": one.reason, "at": now, "until": one.until, "carried_by": one.carried_by}
            for one in decided[first : first + CHUNK]
        ]  # fmt: skip
        statement = make(nudges).on_conflict_do_nothing().returning(nudges.c.kind, nudges.c.person_id)
        new.update((row.kind, row.person_id) for row in await tx.run(statement, rows))
    return new


async def heard(tx: Tx, day: date, kinds: Iterable[str]) -> dict[int, int]:
    """Count, per person, the messages of some kinds that were sent on a day; what rode in another is none."""
    rows = await tx.run(
        select(nudges.c.person_id, func.count().label("n"))
        .where(
            nudges.c.day == day,
            nudges.c.kind.in_(sorted(kinds)),
            nudges.c.verdict == SEND,
            nudges.c.carried_by == "",
        )
        .group_by(nudges.c.person_id)
    )
    return {row.person_id: int(row.n) for row in rows}


async def postponed(tx: Tx, day: date, reason: str) -> dict[int, set[tuple[str, str]]]:
    """List, per person, (kind, period) of what was put off to later that day for a reason."""
    found: dict[int, set[tuple[str, str]]] = {}
    for row in await tx.run(
        select(nudges.c.person_id, nudges.c.kind, nudges.c.period).where(
            nudges.c.day == day, nudges.c.verdict == POSTPONE, nudges.c.reason == reason
        )
    ):
        found.setdefault(row.person_id, set()).add((row.kind, row.period))
    return found


async def rides(tx: Tx, day: date, carrier: str, person_id: int) -> bool:
    """Say whether anything rides in a message of a day, or is put off to do so."""
    found = await tx.run(
        select(nudges.c.kind).where(
            nudges.c.day == day,
            nudges.c.person_id == person_id,
            (nudges.c.carried_by == carrier) | (nudges.c.verdict == POSTPONE),
        )
    )
    return found.first() is not None


async def settle_postponed(
    tx: Tx,
    day: date,
    reason: str,
    kind: str,
    person_ids: Sequence[int],
    *,
    verdict: str,
    why: str,
    carried_by: str,
    now: datetime,
) -> None:
    """Say how what of a kind was put off for a reason ended for some people: sent in another's message, or not at all."""
    if not person_ids:
        return
    asked = listed(tx.dialect, "asked", person_id=int)
    await tx.run(
        update(nudges)
        .where(
            nudges.c.day == day,
            nudges.c.kind == kind,
            nudges.c.verdict == POSTPONE,
            nudges.c.reason == reason,
            nudges.c.person_id.in_(select(asked.c.person_id)),
        )
        .values(verdict=verdict, reason=why, carried_by=carried_by, at=now, until=None),
        {"asked": to_json([[person_id] for person_id in person_ids])},
    )


async def close_before(tx: Tx, day: date, why: str, now: datetime) -> None:
    """Say of what was put off on earlier days and never came that it was not said."""
    await tx.run(
        update(nudges)
        .where(
            nudges.c.day < day,
            nudges.c.verdict == POSTPONE,
            nudges.c.until.is_not(None),
            nudges.c.until < now,
        )
        .where(nudges.c.reason == why)
        .values(verdict=WITHHOLD, reason=LATE, at=now, until=None)
    )


async def last_told(
    tx: Tx, kinds: Iterable[str], *, since: date, before: date | None = None
) -> dict[int, date]:
    """Tell when people were last sent something of some kinds, on or after a day, and before another if one is given."""
    query = select(nudges.c.person_id, func.max(nudges.c.day).label("day")).where(
        nudges.c.kind.in_(sorted(kinds)), nudges.c.verdict == SEND, nudges.c.day >= since
    )
    if before is not None:
        query = query.where(nudges.c.day < before)
    rows = await tx.run(query.group_by(nudges.c.person_id))
    return {row.person_id: row.day for row in rows}


# ── what people say to it ────────────────────────────────────────────────────────────────────────


OWN, UNITS = "own", "units"  # what an answer is about: somebody's own day, or the units they answer for


async def answer(tx: Tx, person_id: int, day: date, reason: str, now: datetime, *, about: str = OWN) -> None:
    """Note why somebody, or what they answer for, is behind that day, as they say; the last word counts."""
    make = sqlite.insert if tx.dialect == "sqlite" else postgresql.insert
    statement = make(answers)
    await tx.run(
        statement.on_conflict_do_update(
            index_elements=["person_id", "day", "about"],
            set_={"reason": statement.excluded.reason, "at": statement.excluded.at},
        ),
        {"person_id": person_id, "day": day, "about": about, "reason": reason, "at": now},
    )


@dataclass(frozen=True, slots=True)
class Answered:
    """What somebody said last about being behind, and on which day."""

    day: date
    reason: str


async def last_answers(tx: Tx, *, since: date, about: str) -> dict[int, Answered]:
    """Give the newest answer about their own day, or about their units, of everybody who gave one on or after a day."""
    query = (
        select(answers.c.person_id, answers.c.day, answers.c.reason)
        .where(answers.c.day >= since, answers.c.about == about)
        .order_by(answers.c.day)
    )
    return {row.person_id: Answered(row.day, row.reason) for row in await tx.run(query)}


# ── the proof ────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Line:
    """A decision as it is shown: what became of the message is the outbox's word, empty where there was none."""

    kind: str
    period: str
    person_id: int
    name: str
    verdict: str
    reason: str
    at: datetime
    carried_by: str
    state: str
    result: str


async def of_day(tx: Tx, day: date, *, path: str = "/", person_id: int | None = None) -> list[Line]:
    """List a day's decisions about the people of a subtree, in the order in which they were made."""
    key = nudges.c.kind + literal(":") + nudges.c.period + literal(":") + cast(nudges.c.person_id, String)
    here = (
        select(roles.c.person_id)
        .join(units, units.c.id == roles.c.unit_id)
        .where(units.c.path.startswith(path, autoescape=True))
    )
    query = (
        select(nudges, people.c.full_name, outbox.c.state, outbox.c.result)
        .join(people, people.c.id == nudges.c.person_id)
        .outerjoin(outbox, and_(outbox.c.key == key, nudges.c.verdict != WITHHOLD))
        .where(nudges.c.day == day, nudges.c.person_id.in_(here))
        .order_by(nudges.c.at, nudges.c.kind, nudges.c.person_id)
    )
    if person_id is not None:
        query = query.where(nudges.c.person_id == person_id)
    rows = await tx.run(query)
    return [
        Line(row.kind, row.period, row.person_id, row.full_name, row.verdict, row.reason, row.at, row.carried_by,
             row.state or "", row.result or "")
        for row in rows
    ]  # fmt: skip
