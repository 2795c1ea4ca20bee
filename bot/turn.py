"""One thing said, from start to finish: load, handle, store what is to be said, commit. Nothing is sent in here."""

from __future__ import annotations

import json
import traceback
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Protocol

import structlog

from bot import metrics
from bot.clock import Clock
from bot.house_rules import HouseRules
from bot.keeping import keep
from bot.offering import offer
from domain.people import Account, Person
from domain.talk.values import (
    Address,
    Capabilities,
    Heard,
    Incoming,
    Message,
    Nothing,
    Reply,
    Slot,
    Unreadable,
    Unsupported,
)
from domain.wording import common as say
from handlers import router
from handlers.context import Facts, Rules, Turn
from storage import inbox, outbox, people
from storage.engine import Database, Tx

log = structlog.get_logger("bot.turn")

TRIES = 5  # an update that fails this often is parked with its trace


class Hearing(Protocol):
    """A channel's way in: what a raw update means, and what the channel can draw."""

    capabilities: Capabilities

    def read(self, raw: dict[str, Any]) -> Heard:
        """Understand one raw update; never raises for what the update holds."""
        ...


@dataclass(frozen=True, slots=True)
class Answered:
    """A turn that was committed: what goes out now, and the tap that wants its answer."""

    account: Account
    items: tuple[outbox.Item, ...]
    callback_ref: str | None = None
    notice: str = ""


@dataclass(frozen=True, slots=True)
class Puzzled(Answered):
    """An update that could not be read; somebody known is told so, a stranger is not."""


@dataclass(frozen=True, slots=True)
class Quiet:
    """An update was worked off and nobody is to be told anything."""


@dataclass(frozen=True, slots=True)
class Again:
    """The update failed and is to be tried again; nothing of it was kept."""

    tries: int


Taken = Answered | Quiet | Again | None


