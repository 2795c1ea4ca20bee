"""A chat with the bot on a channel that lies in the test's own memory: one script, run with buttons and without.

It stands in for a far server, not for our code: turns, storage and delivery are the real ones.
"""

from __future__ import annotations

import itertools
import json
from dataclasses import dataclass, field
from typing import Any

from bot.delivery.pace import Pace
from bot.delivery.sender import Sender
from bot.delivery.worker import Delivery
from bot.fetching import Fetching
from bot.ladder import tell
from bot.turn import Again, Answered, Conversation
from domain.talk import numbered
from domain.talk.ports import Page, Showing
from domain.talk.values import (
    Address,
    Aside,
    Attached,
    Capabilities,
    Chosen,
    Failed,
    Heard,
    Incoming,
    Sent,
    SharedContact,
    Typed,
    Unreadable,
    Unsupported,
)
from handlers.context import Rules
from storage.engine import Database
from storage.inbox import Update
from tests.world import ZONE, Clock

BUTTONS = Capabilities(
    "telegram", buttons=100, text_max=4096, can_edit=True, can_share_contact=True, link_buttons=True
)
NUMBERS = Capabilities("zalo_bot", buttons=0, text_max=2000, can_edit=False, can_share_contact=False)
_events = itertools.count(1)


@dataclass
class Shown:
    """A message standing in a chat."""

    ref: str
    text: str
    prompt_id: int | None = None
    choices: tuple[Any, ...] = ()
    photo: bool = False
    file_name: str = ""
    file_content: bytes = b""  # of a file that somebody sent us
    asks_contact: bool = False
    link: Any = None  # a button that opens a page


@dataclass
class FakeChannel:
    """A far server: keeps what it was sent, fails when told to."""

    capabilities: Capabilities
    chats: dict[str, list[Shown]] = field(default_factory=dict)
    notices: list[str] = field(default_factory=list)
    answered: list[str] = field(default_factory=list)
    failures: list[Failed] = field(default_factory=list)
    refusing: dict[str, list[Failed | None]] = field(default_factory=dict)  # call → how its next ones end
    files: dict[str, bytes] = field(default_factory=dict)  # what people sent, by the name it has here
    _refs: Any = field(default_factory=lambda: itertools.count(100))

    def read(self, raw: dict[str, Any]) -> Heard:
        if raw.get("broken"):
            return Unreadable("broken")
        kinds: dict[str, Any] = {
            "typed": Typed,
            "chosen": Chosen,
            "contact": SharedContact,
            "other": Unsupported,
            "attached": Attached,
        }
        said = kinds[raw["kind"]](*raw["said"])
        return Incoming(
            Address(self.capabilities.channel, raw["user"]), raw["key"], said, raw.get("ref"), raw.get("tap")
        )

    def _refused(self, call: str) -> Failed | None:
        endings = self.refusing.get(call)
        return endings.pop(0) if endings else None

    async def show(self, to: Address, showing: Showing) -> Sent | Failed:
        if self.failures:
            return self.failures.pop(0)
        chat = self.chats.setdefault(to.user, [])
        shown = Shown(
            str(next(self._refs)), showing.text, showing.prompt_id, showing.choices,
            file_name=file.name if (file := showing.kept or showing.file) else "",
            file_content=showing.kept.content if showing.kept else b"", asks_contact=showing.ask_contact,
            link=showing.link,
        )  # fmt: skip
        if showing.edit_ref is not None:
            for place, message in enumerate(chat):
                if message.ref == showing.edit_ref:
                    shown.ref = message.ref
                    chat[place] = shown
                    return Sent(shown.ref)
        chat.append(shown)
        return Sent(shown.ref)

    async def fetch(self, ref: str, most: int) -> bytes | Failed:
        if refused := self._refused("fetch"):
            return refused
        return self.files.get(ref, Failed("gone: unknown", permanent=True))

    async def show_page(self, to: Address, page: Page) -> Sent | Failed:
        if refused := self._refused("show_page"):
            return refused
        ref = str(next(self._refs))
        self.chats.setdefault(to.user, []).append(Shown(ref, page.caption, photo=True))
        return Sent(ref)

    async def put_away(self, to: Address, message_ref: str, text: str) -> Sent | Failed:
        if refused := self._refused("put_away"):
            return refused
        for place, message in enumerate(self.chats.get(to.user, [])):
            if message.ref == message_ref:
                self.chats[to.user][place] = Shown(message_ref, text)
        return Sent()

    async def take_back(self, to: Address, message_ref: str) -> Sent | Failed:
        if refused := self._refused("take_back"):
            return refused
        self.chats[to.user] = [m for m in self.chats.get(to.user, []) if m.ref != message_ref]
        return Sent()

    async def answer_tap(self, callback_ref: str, text: str) -> Sent | Failed:
        self.answered.append(callback_ref)
        if text:
            self.notices.append(text)
        return Sent()


