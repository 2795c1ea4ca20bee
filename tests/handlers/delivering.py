"""A house whose delivery is watched: in which order messages go out, when, and held up where a test wants it."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import Any

from sqlalchemy import select

from bot import ladder
from bot.delivery.pace import Pace
from bot.delivery.sender import Sender
from bot.delivery.worker import Delivery
from domain.nudges_verdict import Send
from domain.talk.ports import Showing
from domain.talk.values import Address, Aside, Failed, Message, Sent, Slot
from storage import outbox, people
from storage.engine import Database, Tx
from tests.chat import BUTTONS, NUMBERS, FakeChannel, House
from tests.world import MORNING


class Ticks:
    """A machine's own clock, which goes on when somebody sleeps; `at_each` is called whenever that happens."""

    def __init__(self) -> None:
        self.at = 1000.0
        self.at_each: Any = lambda: None

    def __call__(self) -> float:
        return self.at

    async def sleep(self, seconds: float) -> None:
        await asyncio.sleep(0)  # what was begun has begun
        self.at += seconds
        self.at_each()
        await asyncio.sleep(0)


class Watched(FakeChannel):
    """A far server that notes in which order and when messages come, and can hold them up."""

    order: list[str]
    moments: list[tuple[float, str]]
    ticks: Ticks
    hold: asyncio.Event | None
    begun: int

    @staticmethod
    def of(capabilities: Any, ticks: Ticks) -> Watched:
        channel = Watched(capabilities)
        channel.order, channel.moments, channel.ticks, channel.hold, channel.begun = [], [], ticks, None, 0
        return channel

    async def show(self, to: Address, showing: Showing) -> Sent | Failed:
        self.begun += 1
        if self.hold is not None:
            await self.hold.wait()
        outcome = await super().show(to, showing)
        if isinstance(outcome, Sent):
            self.order.append(showing.text)
            self.moments.append((self.ticks(), to.user))
        return outcome


class Post(House):
    """A house with two channels, whose delivery runs on ticks of the test's own."""

    def __init__(self, database: Database) -> None:
        super().__init__(database, BUTTONS)
        self.ticks = Ticks()
        self.telegram = Watched.of(BUTTONS, self.ticks)
        self.zalo = Watched.of(NUMBERS, self.ticks)
        self.channels = {"telegram": self.telegram, "zalo_bot": self.zalo}
        self.asked: list[str] = []
        self.verdicts: dict[str, Any] = {}
        self.sender = Sender(database, self.channels, self.clock, None)  # type: ignore[arg-type]
        self.delivery = self.worker("test")

    def worker(self, holder: str) -> Delivery:
        """Make the delivery of another process."""
        return Delivery(
            self.database, self.sender, self.clock,  # type: ignore[arg-type]
            holder=holder, pace=Pace(now=self.ticks, sleep=self.ticks.sleep), recheck=self.recheck,
            ticks=self.ticks, climb=lambda tx, item, now: ladder.climb(tx, item, self.capabilities, now),
        )  # fmt: skip

    @property
    def capabilities(self) -> Any:
        return {"telegram": BUTTONS, "zalo_bot": NUMBERS}

    async def recheck(self, tx: Tx, item: outbox.Item, account: Any, now: Any, glance: Any) -> Any:
        """Note what was asked, and say what the test wants said."""
        self.asked.append(item.body["text"])
        return self.verdicts.get(item.body["text"], Send())

    async def employ(self, count: int, channel: str = "telegram") -> list[int]:
        """Link people who have numbers from 1 on; gives their accounts' numbers."""

        async def work(tx: Tx) -> list[int]:
            made = []
            for person in range(1, count + 1):
                account, _ = await people.who(tx, Address(channel, f"u{person}"))
                await people.link(tx, account.id, person, now=MORNING)
                made.append(account.id)
            return made

        return await self.database.write(work)

    async def tell(self, *texts: str, person: int = 0) -> None:
        """Write something to each of as many people as there are texts, or all of it to one of them."""
        asides = [Aside(person or place, Message(text), "nudge", text) for place, text in enumerate(texts, 1)]
        await self.database.write(lambda tx: ladder.tell(tx, asides, self.capabilities, self.clock()))

    async def broadcast(self, account_ids: list[int]) -> None:
        """Write the same to many, behind all reminders."""

        async def work(tx: Tx) -> None:
            for number in account_ids:
                await outbox.add(
                    tx, f"broadcast:{number}", number, {"text": f"Tin chung {number}"}, kind="broadcast",
                    slot=Slot.NOTE, priority=outbox.BROADCAST, now=self.clock(),
                )  # fmt: skip

        await self.database.write(work)

    async def kept_answer(self, text: str, account_id: int, *, in_s: float = 0.0) -> None:
        """Leave an answer that could not be given, to be tried again some seconds later."""

        async def work(tx: Tx) -> None:
            now = self.clock()
            await outbox.add(
                tx, f"parked:{text}", account_id, {"text": text}, kind="parked", slot=Slot.NOTE,
                priority=outbox.ANSWER, now=now, not_before=now + timedelta(seconds=in_s),
            )  # fmt: skip

        await self.database.write(work)

    async def states(self) -> dict[str, tuple[str, str | None]]:
        """Read how each message stands, and why."""
        rows = await self.database.read(lambda tx: tx.run(select(outbox.outbox).order_by(outbox.outbox.c.id)))
        return {row.body["text"]: (row.state, row.result) for row in rows}

    async def delivers_all(self, worker: Delivery | None = None) -> None:
        """Let a process send until nothing is due."""
        worker = worker or self.delivery
        while await worker.run_once():
            pass
        await worker.quiet()
        await worker.ledger.flush()
