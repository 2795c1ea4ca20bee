"""Receiving by webhook: 200 only after the commit, nothing without the secret."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest
from aiogram import Bot
from far_server import TOKEN, FarServer, message, page, refusal

from bot import web
from bot.settings import Settings, Telegram, WrongSetting
from bot.telegram import webhook
from bot.telegram.errors import TokenRefused
from bot.telegram.inbound import event_key, read, user_key
from domain.talk.values import Unreadable

SECRET = "s" * 40
HEADERS = {webhook.SECRET_HEADER: SECRET, "Content-Type": "application/json"}


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
        self.entered = asyncio.Event()

    async def receive(self, batch: list[dict[str, Any]]) -> None:
        self.entered.set()
        await self.committed.wait()
        if self.fails:
            raise OSError("database is locked")
        self.kept.extend(batch)

    async def post(self, body: bytes | str, headers: dict[str, str] | None = None) -> int:
        given = HEADERS if headers is None else headers
        async with (
            aiohttp.ClientSession() as client,
            client.post(f"{self.url}/telegram/hook", data=body, headers=given) as answer,
        ):
            self.body = await answer.read()
            return answer.status


@pytest.fixture
def hooked(far: FarServer) -> Settings:
    return Settings(
        telegram=Telegram(
            token=TOKEN,
            api_base=far.base_url,
            webhook_url="https://ra-soat.example/telegram/hook",
            webhook_secret=SECRET,
        )
    )


@pytest.fixture
async def office(hooked: Settings) -> AsyncIterator[Office]:
    office = Office()
    listening = await web.start(
        web.application(Well(), webhook.routes(hooked, office.receive)), "127.0.0.1", 0
    )
    office.url = f"http://127.0.0.1:{listening.port}"
    yield office
    await listening.stop()


async def test_telegram_hears_200_only_after_the_commit(office: Office) -> None:
    office.committed.clear()
    answer = asyncio.create_task(office.post(json.dumps(message(5))))
    await asyncio.wait_for(office.entered.wait(), 5)
    await asyncio.sleep(0.02)
    assert not answer.done()
    office.committed.set()
    assert await answer == 200 and office.kept == [message(5)]
    assert office.body == b"", "an answer could be taken for a method to carry out"


async def test_a_commit_that_fails_is_answered_503_so_that_telegram_repeats(office: Office) -> None:
    office.fails = True
    assert await office.post(json.dumps(message(5))) == 503
    office.fails = False
    assert await office.post(json.dumps(message(5))) == 200
    assert office.kept == [message(5)]


@pytest.mark.parametrize("secret", [None, "", "s" * 39, "s" * 41, "S" * 40, "bí mật"])
async def test_without_the_secret_nothing_is_kept_and_nothing_said(
    office: Office, secret: str | None
) -> None:
    headers = {"Content-Type": "application/json"}
    if secret is not None:
        headers[webhook.SECRET_HEADER] = secret
    assert await office.post(json.dumps(message(5)), headers) == 401
    assert office.body == b"" and office.kept == []


@pytest.mark.parametrize(
    "body",
    [
        pytest.param(b"", id="nothing"),
        pytest.param(b"{", id="half an object"),
        pytest.param(b"[1,2]", id="a list"),
        pytest.param(b"\xff\xfe\x00", id="no text"),
        pytest.param(b"[" * 200_000, id="a tower of brackets"),
        pytest.param(b'{"n":' + b"9" * 5000 + b"}", id="a number without end"),
        pytest.param(b'{"x":"' + b"x" * (1024 * 1024) + b'"}', id="beyond a megabyte"),
    ],
)
async def test_a_body_nobody_can_ever_read_is_kept_once_and_not_repeated(office: Office, body: bytes) -> None:
    assert await office.post(body) == 200
    [raw] = office.kept
    assert len(json.dumps(raw)) < 30_000 and raw["bytes"] >= min(len(body), 1)
    assert isinstance(read(raw), Unreadable) and user_key(raw) == ""
    assert await office.post(body) == 200
    assert event_key(office.kept[0]) == event_key(office.kept[1])


async def test_a_form_is_no_update(office: Office) -> None:
    headers = {webhook.SECRET_HEADER: SECRET, "Content-Type": "application/x-www-form-urlencoded"}
    assert await office.post("update_id=5", headers) == 415
    assert office.kept == []


def test_a_route_without_address_or_secret_is_refused() -> None:
    async def receive(_: object) -> None: ...

    with pytest.raises(WrongSetting, match="WEBHOOK_URL"):
        webhook.routes(Settings(telegram=Telegram(token=TOKEN)), receive)


async def test_telegram_is_told_where_to_deliver_until_it_takes_it(
    far: FarServer, bot: Bot, hooked: Settings
) -> None:
    far.will_answer("setWebhook", page(502, "<html>"), refusal(500, "Internal Server Error: restart"))
    beats: list[int] = []
    await webhook.install(bot, hooked, stop=asyncio.Event(), on_alive=lambda: beats.append(1), first_s=0.01)
    assert len(far.asked) == 3 and beats == [1]
    asked = far.asked[-1]
    assert asked.params["url"] == "https://ra-soat.example/telegram/hook"
    assert asked.params["secret_token"] == SECRET
    assert asked.json("allowed_updates") == ["message", "callback_query", "my_chat_member"]
    assert asked.params.get("drop_pending_updates") != "true"


async def test_an_address_telegram_refuses_stops_the_start_with_its_words(
    far: FarServer, bot: Bot, hooked: Settings
) -> None:
    far.will_answer("setWebhook", refusal(400, "Bad Request: bad webhook: An HTTPS URL must be provided"))
    with pytest.raises(WrongSetting, match=r"WEBHOOK_URL sai: .*HTTPS"):
        await webhook.install(bot, hooked, stop=asyncio.Event(), on_alive=lambda: None)
    far.will_answer("setWebhook", refusal(401, "Unauthorized"))
    with pytest.raises(TokenRefused):
        await webhook.install(bot, hooked, stop=asyncio.Event(), on_alive=lambda: None)


async def test_stopping_ends_the_tries(far: FarServer, bot: Bot, hooked: Settings) -> None:
    stop = asyncio.Event()
    far.will_answer("setWebhook", refusal(502, "Bad Gateway"))
    trying = asyncio.create_task(webhook.install(bot, hooked, stop=stop, on_alive=lambda: None, first_s=60))
    await far.has_been_asked("setWebhook", 1)
    await asyncio.sleep(0.02)
    stop.set()
    await asyncio.wait_for(trying, 1)
    assert len(far.asked) == 1
