"""How long after a person's last word the account may write to them, and what goes out afterwards."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
from oa_far import APP, CARD, HOA, FarZalo, Hours, jpeg, open_channel, spoke

from bot.zalo.oa.channel import ZaloOaChannel
from domain.talk.ports import Page, Showing
from domain.talk.values import Address, Failed, Sent
from storage import zalo_contacts
from storage.engine import Database

TO = Address("zalo_oa", HOA)
CS, TEMPLATE = "/v3.0/oa/message/cs", "/v3.0/oa/message/template"


@pytest.fixture
def far() -> FarZalo:
    return FarZalo()


@pytest.fixture
def hours() -> Hours:
    return Hours()


@pytest.fixture
async def channel(database: Database, far: FarZalo, hours: Hours) -> AsyncIterator[ZaloOaChannel]:
    opened = open_channel(far, database, hours, template_id="tpl-7")
    await opened.tokens.keep_fresh()
    yield opened
    await opened.close()


async def counted(database: Database, kind: str) -> int:
    return await database.read(lambda tx: zalo_contacts.counted(tx, APP, "2026-09", kind))


@pytest.mark.parametrize(
    ("hours_ago", "late"),
    [(0.0, 0), (48.0, 0), (48.01, 1), (168.0, 1)],
    ids=["now", "48 h", "past 48 h", "7 d"],
)
async def test_within_seven_days_it_is_sent_and_counted_from_the_third(
    channel: ZaloOaChannel, far: FarZalo, database: Database, hours: Hours, hours_ago: float, late: int
) -> None:
    await spoke(database, hours)
    hours.later(hours=hours_ago)
    await channel.tokens.keep_fresh()
    far.good_access.add("access-1")
    assert isinstance(await channel.outbound.show(TO, Showing("Còn 12 hồ sơ")), Sent)
    assert await counted(database, "late") == late


async def test_beyond_seven_days_a_template_goes_once_a_day_and_else_the_ladder_goes_on(
    channel: ZaloOaChannel, far: FarZalo, database: Database, hours: Hours
) -> None:
    await spoke(database, hours)
    hours.later(days=7, seconds=1)
    outcome = await channel.outbound.show(TO, Showing("Còn 12 hồ sơ\nvà dòng nữa", 12, CARD))
    assert isinstance(outcome, Sent)
    assert far.calls == [
        (TEMPLATE, {"user_id": HOA, "template_id": "tpl-7", "template_data": {"content": "Còn 12 hồ sơ"}})
    ]
    assert await channel.outbound.show(TO, Showing("Còn 12 hồ sơ")) == Failed("window", permanent=True)
    hours.later(hours=21)
    assert isinstance(await channel.outbound.show(TO, Showing("Còn 11 hồ sơ")), Sent)
    assert len(far.calls) == 2 and await counted(database, "template") == 2
    assert await channel.outbound.show_page(TO, Page(jpeg(), "k")) == Failed("window", permanent=True)


async def test_without_a_template_the_closed_window_sends_the_ladder_on(
    database: Database, far: FarZalo, hours: Hours
) -> None:
    channel = open_channel(far, database, hours)
    await spoke(database, hours)
    hours.later(days=8)
    assert await channel.outbound.show(TO, Showing("Còn 12 hồ sơ")) == Failed("window", permanent=True)
    assert far.calls == []
    await channel.close()


@pytest.mark.parametrize("code", [-230, -231, -232])
async def test_a_window_that_zalo_knows_to_be_closed_is_closed(
    channel: ZaloOaChannel, far: FarZalo, database: Database, hours: Hours, code: int
) -> None:
    await spoke(database, hours)
    far.errors_at[CS] = code
    assert isinstance(await channel.outbound.show(TO, Showing("Còn 12 hồ sơ")), Sent)
    assert [path for path, _ in far.calls] == [CS, TEMPLATE]
    assert await channel.outbound.show(TO, Showing("Còn 12 hồ sơ")) == Failed("window", permanent=True)


@pytest.mark.parametrize("code", [-249, -109, -131, -1122, -320])
async def test_a_template_that_is_refused_sends_the_ladder_on(
    channel: ZaloOaChannel, far: FarZalo, database: Database, hours: Hours, code: int
) -> None:
    await spoke(database, hours)
    hours.later(days=8)
    far.errors_at[TEMPLATE] = code
    assert await channel.outbound.show(TO, Showing("Còn 12 hồ sơ")) == Failed("window", permanent=True)


async def test_one_word_of_the_person_opens_the_window_again(
    channel: ZaloOaChannel, far: FarZalo, database: Database, hours: Hours
) -> None:
    await spoke(database, hours)
    hours.later(days=8)
    await spoke(database, hours)
    assert isinstance(await channel.outbound.show(TO, Showing("Còn 12 hồ sơ", 12, CARD)), Sent)
    assert [path for path, _ in far.calls] == [CS]


async def test_somebody_we_know_nothing_of_is_left_to_zalo_and_gets_no_paid_template(
    channel: ZaloOaChannel, far: FarZalo
) -> None:
    far.errors_at[CS] = -230
    assert await channel.outbound.show(TO, Showing("Chào")) == Failed("window", permanent=True)
    assert [path for path, _ in far.calls] == [CS]
