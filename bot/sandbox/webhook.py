"""Delivering updates to a bot's webhook: in order within a lane, lanes in parallel, again after errors.

The lane of a message is its chat, the lane of a tap its person (telegram.md §3), so a message and a tap of the same
person can overtake one another.
"""

from __future__ import annotations

import asyncio
import json
from collections import deque
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from email.utils import parsedate_to_datetime
from http import HTTPStatus
from http.client import responses
from typing import Any

import aiohttp

from bot.sandbox.bodies import read_params
from bot.sandbox.errors import ApiError
from bot.sandbox.params import Params
from bot.sandbox.updates import Pending
from bot.sandbox.world import Account, Json

SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"
ANSWER_S = 60.0
BACK_OFF_MAX_S = 60.0
RETRY_AFTER_MAX_S = 3600.0
GONE_FOR_S = 23 * 3600.0
NEVER_IN_REPLY = frozenset({"setwebhook", "deletewebhook", "close", "logout"})

Sleep = Callable[[float], Awaitable[Any]]
Carry = Callable[[Account, str, Params], Awaitable[Any]]


@dataclass(slots=True)
class Hook:
    """What all webhooks share: the client, how to wait, and how a method in a reply is carried out."""

    clock: Callable[[], float]
    sleep: Sleep
    carry_out: Carry
    https_only: bool = False
    session: aiohttp.ClientSession | None = None
    set_at: dict[int, float] = field(default_factory=dict)

    def client(self) -> aiohttp.ClientSession:
        """The one client session, opened at the first use."""
        if self.session is None:
            timeout = aiohttp.ClientTimeout(total=ANSWER_S)
            self.session = aiohttp.ClientSession(
                timeout=timeout, connector=aiohttp.TCPConnector(limit=0), auto_decompress=True
            )
        return self.session

    async def close(self) -> None:
        """Close the client."""
        if self.session is not None:
            await self.session.close()


class Webhook:
    """The webhook of one bot, delivering from `start` to `stop`."""

    def __init__(self, account: Account, url: str, secret: str, connections: int, hook: Hook) -> None:
        self.url, self.secret, self.connections = url, secret, connections
        self._account, self._hook = account, hook
        self._lanes: dict[str, deque[Pending]] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._free = asyncio.Semaphore(connections)
        self._error: tuple[int, str] | None = None
        self._gone_since: float | None = None

    def start(self) -> None:
        """Deliver what waits, and from now on what comes."""
        self._account.queue.on_push = self._take
        for pending in list(self._account.queue.pending):
            self._take(pending)

    def stop(self) -> None:
        """Deliver nothing more; what is not confirmed stays in the queue."""
        self._account.queue.on_push = None
        for task in self._tasks:
            task.cancel()

    def info(self) -> Json:
        """The fields of getWebhookInfo that are there with a webhook."""
        info: Json = {"max_connections": self.connections, "ip_address": "127.0.0.1"}
        if self._error is not None:
            info["last_error_date"], info["last_error_message"] = self._error
        return info

    def _take(self, pending: Pending) -> None:
        lane = self._lanes.get(pending.lane)
        if lane is not None:
            lane.append(pending)
            return
        self._lanes[pending.lane] = deque([pending])
        task = asyncio.get_running_loop().create_task(self._run(pending.lane))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _run(self, name: str) -> None:
        lane = self._lanes[name]
        while lane:
            await self._deliver(lane[0])
            lane.popleft()
        del self._lanes[name]

    async def _deliver(self, pending: Pending) -> None:
        """Post one update until it is confirmed or past its time; a refusal is tried again at once, then 2, 4, 8 … s."""
        failures = 0
        queue = self._account.queue
        while not pending.gone and pending.expires_at > self._hook.clock():
            pending.handed_out = True
            async with self._free:
                wait_s = await self._post(pending)
            if wait_s is None:
                break
            if (
                self._account.webhook is not self
            ):  # removed meanwhile: the update stays for whoever fetches it
                return
            failures += 1
            back_off = 0.0 if failures == 1 else min(2.0 ** (failures - 1), BACK_OFF_MAX_S)
            await self._hook.sleep(wait_s or back_off)
        queue.forget(pending)

    async def _post(self, pending: Pending) -> float | None:
        """Post once: None when confirmed, else the seconds the bot asked for, 0 if it asked for none."""
        headers = {"Content-Type": "application/json", "Connection": "keep-alive"}
        if self.secret:
            headers[SECRET_HEADER] = self.secret
        body = json.dumps(pending.raw).encode()
        try:
            async with self._hook.client().post(
                self.url, data=body, headers=headers, allow_redirects=False
            ) as answer:
                if not 200 <= answer.status < 300:
                    await answer.read()
                    return self._refused(answer.status, answer.headers.get("Retry-After"))
                self._gone_since = None
                await self._reply(answer)
                return None
        except (aiohttp.ClientError, TimeoutError, OSError) as fault:
            what = "Read timeout expired" if isinstance(fault, TimeoutError) else "Connection failed"
            self._error = (int(self._hook.clock()), what)
            return 0.0

    def _refused(self, status: int, retry_after: str | None) -> float:
        now = self._hook.clock()
        phrase = responses.get(status, "Unknown")
        self._error = (int(now), f"Wrong response from the webhook: {status} {phrase}")
        if status == HTTPStatus.GONE:
            self._gone_since = now if self._gone_since is None else self._gone_since
            if now - self._gone_since >= GONE_FOR_S and self._account.webhook is self:
                self._account.webhook = None
                self.stop()
        else:
            self._gone_since = None
        return min(_seconds(retry_after, now), RETRY_AFTER_MAX_S)

    async def _reply(self, answer: aiohttp.ClientResponse) -> None:
        """Carry out a method in the answer; nobody hears its result or its error."""
        try:
            params = await read_params(answer.headers, answer.content)
            method = params.text("method").lower()
            if method and method not in NEVER_IN_REPLY and not method.startswith("get"):
                await self._hook.carry_out(self._account, method, params)
        except (ApiError, aiohttp.ClientError):
            return


def _seconds(retry_after: str | None, now: float) -> float:
    if not retry_after:
        return 0.0
    if retry_after.strip().isdecimal():
        return float(retry_after)
    try:
        return max(0.0, parsedate_to_datetime(retry_after).timestamp() - now)
    except ValueError:
        return 0.0
