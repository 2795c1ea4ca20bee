"""The account's tokens: none is ever sent twice, wherever a process dies and however many there are."""

from __future__ import annotations

import asyncio
import json
from datetime import timedelta
from typing import Any

import pytest
from oa_far import APP, HOA, NOON, FarZalo, Hours, open_channel

from bot.zalo.oa import gauges
from bot.zalo.oa.standing import Point
from domain.talk.ports import Showing
from domain.talk.values import Address, Failed, Sent
from storage import zalo_tokens
from storage.engine import Database

TO = Address("zalo_oa", HOA)


class Died(BaseException):
    """A process ended here."""


def dying_at(point: Point) -> Any:
    def at_point(reached: Point) -> None:
        if reached is point:
            raise Died

    return at_point


def no_call_twice(far: FarZalo) -> bool:
    return len(far.spent) == len(set(far.spent))


@pytest.fixture
def far() -> FarZalo:
    return FarZalo()


@pytest.fixture
def hours() -> Hours:
    return Hours()


async def test_the_first_pair_is_got_with_the_refresh_token_of_the_settings(
    database: Database, far: FarZalo, hours: Hours
) -> None:
    channel = open_channel(far, database, hours)
    assert await channel.tokens.access_token() == "access-1"
    assert far.spent == ["refresh-0"] and channel.alarm is None
    await channel.close()


async def test_the_next_pair_is_got_at_half_life_and_not_before(
    database: Database, far: FarZalo, hours: Hours
) -> None:
    channel = open_channel(far, database, hours)
    await channel.tokens.keep_fresh()
    hours.later(hours=12)
    await channel.tokens.keep_fresh()
    assert far.spent == ["refresh-0"]
    hours.later(minutes=31)
    await channel.tokens.keep_fresh()
    assert far.spent == ["refresh-0", "refresh-1"] and await channel.tokens.access_token() == "access-2"
    await channel.close()


async def test_a_restart_with_the_old_setting_does_not_send_the_first_token_again(
    database: Database, far: FarZalo, hours: Hours
) -> None:
    for number in (1, 2, 3):
        channel = open_channel(far, database, hours)
        await channel.tokens.keep_fresh()
        assert await channel.tokens.access_token() == f"access-{number}"
        await channel.close()
        hours.later(hours=13)
    assert far.spent == ["refresh-0", "refresh-1", "refresh-2"]


# ── a process that dies ──────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("point", list(Point))
async def test_wherever_a_process_dies_the_next_goes_on_and_no_token_is_sent_twice(
    database: Database, far: FarZalo, hours: Hours, point: Point
) -> None:
    channel = open_channel(far, database, hours)
    await channel.tokens.keep_fresh()  # a pair to serve on with
    await channel.close()
    hours.later(hours=12, minutes=40)
    dying = open_channel(far, database, hours, at_point=dying_at(point))
    with pytest.raises(Died):
        await dying.tokens.keep_fresh()

    following = open_channel(far, database, hours)
    began = hours.now
    while hours.now - began < timedelta(minutes=5) and following.alarm is None:
        await following.tokens.keep_fresh()
        hours.later(seconds=10)
    assert no_call_twice(far)
    if point in (Point.AFTER_INTENT, Point.AFTER_CALL):  # nobody can know what became of the token
        assert following.alarm is not None and hours.now - began <= timedelta(minutes=5)
        assert "/v4/oa/permission?" in following.alarm.link and APP in following.alarm.link
        assert gauges.token_alarm._value.get() == 1 and gauges.token_seconds_left._value.get() > 12 * 3600
        assert await following.tokens.access_token() == "access-1"
    else:
        assert following.alarm is None and await following.tokens.access_token() == "access-2"
        hours.later(hours=12, minutes=40)
        await following.tokens.keep_fresh()
        assert await following.tokens.access_token() == "access-3"
    for _ in range(20):
        hours.later(minutes=10)
        await following.tokens.keep_fresh()
    assert no_call_twice(far)
    await following.close()


async def test_where_the_answer_was_lost_service_goes_on_for_twelve_hours(
    database: Database, far: FarZalo, hours: Hours
) -> None:
    channel = open_channel(far, database, hours)
    await channel.tokens.keep_fresh()
    await channel.close()
    hours.later(hours=12, minutes=31)
    with pytest.raises(Died):
        await open_channel(far, database, hours, at_point=dying_at(Point.AFTER_CALL)).tokens.keep_fresh()
    following = open_channel(far, database, hours)
    hours.later(hours=12)
    await following.tokens.keep_fresh()
    assert isinstance(await following.outbound.show(TO, Showing("Còn 12 hồ sơ")), Sent)
    hours.later(minutes=45)  # the 25 hours are over
    outcome = await following.outbound.show(TO, Showing("Còn 12 hồ sơ"))
    assert isinstance(outcome, Failed) and outcome.reason == "token" and not outcome.permanent
    await following.close()


