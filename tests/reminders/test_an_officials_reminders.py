"""Lan is started every morning and asked once at three if she is behind; nobody else is disturbed, and it can be proven."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import insert
from striking import (
    FRIDAY,
    MONDAY,
    SATURDAY,
    approves,
    fill,
    id_of,
    opened,
    person,
    sets,
    strikes,
    verdicts,
    words,
)

from domain.wording import captions
from storage import people
from storage.engine import Database
from storage.situation import leaves
from tests.chat import House, Phone
from tests.world import HAI_YEN, HOA_CU, TODAY


@pytest.fixture
async def house(database: Database) -> House:
    return await opened(database)


@pytest.fixture
async def lan(house: House) -> Phone:
    await fill(house, HOA_CU, 40)
    return await person(house, "Nông Thị Lan", 1, "official", HOA_CU)


async def test_at_half_past_seven_lan_reads_how_many_records_wait_and_begins_with_one_tap(
    house: House, lan: Phone
):
    await strikes(house, TODAY, 7, 0)
    assert words(lan) == []
    await strikes(house, TODAY, 7, 30)
    [told] = words(lan)
    assert "Hôm nay anh/chị có 4 hồ sơ cần rà soát" in told
    assert "Xã Hòa Cư: còn 40 hồ sơ, 10 ngày làm việc đến hạn." in told
    await lan.taps(captions.START)
    assert "Hồ sơ 1/4 hôm nay" in lan.screen


async def test_the_clock_may_strike_as_often_as_it_likes(house: House, lan: Phone):
    for minute in (30, 31, 45, 59):
        await strikes(house, TODAY, 7, minute)
    assert len(words(lan)) == 1


async def test_at_three_lan_who_has_done_less_than_half_is_asked_why(house: House, lan: Phone):
    await strikes(house, TODAY, 7, 30)
    await approves(house, lan, 1, TODAY)
    await strikes(house, TODAY, 15)
    assert "Hôm nay anh/chị đã rà soát 1/4 hồ sơ, còn 3." in lan.screen
    assert lan.labels() == ["Không có sổ", "Mất mạng", "Chờ trả lời", "Bận việc khác", captions.START]
    assert await verdicts(house, lan) == {"morning": "send", "nudge": "send"}


async def test_who_has_done_half_is_left_alone(house: House, lan: Phone):
    await strikes(house, TODAY, 7, 30)
    await approves(house, lan, 2, TODAY)
    before = len(words(lan))
    await strikes(house, TODAY, 15)
    assert len(words(lan)) == before
    assert (await verdicts(house, lan))["nudge"] == "withhold on_track"


async def test_who_has_finished_is_left_alone(house: House, lan: Phone):
    await strikes(house, TODAY, 7, 30)
    await approves(house, lan, 4, TODAY)
    before = len(words(lan))
    await strikes(house, TODAY, 15)
    assert len(words(lan)) == before
    assert (await verdicts(house, lan))["nudge"] == "withhold finished"


async def test_who_began_before_half_past_seven_needs_no_start(house: House, lan: Phone):
    await strikes(house, TODAY, 7, 0)
    await approves(house, lan, 1, TODAY, hour=7)
    await strikes(house, TODAY, 7, 30)
    assert await verdicts(house, lan) == {"morning": "withhold at_work"}


async def test_nobody_is_disturbed_on_leave(house: House, lan: Phone):
    lan_id = await id_of(house, lan)
    await house.database.write(
        lambda tx: tx.run(
            insert(leaves),
            {"person_id": lan_id, "first": TODAY, "last": TODAY, "set_by": lan_id, "set_at": house.clock()},
        )
    )
    for hour in (8, 15):
        await strikes(house, TODAY, hour)
    assert words(lan) == []
    assert await verdicts(house, lan) == {"morning": "withhold leave", "nudge": "withhold leave"}


async def test_nobody_is_disturbed_on_a_saturday(house: House, lan: Phone):
    for hour in (8, 15):
        await strikes(house, SATURDAY, hour)
    assert words(lan) == []
    assert await verdicts(house, lan, SATURDAY) == {
        "morning": "withhold day_off",
        "nudge": "withhold day_off",
    }


async def test_who_asked_for_quiet_today_hears_nothing_more_today_and_is_started_tomorrow(
    house: House, lan: Phone
):
    await strikes(house, TODAY, 7, 30)
    lan_id = await id_of(house, lan)
    await house.database.write(
        lambda tx: tx.run(people.people.update().where(people.people.c.id == lan_id).values(quiet_on=TODAY))
    )
    await strikes(house, TODAY, 15)
    assert len(words(lan)) == 1
    assert (await verdicts(house, lan))["nudge"] == "withhold muted"
    await strikes(house, FRIDAY, 7, 30)
    assert len(words(lan)) == 2


async def test_who_never_linked_an_account_is_written_down_as_that(house: House, lan: Phone):
    from tests import world

    son = await world.hire(house.database, "Vi Văn Sơn", "84912000002", "official", HOA_CU)
    await strikes(house, TODAY, 7, 30)
    from storage import nudges

    [line] = await house.database.read(lambda tx: nudges.of_day(tx, TODAY, person_id=son))
    assert (line.verdict, line.reason, line.name) == ("withhold", "not_linked", "Vi Văn Sơn")


async def test_who_blocked_the_bot_is_written_down_as_that(house: House, lan: Phone):
    await house.hears(lan.user, kind="other", said=["blocked"])
    await strikes(house, TODAY, 7, 30)
    assert await verdicts(house, lan) == {"morning": "withhold blocked"}


async def test_who_has_no_records_has_no_quota_to_be_reminded_of(house: House, lan: Phone):
    idle = await person(house, "Vi Văn Sơn", 2, "official", HAI_YEN)
    await strikes(house, TODAY, 7, 30)
    assert await verdicts(house, idle) == {"morning": "withhold finished"}


async def test_a_bot_that_starts_at_noon_lets_the_morning_card_be_and_says_why(house: House, lan: Phone):
    await strikes(house, TODAY, 12)
    assert words(lan) == []
    assert await verdicts(house, lan) == {"morning": "withhold late"}
    await strikes(house, TODAY, 16, 20)
    assert "0/4 hồ sơ" in words(lan)[0], "the nudge may come until half past four"


async def test_a_bot_that_starts_at_ten_still_starts_the_day(house: House, lan: Phone):
    await strikes(house, TODAY, 10, 59)
    assert "4 hồ sơ" in words(lan)[0]


async def test_whoever_is_behind_reads_since_when(house: House, lan: Phone):
    await strikes(house, TODAY, 7, 30)
    await approves(house, lan, 1, TODAY)
    await strikes(house, FRIDAY, 7, 30)
    assert "trong đó 3 hồ sơ từ hôm trước" in lan.screen
    assert "chậm 1 ngày làm việc, từ 04/07/2024" in lan.screen
    await approves(house, lan, 5, FRIDAY)
    await strikes(house, MONDAY, 7, 30)
    assert "chậm" not in lan.screen


async def test_work_of_the_weekend_counts_for_the_day_before_it(house: House, lan: Phone):
    await strikes(house, TODAY, 7, 30)
    await approves(house, lan, 4, TODAY)
    await strikes(house, FRIDAY, 7, 30)
    await approves(house, lan, 2, FRIDAY)
    await approves(house, lan, 2, SATURDAY)
    await strikes(house, MONDAY, 7, 30)
    assert "chậm" not in lan.screen


async def test_what_became_untrue_before_it_was_sent_is_not_said(house: House, lan: Phone):
    """The morning card lies in the outbox while Lan, who woke early, does all of the day."""
    from striking import timers

    await strikes(house, TODAY, 7, 0)
    sets(house, TODAY, 7, 30)
    await timers(house).tick()
    await approves(house, lan, 4, TODAY, hour=8)
    before = len(words(lan))
    while await house.delivers():
        pass
    assert len(words(lan)) == before
    from storage import nudges

    [line] = [
        each
        for each in await house.database.read(lambda tx: nudges.of_day(tx, TODAY))
        if each.kind == "morning"
    ]
    assert (line.verdict, line.state, line.result) == ("send", "cancelled", "at_work")


async def test_after_the_deadline_people_are_still_started_while_something_is_open(house: House, lan: Phone):
    await strikes(house, date(2024, 7, 18), 7, 30)
    assert "Đã quá hạn, Xã Hòa Cư còn 40 hồ sơ" in words(lan)[0]
    await strikes(house, date(2024, 7, 18), 15)
    assert len(words(lan)) == 1
