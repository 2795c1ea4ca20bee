"""Which runs are due and not done: every so often this is asked of the database, which alone knows.

A run is a kind at one of its times on a day. A clock that jumps, an outage and a second process change nothing: what is
done stands written, what is too late is noted as late, and each kind is looked at once a day.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, datetime, time, timedelta

from domain import nudges
from domain.nudges import Kind, Reason
from reminders import view
from reminders.rounds import Round, Tell
from reminders.view import Due
from storage import nudge_times, schedule_runs
from storage import nudges as kept
from storage.engine import Database, Tx
from storage.nudge_times import Times
from storage.planning import Campaign

KINDS = tuple(kind.value for kind in Kind)
LOOK_BACK = 14  # days that may have gone by unseen and are noted


def period(day: date, at: time) -> str:
    """Name a run."""
    return f"{day.isoformat()} {at:%H:%M}"


def times_of(times: Times, kind: Kind) -> list[time]:
    """List all times at which a kind is due anywhere."""
    given = {one.at for one in times.given.get(kind, {}).values() if one.at is not None}
    return sorted({nudges.RULES[kind].at, *given})


def due(times: Times, local: datetime, done: set[tuple[str, str]]) -> list[Due]:
    """List what is due at a moment of local time and not done."""
    found = []
    for kind, rule in nudges.RULES.items():
        for at in times_of(times, kind):
            if at <= local.time() and (kind.value, period(local.date(), at)) not in done:
                late = local.time() > nudges.grace_until(rule, at)
                found.append(Due(kind, at, late))
    return found


async def tick(
    database: Database,
    campaign: Campaign,
    *,
    clock: Callable[[], datetime],
    tell: Tell,
    filing: date | None = None,
) -> dict[Kind, int]:
    """Do what is due; returns how many messages of each kind were new."""
    now = clock()
    local = now.astimezone(campaign.zone)

    async def look(tx: Tx) -> tuple[Times, set[tuple[str, str]], set[tuple[str, str]]]:
        ahead = await schedule_runs.missed_ahead(tx, local.date(), now, Reason.LATE.value)
        return await nudge_times.load(tx), await schedule_runs.of_day(tx, local.date()), ahead

    times, done, ahead = await database.read(look)
    runs = due(
        times, local, done - ahead
    )  # a clock that was ahead may have called late what has its time yet
    if not runs:
        return {}
    if not any(kind in KINDS for kind, _ in done):
        await database.write(lambda tx: _note_missed(tx, local.date(), now))
    seen = await database.read(lambda tx: view.load(tx, campaign, now))
    made = Round(database, seen, runs, now, tell, filing)
    await made.run()

    async def end(tx: Tx) -> None:
        for run in runs:
            result = Reason.LATE.value if run.late else f"{made.sent[run.kind]}/{made.decided[run.kind]}"
            kind, of = run.kind.value, period(local.date(), run.at)
            if (kind, of) in ahead:
                await schedule_runs.forget_one(tx, kind, of)
            await schedule_runs.note(tx, kind, of, now=now, result=result)

    await database.write(end)
    return dict(made.sent)


async def _note_missed(tx: Tx, today: date, now: datetime) -> None:
    """Note what was due since the last moment seen, that day's evening too: it was not said, and why."""
    await kept.close_before(tx, today, Reason.IN_DIGEST.value, now)
    last = await schedule_runs.last_day(tx, KINDS, today)
    if last is None:
        return
    for day in _from(max(last, today - timedelta(days=LOOK_BACK)), today):
        for kind, rule in nudges.RULES.items():
            await schedule_runs.note(tx, kind.value, period(day, rule.at), now=now, result=Reason.LATE.value)


def _from(first: date, today: date) -> Iterable[date]:
    return (first + timedelta(days=n) for n in range((today - first).days))
