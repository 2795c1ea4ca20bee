"""Broadcasts on their way: begun when due, written to the outbox a piece at a time, shown to their sender, ended.

The recipients' rows are the truth and all is read from them at each beat, so that a start after any death goes on where
it broke off. One process does it, the one that leads delivery.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from contextlib import suppress
from datetime import datetime

import structlog

from bot.broadcast_hooks import Hooks, asks_by_number
from bot.broadcast_progress import Progress
from bot.clock import Clock
from bot.ladder import tell
from domain.broadcast import State, Status, Withheld
from domain.people import Role
from domain.talk.values import Aside, Capabilities, Choice, Message
from domain.wording import broadcast as say
from domain.wording import broadcast_runs as say_runs
from handlers import broadcast_look as look
from handlers.broadcast_order import TOLD_KIND
from handlers.context import Rules
from storage import (
    attachments,
    audiences,
    audit,
    broadcast_recipients,
    broadcasts,
    outbox,
    outbox_bulk,
    people,
    preferences,
)
from storage import units as tree
from storage.broadcasts import KIND, Broadcast
from storage.engine import Database, Tx
from storage.outbox_bulk import NewItem, NewPrompt

log = structlog.get_logger("bot.broadcasting")

BEAT_S = 0.5
LOW, PIECE = 250, 500  # so few in line, and so many more are written: ten to thirty seconds' worth


class Broadcasting:
    """What one process does for all broadcasts."""

    def __init__(
        self,
        database: Database,
        clock: Clock,
        rules_: Rules,
        channels: Mapping[str, Capabilities],
        hooks: Hooks,
        progress: Progress,
    ) -> None:
        self._database = database
        self._clock = clock
        self._rules = rules_
        self._channels = channels
        self._hooks = hooks
        self._progress = progress

    async def run(self, stop: asyncio.Event) -> None:
        """Look after them until told to stop."""
        while not stop.is_set():
            try:
                await self.beat()
            except Exception as fault:
                log.error("broadcasting_failed", fault=type(fault).__name__)
            with suppress(TimeoutError):
                await asyncio.wait_for(stop.wait(), BEAT_S)

    async def beat(self) -> None:
        """Do for each what is due."""
        numbers = [made.id for made in await self._database.read(broadcasts.in_hand)]
        for number in numbers:
            await self._database.write(lambda tx, number=number: self._go_on(tx, number))
        for number in dict.fromkeys((*numbers, *self._progress.unended)):
            await self._progress.show(number)

    async def _go_on(self, tx: Tx, number: int) -> None:
        made, now = await broadcasts.load(tx, number, lock=True), self._clock()
        if made is None:
            return
        match made.state:
            case State.ASKED if made.consent_until is not None and made.consent_until <= now:
                await self._refuse(tx, made, "lapsed", now)
            case State.SCHEDULED if made.send_at is None or made.send_at <= now:
                if await self._begin(tx, made, now):
                    await self._go_on(tx, number)
            case State.SENDING:
                await self._send_on(tx, made, now)
            case State.STOPPING:
                await broadcast_recipients.withhold_rest(tx, made.id, _why_stopped(made), now=now)
                await self._end_if_done(tx, made, State.STOPPED, now)

    # ── beginning ───────────────────────────────────────────────────────────────────────────────

    async def _begin(self, tx: Tx, made: Broadcast, now: datetime) -> bool:
        """Write down whom it is for now, and let it go out; not from somebody who may not speak to them any more."""
        local = now.astimezone(self._rules.zone)
        due = (made.send_at or made.made_at).astimezone(self._rules.zone)
        if made.send_at is not None and due.date() < local.date():
            await self._refuse(tx, made, "late", now)
            return False
        if not await self._may_speak(tx, made):
            await self._refuse(tx, made, Withheld.SENDER_LEFT.value, now)
            return False
        if made.attachment_id is not None:
            file = await attachments.find(tx, made.attachment_id)
            if file is None or file.state not in ("fetched", "waiting"):
                await self._refuse(tx, made, "file", now)
                return False
            if file.state == "waiting":  # its bytes are on their way to us
                return False
        count = await broadcast_recipients.begin(tx, made.id, made.audience, local.date())
        await broadcasts.move(
            tx, made.id, was=[State.SCHEDULED], to=State.SENDING, begun_at=now, recipients=count
        )
        await audit.note(
            tx, at=now, person_id=made.made_by, act="broadcast.begun", subject=str(made.id),
            details={"people": count},
        )  # fmt: skip
        return True

    async def _may_speak(self, tx: Tx, made: Broadcast) -> bool:
        """Say whether who ordered it is admin of all of its audience now; the command line always may."""
        if made.made_by is None:
            return True
        sender = await people.person(tx, made.made_by)
        return sender is not None and await self._covers(
            tx, made, [post.unit_path for post in sender.posts_as(Role.ADMIN)]
        )

    async def _covers(self, tx: Tx, made: Broadcast, paths: list[str]) -> bool:
        known = await tree.tree(tx)
        wanted = [known[one].path for one in made.audience.units or await audiences.roots(tx) if one in known]
        return bool(paths) and bool(wanted) and all(path.startswith(tuple(paths)) for path in wanted)

    async def _refuse(self, tx: Tx, made: Broadcast, why: str, now: datetime) -> None:
        was = [State.ASKED, State.SCHEDULED]
        await broadcasts.move(tx, made.id, was=was, to=State.REFUSED, reason=why, ended_at=now)
        act = "broadcast.lapsed" if why == "lapsed" else "broadcast.refused"
        await audit.note(tx, at=now, person_id=None, act=act, subject=str(made.id), details={"why": why})
        if made.made_by is not None:
            await self._tell(tx, made.made_by, Message(say.not_begun(made.id, why)), f"{made.id}:{why}", now)

    # ── going on ────────────────────────────────────────────────────────────────────────────────

    async def _send_on(self, tx: Tx, made: Broadcast, now: datetime) -> None:
        if not await self._may_speak(tx, made):
            await self._stop_for_all(tx, made, now)
            return
        in_line = await broadcast_recipients.in_line(tx, made.id)
        if in_line < LOW and await self._hooks.may_go(tx, made, now):
            await self._write_more(tx, made, now)
        await self._end_if_done(tx, made, State.DONE, now)

    async def _write_more(self, tx: Tx, made: Broadcast, now: datetime) -> None:
        """Write the messages of the next few people, each for the channel they prefer; who has none is done with."""
        ids = await broadcast_recipients.unwritten(tx, made.id, PIECE)
        if not ids:
            return
        rungs = await preferences.rungs(tx, ids, self._channels)
        heads = {holder.person_id for holder in await people.holding(tx, Role.HEAD)}
        without = [one for one in ids if one not in rungs]
        nowhere = await broadcast_recipients.unlinked(tx, without)
        end = broadcast_recipients.end
        await end(tx, made.id, nowhere, Status.NOT_LINKED, now=now)
        await end(tx, made.id, set(without) - nowhere, Status.BLOCKED, reason="unreachable before", now=now)
        reached = [one for one in ids if one in rungs]
        rows = [self._row(made.id, one, rungs[one], heads=one in heads) for one in reached]
        added = await outbox_bulk.add_many(tx, rows, now=now, priority=outbox.BROADCAST)
        lines = [
            (one, number, rungs[one][0][1])
            for one, number in zip(reached, added, strict=True)
            if number is not None
        ]
        await broadcast_recipients.written(tx, made.id, lines)

    def _row(self, number: int, person: int, rungs: list[tuple[int, str]], *, heads: bool) -> NewItem:
        (account_id, channel), *rest = rungs
        body: dict[str, object] = {"text": "", "broadcast": number}
        body |= {"heads": True} if heads else {}
        body |= {"ladder": {"next": [other for other, _ in rest]}} if rest else {}
        prompt = None
        if not asks_by_number(self._channels[channel]):
            choices = [[choice.key, choice.label] for choice in look.choices(heads=heads)]
            prompt = NewPrompt(look.ACK_STEP, {"b": number}, choices)
        return NewItem(f"{KIND}:{number}:{person}", account_id, KIND, body, prompt)

    async def _stop_for_all(self, tx: Tx, made: Broadcast, now: datetime) -> None:
        """Stop what somebody sends who may not any more; the other admins hear of it."""
        why = Withheld.SENDER_LEFT
        await broadcasts.move(
            tx, made.id, was=[State.SENDING], to=State.STOPPING, reason=why.value, stopped_at=now
        )
        await broadcast_recipients.withhold_rest(tx, made.id, why, now=now)
        counts = await broadcast_recipients.counts(tx, made.id)
        await audit.note(
            tx, at=now, person_id=None, act="broadcast.stopped", subject=str(made.id),
            details={"why": why.value, "sent": counts.of(Status.SENT)},
        )  # fmt: skip
        told = Message(say_runs.others_told(made.id, counts.of(Status.SENT), counts.total))
        for holder in {one.person_id: one for one in await people.holding(tx, Role.ADMIN)}.values():
            if await self._covers(tx, made, [holder.unit_path]):
                await self._tell(tx, holder.person_id, told, f"{made.id}:stopped", now)

    # ── ending ──────────────────────────────────────────────────────────────────────────────────

    async def _end_if_done(self, tx: Tx, made: Broadcast, to: State, now: datetime) -> None:
        if await broadcast_recipients.any_waiting(tx, made.id):
            return
        counts = await broadcast_recipients.counts(tx, made.id)
        await broadcasts.move(
            tx, made.id, was=[State.SENDING, State.STOPPING], to=to, ended_at=now, recipients=counts.total
        )
        by_status = {status.value: number for status, number in counts.by_status.items()}
        await audit.note(
            tx, at=now, person_id=made.made_by, act="broadcast.ended", subject=str(made.id), details=by_status
        )
        if made.made_by is None:
            return
        why = made.reason
        text = say_runs.report(
            made.id, to.value, counts.total, counts.by_status, counts.withheld, counts.acknowledged, why
        )
        choices = (
            Choice("correct", say.CORRECT, row=0),
            Choice("remind", say.REMIND, row=1),
            Choice("silent", say.WHO_NOT, row=1),
        )
        message = Message(text, step="broadcast", choices=choices, payload=(("b", made.id),))
        await self._tell(tx, made.made_by, message, f"{made.id}:ended", now)

    async def _tell(self, tx: Tx, person_id: int, message: Message, key: str, now: datetime) -> None:
        await tell(tx, [Aside(person_id, message, TOLD_KIND, key)], self._channels, now)


def _why_stopped(made: Broadcast) -> Withheld:
    return Withheld.SENDER_LEFT if made.reason == Withheld.SENDER_LEFT.value else Withheld.STOPPED
