"""What delivery asks about a broadcast's messages: their words, whether they still go, and where their end is kept."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from bot.clock import Clock
from bot.delivery.sender import Dropped
from bot.delivery.unasked import Recheck
from bot.offering import offer, packed
from domain import broadcast as rules
from domain.broadcast import State, Status, Withheld
from domain.nudges import Reason
from domain.nudges_verdict import Cancel, Postpone, Send, Verdict
from domain.people import Account
from domain.talk import numbered
from domain.talk.values import Capabilities, Failed, Message, Sent
from handlers import broadcast_look as look
from handlers.context import Rules
from storage import audiences, broadcast_recipients, broadcasts, calendars, outbox, people
from storage import units as tree
from storage.broadcasts import KIND, Broadcast
from storage.calendars import Calendars
from storage.engine import Database, Tx
from storage.glance import Glance

KNOWN = 16  # broadcasts whose words are kept at hand
FRESH = timedelta(minutes=1)  # what is known of calendars may be so old


def number_of(item: outbox.Item) -> int:
    """Tell of which broadcast a message is."""
    return int(item.body["broadcast"])


class Hooks:
    """The answers, for one process."""

    def __init__(self, database: Database, clock: Clock, rules_: Rules) -> None:
        self._database = database
        self._clock = clock
        self._rules = rules_
        self._known: dict[int, tuple[Broadcast, datetime | None, datetime | None]] = {}
        self._calendars: tuple[datetime, Calendars] | None = None

    # ── what it says ────────────────────────────────────────────────────────────────────────────

    async def fill(self, item: outbox.Item, account: Account, can: Capabilities) -> dict[str, Any] | None:
        """Give the body of a message that was written without its words; None where the broadcast is gone.

        Where choices are drawn as numbers they are offered only now: a number must not come to mean a list that lies in
        wait for the morning.
        """
        if "filled" in item.body:
            return dict(item.body["filled"])
        number = number_of(item)
        if number not in self._known and not await self._learn(number):
            return None
        message = self.message(number, heads=bool(item.body.get("heads")))
        if "prompt" in item.body:
            return {**packed(message, can), "prompt": item.body["prompt"]}
        now = self._clock()

        async def work(tx: Tx) -> dict[str, Any]:
            body = await offer(tx, account.id, message, can, now)
            await outbox.rewrite(tx, item.id, {**item.body, "filled": body})
            return body

        return await self._database.write(work)

    def message(self, number: int, *, heads: bool) -> Message:
        """Make the message of a broadcast that is known."""
        made, corrects, reminds = self._known[number]
        marked = look.words(made.text, made.sender, corrects=corrects, reminds=reminds)
        return look.message(marked, number, attachment=made.attachment_id, heads=heads)

    async def _learn(self, number: int) -> bool:
        async def work(tx: Tx) -> tuple[Broadcast | None, Broadcast | None, Broadcast | None]:
            made = await broadcasts.load(tx, number)
            of = [await broadcasts.load(tx, one) if one else None
                  for one in ((made.corrects_id, made.reminds_id) if made else (None, None))]  # fmt: skip
            return made, of[0], of[1]

        made, corrected, reminded = await self._database.read(work)
        if made is None:
            return False
        zone = self._rules.zone
        at = [one.said_at.astimezone(zone) if one is not None else None for one in (corrected, reminded)]
        self._known[number] = made, at[0], at[1]
        while len(self._known) > KNOWN:
            self._known.pop(next(iter(self._known)))
        return True

    # ── whether it still goes ───────────────────────────────────────────────────────────────────

    def rechecking(self, other: Recheck) -> Recheck:
        """Give what is asked just before anything unasked goes out, with `other` for all that is no broadcast."""

        async def recheck(
            tx: Tx, item: outbox.Item, account: Account, now: datetime, glance: Glance
        ) -> Verdict:
            if item.kind != KIND or account.person_id is None:
                return await other(tx, item, account, now, glance)
            return await self._judge(tx, number_of(item), account.person_id, now)

        return recheck

    async def _judge(self, tx: Tx, number: int, person_id: int, now: datetime) -> Verdict:
        standing = await broadcasts.standing(tx, number, person_id)
        if standing is None or standing.state is not State.SENDING:
            return Cancel(Withheld.STOPPED.value)
        if standing.locked:
            return Cancel(Withheld.LOCKED.value)
        if not standing.audience.holds(standing.posts):
            return Cancel(Withheld.LEFT.value)
        local = now.astimezone(self._rules.zone)
        calendar = (await self.known_calendars(tx, now)).of(standing.posts[0][1])
        if rules.may_go(local, calendar):
            return Send()
        return Postpone(rules.first_possible(local + timedelta(seconds=1), calendar), Reason.QUIET.value)

    async def known_calendars(self, tx: Tx, now: datetime) -> Calendars:
        """Give the units' calendars, read not long ago."""
        if self._calendars is None or not timedelta(0) <= now - self._calendars[0] <= FRESH:
            self._calendars = now, await calendars.load(tx, self._rules.calendar_file)
        return self._calendars[1]

    async def may_go(self, tx: Tx, made: Broadcast, now: datetime) -> bool:
        """Say whether it is an hour at which a broadcast goes out to anybody."""
        known, units_ = await self.known_calendars(tx, now), await tree.tree(tx)
        wanted = made.audience.units or await audiences.roots(tx)
        local = now.astimezone(self._rules.zone)
        return any(rules.may_go(local, known.of(units_[one].path)) for one in wanted if one in units_)

    # ── how it ended ────────────────────────────────────────────────────────────────────────────

    async def settled(
        self, tx: Tx, ids: Sequence[int], outcome: Sent | Failed | Dropped, now: datetime
    ) -> None:
        """Keep the end of messages with their recipients, in the transaction that ends them in the outbox."""
        if isinstance(outcome, Sent):
            status, reason = Status.SENT, ""
        elif isinstance(outcome, Dropped):
            status, reason = Status.WITHHELD, outcome.reason
        else:
            reason = outcome.reason
            status = rules.ending(reason, unreachable=outcome.unreachable, permanent=outcome.permanent)
        await broadcast_recipients.settle(tx, ids, status, reason=reason, now=now)

    async def climb(
        self, tx: Tx, item: outbox.Item, can_of: Mapping[str, Capabilities], now: datetime
    ) -> bool:
        """Write what one channel refused for the person's next; False where there is none left."""
        below = [await people.account(tx, account_id) for account_id in item.body["ladder"]["next"]]
        left = [one for one in below if one is not None and one.channel in can_of and not one.unreachable]
        if not left:
            return False
        to, *rest = left
        body = {name: item.body[name] for name in ("broadcast", "heads") if name in item.body}
        body |= {"ladder": {"next": [one.id for one in rest]}} if rest else {}
        added = await outbox.add(
            tx,
            f"{item.key}>{to.id}",
            to.id,
            body,
            kind=KIND,
            slot=item.slot,
            priority=outbox.BROADCAST,
            now=now,
        )
        if added is None:
            return False
        await broadcast_recipients.climbed(tx, item.id, added.id, to.channel)
        return True


def asks_by_number(can: Capabilities) -> bool:
    """Say whether the choices of a broadcast are drawn as a list on a channel."""
    return numbered.is_numbered(look.choices(heads=True), takes_text=False, capabilities=can)
