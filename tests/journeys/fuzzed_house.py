"""The bot with Telegram itself replaced: updates go in as they are fetched, the API's calls end in a chat in memory.

All between is real: reading, inbox, lanes, turns, outbox, delivery, and the channel's way out. HTTP is left away, so
that many thousand updates take seconds.
"""

from __future__ import annotations

import asyncio
import copy
import itertools
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from aiogram.exceptions import TelegramBadRequest
from aiogram.methods import AnswerCallbackQuery, DeleteMessage, EditMessageText, TelegramMethod

from bot.delivery.pace import Pace
from bot.delivery.sender import Sender
from bot.delivery.worker import Delivery
from bot.lanes import Lanes
from bot.telegram import inbound
from bot.telegram.channel import _raw
from bot.telegram.outbound import TelegramOutbound
from bot.turn import Conversation
from domain.talk.values import Address, Heard, Incoming
from handlers.context import Rules
from storage import people
from storage.engine import Database, Tx
from storage.inbox import Update
from tests import world
from tests.journeys.fuzz_updates import Button, Fuzzed

BOT_KEY = "158001"
KEPT = 60  # messages on a screen
AT_ONCE = 5  # updates in one answer of getUpdates: the buttons of the next ones are those drawn meanwhile


@dataclass
class Screen:
    """What stands in one chat, the oldest forgotten, and every text that ever stood there."""

    messages: deque[dict[str, Any]] = field(default_factory=lambda: deque(maxlen=KEPT))
    texts: set[str] = field(default_factory=set)

    def buttons(self, back: int) -> tuple[int, list[str]]:
        """Give the message `back` up from the newest that has buttons, and their data."""
        offering = [message for message in self.messages if message["data"]]
        if not offering:
            return 1, []
        message = offering[max(-len(offering), -1 - back)]
        return message["id"], message["data"]


class FarTelegram:
    """Takes the calls of the bot as the Bot API would, and answers them."""

    def __init__(self) -> None:
        self.screens: dict[int, Screen] = {}
        self.answers: dict[str, int] = {}
        self._numbers = itertools.count(100)

    async def __call__(self, method: TelegramMethod[Any], request_timeout: int | None = None) -> Any:
        if isinstance(method, AnswerCallbackQuery):
            self.answers[method.callback_query_id] = self.answers.get(method.callback_query_id, 0) + 1
            return True
        call: Any = method
        screen = self.screens.setdefault(int(call.chat_id), Screen())
        if isinstance(method, DeleteMessage):
            return True
        text = getattr(call, "text", None) or getattr(call, "caption", None) or ""
        assert len(text) <= 4096
        rows = getattr(call.reply_markup, "inline_keyboard", None) or ()
        data = [button.callback_data for row in rows for button in row]
        assert all(len(each.encode()) <= 64 for each in data)
        screen.texts.add(text)
        if isinstance(method, EditMessageText):
            for message in screen.messages:
                if message["id"] == call.message_id:
                    message |= {"data": data, "text": text}
                    return {"message_id": call.message_id}
            raise TelegramBadRequest(method, "Bad Request: message to edit not found")
        screen.messages.append({"id": next(self._numbers), "data": data, "text": text})
        return {"message_id": screen.messages[-1]["id"]}


class _NoFiles:
    async def get(self, content_key: str) -> str | None:
        return None

    async def put(self, content_key: str, file_ref: str) -> None:
        return None


class _Hearing:
    capabilities = TelegramOutbound.capabilities

    def read(self, raw: dict[str, Any]) -> Heard:
        return inbound.read(raw)


class FuzzedHouse:
    """One bot over one database, and whatever is sent to it."""

    def __init__(self, database: Database, **rules: Any) -> None:
        self.clock = world.Clock()
        self.telegram = FarTelegram()
        self.conversation = Conversation(
            database, self.clock, Rules(zone=world.ZONE, **rules), {"telegram": _Hearing()}, holder="fuzz"  # type: ignore[arg-type]
        )  # fmt: skip
        outbound = TelegramOutbound(self.telegram, _NoFiles())  # type: ignore[arg-type]
        sender = Sender(database, {"telegram": outbound}, self.clock, None)  # type: ignore[arg-type]
        self.delivery = Delivery(database, sender, self.clock, holder="fuzz", pace=Pace())  # type: ignore[arg-type]
        self.lanes = Lanes(self.conversation, self.delivery.answer, self.delivery.answer_early)
        self._keep = _raw(self._receive)
        self._number = 1_000
        self._last: dict[str, Any] = {}
        self.sent = 0
        self.owed: set[str] = set()  # taps that want their one answer

    async def _receive(self, updates: list[Update], taps: list[tuple[str, str]]) -> None:
        addresses = await self.conversation.receive("telegram", BOT_KEY, updates)
        self.lanes.wake(addresses, [(Address("telegram", user), ref) for user, ref in taps])

    async def hears(self, updates: Sequence[Fuzzed]) -> None:
        """Take updates in, a few at a time, each few worked off and answered before the next."""
        for start in range(0, len(updates), AT_ONCE):
            await self._keep([self._real(one) for one in updates[start : start + AT_ONCE]])
            while lanes := set(self.lanes._lanes.values()):
                await asyncio.wait(lanes)
        self.sent += len(updates)

    async def link(self, user: int, person_id: int) -> None:
        """Make an account somebody's, as registration does."""

        async def work(tx: Tx) -> None:
            account, _ = await people.who(tx, Address("telegram", str(user)))
            await people.link(tx, account.id, person_id, now=self.clock())

        await self.conversation.database.write(work)

    def _real(self, fuzzed: Fuzzed) -> dict[str, Any]:
        """Number an update, and put real buttons in where it names some."""
        if fuzzed.number == "again" and self._last:
            return self._last
        raw = copy.deepcopy(fuzzed.raw)
        tap = raw.get("callback_query")
        if isinstance(tap, dict) and isinstance(button := tap.get("data"), Button):
            under, data = self.telegram.screens.get(button.whose, Screen()).buttons(button.back)
            tap["data"] = data[button.which % len(data)] if data else "1:approve"
            if isinstance(tap.get("message"), dict):
                tap["message"]["message_id"] = under
        self._number += 1
        if isinstance(tap, dict) and tap.get("id") == "":
            tap["id"] = f"tap{self._number}"
        number = self._number - 500 if fuzzed.number == "earlier" else self._number
        self._last = raw if fuzzed.number == "none" else {"update_id": number, **raw}
        heard = inbound.read(self._last)
        if isinstance(heard, Incoming) and (heard.callback_ref or "").startswith("tap"):
            self.owed.add(str(heard.callback_ref))
        return self._last
