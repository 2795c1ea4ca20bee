"""What there is: people with phones, bots, their chats and messages, and the clock all of them live by.

Messages are Bot API dicts and are never changed in place: an edit puts a new dict there, so that a tap still waiting
in the queue shows the message as it was when it was tapped.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from bot.sandbox.events import Events
from bot.sandbox.files import FileStore
from bot.sandbox.flood import Flood
from bot.sandbox.updates import UpdateQueue

FIRST_MESSAGE = 101
FIRST_NAME = "Rà soát"
ALERTS_KEPT = 20_000  # answered taps remembered per bot

Json = dict[str, Any]


@dataclass(eq=False, slots=True)
class User:
    """A person with a phone. `phone` as typed, with or without +; `blocks` are the bots shut out.

    `elsewhere` is who they are on the other stand-in whose phones the page shows too: its face → their id there.
    """

    id: int
    first_name: str
    last_name: str = ""
    phone: str = ""
    username: str = ""
    language_code: str = "vi"
    deactivated: bool = False
    blocks: set[int] = field(default_factory=set)
    elsewhere: dict[str, str] = field(default_factory=dict)

    def as_sender(self) -> Json:
        """The Bot API's User."""
        return {
            "id": self.id,
            "is_bot": False,
            "first_name": self.first_name,
            **self._more(),
            "language_code": self.language_code,
        }

    def as_chat(self) -> Json:
        """The Bot API's private Chat."""
        return {"id": self.id, "first_name": self.first_name, **self._more(), "type": "private"}

    def _more(self) -> Json:
        more = {"last_name": self.last_name, "username": self.username}
        return {name: value for name, value in more.items() if value}


@dataclass(eq=False, slots=True)
class Kept:
    """A message in a chat. `editable` is false for one that carries a reply keyboard."""

    body: Json
    by_bot: bool
    editable: bool = True


@dataclass(eq=False, slots=True)
class Chat:
    """One chat of one bot. `about` is the Bot API's Chat; `state` is what became of the bot in a group."""

    id: int
    about: Json
    user: User | None = None
    messages: dict[int, Kept] = field(default_factory=dict)
    keyboard: Json | None = None  # the reply keyboard the bot left in a private chat
    state: str = "member"  # member, kicked, left, deleted, upgraded, restricted
    migrated_to: int | None = None


@dataclass(eq=False, slots=True)
class Tap:
    """A callback query as the person's phone knows it."""

    user: int
    made_at: float
    count: int = 0
    text: str = ""
    show_alert: bool = False


@dataclass(eq=False, slots=True)
class Account:
    """One bot: who it is, its chats, what it has set, and what waits for it."""

    token: str
    id: int
    username: str
    queue: UpdateQueue
    files: FileStore
    first_name: str = FIRST_NAME
    chats: dict[int, Chat] = field(default_factory=dict)
    taps: dict[str, Tap] = field(default_factory=dict)
    commands: dict[tuple[str, str], list[Json]] = field(default_factory=dict)  # (scope, language) → commands
    menu_buttons: dict[int, Json] = field(default_factory=dict)  # chat, 0 for all → button
    texts: dict[tuple[str, str], str] = field(default_factory=dict)  # (what, language) → name or description
    message_ids: itertools.count[int] = field(default_factory=lambda: itertools.count(FIRST_MESSAGE))
    supergroup_ids: dict[int, itertools.count[int]] = field(default_factory=dict)
    tap_ids: itertools.count[int] = field(default_factory=lambda: itertools.count(1))
    webhook: Any = None  # bot.sandbox.webhook.Webhook while one is set

    def as_sender(self) -> Json:
        """The Bot API's User."""
        return {"id": self.id, "is_bot": True, "first_name": self.first_name, "username": self.username}

    def next_message_id(self, chat: Chat) -> int:
        """One row over all private chats and basic groups, a row of its own in each supergroup."""
        if chat.about["type"] in ("private", "group"):
            return next(self.message_ids)
        return next(self.supergroup_ids.setdefault(chat.id, itertools.count(1)))

    def remember_tap(self, tap_id: str, tap: Tap) -> None:
        """Keep a tap to be answered, forgetting the oldest beyond ALERTS_KEPT."""
        self.taps[tap_id] = tap
        if len(self.taps) > ALERTS_KEPT:
            for old in list(itertools.islice(self.taps, ALERTS_KEPT // 2)):
                del self.taps[old]


class World:
    """Everything the stand-in knows. `clock` gives unix seconds."""

    def __init__(self, tokens: list[str], clock: Callable[[], float]) -> None:
        self.clock = clock
        self.events = Events()
        self.flood = Flood(clock)
        self.users: dict[int, User] = {}
        self.accounts: dict[str, Account] = {}
        for place, token in enumerate(tokens):
            self._add_account(token, first=place == 0)

    def _add_account(self, token: str, first: bool) -> None:
        number = token.partition(":")[0]
        if not number.isdecimal() or ":" not in token:
            raise ValueError("a token has the form 123456:ABC")
        username = "rasoat_bot" if first else f"rasoat_{number}_bot"
        files = FileStore(int(number))
        self.accounts[token] = Account(token, int(number), username, UpdateQueue(self.clock), files)

    def now(self) -> int:
        """Unix seconds, whole, as dates of messages are."""
        return int(self.clock())

    def account(self, bot: int | None = None) -> Account:
        """The bot with this id, else the first; raises KeyError."""
        for account in self.accounts.values():
            if bot is None or account.id == bot:
                return account
        raise KeyError(f"no bot {bot}")
