"""Work that people do: decisions by the hundred, chained, counted and seen as if each had been tapped on a card."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy import bindparam, insert, select, update

from domain import chain
from domain.review import Move, State
from storage import claims, tallies
from storage.engine import Database, Tx
from storage.tables import ChainHeadRow, DecisionRow, PersonRow, RecordRow
from tests.reminders.a_year.people import Province

records: Any = RecordRow.__table__
decisions: Any = DecisionRow.__table__
heads: Any = ChainHeadRow.__table__
people: Any = PersonRow.__table__

MOVES = (
    (Move.APPROVE, State.APPROVED),
    (Move.APPROVE, State.APPROVED),
    (Move.FOLLOW_UP, State.FOLLOW_UP),
    (Move.RETURN, State.RETURNED),
)
_settle = (
    update(records)
    .where(records.c.id == bindparam("p_id"))
    .values(state=bindparam("p_state"), state_on=bindparam("p_on"))
)
_step = (
    update(heads)
    .where(heads.c.unit_id == bindparam("p_unit"))
    .values(seq=bindparam("p_seq"), hash=bindparam("p_hash"))
)


async def open_the_bot(database: Database, person_ids: list[int], on: date) -> None:
    """People look into the bot, whether they decide anything or not."""
    if person_ids:
        await database.write(
            lambda tx: tx.run(update(people).where(people.c.id.in_(person_ids)).values(seen_on=on))
        )


async def decide(
    database: Database, province: Province, wishes: Mapping[int, int], now: datetime, on: date
) -> int:
    """Let each of some people decide so many of the records on their desk; returns how many were decided.

    After the deadline nothing lies on desks by itself: what is wanted is claimed first, as a tap on "start" does.
    """
    wanted = {person_id: number for person_id, number in wishes.items() if number > 0}
    if not wanted:
        return 0

    async def work(tx: Tx) -> list[tuple[int, int]]:
        if on > province.deadline:
            for person_id, number in wanted.items():
                await claims.claim(tx, person_id, number, today=on)
        taken: dict[int, list[Any]] = defaultdict(list)
        for row in await tx.run(
            select(
                records.c.id, records.c.unit_id, records.c.type, records.c.revision, records.c.state_on,
                records.c.assignee_id,
            )
            .where(records.c.assignee_id.in_(wanted), records.c.state == State.PENDING.value)
            .order_by(records.c.turn, records.c.desk_order, records.c.id)
        ):  # fmt: skip
            if len(taken[row.assignee_id]) < wanted[row.assignee_id]:
                taken[row.assignee_id].append(row)
        rows = [row for theirs in taken.values() for row in theirs]
        if rows:
            await _write(tx, rows, now, on)
        return [(row.assignee_id, row.unit_id) for row in rows]

    done = await database.write(work)
    for person_id, unit_id in done:
        province.did[person_id][on] += 1
        province.done[unit_id] += 1
    return len(done)


async def _write(tx: Tx, rows: list[Any], now: datetime, on: date) -> None:
    units = sorted({row.unit_id for row in rows})
    query = select(heads).where(heads.c.unit_id.in_(units))
    ends = {row.unit_id: (row.seq, row.hash) for row in await tx.run(query)}
    log, settled = [], []
    counts: dict[tuple[int, str, str, date], int] = defaultdict(int)
    for row in rows:
        move, to = MOVES[row.id % len(MOVES)]
        seq, before = ends[row.unit_id]
        one: dict[str, Any] = {
            "unit_id": row.unit_id, "seq": seq + 1, "record_id": row.id, "revision": row.revision,
            "person_id": row.assignee_id, "move": move.value, "from_state": State.PENDING.value,
            "to_state": to.value, "reasons": [], "route": "", "note": "", "changes": {}, "findings": [],
            "case_suggested": "", "case_chosen": "", "undoes_id": None, "shown_at": None, "decided_at": now,
            "day": on, "channel": "telegram", "event_key": f"year:{row.id}",
        }  # fmt: skip
        one |= {"prev_hash": before, "hash": chain.link(before, one)}
        ends[row.unit_id] = seq + 1, one["hash"]
        log.append(one)
        settled.append({"p_id": row.id, "p_state": to.value, "p_on": on})
        counts[row.unit_id, row.type, State.PENDING.value, row.state_on] -= 1
        counts[row.unit_id, row.type, to.value, on] += 1
    await tx.run(insert(decisions), log)
    await tx.run(_settle, settled)
    await tx.run(_step, [{"p_unit": u, "p_seq": ends[u][0], "p_hash": ends[u][1]} for u in units])
    await count(tx, counts)


async def count(tx: Tx, counts: Mapping[tuple[int, str, str, date], int]) -> None:
    """Bring the sums up to date: (unit, type, state, day) → how many more."""
    by_day = [
        {"unit_id": u, "type": kind, "state": state, "day": day, "count": n}
        for (u, kind, state, day), n in counts.items()
    ]
    await tx.run(tallies._add(tx.dialect, daily=True), by_day)
    sums: dict[tuple[int, str, str], int] = defaultdict(int)
    for (u, kind, state, _), n in counts.items():
        sums[u, kind, state] += n
    in_all = [
        {"unit_id": u, "type": kind, "state": state, "count": n} for (u, kind, state), n in sums.items()
    ]
    await tx.run(tallies._add(tx.dialect, daily=False), in_all)
