"""The message that shows a sender how far a broadcast is: edited where it stands, not more often than every 2 seconds.

It goes past the outbox: one that is lost is made good by the next. What must be said, the report at the end, is not.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import structlog

from bot.broadcast_hooks import Hooks
from bot.clock import Clock
from bot.delivery.pace import Pace
from bot.delivery.sender import showing_of
from bot.offering import offer
from domain import broadcast as rules
from domain.broadcast import State
from domain.people import Account
from domain.talk.ports import Outbound
from domain.talk.values import Address, Choice, Failed, Message
from domain.wording import broadcast_runs as say_runs
from domain.wording import captions
from storage import broadcast_recipients, broadcasts, people, preferences
from storage.broadcasts import Broadcast
from storage.engine import Database, Tx

log = structlog.get_logger("bot.broadcasting")

EVERY_S = 2.0
AFTER_FAULT_S = 10.0
STEPS = 100
RUNS = frozenset({State.SENDING, State.STOPPING, State.STOPPED, State.DONE})


@dataclass(frozen=True, slots=True)
class _Scene:
    made: Broadcast
    account: Account
    text: str
    body: dict[str, object]


def every_s(people: int) -> float:
    """Tell how often it is shown: a hundred steps, for they count towards the same limit, but not oftener than may be."""
    return max(EVERY_S, people / rules.A_SECOND / STEPS)


class Progress:
    """Shows it, for one process."""

    def __init__(
        self,
        database: Database,
        clock: Clock,
        hooks: Hooks,
        outbounds: Mapping[str, Outbound],
        pace: Pace,
        *,
        ticks: Callable[[], float] = time.monotonic,
    ) -> None:
        self._database = database
        self._clock = clock
        self._hooks = hooks
        self._outbounds = outbounds
        self._pace = pace
        self._ticks = ticks
        self._next: dict[int, float] = {}
        self._said: dict[int, tuple[str, bool]] = {}  # the words, and whether it could still be stopped

    @property
    def unended(self) -> tuple[int, ...]:
        """Name the broadcasts whose message does not yet stand as it is to stay."""
        return tuple(self._said)

    async def show(self, number: int) -> None:
        """Show how far a broadcast is now, if it is time to and the sender's channel can edit."""
        if self._ticks() < self._next.get(number, 0.0):
            return
        scene = await self._database.write(lambda tx: self._look(tx, number))
        if scene is None:
            self._forget(number)
            return
        says = scene.text, scene.made.state is State.SENDING
        if says == self._said.get(number):
            return
        channel, user = scene.account.channel, scene.account.user_key
        if self._pace.wait_s(channel, user):  # its turn comes; the recipients' chats go on meanwhile
            return
        self._pace.sent(channel, user)
        self._next[number] = self._ticks() + every_s(scene.made.recipients)
        outcome = await self._outbounds[channel].show(Address(channel, user), showing_of(scene.body))
        if isinstance(outcome, Failed):
            self._next[number] = self._ticks() + max(AFTER_FAULT_S, outcome.retry_after_s or 0.0)
            return
        self._said[number] = says
        where = {"account": scene.account.id, "ref": outcome.message_ref, "prompt": scene.body.get("prompt")}
        if scene.made.progress.get("ref") != outcome.message_ref:
            kept = {**scene.made.progress, **where}
            await self._database.write(lambda tx: broadcasts.note_progress(tx, number, kept))
        if scene.made.state not in (State.SENDING, State.STOPPING):
            self._forget(number)

    def _forget(self, number: int) -> None:
        self._next.pop(number, None)
        self._said.pop(number, None)

    async def _look(self, tx: Tx, number: int) -> _Scene | None:
        """Gather what is to be shown, and where; None where nobody waits for it."""
        made = await broadcasts.load(tx, number)
        if made is None or made.made_by is None or made.state not in RUNS:
            return None
        account = await self._account(tx, made)
        if account is None:
            return None
        counts = await broadcast_recipients.counts(tx, number)
        now = self._clock()
        left: float | None = None
        if made.begun_at is not None and await self._hooks.may_go(tx, made, now):
            left = rules.left_s(counts.ended, counts.total, (now - made.begun_at).total_seconds())
        text = say_runs.progress(number, counts.ended, counts.total, left, counts.by_status)
        message = Message(text)
        known = made.progress.get("prompt")
        if made.state is State.SENDING:
            stop = (Choice("stop", captions.STOP),)
            message = Message(text, step="broadcast", choices=stop, payload=(("b", number),))
        body: dict[str, object] = {"text": text}
        if message.choices:
            body["choices"] = [[c.key, c.label, c.style.value, c.row] for c in message.choices]
            if known is None:
                can = self._outbounds[account.channel].capabilities
                known = (await offer(tx, account.id, message, can, now)).get("prompt")
                await broadcasts.note_progress(tx, number, {**made.progress, "prompt": known})
                made.progress["prompt"] = known
            body["prompt"] = known
        if (ref := made.progress.get("ref")) is not None:
            body["edit"] = ref
        return _Scene(made, account, text, body)

    async def _account(self, tx: Tx, made: Broadcast) -> Account | None:
        """Find where it stands, or where it is to stand: the sender's first account that can be edited in."""
        if (known := made.progress.get("account")) is not None:
            account = await people.account(tx, int(known))
            return account if account is not None and account.person_id == made.made_by else None
        accounts = await preferences.by_preference(tx, made.made_by or 0)
        able = [one for one in accounts if one.channel in self._outbounds and not one.unreachable]
        first = able[0] if able else None
        if first is None or not self._outbounds[first.channel].capabilities.can_edit:
            return None
        return first
