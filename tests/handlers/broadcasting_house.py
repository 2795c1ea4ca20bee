"""A house that sends broadcasts, on ticks of the test's own: the province's admins, and people to speak to."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from bot.broadcast_hooks import Hooks
from bot.broadcast_progress import Progress
from bot.broadcasting import Broadcasting
from bot.delivery.pace import Pace
from bot.delivery.sender import Sender
from bot.delivery.unasked import send_always
from bot.delivery.worker import Delivery
from domain.broadcast import Status
from domain.talk.values import Capabilities
from storage import acknowledgements, broadcasts, outbox
from storage.broadcasts import KIND, Broadcast
from storage.engine import Database
from tests import world
from tests.chat import BUTTONS, FakeChannel, House, Phone, linked
from tests.handlers.delivering import Ticks

PROVINCE, DISTRICT, HOA_CU, HAI_YEN = 1, 2, 3, 4


class Office(House):
    """The bot's inside with delivery and broadcasts, on one channel."""

    def __init__(
        self,
        database: Database,
        capabilities: Capabilities = BUTTONS,
        *,
        beside: Capabilities | None = None,
        **rules: Any,
    ) -> None:
        super().__init__(database, capabilities, **rules)
        self.beside = (
            FakeChannel(beside) if beside is not None else None
        )  # another channel, for sending alone
        if beside is not None:
            self.conversation.capabilities[beside.channel] = beside
        self.ticks = Ticks()
        self.starts_anew()

    def starts_anew(self) -> None:
        """Begin a process that knows nothing but the database."""
        outbounds: Any = {
            one.capabilities.channel: one for one in (self.channel, self.beside) if one is not None
        }
        pace = Pace(now=self.ticks, sleep=self._pauses)
        self.hooks = Hooks(self.database, self.clock, self.rules)
        self.sender = Sender(self.database, outbounds, self.clock, None, fill=self.hooks.fill)
        self.delivery = Delivery(
            self.database, self.sender, self.clock, holder="test", pace=pace, ticks=self.ticks,
            recheck=self.hooks.rechecking(send_always), settled=self.hooks.settled, climb=self._climb,
        )  # fmt: skip
        progress = Progress(self.database, self.clock, self.hooks, outbounds, pace, ticks=self.ticks)
        self.broadcasting = Broadcasting(
            self.database, self.clock, self.rules, self.conversation.capabilities, self.hooks, progress
        )

    async def _pauses(self, seconds: float) -> None:
        """Let time pass, which is long beside what sending takes: what is on its way has come by then."""
        await self.delivery.quiet()
        self.clock.move(seconds=seconds)
        await self.ticks.sleep(seconds)

    async def _climb(self, tx: Any, item: outbox.Item, now: datetime) -> bool:
        from bot import ladder

        own = self.hooks.climb if item.kind == KIND else ladder.climb
        return await own(tx, item, self.conversation.capabilities, now)

    async def beats(self, times: int = 1) -> None:
        """Let broadcasts go on and delivery send what is due, so often."""
        for _ in range(times):
            await self.broadcasting.beat()
            await self.delivers()
            self.clock.move(seconds=0.5)
            self.ticks.at += 0.5

    async def sends_all(self, beats: int = 200) -> None:
        """Let all go out that is to go out now."""
        for _ in range(beats):
            await self.beats()
            if not await self.database.read(broadcasts.in_hand):
                await self.beats(6)
                return
        raise AssertionError("a broadcast did not end")

    async def broadcast(self, number: int = 1) -> Broadcast:
        found = await self.database.read(lambda tx: broadcasts.load(tx, number))
        assert found is not None
        return found

    async def ended(self, number: int = 1) -> dict[str, tuple[Status, str]]:
        """How it ended for each, by name."""
        lines = await self.database.read(lambda tx: acknowledgements.lines(tx, number))
        return {line.name: (line.status, line.reason) for line in lines}

    async def hires(self, name: str, role: str, unit: int, *, chat: bool = True) -> Phone:
        """Put somebody on the roster, with their phone linked or not."""
        self._hired = getattr(self, "_hired", 0) + 1
        person = await world.hire(self.database, name, f"8491300{self._hired:04d}", role, unit)
        user = f"{2000 + self._hired}"
        phone = await linked(self, user, person) if chat else self.phone(user)
        phone.person_id = person  # type: ignore[attr-defined]
        return phone


async def reviewers(house: Office) -> tuple[Phone, Phone]:
    """Hire two of a commune: who reviews, and who heads it."""
    return (
        await house.hires("Nông Thị Lan", "official", HOA_CU),
        await house.hires("Lý Văn Đầu", "head", HOA_CU),
    )


async def drafts(quan: Phone, unit: str = "hoa cu", text: str = "Họp lúc 8h mai") -> None:
    """Write a draft for a unit."""
    await quan.says("/thongbao")
    await quan.chooses("Theo đơn vị")
    await quan.says(unit)
    await quan.says(text)


async def for_all(quan: Phone) -> None:
    """Write a draft for the whole province."""
    await quan.says("/thongbao")
    await quan.chooses("Tất cả")
    await quan.says("Toàn tỉnh họp")


def choices_of(phone: Phone) -> list[str]:
    """What may be chosen below the newest message."""
    if phone.house.channel.capabilities.buttons:
        return phone.labels()
    return [
        line.split(". ", 1)[1] for line in phone.screen.splitlines() if line[:1].isdigit() and ". " in line
    ]
