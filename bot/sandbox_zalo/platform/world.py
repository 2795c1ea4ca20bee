"""One bot of the Bot Platform as values: who it is, who wrote to it, its groups, its count of sends."""

from __future__ import annotations

import itertools
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from bot.sandbox_zalo import ids
from bot.sandbox_zalo.clocks import in_viet_nam, month_of
from bot.sandbox_zalo.faults import Faults
from bot.sandbox_zalo.platform.queue import Queue
from bot.sandbox_zalo.platform.settings import Settings
from bot.sandbox_zalo.stage import Impossible, Stage

FACE = "bot"
Json = dict[str, Any]


@dataclass(eq=False, slots=True)
class Chat:
    """A private chat (its id is the person's) or a group. `begun`: the person has written, so the bot may write.

    `protected` people are of the categories whose messages all arrive as unsupported.
    """

    id: str
    name: str
    group: bool = False
    begun: bool = False
    blocked: bool = False
    protected: bool = False
    messages: list[Json] = field(default_factory=list)


class World:
    """The bot and everybody around it."""

    def __init__(self, stage: Stage, token: str, settings: Settings) -> None:
        number = token.partition(":")[0]
        if not number.isdecimal() or ":" not in token:
            raise ValueError("a token has the form 123456:abc")
        self.stage, self.token, self.settings = stage, token, settings
        self.id = number
        self.account_name, self.display_name = "bot.Rasoat", "Bot Rà soát"
        self.chats: dict[str, Chat] = {}
        self.queue = Queue(stage.clock, settings)
        self.faults = Faults()
        self.sent: Counter[str] = Counter()  # messages by month
        self.tested: Counter[str] = Counter()  # testWebhook by day
        self.webhook: Any = None  # bot.sandbox_zalo.platform.hook.Webhook while one is set
        self.webhook_changed_ms = 0
        self._numbers = itertools.count(1)

    def chat(self, id: str) -> Chat:
        """The chat with this id; raises KeyError."""
        return self.chats[id]

    def add_user(self, id: str, name: str, **more: Any) -> Chat:
        """Give a person a phone, or change who they are: `protected`."""
        chat = self.chats.setdefault(id, Chat(id, name))
        chat.name, chat.protected = name, bool(more.get("protected", chat.protected))
        return chat

    def add_group(self, name: str) -> Chat:
        """Put the bot into a group; raises Impossible beyond the three it may be in."""
        if sum(chat.group for chat in self.chats.values()) >= self.settings.groups_max:
            raise Impossible("the bot is in as many groups as it may be")
        id = f"zgr-{ids.hexadecimal('group', name)}"
        return self.chats.setdefault(id, Chat(id, name, group=True, begun=True))

    def full(self) -> bool:
        """Whether nobody new can begin a chat."""
        return sum(c.begun and not c.group for c in self.chats.values()) >= self.settings.users_max

    def count_send(self) -> bool:
        """Count a message against the month; false once the month's are spent."""
        month = month_of(self.stage.clock())
        if self.sent[month] >= self.settings.messages_a_month:
            return False
        self.sent[month] += 1
        return True

    def count_test(self) -> bool:
        """Count a testWebhook against the day; false once the day's are spent."""
        day = f"{in_viet_nam(self.stage.clock()):%Y-%m-%d}"
        self.tested[day] += 1
        return self.tested[day] <= self.settings.tests_a_day

    def next_message_id(self) -> str:
        """A hex-like string."""
        return ids.hexadecimal("message", self.id, next(self._numbers), length=16)

    def show(self, chat: Chat, by: str, kind: str, message_id: str, **more: Any) -> Json:
        """Put a message on the phone; gives it."""
        body = {"message_id": message_id, "by": by, "kind": kind, "date": self.stage.now_ms(), **more}
        chat.messages.append(body)
        self.changed(chat, "message")
        return body

    def changed(self, chat: Chat, kind: str, **more: Any) -> None:
        """Tell the listeners of a phone."""
        self.stage.news.tell(FACE, chat.id, kind, **more)
