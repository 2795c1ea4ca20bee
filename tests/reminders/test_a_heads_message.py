"""Heads hear the truth once a working day, until the unit is back on plan or they answer; those above hear later."""

from __future__ import annotations

from datetime import date

import pytest
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
    sets,
    strikes,
    verdicts,
    words,
)

from domain.wording import captions
from storage import nudges
from storage.engine import Database
from tests.chat import House, Phone
from tests.world import HAI_YEN, HOA_CU, TODAY

WEDNESDAY, THURSDAY, NEXT_FRIDAY = date(2024, 7, 10), date(2024, 7, 11), date(2024, 7, 12)


@pytest.fixture
async def house(database: Database) -> House:
    house = await opened(database)
    await fill(house, HOA_CU, 40)  # four a day for ten days
    return house


@pytest.fixture
async def lan(house: House) -> Phone:
    return await person(house, "Nông Thị Lan", 1, "official", HOA_CU)


@pytest.fixture
async def khanh(house: House) -> Phone:
    return await person(house, "Triệu Quốc Khánh", 2, "head", HOA_CU)


async def day(house: House, on: date, *, works: tuple[Phone, int] | None = None) -> None:
    """A whole day goes by."""
    for hour, minute in ((7, 0), (7, 30), (8, 0), (8, 30)):
        await strikes(house, on, hour, minute)
    if works:
        await approves(house, *works, on)
    for hour, minute in ((15, 0), (16, 30), (20, 0)):
        await strikes(house, on, hour, minute)


async def digests(house: House, phone: Phone, on: date) -> list[str]:
    """What a head reads at half past four of a day."""
    before = len(words(phone))
    await strikes(house, on, 16, 30)
    return words(phone)[before:]


async def test_on_the_first_day_nobody_is_behind_yet(house: House, lan: Phone, khanh: Phone):
    await day(house, TODAY)
    assert words(khanh) == []
    assert (await verdicts(house, khanh))["digest"] == "withhold on_plan"


async def test_the_head_reads_who_is_behind_how_far_since_when_and_why(
    house: House, lan: Phone, khanh: Phone
):
    await day(house, TODAY, works=(lan, 1))
    await strikes(house, FRIDAY, 7, 30)
    await house.database.write(lambda tx: _says(tx, lan_id, "NO_NETWORK", FRIDAY, house)) if (
        lan_id := await id_of(house, lan)
    ) else None
    [told] = await digests(house, khanh, FRIDAY)
    assert (
        "Xã Hòa Cư chậm 1 ngày làm việc, từ 04/07/2024: 1/4 hồ sơ theo kế hoạch đến hết 04/07/2024, thiếu 3."
        in told
    )
    assert "• Nông Thị Lan: hôm nay 0/5, chậm 1 ngày làm việc, từ 04/07/2024, lý do: Mất mạng" in told
    assert khanh.labels() == [captions.NUDGE_NOW, captions.TRANSFER, captions.ANSWER]


async def _says(tx, person_id: int, reason: str, on: date, house: House) -> None:
    await nudges.answer(tx, person_id, on, reason, house.clock())


async def test_it_comes_every_working_day_until_the_unit_is_back_on_plan(
    house: House, lan: Phone, khanh: Phone
):
    await day(house, TODAY, works=(lan, 1))
    for on in (FRIDAY, MONDAY):
        assert len(await digests(house, khanh, on)) == 1
        await strikes(house, on, 20, 0)
    assert await digests(house, khanh, SATURDAY) == []
    await strikes(house, TUESDAY, 7, 30)
    await approves(house, lan, 5, TUESDAY)
    await approves(house, lan, 0, TUESDAY)
    before = (await verdicts(house, khanh, MONDAY))["digest"]
    assert before == "send"


async def test_a_unit_that_caught_up_by_the_afternoon_is_not_complained_of(
    house: House, lan: Phone, khanh: Phone
):
    await day(house, TODAY, works=(lan, 1))
    await strikes(house, FRIDAY, 7, 30)
    await approves(house, lan, 3, FRIDAY)
    assert await digests(house, khanh, FRIDAY) == []
    assert (await verdicts(house, khanh, FRIDAY))["digest"] == "withhold on_plan"


