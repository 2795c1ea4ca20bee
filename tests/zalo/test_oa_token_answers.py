"""What the token endpoint may answer instead of a pair, and how a person sets it right."""

from __future__ import annotations

import json

import httpx
import pytest
from oa_far import HOA, FarZalo, Hours, open_channel

from bot.zalo.oa.oauth import pair_in
from domain.talk.ports import Showing
from domain.talk.values import Address, Failed, Sent
from storage.engine import Database
from storage.zalo_tokens import Pair

TO = Address("zalo_oa", HOA)


def no_call_twice(far: FarZalo) -> bool:
    return len(far.spent) == len(set(far.spent))


@pytest.fixture
def far() -> FarZalo:
    return FarZalo()


@pytest.fixture
def hours() -> Hours:
    return Hours()


# ── answers that are no pair ─────────────────────────────────────────────────────────────────────

NO_PAIRS = {
    "HTTP 200 with an error name and no number": httpx.Response(
        200, json={"error_name": "Invalid refresh token", "error_reason": "used", "error_description": "x"}
    ),
    "a numeric error": httpx.Response(200, json={"error": -14014, "message": "expired"}),
    "an error name beside a pair": httpx.Response(
        200, json={"error_name": "x", "access_token": "a", "refresh_token": "b", "expires_in": "90000"}
    ),
    "half a pair": httpx.Response(200, json={"access_token": "new", "expires_in": "90000"}),
    "nothing": httpx.Response(200, json={}),
    "undefined": httpx.Response(200, json={"access_token": None, "refresh_token": None}),
    "no JSON": httpx.Response(200, text="<html>"),
    "a gateway's page": httpx.Response(502, text="Bad Gateway"),
    "the spent token again": httpx.Response(
        200, json={"access_token": "new", "refresh_token": "refresh-1", "expires_in": "90000"}
    ),
}


@pytest.mark.parametrize("answer", NO_PAIRS.values(), ids=NO_PAIRS.keys())
async def test_an_answer_without_a_pair_never_overwrites_a_good_token(
    database: Database, far: FarZalo, hours: Hours, answer: httpx.Response
) -> None:
    channel = open_channel(far, database, hours)
    await channel.tokens.keep_fresh()
    far.oauth = lambda form: answer
    hours.later(hours=12, minutes=31)
    for _ in range(10):
        await channel.tokens.keep_fresh()
        hours.later(minutes=2)
    assert await channel.tokens.access_token() == "access-1"
    assert channel.alarm is not None and no_call_twice(far) and len(far.spent) == 2
    await channel.close()


@pytest.mark.parametrize("fault", [httpx.ConnectError("no"), httpx.ConnectTimeout("no")])
async def test_a_line_that_never_opened_spends_nothing_and_is_tried_again(
    database: Database, far: FarZalo, hours: Hours, fault: Exception
) -> None:
    channel = open_channel(far, database, hours)

    def no_line(form: dict[str, str]) -> httpx.Response:
        far.spent.pop()  # in truth it never came here
        raise fault

    far.oauth = no_line
    await channel.tokens.keep_fresh()
    assert channel.alarm is None and await channel.tokens.access_token() is None
    far.oauth = far.grant
    assert await channel.tokens.access_token() == "access-1" and far.spent == ["refresh-0"]
    await channel.close()


@pytest.mark.parametrize(
    "fault", [httpx.ReadTimeout("no"), httpx.ReadError("no"), httpx.RemoteProtocolError("no")]
)
async def test_an_answer_that_was_cut_off_counts_as_lost(
    database: Database, far: FarZalo, hours: Hours, fault: Exception
) -> None:
    channel = open_channel(far, database, hours)
    await channel.tokens.keep_fresh()

    def cut_off(form: dict[str, str]) -> httpx.Response:
        raise fault

    far.oauth = cut_off
    hours.later(hours=13)
    for _ in range(5):
        await channel.tokens.keep_fresh()
    assert channel.alarm is not None and channel.alarm.reason == "answer lost" and no_call_twice(far)
    assert await channel.tokens.access_token() == "access-1"
    await channel.close()


def test_a_life_that_is_no_number_is_taken_for_twenty_five_hours() -> None:
    body = json.dumps({"access_token": "a", "refresh_token": "b", "expires_in": "soon"})
    assert pair_in(json.dumps({"status": 200, "body": body}), spent="c") == Pair("a", "b", 90_000)


# ── a person authorises anew ─────────────────────────────────────────────────────────────────────


async def test_a_new_refresh_token_in_the_settings_ends_the_alarm(
    database: Database, far: FarZalo, hours: Hours
) -> None:
    far.oauth = lambda form: httpx.Response(200, json={"error_name": "Invalid refresh token"})
    channel = open_channel(far, database, hours)
    await channel.tokens.keep_fresh()
    assert channel.alarm is not None
    far.oauth = far.grant
    mended = open_channel(far, database, hours, refresh_token="refresh-of-the-operator")
    assert await mended.tokens.access_token() == "access-1" and mended.alarm is None
    await channel.tokens.keep_fresh()
    assert channel.alarm is None
    await channel.close()
    await mended.close()


async def test_an_account_that_was_never_authorised_says_so_with_its_link(
    database: Database, far: FarZalo, hours: Hours
) -> None:
    channel = open_channel(far, database, hours, refresh_token=None)
    assert await channel.tokens.access_token() is None
    assert channel.alarm is not None and channel.alarm.reason == "never authorised"
    await channel.close()


async def test_the_code_of_a_consent_brings_a_new_pair_once(
    database: Database, far: FarZalo, hours: Hours
) -> None:
    channel = open_channel(far, database, hours, refresh_token=None)
    await channel.tokens.keep_fresh()
    assert channel.alarm is not None
    state = httpx.URL(channel.alarm.link).params["state"]
    assert not await channel.tokens.consent("guessed", "code-1") and far.spent == []
    assert await channel.tokens.consent(state, "code-1") and channel.alarm is None
    assert not await channel.tokens.consent(state, "code-1")
    assert far.spent == ["code-1"] and await channel.tokens.access_token() == "access-1"
    await channel.close()


# ── a token that Zalo refuses early ──────────────────────────────────────────────────────────────


async def test_a_token_refused_early_is_replaced_once_and_the_message_arrives(
    database: Database, far: FarZalo, hours: Hours
) -> None:
    channel = open_channel(far, database, hours)
    await channel.tokens.keep_fresh()
    far.good_access.clear()
    assert isinstance(await channel.outbound.show(TO, Showing("Chào chị")), Sent)
    assert far.spent == ["refresh-0", "refresh-1"]
    await channel.close()


async def test_what_a_new_token_does_not_mend_spends_one_token_and_raises_the_alarm(
    database: Database, far: FarZalo, hours: Hours
) -> None:
    channel = open_channel(far, database, hours)
    await channel.tokens.keep_fresh()
    far.errors.extend([-216] * 50)  # as where a permission group is missing
    for _ in range(10):
        outcome = await channel.outbound.show(TO, Showing("Chào chị"))
        assert isinstance(outcome, Failed) and not outcome.permanent
        hours.later(minutes=5)
    assert far.spent == ["refresh-0", "refresh-1"] and channel.alarm is not None
    await channel.close()
