"""Deliveries: only genuine ones are kept, each once, and Zalo hears 200 only after the commit."""

from __future__ import annotations

import asyncio
import json
import random
from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import aiohttp
import pytest
from oa_far import APP, HOA, NOON, OA_SECRET, PUBLIC, FarZalo, Hours, event, open_channel, said, signed

from bot import web
from bot.zalo.oa import signature, webhook
from bot.zalo.oa.channel import CONSENT_PATH, WEBHOOK_PATH
from domain.talk.values import Address
from storage import inbox, zalo_contacts
from storage.engine import Database
from storage.inbox import Update

FORGED = 1_000


class Well:
    alive = True

    def facts(self) -> dict[str, str]:
        return {}


class Office:
    """Our web server with the account's routes and a real inbox, which may be slow or away."""

    def __init__(self, database: Database, hours: Hours) -> None:
        self.database, self.hours = database, hours
        self.far = FarZalo()
        self.channel = open_channel(self.far, database, hours, public_url=f"{PUBLIC}/bot/")
        self.handed: list[Update] = []
        self.wait_s = 0.0
        self.fails = False

    async def receive(self, updates: list[Update], taps: list[tuple[str, str]]) -> None:
        await asyncio.sleep(self.wait_s)
        if self.fails:
            raise OSError("database is locked")
        self.handed.extend(updates)
        now = self.hours()
        await self.database.write(lambda tx: inbox.keep(tx, "zalo_oa", APP, updates, now))

    async def kept(self) -> int:
        return await self.database.read(inbox.open_count)

    async def post(self, body: bytes, headers: dict[str, str] | None = None) -> int:
        async with self.client.post(self.url, data=body, headers=headers or {}) as answer:
            return answer.status

    async def deliver(self, raw: dict[str, Any], **how: Any) -> int:
        body, headers = signed(raw, **how)
        return await self.post(body, headers)


@pytest.fixture
async def office(database: Database) -> AsyncIterator[Office]:
    office = Office(database, Hours())
    listening = await web.start(
        web.application(Well(), office.channel.routes(office.receive)), "127.0.0.1", 0
    )
    office.base = f"http://127.0.0.1:{listening.port}/bot"
    office.url = office.base + WEBHOOK_PATH
    async with aiohttp.ClientSession() as office.client:
        yield office
    await office.channel.close()
    await listening.stop()


@pytest.mark.parametrize("bare", [False, True])
async def test_a_genuine_event_is_kept_and_hears_200(office: Office, bare: bool) -> None:
    assert await office.deliver(said("A7 1"), bare=bare) == 200
    waiting = await office.database.read(lambda tx: inbox.oldest(tx, Address("zalo_oa", HOA)))
    assert waiting is not None and waiting.event_key == "96d3" and json.loads(waiting.raw) == said("A7 1")


async def test_an_event_that_is_repeated_is_kept_once(office: Office) -> None:
    body, headers = signed(said("A7 1"))
    for number in range(6):
        assert await office.post(body, headers | ({"num_retry": str(number)} if number else {})) == 200
        office.hours.later(minutes=20)
    assert await office.kept() == 1


async def test_the_unsigned_ping_hears_200_and_nothing_is_kept(office: Office) -> None:
    for body in (b"", b"{}", b"ping", b'{"ping": true}'):
        assert await office.post(body) == 200
    async with office.client.get(office.url) as answer:
        assert answer.status == 200
    assert office.handed == []


async def test_an_event_without_a_signature_hears_403(office: Office) -> None:
    body, _ = signed(said("A7 1"))
    assert await office.post(body) == 403 and office.handed == []


async def test_of_a_thousand_forgeries_with_each_byte_flipped_none_is_accepted(office: Office) -> None:
    body, headers = signed(said("#rs 12.approve"))
    given = headers[signature.HEADER]
    rng = random.Random(8)
    forgeries = [(_flipped(body, place, bit), given) for bit in (0, 1, 2, 5, 7) for place in range(len(body))]
    forgeries += [
        (body, _flipped(given.encode(), p, b).decode("latin-1")) for b in range(7) for p in range(len(given))
    ]
    for raw in (said("duyệt"), event("follow")):
        for wrong in (
            signature.sign(APP, signed(raw)[0], raw["timestamp"], "app-secret-of-tests"),
            signature.sign("other", signed(raw)[0], raw["timestamp"], OA_SECRET),
            signature.sign(APP, signed(raw)[0], "1", OA_SECRET),
            "", "mac=", "mac=mac=", given.upper(), "mac=" + given[4:].upper(), "é",
        ):  # fmt: skip
            forgeries.append((signed(raw)[0], wrong))
    # a client can send no other header; the comparison itself is tested below
    forgeries = [(forged, mark) for forged, mark in forgeries if mark.isascii() and mark.isprintable()]
    rng.shuffle(forgeries)
    assert len(forgeries) >= FORGED and len({*forgeries}) >= FORGED
    for forged, mark in forgeries:
        assert await office.post(forged, {signature.HEADER: mark}) == 403
    assert office.handed == []


