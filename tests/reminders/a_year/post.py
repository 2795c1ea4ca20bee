"""What leaves the bot: on most days sent by the hundred, on some by the real delivery, which looks once more."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select

from bot.bulk_telling import tell_many
from bot.delivery.pace import Pace
from bot.delivery.sender import Sender
from bot.delivery.worker import Delivery
from domain.talk.values import Aside
from reminders.recheck import Recheck
from storage import outbox as real_outbox
from storage.engine import Database, Tx
from storage.planning import Campaign
from storage.tables import AccountRow
from storage.tables_talk import OutboxRow
from tests import chat
from tests.world import ZONE, Clock

outbox: Any = OutboxRow.__table__
accounts: Any = AccountRow.__table__


@dataclass(frozen=True)
class Said:
    """One message as it left, or did not: `end` is empty when it was sent, else why it was not."""

    kind: str
    period: str
    person_id: int
    at: datetime
    text: str
    end: str = ""


async def no_picture(chart: Any) -> None:
    """Draw nothing: how charts look is shown elsewhere."""


class Post:
    """The way out, for one database."""

    def __init__(self, database: Database, clock: Clock, campaign: Campaign) -> None:
        self._database, self._clock = database, clock
        self.channel = chat.FakeChannel(chat.BUTTONS)
        channels: Any = {"telegram": self.channel}
        sender = Sender(database, channels, clock, None, draw_chart=no_picture)
        self._delivery = Delivery(
            database, sender, clock, holder="year", pace=Pace(per_chat_s=0.0, overall=100_000),
            recheck=Recheck(campaign),
        )  # fmt: skip
        self.is_real = False
        self.said: list[Said] = []

    async def tell(self, tx: Tx, asides: list[Aside], *, not_before: datetime | None = None) -> None:
        """Write what is said to people into the outbox."""
        now = self._clock()
        await tell_many(tx, asides, {"telegram": chat.BUTTONS}, now, not_before=not_before)

    async def goes(self) -> list[Said]:
        """Send what waits; returns what left, and what did not and why."""
        waiting = await self._database.read(_waiting)
        if not waiting:
            return []
        if self.is_real:
            ended = await self._deliver(list(waiting))
        else:
            now = self._clock()
            await self._database.write(
                lambda tx: real_outbox.record(tx, list(waiting), state="sent", result=None, now=now)
            )
            ended = dict.fromkeys(waiting, "")
        local = self._clock().astimezone(ZONE)
        went = []
        for item_id, end in ended.items():
            key, text = waiting[item_id]
            kind, _, rest = key.partition(":")
            period, _, person_id = rest.rpartition(":")
            went.append(Said(kind, period, int(person_id), local, text, end))
        self.said += went
        return went

    async def _deliver(self, ids: list[int]) -> dict[int, str]:
        """Let the real delivery work; what it recorded as sent must stand in the channel, and nothing else may."""
        self.channel.chats.clear()
        while await self._delivery.run_once():
            await self._delivery.quiet()
            await self._delivery.ledger.flush()
        ended = await self._database.read(lambda tx: _ends(tx, ids))
        sent = Counter((user, text) for user, text, end in ended.values() if not end)
        shown = Counter(
            (user, message.text) for user, chat_ in self.channel.chats.items() for message in chat_
        )
        assert sent == shown, "the channel shows what was recorded as sent"
        return {item_id: end for item_id, (_, _, end) in ended.items() if end != "waiting"}

    async def close(self) -> None:
        await self._delivery.close()


async def _waiting(tx: Tx) -> dict[int, tuple[str, str]]:
    query = select(outbox.c.id, outbox.c.key, outbox.c.body).where(
        real_outbox.undelivered, outbox.c.state == "waiting"
    )
    return {row.id: (row.key, row.body["text"]) for row in await tx.run(query.order_by(outbox.c.id))}


async def _ends(tx: Tx, ids: list[int]) -> dict[int, tuple[str, str, str]]:
    rows = await tx.run(
        select(outbox.c.id, accounts.c.user_key, outbox.c.body, outbox.c.state, outbox.c.result)
        .join(accounts, accounts.c.id == outbox.c.account_id)
        .where(outbox.c.id.in_(ids))
    )
    return {row.id: (row.user_key, row.body["text"], _end(row.state, row.result)) for row in rows}


def _end(state: str, result: str | None) -> str:
    return "" if state == "sent" else (result or state) if state in ("cancelled", "failed") else "waiting"
