"""Small ways in which something was said too much, or was not said: each was found by a year gone by (a_year/)."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import insert, select
from striking import (
    DISTRICT,
    FRIDAY,
    MONDAY,
    PROVINCE,
    SATURDAY,
    TUESDAY,
    approves,
    fill,
    id_of,
    opened,
    person,
    strikes,
    verdicts,
    words,
)

from domain.nudges import Kind, Reason
from domain.nudges_verdict import Cancel, Send
from reminders import rounds
from reminders.view import Word
from storage import assignment_documents, calendars
from storage.engine import Database
from storage.schedule_runs import runs
from storage.situation import leaves
from tests.chat import House, Phone
from tests.world import HAI_YEN, HOA_CU, TODAY

WEDNESDAY = date(2024, 7, 10)


@pytest.fixture
async def house(database: Database) -> House:
    house = await opened(database, deadline=date(2024, 8, 30))
    await fill(house, HOA_CU, 200)
    return house


@pytest.fixture
async def lan(house: House) -> Phone:
    return await person(house, "Nông Thị Lan", 1, "official", HOA_CU)


@pytest.fixture
async def khanh(house: House) -> Phone:
    return await person(house, "Hoàng Văn Khánh", 2, "head", HOA_CU)


async def test_where_monday_is_off_the_board_comes_on_tuesday(house: House, lan: Phone, khanh: Phone):
    await house.database.write(
        lambda tx: calendars.put(
            tx, DISTRICT, MONDAY, kind=calendars.OFF, reason="Lễ hội", by=None, now=house.clock()
        )
    )
    for day in (TODAY, FRIDAY):
        await strikes(house, day, 7)
        await approves(house, lan, 5, day)
    await strikes(house, MONDAY, 8)
    assert "leaderboard" not in await verdicts(house, khanh, MONDAY)
    await strikes(house, TUESDAY, 8)
    assert [text for text in words(khanh) if "Xếp hạng tuần 28" in text]


async def test_an_officials_reason_under_a_nudge_does_not_silence_their_own_digest(house: House):
    both = await person(house, "Vi Thị Hoa", 3, "official", HOA_CU)
    await person(house, "Vi Thị Hoa", 3, "head", HOA_CU)
    for day in (TODAY, FRIDAY):
        await strikes(house, day, 7)
        await strikes(house, day, 15)
        await both.taps("Mất mạng")
        await strikes(house, day, 16, 30)
    await strikes(house, MONDAY, 16, 30)
    assert (await verdicts(house, both, MONDAY))["digest"] == "send"


async def test_what_was_filed_before_the_afternoon_is_not_said_to_have_been_asked_for(
    house: House, lan: Phone, khanh: Phone
):
    await strikes(house, TODAY, 8)
    await strikes(house, FRIDAY, 8, filing=WEDNESDAY)
    await strikes(house, MONDAY, 8, filing=WEDNESDAY)
    assert (await verdicts(house, khanh, MONDAY))["assignment"] == "postpone in_digest"
    who = await id_of(house, khanh)
    await house.database.write(
        lambda tx: assignment_documents.file(
            tx, HOA_CU, number="15/QĐ-UBND", signed_on=MONDAY, by=who, now=house.clock()
        )
    )
    await strikes(house, MONDAY, 16, 30, filing=WEDNESDAY)
    found = await verdicts(house, khanh, MONDAY)
    assert (found["assignment"], found["leaderboard"]) == ("withhold filed", "send in_digest")
    assert "văn bản phân công" not in khanh.screen


async def test_the_seal_of_an_evening_whose_report_came_too_late_goes_out_with_the_next(house: House):
    ha = await person(house, "Lê Thu Hà", 4, "admin", PROVINCE)
    await strikes(house, TODAY, 20)
    await strikes(house, FRIDAY, 21, 30)
    assert (await verdicts(house, ha, FRIDAY))["report"] == "withhold late"
    await strikes(house, SATURDAY, 20)
    await strikes(house, MONDAY, 20)
    told = [f"{day:%d/%m/%Y}" for day in (FRIDAY, SATURDAY, MONDAY)]
    assert [f"Niêm phong ngày {day}" in ha.screen for day in told] == [True] * 3
    assert f"Niêm phong ngày {TODAY:%d/%m/%Y}" not in ha.screen


async def test_while_the_nearest_head_is_on_leave_the_next_above_hears(
    house: House, lan: Phone, khanh: Phone
):
    minh = await person(house, "Hoàng Văn Minh", 5, "head", DISTRICT)
    who = await id_of(house, khanh)
    await house.database.write(
        lambda tx: tx.run(
            insert(leaves),
            {"person_id": who, "first": FRIDAY, "last": FRIDAY, "set_by": who, "set_at": house.clock()},
        )
    )
    await strikes(house, TODAY, 7)
    await strikes(house, FRIDAY, 16, 30)
    assert (await verdicts(house, khanh, FRIDAY))["digest"] == "withhold leave"
    assert "Xã Hòa Cư chậm 1 ngày làm việc" in minh.screen
    before = len(words(minh))
    await strikes(house, MONDAY, 16, 30)
    assert "Xã Hòa Cư" in khanh.screen
    assert not [text for text in words(minh)[before:] if "Xã Hòa Cư chậm" in text]


async def test_nobody_is_named_as_behind_where_nothing_is_open_any_more(house: House):
    """Sơn let his last record lie for three days and decides it on the fourth: his head has nothing left to be told."""
    await fill(house, HAI_YEN, 1)
    son = await person(house, "Vi Văn Sơn", 6, "official", HAI_YEN)
    tai = await person(house, "Chu Văn Tài", 7, "head", HAI_YEN)
    for day in (TODAY, FRIDAY, MONDAY, TUESDAY):
        await strikes(house, day, 7, 30)
    await approves(house, son, 1, TUESDAY)
    await strikes(house, TUESDAY, 16, 30)
    assert (await verdicts(house, tai, TUESDAY))["digest"] == "withhold on_plan"


async def test_of_an_evening_on_which_the_bot_was_down_it_stands_written_that_it_was_too_late(
    house: House, lan: Phone
):
    await strikes(house, TODAY, 8)
    await strikes(house, FRIDAY, 8)
    found = await house.database.read(lambda tx: tx.run(select(runs.c.kind, runs.c.period, runs.c.result)))
    late = {row.kind for row in found if row.period.startswith("2024-07-04") and row.result == "late"}
    assert late == {"nudge", "digest", "deadline", "report"}


async def test_a_clock_that_was_three_days_ahead_for_a_while_costs_nobody_a_message(house: House, lan: Phone):
    await strikes(house, TODAY, 8)
    await strikes(house, TUESDAY, 8)
    await strikes(house, TODAY, 9)
    await strikes(house, TODAY, 15)
    await strikes(house, FRIDAY, 8)
    assert (await verdicts(house, lan))["nudge"] == "send"
    assert (await verdicts(house, lan, FRIDAY))["morning"] == "send"


def test_what_somebody_hears_in_one_message_is_written_in_one_transaction():
    words_of_all = [
        Word(kind, "2024-07-08", person_id, Send() if kind is Kind.NEWS else Cancel(Reason.NOTHING.value))
        for person_id in range(700)
        for kind in (Kind.NEWS, Kind.ASSIGNMENT, Kind.LEADERBOARD)
    ]
    parts = list(rounds._parts(words_of_all))
    assert [word for part in parts for word in part] == words_of_all
    people = [{word.person_id for word in part} for part in parts]
    assert len(parts) > 1
    assert sum(map(len, people)) == 700, "nobody stands in two parts"