class Conversation:
    """The turns of all people on all channels, over one database."""

    def __init__(
        self,
        database: Database,
        clock: Clock,
        rules: Rules,
        channels: Mapping[str, Hearing],
        *,
        holder: str,
        handle: Callable[[Turn], Any] = router.handle,
        standing: HouseRules | None = None,
        facts: Callable[[], Facts] | None = None,
    ) -> None:
        self.database = database
        self.clock = clock
        self.rules = rules
        self.channels = channels
        self.capabilities = {name: channel.capabilities for name, channel in channels.items()}
        self.holder = holder
        self._handle = handle
        self._standing = standing or HouseRules()
        self._facts = facts

    async def receive(self, channel: str, bot: str, updates: Sequence[inbox.Update]) -> list[Address]:
        """Commit updates to the inbox and tell whose they are; only after this may they be confirmed."""
        now = self.clock()
        await self.database.write(lambda tx: inbox.keep(tx, channel, bot, updates, now))
        metrics.updates_received.labels(channel).inc(len(updates))
        return [Address(channel, user) for user in dict.fromkeys(u.user_key for u in updates) if user]

    async def take(self, address: Address) -> Taken:
        """Work off the oldest open update of an address; None when there is none."""
        failing: list[inbox.Waiting] = []
        changed: list[Turn] = []

        async def work(tx: Tx) -> Taken:
            failing.clear()
            changed.clear()
            waiting = await inbox.oldest(tx, address)
            if waiting is None:
                return None
            failing.append(waiting)
            taken = await self._turn(tx, address, waiting, changed)
            await inbox.finish(tx, waiting.id, "unreadable" if isinstance(taken, Puzzled) else "done")
            return taken

        try:
            with metrics.turn_seconds.time():
                taken = await self.database.write(work)
        except Exception as fault:
            if not failing:
                raise
            return await self._failed(address, failing[0], fault)
        if changed:
            self._standing.forget()
        metrics.turns.labels(type(taken).__name__.lower()).inc()
        return taken

    async def _turn(
        self, tx: Tx, address: Address, waiting: inbox.Waiting, changed: list[Turn]
    ) -> Answered | Quiet:
        hearing = self.channels[address.channel]
        heard = hearing.read(json.loads(waiting.raw))
        if isinstance(heard, Unreadable):
            log.warning("update_unreadable", channel=address.channel, update=waiting.id, why=heard.reason)
            return await self._puzzled(tx, address, waiting)
        if isinstance(heard, Nothing):
            return Quiet()
        now = self.clock()
        account, person = await people.who(tx, address)
        blocked = heard.said == Unsupported("blocked")
        if blocked or account.unreachable:
            await people.set_reachable(tx, account.id, reachable=not blocked, now=now)
        key = f"{address.channel}:{waiting.id}:{waiting.event_key}"
        turn = await self.turn(tx, heard, account, person, key=key, received_at=waiting.received_at, now=now)
        reply: Reply = await self._handle(turn)
        if turn.campaign_changed:
            changed.append(turn)
        items = await keep(tx, turn, reply, key=f"answer:{waiting.id}", holder=self.holder)
        return Answered(turn.account, items, turn.incoming.callback_ref, reply.notice)

    async def turn(
        self,
        tx: Tx,
        heard: Incoming,
        account: Account,
        person: Person | None,
        *,
        key: str,
        received_at: datetime,
        now: datetime,
        channel: str = "",
    ) -> Turn:
        """Make the turn of something that was said, or done on a page: who is there today is noted."""
        today = now.astimezone(self.rules.zone).date()
        if person is not None and person.seen_on != today and not person.locked:
            await people.note_seen(tx, person.id, today)
        return Turn(
            tx=tx,
            rules=await self._standing.over(tx, self.rules),
            now=now,
            today=today,
            capabilities=self.capabilities[account.channel],
            incoming=heard,
            account=account,
            person=person,
            decision_key=key,
            channel=channel or account.channel,
            received_at=received_at,
            channels=self.capabilities,
            facts=self._facts,
        )

    async def _puzzled(self, tx: Tx, address: Address, waiting: inbox.Waiting) -> Puzzled:
        account, person = await people.who(tx, address)
        if person is None or not person.posts:
            return Puzzled(account, ())
        return Puzzled(
            account, await self._note(tx, address, account, f"puzzled:{waiting.id}", say.ONLY_TEXT)
        )

    async def _note(
        self, tx: Tx, address: Address, account: Account, key: str, text: str
    ) -> tuple[outbox.Item, ...]:
        """Write one line of our own into the outbox."""
        now = self.clock()
        body = await offer(tx, account.id, Message(text), self.channels[address.channel].capabilities, now)
        item = await outbox.add(
            tx, key, account.id, body, kind=key.partition(":")[0], slot=Slot.NOTE, priority=outbox.ANSWER,
            now=now, holder=self.holder,
        )  # fmt: skip
        return (item,) if item else ()

    async def _failed(
        self, address: Address, waiting: inbox.Waiting, fault: Exception
    ) -> Again | Quiet | Answered:
        """Count a failed try. After the last one the update is parked and the person told, once."""
        park = waiting.tries + 1 >= TRIES
        where = traceback.extract_tb(fault.__traceback__)[-1]
        # the whole trace stays in the inbox: its text may hold people's data, and a log may hold none
        log.error(
            "turn_failed",
            channel=address.channel,
            update=waiting.id,
            tries=waiting.tries + 1,
            parked=park,
            fault=type(fault).__name__,
            where=f"{where.filename.rsplit('/', 2)[-1]}:{where.lineno} {where.name}",
        )
        trace = "".join(traceback.format_exception(fault))
        metrics.turns.labels("parked" if park else "failed").inc()

        async def work(tx: Tx) -> Again | Answered:
            await inbox.fail(tx, waiting.id, trace, park=park)
            if not park:
                return Again(waiting.tries + 1)
            account, person = await people.who(tx, address)
            told: tuple[outbox.Item, ...] = ()
            if person is not None and person.posts:
                told = await self._note(tx, address, account, f"parked:{waiting.id}", say.PARKED)
            return Answered(account, told, self._tap_of(address, waiting))

        return await self.database.write(work)

    def _tap_of(self, address: Address, waiting: inbox.Waiting) -> str | None:
        """Find the tap that waits for its answer in an update that failed, perhaps in its very reading."""
        try:
            heard = self.channels[address.channel].read(json.loads(waiting.raw))
        except Exception:
            return None
        return heard.callback_ref if isinstance(heard, Incoming) else None

    async def rules_now(self, tx: Tx) -> Rules:
        """Give the rules with what an admin has changed of the campaign's days."""
        return await self._standing.over(tx, self.rules)

    def with_link(self, link: str | None) -> None:
        """Learn the bot's own link, once the channel has told its name."""
        self.rules = replace(self.rules, bot_link=link)
