"""Zalo delivers: 200 only after the commit, nothing without the secret."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest
from far_bot_platform import FarPlatform, event, page, refusal, result, wrapped
from structlog.testing import capture_logs

from bot import web
from bot.settings import WrongSetting
from bot.zalo.bot_platform import webhook
from bot.zalo.bot_platform.errors import TokenRefused

SECRET = "s-" + "3" * 40
URL = "https://ra-soat.example/hop"


class Well:
    alive = True

    def facts(self) -> dict[str, str]:
        return {}


class Office:
    """Our web server with the route, and an inbox that may fail."""

    def __init__(self) -> None:
        self.kept: list[dict[str, Any]] = []
        self.fails = False
        self.committed = asyncio.Event()
        self.committed.set()

    async def receive(self, events: list[dict[str, Any]]) -> None:
        await self.committed.wait()
        if self.fails:
            raise OSError("database is locked")
        self.kept += events

    async def post(self, body: Any, secret: str | None = SECRET, method: str = "POST") -> int:
        data = body if isinstance(body, bytes) else json.dumps(body)
        headers = {} if secret is None else {webhook.SECRET_HEADER: secret}
        async with (
            aiohttp.ClientSession() as client,
            client.request(method, f"{self.url}/hop/zalo/bot", data=data, headers=headers) as answer,
        ):
            return answer.status


@pytest.fixture
async def office() -> AsyncIterator[Office]:
    made = Office()
    routes = webhook.routes(URL, SECRET, made.receive)
    listening = await web.start(web.application(Well(), routes), "127.0.0.1", 0)
    made.url = f"http://127.0.0.1:{listening.port}"
    yield made
    await listening.stop()


@pytest.mark.parametrize("body", [event("1"), wrapped(event("1")), [wrapped([event("1")])]])
async def test_bare_and_wrapped_bodies_are_taken(office: Office, body: Any):
    assert await office.post(body) == 200
    assert office.kept == [event("1")]


async def test_several_events_are_committed_together(office: Office):
    assert await office.post([event("1"), wrapped(event("2"))]) == 200
    assert office.kept == [event("1"), event("2")]


async def test_the_answer_waits_for_the_commit(office: Office):
    office.committed.clear()
    posting = asyncio.ensure_future(office.post(event()))
    await asyncio.sleep(0.1)
    assert not posting.done()
    office.committed.set()
    assert await posting == 200


async def test_a_failed_commit_is_no_success(office: Office):
    office.fails = True
    assert await office.post(event()) == 503


@pytest.mark.parametrize("secret", [None, "", SECRET[:-1], SECRET + "x", SECRET.upper(), "ữ" * 42])
async def test_without_the_secret_nothing_is_taken(office: Office, secret: str | None):
    assert await office.post(event(), secret) == 401
    assert office.kept == []


async def test_no_byte_of_the_secret_may_be_another(office: Office):
    for place in range(len(SECRET)):
        forged = SECRET[:place] + ("x" if SECRET[place] != "x" else "y") + SECRET[place + 1 :]
        assert await office.post(event(), forged) == 401
    assert office.kept == []


@pytest.mark.parametrize(
    ("body", "method"), [(b"", "POST"), (b"", "GET"), (b"", "HEAD"), (b"{}", "POST"), (b" ", "POST")]
)
async def test_a_look_whether_anybody_is_there_is_answered(office: Office, body: bytes, method: str):
    assert await office.post(body, SECRET, method) == 200
    assert office.kept == []


async def test_an_empty_look_needs_no_secret(office: Office):
    assert await office.post(b"", None) == 200


@pytest.mark.parametrize(
    "body",
    [b"<xml/>", b"\xff\xfe\0", b"7", b"[" * 50_000, b'{"a":"' + b"x" * 1_100_000 + b'"}', b'"' * 2_000_000],
)
async def test_a_body_nobody_can_read_is_kept_and_not_sent_again(office: Office, body: bytes):
    assert await office.post(body) == 200
    (kept,) = office.kept
    assert kept["bytes"] >= min(len(body), webhook.BODY_MAX)
    assert len(kept["unreadable"]) <= webhook.KEPT_OF_UNREADABLE


async def _install(*answers: Any) -> tuple[FarPlatform, int]:
    far, heard = FarPlatform(), []
    far.will_answer("setWebhook", *answers)
    api = far.api()
    try:
        stop = asyncio.Event()
        await webhook.install(api, URL, SECRET, stop=stop, on_alive=lambda: heard.append(1), first_s=0.001)
    finally:
        await api.close()
    return far, len(heard)


async def test_zalo_is_told_where_to_deliver_until_it_takes_it():
    far, heard = await _install(page(502), refusal(408), refusal(429))
    assert [asked.params for asked in far.asked] == [{"url": f"{URL}/zalo/bot", "secret_token": SECRET}] * 4
    assert heard == 1


async def test_an_address_zalo_refuses_is_named_and_so_is_a_token():
    with pytest.raises(WrongSetting, match=r"RASOAT_WEB__PUBLIC_URL.*private address"):
        await _install(refusal(400, "private address"))
    with pytest.raises(TokenRefused):
        await _install(refusal(401, status=200))


async def test_an_address_zalo_stored_but_could_not_reach_is_an_error_in_the_log():
    with capture_logs() as logs:
        _, heard = await _install(result({"verification": {"ok": False, "outcome": "webhook.http.403"}}))
    assert heard == 1
    assert [(line["event"], line["outcome"]) for line in logs] == [
        ("webhook_not_reached", "webhook.http.403")
    ]


@pytest.mark.parametrize(
    ("secret", "url", "named"),
    [
        ("short", URL, "WEBHOOK_SECRET"),
        ("x" * 257, URL, "WEBHOOK_SECRET"),
        ("x" * 40 + "\r\n", URL, "WEBHOOK_SECRET"),
        (SECRET, None, "PUBLIC_URL"),
        (SECRET, "", "PUBLIC_URL"),
    ],
)
def test_half_a_webhook_is_a_wrong_setting(secret: str, url: str | None, named: str):
    with pytest.raises(WrongSetting, match=named):
        webhook.check(secret, url)