class House:
    """The bot's inside over one database, without network."""

    def __init__(
        self,
        database: Database,
        capabilities: Capabilities = BUTTONS,
        *,
        scans_folder: Any = None,
        **rules: Any,
    ) -> None:
        self.database = database
        self.clock = Clock()
        self.channel = FakeChannel(capabilities)
        self.rules = Rules(zone=ZONE, **{"practice": 0, **rules})
        name = capabilities.channel
        self.conversation = Conversation(
            database,
            self.clock,
            self.rules,
            {name: self.channel},
            holder="test",  # type: ignore[arg-type]
        )
        self.sender = Sender(database, {name: self.channel}, self.clock, scans_folder)  # type: ignore[arg-type]
        self.delivery = Delivery(database, self.sender, self.clock, holder="test", pace=Pace())  # type: ignore[arg-type]

    def phone(self, user: str) -> Phone:
        """Somebody's phone with the chat open."""
        return Phone(self, user)

    async def hears(self, user: str, **raw: Any) -> Answered | None:
        """Let one update come in and be worked off; what it says is shown."""
        key = raw.pop("key", f"e{next(_events)}")
        raw |= {"user": user, "key": key}
        name = self.channel.capabilities.channel
        await self.conversation.receive(name, "bot", [Update(key, user, json.dumps(raw))])
        last = None
        while (taken := await self.conversation.take(Address(name, user))) is not None:
            if isinstance(taken, Answered):
                last = taken
                await self.delivery.answer(taken)
            elif isinstance(taken, Again):
                continue
        await self.delivery.quiet()
        await self.delivery.ledger.flush()
        return last

    async def fetches(self) -> int:
        """Let the files that wait be fetched and what is told of them be sent; returns how many were taken up."""
        name = self.channel.capabilities.channel

        async def told(tx: Any, asides: list[Aside]) -> object:
            return await tell(tx, asides, {name: self.channel.capabilities}, self.clock())

        fetching = Fetching(self.database, self.clock, {name: self.channel}, told, ZONE)
        taken = await fetching.run_once()
        await self.delivers()
        return taken

    async def delivers(self) -> int:
        """Let the delivery loop send what is due; returns how many items it took up."""
        taken = await self.delivery.run_once()
        await self.delivery.quiet()
        await self.delivery.ledger.flush()
        return taken


class Phone:
    """One person's side of the chat."""

    def __init__(self, house: House, user: str) -> None:
        self.house = house
        self.user = user

    @property
    def chat(self) -> list[Shown]:
        return self.house.channel.chats.setdefault(self.user, [])

    @property
    def screen(self) -> str:
        """The newest message's text."""
        return self.chat[-1].text if self.chat else ""

    @property
    def card(self) -> Shown:
        """The newest message that offers choices, or the newest at all."""
        return next((m for m in reversed(self.chat) if m.choices), self.chat[-1])

    def labels(self) -> list[str]:
        return [choice.label for choice in self.card.choices]

    async def says(self, text: str) -> None:
        await self.house.hears(self.user, kind="typed", said=[text], ref=f"u{next(_events)}")

    async def taps(self, label: str, *, on: Shown | None = None, key: str | None = None) -> str:
        """Tap a button by its caption; returns the word the tap was answered with."""
        message = on or next(
            (m for m in reversed(self.chat) if any(c.label == label for c in m.choices)), None
        )
        assert message is not None, f"no button {label!r}; the screen shows {self.screen!r} {self.labels()}"
        choice = next(c for c in message.choices if c.label == label)
        before = len(self.house.channel.notices)
        more = {"key": key} if key else {}
        tap = f"cb{next(_events)}"
        await self.house.hears(
            self.user, kind="chosen", said=[message.prompt_id, choice.key], ref=message.ref, tap=tap, **more
        )
        assert self.house.channel.answered.count(tap) <= 1
        return "".join(self.house.channel.notices[before:])

    async def chooses(self, label: str) -> None:
        """Choose by caption on any channel: a tap where there are buttons, the number or the words where not."""
        if self.house.channel.capabilities.buttons:
            await self.taps(label)
            return
        lines = self.screen.splitlines()
        listed = {
            line.split(". ", 1)[1]: line.split(". ", 1)[0]
            for line in lines
            if line[:1].isdigit() and ". " in line
        }
        await self.says(listed.get(label) or numbered.bare(label))

    async def sends(
        self, content: bytes, name: str = "", *, caption: str = "", kind: str = "", mime: str = ""
    ) -> None:
        """Send a photo, or with a name a document."""
        ref = f"file{next(_events)}"
        self.house.channel.files[ref] = content
        said = [kind or ("document" if name else "photo"), ref, name, mime, len(content), caption]
        await self.house.hears(self.user, kind="attached", said=said, ref=f"u{next(_events)}")

    async def shares_contact(self, phone: str, *, own: bool = True) -> None:
        await self.house.hears(self.user, kind="contact", said=[phone, own], ref=f"u{next(_events)}")


async def linked(house: House, user: str, person_id: int) -> Phone:
    """A phone whose account is already somebody's."""
    from storage import people

    name = house.channel.capabilities.channel

    async def work(tx: Any) -> None:
        account, _ = await people.who(tx, Address(name, user))
        await people.link(tx, account.id, person_id, now=house.clock())

    await house.database.write(work)
    return house.phone(user)