async def test_a_head_who_answered_is_left_alone_until_something_new_is_behind(
    house: House, lan: Phone, khanh: Phone
):
    await day(house, TODAY, works=(lan, 1))
    assert len(await digests(house, khanh, FRIDAY)) == 1
    khanh_id = await id_of(house, khanh)
    await house.database.write(
        lambda tx: nudges.answer(tx, khanh_id, FRIDAY, "Đang mượn sổ", house.clock(), about=nudges.UNITS)
    )
    [board] = await digests(house, khanh, MONDAY)
    assert board.startswith("Xếp hạng tuần 28")
    assert khanh.chat[-1].choices == ()
    assert await digests(house, khanh, TUESDAY) == []
    assert (await verdicts(house, khanh, TUESDAY))["digest"] == "withhold answered"


async def test_those_above_hear_after_five_working_days_and_read_what_was_answered(
    house: House, lan: Phone, khanh: Phone
):
    minh = await person(house, "Hoàng Văn Minh", 3, "head", DISTRICT)
    khanh_id = await id_of(house, khanh)
    await day(house, TODAY, works=(lan, 1))
    for on in (FRIDAY, MONDAY, TUESDAY, WEDNESDAY):
        await day(house, on)
        if on == FRIDAY:
            await house.database.write(
                lambda tx: nudges.answer(
                    tx, khanh_id, FRIDAY, "Đang mượn sổ", house.clock(), about=nudges.UNITS
                )
            )
    assert [text for text in words(minh) if "chậm" in text] == []
    [told] = [text for text in await digests(house, minh, THURSDAY) if "chậm" in text]
    assert "chậm 5 ngày làm việc, từ 04/07/2024" in told
    assert "Đơn vị trả lời: Đang mượn sổ" in told


async def test_a_person_three_days_behind_is_named_to_the_head_though_the_unit_keeps_its_plan(
    house: House, lan: Phone, khanh: Phone
):
    son = await person(house, "Vi Văn Sơn", 4, "official", HOA_CU)
    for on, number in (
        (TODAY, 5),
        (FRIDAY, 5),
        (MONDAY, 5),
    ):  # lan does the work of both, son opens the bot only
        await strikes(house, on, 7, 30)
        await son.says("/batdau")
        await approves(house, lan, 2, on)
        await lan.says("/ngoaigio 3")
        for _ in range(3):
            await lan.taps(captions.APPROVE)
        await strikes(house, on, 15)
        await strikes(house, on, 16, 30)
        assert [text for text in words(khanh) if "Vi Văn Sơn" in text] == [], (on, number)
    await strikes(house, TUESDAY, 7, 30)
    [told] = await digests(house, khanh, TUESDAY)
    assert "Cán bộ chậm nhiều ngày:\n• Vi Văn Sơn (Xã Hòa Cư): chậm 3 ngày làm việc, từ 04/07/2024" in told
    assert "chậm" in "".join(words(son)), "who is behind reads it before their head does"


async def test_a_unit_without_a_head_is_told_to_the_nearest_above(house: House, lan: Phone):
    minh = await person(house, "Hoàng Văn Minh", 3, "head", DISTRICT)
    await day(house, TODAY, works=(lan, 1))
    [told] = await digests(house, minh, FRIDAY)
    assert "Xã Hòa Cư chậm 1 ngày" in told


async def test_whoever_blocked_the_bot_or_never_came_is_shown_to_the_head(
    house: House, lan: Phone, khanh: Phone
):
    from tests import world

    await world.hire(house.database, "Vi Văn Sơn", "84912000007", "official", HOA_CU)
    await day(house, TODAY, works=(lan, 1))
    await house.hears(lan.user, kind="other", said=["blocked"])
    [told] = await digests(house, khanh, FRIDAY)
    assert "• Nông Thị Lan: hôm nay 0/3, chậm 1 ngày làm việc, từ 04/07/2024, đã chặn bot" in told
    assert "Vi Văn Sơn" in told
    assert "chưa kích hoạt" in told


async def test_on_monday_the_board_rides_in_the_afternoons_message_of_a_head_who_gets_one(
    house: House, lan: Phone, khanh: Phone
):
    await day(house, TODAY, works=(lan, 1))
    await strikes(house, FRIDAY, 16, 30)
    for hour, minute in ((7, 0), (7, 30), (8, 0)):
        await strikes(house, MONDAY, hour, minute)
    before = len(words(khanh))
    assert (await verdicts(house, khanh, MONDAY))["leaderboard"] == "postpone in_digest"
    told = await digests(house, khanh, MONDAY)
    assert len(told) == 1
    assert len(words(khanh)) == before + 1
    assert "Xếp hạng tuần 28" in told[0]
    assert "chậm 2 ngày" in told[0]
    assert (await verdicts(house, khanh, MONDAY))["leaderboard"] == "send in_digest"