def test_no_signature_with_a_flipped_bit_is_genuine() -> None:
    body, headers = signed(said("A7 1"))
    given, stamp = headers[signature.HEADER], said("A7 1")["timestamp"]
    values = {"app_id": APP, "body": body, "timestamp": stamp, "oa_secret": OA_SECRET}
    assert signature.is_genuine(given, **values)  # type: ignore[arg-type]
    for place in range(len(given)):
        for bit in range(8):
            flipped = _flipped(given.encode(), place, bit).decode("latin-1")
            assert not signature.is_genuine(flipped, **values)  # type: ignore[arg-type]


def _flipped(content: bytes, place: int, bit: int) -> bytes:
    changed = bytearray(content)
    changed[place] ^= 1 << bit
    return bytes(changed)


@pytest.mark.parametrize(
    ("age", "status"),
    [
        pytest.param(timedelta(0), 200, id="fresh"),
        pytest.param(timedelta(hours=2), 200, id="the last of Zalo's own repeats"),
        pytest.param(timedelta(hours=4), 403, id="a replay of hours ago"),
        pytest.param(timedelta(days=30), 403, id="a replay of last month"),
        pytest.param(-timedelta(minutes=5), 200, id="their clock is before ours"),
        pytest.param(-timedelta(hours=1), 403, id="from the future"),
    ],
)
async def test_an_old_delivery_is_no_repeat_but_a_replay(office: Office, age: timedelta, status: int) -> None:
    assert await office.deliver(said("A7 1", at=NOON - age)) == status
    assert len(office.handed) == (status == 200)


@pytest.mark.parametrize("stamp", ["", "x", "-5", "9" * 40, "١٢٣"])
async def test_a_genuine_event_with_no_time_is_not_taken(office: Office, stamp: str) -> None:
    assert await office.deliver(said("A7 1") | {"timestamp": stamp}) == 403


@pytest.mark.parametrize(
    "name", ["oa_send_text", "user_received_message", "user_seen_message", "user_reacted"]
)
async def test_echoes_and_receipts_hear_200_and_are_dropped(office: Office, name: str) -> None:
    assert await office.deliver(event(name)) == 200 and office.handed == []


async def test_a_commit_that_fails_hears_503_so_that_zalo_repeats(office: Office) -> None:
    office.fails = True
    assert await office.deliver(said("A7 1")) == 503
    office.fails = False
    assert await office.deliver(said("A7 1")) == 200 and await office.kept() == 1


async def test_a_commit_that_takes_longer_than_two_seconds_is_answered_in_time_and_kept_once(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(webhook, "ANSWER_S", 0.1)
    office.wait_s = 0.3
    assert await office.deliver(said("A7 1")) == 503
    await asyncio.sleep(0.5)
    office.wait_s = 0.0
    assert await office.deliver(said("A7 1")) == 200 and await office.kept() == 1


async def test_what_a_person_does_opens_the_window_and_leaving_does_not(office: Office) -> None:
    async def last() -> Any:
        return await office.database.read(lambda tx: zalo_contacts.contact(tx, APP, HOA))

    assert await office.deliver(event("unfollow")) == 200 and await last() is None
    assert await office.deliver(event("oa_send_text")) == 200 and await last() is None
    assert await office.deliver(event("user_seen_message")) == 200 and await last() is None
    for name in ("follow", "user_send_image", "user_send_text"):
        office.hours.later(minutes=1)
        await office.deliver(event(name, at=office.hours.now, message={"msg_id": name, "text": "1"}))
        assert (await last()).last_at == office.hours.now
    late = said("1", at=office.hours.now - timedelta(hours=1), msg_id="late")
    await office.deliver(late)
    assert (await last()).last_at == office.hours.now


async def test_a_body_of_a_megabyte_is_refused(office: Office) -> None:
    assert await office.deliver(said("x" * 1_000_000)) == 403


async def test_an_administrator_who_comes_back_from_the_consent_sees_whether_it_worked(
    office: Office,
) -> None:
    office.channel.tokens._first = None
    await office.channel.tokens.keep_fresh()
    assert office.channel.alarm is not None
    state = aiohttp.helpers.URL(office.channel.alarm.link).query["state"]
    for query, status in (("", 403), ("?code=c&state=guessed", 403), (f"?code=c&state={state}", 200)):
        async with office.client.get(office.base + CONSENT_PATH + query) as answer:
            assert answer.status == status
    assert office.channel.alarm is None and office.far.spent == ["c"]
