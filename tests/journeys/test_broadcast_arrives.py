"""A broadcast through the Bot API stand-in, with faults and deaths: nobody is missed, and only what was in doubt comes twice.

`RASOAT_TEST_BROADCAST=15000` sends to as many as a nation has; `rasoat bench broadcast` does the same and writes it down.
"""

from __future__ import annotations

import os

import pytest

from bot.bench import broadcast_run
from domain.broadcast import A_SECOND

PEOPLE = int(os.environ.get("RASOAT_TEST_BROADCAST", "700"))
KILLS = 20 if PEOPLE >= 5000 else 5
SEED = 1586


@pytest.mark.timeout(1800)
async def test_with_faults_and_deaths_everybody_gets_it_once_but_for_what_was_in_doubt(
    database_url: str, database_kind: str
):
    short = (
        database_kind == "postgresql"
    )  # where another process would take over, nobody waits for the dead one
    people = PEOPLE if database_kind == "sqlite" else PEOPLE // 2
    outcome = await broadcast_run.run(database_url, people=people, kills=KILLS, seed=SEED, short_leases=short)
    print(database_kind, people, "people:", outcome.took_s, "s,", outcome.ratio, "×;", outcome.copies, "copies,",
          outcome.in_flight, "in flight,", outcome.ambiguous, "in doubt;", dict(outcome.faults))  # fmt: skip
    assert outcome.missed == 0, "nobody who can be reached is missed"
    assert not outcome.blocked & set(outcome.came)
    assert outcome.copies <= outcome.in_flight + outcome.ambiguous
    assert outcome.most_a_second <= A_SECOND and outcome.nearest_in_chat_s >= 1 - 1e-6
    blocked = len(outcome.blocked)
    assert outcome.statuses == {"sent": people - blocked, "blocked": blocked}, "one status for each"
    assert outcome.deaths == KILLS and outcome.faults["429"] and outcome.faults["502"] and outcome.ambiguous
    # what faults cost beyond the calls themselves does not grow with the number of people: a second for each death,
    # a few for chance, and the last ones' further tries
    calls_s = len(outcome.calls) / A_SECOND
    if database_kind == "sqlite":
        assert outcome.took_s <= calls_s * 1.02 + outcome.deaths * broadcast_run.RESTART_S + 12
    if database_kind == "sqlite" and people >= 15_000:
        assert outcome.ratio <= 1.15
