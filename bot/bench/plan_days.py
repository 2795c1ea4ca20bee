"""What lies between two mornings: a day worked through and logged, and a plan taken back to be measured again."""

from __future__ import annotations

from sqlalchemy import text

from bot.bench.plan_shelves import COUNT, DAY
from storage.engine import Database, Tx

SHARE_DONE = 0.8  # of the first day's records; the rest is carried over

_LOG = """
INSERT INTO decisions (unit_id, seq, record_id, revision, person_id, move, from_state, to_state, decided_at, day,
 channel, event_key, prev_hash, hash, route, case_suggested, case_chosen)
SELECT unit_id, {before} + row_number() OVER (PARTITION BY unit_id ORDER BY desk_order, id), id, 1, person_id,
 'approve', 'PENDING', 'APPROVED', '{day} 05:00:00.000000', '{day}', 'telegram', 'bench:' || id, '', '', '', '', ''
FROM ({rows}) AS decided ORDER BY unit_id, desk_order, id
"""
_EARLIER = """
SELECT r.id, r.unit_id, r.desk_order, o.person_id FROM records r JOIN (
 SELECT unit_id, person_id, row_number() OVER (PARTITION BY unit_id ORDER BY person_id) AS place,
 count(*) OVER (PARTITION BY unit_id) AS number FROM roles) AS o
ON o.unit_id = r.unit_id AND o.place = 1 + r.id % o.number WHERE r.state IN ('APPROVED', 'RETURNED')
"""
_TODAY = f"""
SELECT id, unit_id, desk_order, person_id FROM (
 SELECT id, unit_id, desk_order, assignee_id AS person_id,
 row_number() OVER (PARTITION BY assignee_id ORDER BY desk_order, id) AS place,
 count(*) OVER (PARTITION BY assignee_id) AS number
 FROM records WHERE assignee_id > 0 AND state = 'PENDING') AS lying
WHERE place <= {SHARE_DONE} * number
"""
_FAR = 1_000_000  # above the numbers of the log before
_DECIDED_TODAY = f"SELECT record_id FROM decisions WHERE day = '{DAY}'"
_WORK = (
    _LOG.format(rows=_EARLIER, day="2024-07-03", before=0),
    _LOG.format(rows=_TODAY, day=DAY, before=_FAR),
    f"UPDATE records SET state = 'APPROVED', state_on = '{DAY}' WHERE id IN ({_DECIDED_TODAY})",
    f"UPDATE people SET seen_on = '{DAY}'",
    *COUNT,
)
_TAKE_BACK = (
    "UPDATE records SET assignee_id = NULL, assigned_on = NULL WHERE assignee_id > 0",
    "DELETE FROM plans",
    "DELETE FROM unit_plans",
    "DELETE FROM schedule_runs",
)


async def _all(tx: Tx, statements: tuple[str, ...]) -> None:
    for statement in statements:
        await tx.run(text(statement))


async def work_through(database: Database) -> int:
    """Let everybody do most of their first day, behind a log of what was decided before; returns the log's length."""
    await database.write(lambda tx: _all(tx, _WORK))
    count = text("SELECT count(*) FROM decisions")

    async def counted(tx: Tx) -> int:
        return int((await tx.run(count)).scalar_one())

    return await database.read(counted)


async def take_back(database: Database) -> None:
    """Clear all desks and plans, as if the day had not begun."""
    await database.write(lambda tx: _all(tx, _TAKE_BACK))