async def test_the_answer_that_a_dead_process_kept_is_used_with_the_hour_it_was_asked_for(
    database: Database, far: FarZalo, hours: Hours
) -> None:
    with pytest.raises(Died):
        await open_channel(far, database, hours, at_point=dying_at(Point.AFTER_ANSWER)).tokens.keep_fresh()
    kept = await database.read(lambda tx: zalo_tokens.load(tx, APP))
    assert kept.access_token is None and "access-1" in (kept.answer or "")
    hours.later(hours=3)
    following = open_channel(far, database, hours)
    await following.tokens.keep_fresh()
    now = await database.read(lambda tx: zalo_tokens.load(tx, APP))
    assert now.access_token == "access-1" and now.answer is None and now.spending is None
    assert now.expires_at == NOON + timedelta(hours=25)
    await following.close()


async def test_two_workers_at_once_spend_each_token_once(
    database: Database, far: FarZalo, hours: Hours
) -> None:
    grant = far.grant
    workers = [open_channel(far, database, hours) for _ in range(5)]
    for _ in range(6):
        await asyncio.gather(*(worker.tokens.keep_fresh() for worker in workers * 2))
        hours.later(hours=12, minutes=31)
    assert far.oauth == grant and len(far.spent) == 6 and no_call_twice(far)
    tokens = {await worker.tokens.access_token() for worker in workers}
    assert len(tokens) == 1 and all(worker.alarm is None for worker in workers)
    for worker in workers:
        await worker.close()


async def test_a_worker_waits_while_another_asks_and_raises_no_alarm(
    database: Database, far: FarZalo, hours: Hours
) -> None:
    slow, quick = open_channel(far, database, hours), open_channel(far, database, hours)
    asked, may_answer = asyncio.Event(), asyncio.Event()

    async def refresh(token: str) -> str:
        far.spent.append(token)
        asked.set()
        await may_answer.wait()
        return json.dumps({"status": 200, "body": far.grant({}).text})

    slow.tokens._oauth.refresh = refresh  # type: ignore[method-assign]
    running = asyncio.create_task(slow.tokens.keep_fresh())
    await asked.wait()
    hours.later(seconds=15)
    await quick.tokens.keep_fresh()
    assert quick.alarm is None
    may_answer.set()
    await running
    assert await quick.tokens.access_token() == "access-1" and far.spent == ["refresh-0"]
    await slow.close()
    await quick.close()


async def test_an_answer_that_comes_after_the_alarm_heals_it(
    database: Database, far: FarZalo, hours: Hours
) -> None:
    slow, quick = open_channel(far, database, hours), open_channel(far, database, hours)
    asked, may_answer = asyncio.Event(), asyncio.Event()

    async def refresh(token: str) -> str:
        asked.set()
        await may_answer.wait()
        return json.dumps({"status": 200, "body": far.grant({}).text})

    slow.tokens._oauth.refresh = refresh  # type: ignore[method-assign]
    running = asyncio.create_task(slow.tokens.keep_fresh())
    await asked.wait()
    hours.later(minutes=3)  # a machine that slept
    await quick.tokens.keep_fresh()
    assert quick.alarm is not None and far.spent == []
    may_answer.set()
    await running
    await quick.tokens.keep_fresh()
    assert quick.alarm is None and await quick.tokens.access_token() == "access-1"
    await slow.close()
    await quick.close()


async def test_a_stop_in_the_middle_of_a_refresh_waits_for_its_answer(
    database: Database, far: FarZalo, hours: Hours
) -> None:
    channel = open_channel(far, database, hours)
    asked = asyncio.Event()

    async def refresh(token: str) -> str:
        asked.set()
        await asyncio.sleep(0.1)
        return json.dumps({"status": 200, "body": far.grant({}).text})

    channel.tokens._oauth.refresh = refresh  # type: ignore[method-assign]
    running = asyncio.create_task(channel.tokens.keep_fresh())
    await asked.wait()
    running.cancel()
    await channel.close()
    kept = await database.read(lambda tx: zalo_tokens.load(tx, APP))
    assert kept.access_token == "access-1" and kept.spending is None