async def test_on_monday_a_head_on_plan_gets_the_board_at_eight_and_nothing_else_that_day(
    house: House, lan: Phone, khanh: Phone
):
    await day(house, TODAY, works=(lan, 4))
    await day(house, FRIDAY, works=(lan, 4))
    await day(house, MONDAY, works=(lan, 4))
    assert len(words(khanh)) == 1
    assert "1. Xã Hòa Cư: 100 % (Đạt)" in words(khanh)[0]


async def test_what_falls_due_together_in_the_morning_is_one_message(house: House, khanh: Phone):
    """Nobody works in Hòa Cư: a shortfall. Its assignment document is due in three days. And it is Monday."""
    await fill(house, HAI_YEN, 10)
    for hour, minute in ((7, 0), (8, 0)):
        await strikes(house, MONDAY, hour, minute, filing=WEDNESDAY)
    [told] = words(khanh)
    assert "Thiếu người cho 5 hồ sơ mỗi ngày." in told
    assert "Xã Hòa Cư chưa nộp văn bản phân công. Hạn 10/07/2024" in told
    assert khanh.labels() == [captions.STAFFING, "Nộp văn bản phân công"]
    assert (await verdicts(house, khanh, MONDAY))["news"] == "send"
    assert (await verdicts(house, khanh, MONDAY))["assignment"] == "send united"


async def test_assignment_documents_are_asked_for_from_three_days_before_they_are_due(
    house: House, lan: Phone, khanh: Phone
):
    await strikes(house, FRIDAY, 8, filing=WEDNESDAY)
    assert (await verdicts(house, khanh, FRIDAY))["assignment"] == "withhold nothing"
    await strikes(house, MONDAY, 8, filing=WEDNESDAY)
    assert words(khanh) == [], "who is to hear more in the afternoon is not disturbed twice"
    await strikes(house, MONDAY, 16, 30, filing=WEDNESDAY)
    [told] = words(khanh)
    assert "chưa nộp văn bản phân công" in told


async def test_a_head_of_nothing_hears_nothing(house: House, lan: Phone):
    thu = await person(house, "Đỗ Thị Thu", 5, "head", HAI_YEN)
    await day(house, TODAY)
    await day(house, FRIDAY)
    assert words(thu) == []


async def test_after_a_day_at_the_beach_no_heap_of_digests_waits(house: House, lan: Phone, khanh: Phone):
    """The bot is down from Friday noon to Wednesday afternoon."""
    await day(house, TODAY, works=(lan, 1))
    await strikes(house, FRIDAY, 8)
    await strikes(house, WEDNESDAY, 17)
    mine = [text for text in words(khanh) if "chậm" in text]
    assert len(mine) == 1
    assert "chậm 2 ngày làm việc" in mine[0]
    sets(house, WEDNESDAY, 18)
    await strikes(house, WEDNESDAY, 18)
    assert len([text for text in words(khanh) if "chậm" in text]) == 1


async def test_the_province_gets_news_and_board_united_at_eight(house: House, lan: Phone):
    ha = await person(house, "Lê Thu Hà", 6, "admin", PROVINCE)
    await fill(house, HAI_YEN, 10)
    await day(house, TODAY, works=(lan, 4))
    [news, report] = words(ha)
    assert "Xã Hải Yến: hôm nay cần 1 hồ sơ, đã giao 0." in news
    assert "Tỉnh Lạng Sơn, ngày 04/07/2024: rà soát 4 hồ sơ" in report
    for hour in (7, 8):
        await strikes(house, MONDAY, hour)
    assert "Xếp hạng tuần 28" in words(ha)[-1]


async def test_a_head_whose_units_have_finished_is_sent_no_board(house: House, lan: Phone, khanh: Phone):
    await strikes(house, TODAY, 7)
    await approves(house, lan, 4, TODAY)
    await lan.says("/ngoaigio 36")
    for _ in range(36):
        await lan.taps(captions.APPROVE)
    for hour in (7, 8, 16):
        await strikes(house, MONDAY, hour, 30)
    assert words(khanh) == []
    assert (await verdicts(house, khanh, MONDAY))["leaderboard"] == "withhold finished"
