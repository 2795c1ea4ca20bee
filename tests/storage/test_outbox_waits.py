"""What waits in the outbox keeps its place, wakes at its time, and outlives clocks that jump and processes that die."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select, update

from domain.talk.values import Address, Slot
from storage import clock_back, marks, outbox, people, rests, sending
from storage.engine import Database, Tx
from storage.marks import Lead
from storage.rests import Rest
from tests.world import MORNING

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


async def put(
    database: Database, *keys: str, priority: int = outbox.REMINDER, at: datetime = MORNING, channel: str = "telegram",
    **more: Any,
) -> None:  # fmt: skip
    """Lay messages into the outbox, each for a chat of its own."""

    async def work(tx: Tx) -> None:
        for key in keys:
            account, _ = await people.who(tx, Address(channel, key))
            await outbox.add(
                tx, key, account.id, {"text": key}, kind="nudge", slot=Slot.NOTE, priority=priority, now=at, **more
            )  # fmt: skip

    await database.write(work)


async def claimed(database: Database, at: datetime, holder: str = "me", **more: Any) -> list[str]:
    items = await database.write(lambda tx: outbox.claim(tx, holder, now=at, limit=50, **more))
    return [item.key for item in items]


async def rows(database: Database) -> dict[str, Any]:
    found = await database.read(lambda tx: tx.run(select(outbox.outbox)))
    return {row.key: row for row in found}


async def ids(database: Database, *keys: str) -> list[int]:
    there = await rows(database)
    return [there[key].id for key in keys]


async def test_what_is_written_for_later_waits_for_its_moment(database: Database):
    await put(database, "digest", not_before=MORNING + HOUR)
    await put(database, "card")
    assert await claimed(database, MORNING) == ["card"]
    assert await claimed(database, MORNING + HOUR) == ["digest", "card"], (
        "and the card's lease has run out by then"
    )


async def test_what_is_postponed_keeps_its_place_before_what_came_after_it(database: Database):
    await put(database, "first", "second", "third")
    await put(database, "answer", priority=outbox.ANSWER)
    assert await claimed(database, MORNING) == ["answer", "first", "second", "third"]
    put_off = await ids(database, "first", "second")
    await database.write(
        lambda tx: outbox.postpone(
            tx, put_off, until=MORNING + HOUR, reason="resting", holder="me", tried=False
        )
    )
    await database.write(outbox.release_all)
    assert await claimed(database, MORNING) == ["answer", "third"]
    assert await claimed(database, MORNING + HOUR) == ["answer", "first", "second", "third"]
    there = await rows(database)
    assert (there["first"].tries, there["third"].tries) == (1, 3), (
        "what was not tried is not counted as a try"
    )


async def test_nobody_puts_back_or_gives_back_what_another_has_taken_over(database: Database):
    await put(database, "one")
    assert await claimed(database, MORNING, "stale") == ["one"]
    assert await claimed(database, MORNING + HOUR, "fresh") == ["one"]
    [one] = await ids(database, "one")
    put_back = await database.write(
        lambda tx: outbox.postpone(tx, [one], until=MORNING + DAY, reason="x", holder="stale")
    )
    await database.write(lambda tx: outbox.release(tx, [one], "stale"))
    row = (await rows(database))["one"]
    assert (put_back, row.state, row.leased_by) == (0, "leased", "fresh")
    await database.write(lambda tx: outbox.release(tx, [one], "fresh"))
    assert await claimed(database, MORNING + HOUR) == ["one"]


async def test_what_has_an_end_is_ended_once(database: Database):
    await put(database, "one")
    [one] = await ids(database, "one")

    def end(state: str) -> Any:
        return database.write(lambda tx: outbox.record(tx, [one], state=state, result=None, now=MORNING))

    assert (await end("cancelled"), await end("failed")) == (1, 0)
    assert (await rows(database))["one"].state == "cancelled"


# ── leases and clocks ───────────────────────────────────────────────────────────────────────────


async def test_a_lease_from_before_the_clock_was_set_back_holds_nothing_for_a_day(database: Database):
    await put(database, "one", at=MORNING - 2 * DAY)
    assert await claimed(database, MORNING + DAY, "died") == ["one"]
    assert await claimed(database, MORNING, "next") == ["one"]


async def test_leases_of_others_are_left_alone_while_the_clock_is_not_to_be_trusted(database: Database):
    await put(database, "ours", "theirs", at=MORNING - HOUR)
    assert await claimed(database, MORNING - HOUR, "other") == ["ours", "theirs"]
    [ours] = await ids(database, "ours")
    await database.write(
        lambda tx: tx.run(update(outbox.outbox).where(outbox.outbox.c.id == ours).values(leased_by="me"))
    )
    assert await claimed(database, MORNING, of_others=False) == ["ours"]
    assert await claimed(database, MORNING + HOUR) == ["ours", "theirs"]


@pytest.mark.parametrize("back", [HOUR, DAY, 3 * DAY])
async def test_a_clock_set_back_makes_due_what_it_would_keep_waiting(database: Database, back: timedelta):
    later = MORNING + back
    await put(database, "due", "tried", "put off by a rule", at=later)
    await put(database, "for the afternoon", at=later, not_before=later + 8 * HOUR)
    assert not await database.write(lambda tx: clock_back.notice(tx, later))
    tried = await ids(database, "tried", "put off by a rule")
    await database.write(
        lambda tx: outbox.postpone(tx, tried, until=later + HOUR, reason="quiet", holder="me")
    )
    assert await claimed(database, MORNING) == []
    assert await database.write(lambda tx: clock_back.notice(tx, MORNING))
    assert await claimed(database, MORNING) == ["due", "tried", "put off by a rule"]
    assert (await rows(database))["for the afternoon"].not_before == later + 8 * HOUR


async def test_a_clock_that_runs_is_none_that_was_set_back(database: Database):
    at = MORNING
    for seconds in (0, 1, 59, -30, 61, 3600, 86_400):
        at += timedelta(seconds=seconds)
        assert not await database.write(lambda tx, at=at: clock_back.notice(tx, at))
    assert await database.write(lambda tx: clock_back.notice(tx, at - timedelta(minutes=3)))


async def test_who_leads_keeps_the_lead_in_the_past_but_a_dead_one_does_not(database: Database):
    span = timedelta(seconds=20)

    def lease(holder: str, at: datetime) -> Any:
        return database.write(lambda tx: marks.lease(tx, "delivery", holder, now=at, span=span))

    assert await lease("dead", MORNING + DAY) == 1
    assert await lease("next", MORNING + DAY) is None
    assert await lease("next", MORNING) == 2, "its lease lies a day ahead, further than it can have asked for"
    assert await lease("next", MORNING) == 2
    assert await lease("third", MORNING - timedelta(seconds=10)) is None, "a little apart clocks always are"


# ── who leads ───────────────────────────────────────────────────────────────────────────────────


async def test_whoever_has_lost_the_lead_claims_and_sends_nothing_more(database: Database):
    span = timedelta(seconds=20)

    async def lead(holder: str, at: datetime) -> Lead:
        fence = await database.write(lambda tx: marks.lease(tx, "delivery", holder, now=at, span=span))
        assert fence is not None
        return Lead("delivery", holder, fence)

    await put(database, "one", "two")
    first = await lead("a", MORNING)
    assert await claimed(database, MORNING, "a", lead=first) == ["one", "two"]
    [one] = await ids(database, "one")
    look = sending.look
    assert await database.read(lambda tx: look(tx, [one], "a", first, MORNING + HOUR)), (
        "late, and still alone"
    )
    second = await lead("b", MORNING + HOUR)
    assert await database.read(lambda tx: look(tx, [one], "a", first, MORNING)) == {}
    assert await claimed(database, MORNING + 2 * HOUR, "a", lead=first) == []
    assert await claimed(database, MORNING + 2 * HOUR, "b", lead=second) == ["one", "two"]
    assert await lead("a", MORNING + 3 * HOUR) == Lead("delivery", "a", 3)
    assert await database.read(lambda tx: look(tx, [one], "a", first, MORNING)) == {}, (
        "not by the old number either"
    )


# ── who wants peace ─────────────────────────────────────────────────────────────────────────────


def seconds(count: float) -> timedelta:
    return timedelta(seconds=count)


@pytest.mark.parametrize(
    ("asked", "wait_s", "rests", "binds_answers"),
    [
        pytest.param(
            False, 3, "", False, id="a reminder refused for a moment: the bot, for what nobody asked for"
        ),
        pytest.param(True, 3, "u1", False, id="an answer refused for a moment: only that chat"),
        pytest.param(False, 31, "", True, id="a reminder refused for long: the bot, for all"),
        pytest.param(True, 31, "", True, id="an answer refused for long: the bot, for all"),
    ],
)
def test_who_rests_after_a_refusal(asked: bool, wait_s: float, rests: str, binds_answers: bool):
    rest = rest_after("telegram", "u1", asked=asked, now=MORNING, seconds=wait_s)
    assert (rest.user, rest.until, rest.binds_answers) == (rests, MORNING + seconds(wait_s), binds_answers)


rest_after = rests.rest_after


async def test_the_longest_rest_stands_for_every_process_and_goes_when_it_is_over(database: Database):
    def note(user: str, since: datetime, until: datetime, channel: str = "telegram") -> Any:
        return database.write(lambda tx: rests.note(tx, Rest(channel, user, since, until)))

    def standing(at: datetime) -> Any:
        return database.read(lambda tx: rests.standing(tx, at))

    assert await standing(MORNING) == []
    await note("", MORNING, MORNING + seconds(40))
    await note("", MORNING + seconds(1), MORNING + seconds(5))
    await note("u1", MORNING, MORNING + seconds(3))
    await note("", MORNING, MORNING + HOUR, "zalo_oa")
    at = MORNING + seconds(4)
    assert {(rest.channel, rest.user, rest.until) for rest in await standing(at)} == {
        ("telegram", "", MORNING + seconds(40)), ("zalo_oa", "", MORNING + HOUR),
    }  # fmt: skip
    assert await standing(MORNING + HOUR) == []


async def test_a_clock_set_back_by_a_day_does_not_make_a_rest_of_a_minute_last_a_day(database: Database):
    tomorrow = MORNING + DAY
    await database.write(
        lambda tx: rests.note(tx, Rest("telegram", "", tomorrow, tomorrow + timedelta(minutes=1)))
    )
    await database.write(lambda tx: clock_back.notice(tx, tomorrow))
    [rest] = await database.read(lambda tx: rests.standing(tx, MORNING))
    assert rest.until == MORNING + timedelta(minutes=1)
    await database.write(lambda tx: clock_back.notice(tx, MORNING))
    [rest] = await database.read(lambda tx: rests.standing(tx, MORNING + seconds(30)))
    assert rest.until == MORNING + timedelta(minutes=1)


async def test_nothing_unasked_is_claimed_for_a_channel_that_rests_and_answers_are(database: Database):
    await put(database, "telegram reminder")
    await put(database, "zalo reminder", channel="zalo_oa")
    await put(database, "telegram answer", priority=outbox.ANSWER)
    assert await claimed(database, MORNING, resting={"telegram"}) == ["telegram answer", "zalo reminder"]
    assert await claimed(database, MORNING, only_answers=True) == []
    assert await claimed(database, MORNING) == ["telegram reminder"]


# ── the first in line ───────────────────────────────────────────────────────────────────────────


async def test_the_first_in_line_is_what_is_due_or_in_flight_and_nothing_that_waits_for_its_moment(
    database: Database,
):
    def oldest(at: datetime, resting: set[str] = frozenset()) -> Any:  # type: ignore[assignment]
        return database.read(lambda tx: sending.oldest(tx, at, resting))

    assert await oldest(MORNING) is None
    await put(database, "later", not_before=MORNING + DAY)
    assert await oldest(MORNING) is None
    await put(database, "reminder")
    [reminder] = await ids(database, "reminder")
    assert await oldest(MORNING + HOUR) == sending.Oldest(reminder, MORNING)
    assert await oldest(MORNING + HOUR, {"telegram"}) is None, "it waits because its channel rests"
    await put(database, "answer", priority=outbox.ANSWER, at=MORNING + HOUR)
    [answer] = await ids(database, "answer")
    assert await oldest(MORNING + HOUR, {"telegram"}) == sending.Oldest(answer, MORNING + HOUR)
    await claimed(database, MORNING + 2 * HOUR)
    assert await oldest(MORNING + 3 * HOUR) == sending.Oldest(answer, MORNING + 2 * HOUR), "in flight since"
