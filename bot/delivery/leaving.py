"""What must not stay in a chat: scans of records that are no longer on the card, typed values, old cards.

Nothing here hangs on one item's being sent: what stands in chats is kept in the database, held against the present
card by each card shown while anything is kept and once a minute besides, and tried again until it is gone.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Mapping, Sequence

import structlog

from domain.talk.ports import Outbound
from domain.talk.values import Address, Failed, Sent
from domain.wording import common as say
from storage import chat_files
from storage.engine import Database

log = structlog.get_logger("bot.delivery")

MISSES = 30  # sweeps in a row that may fail for a chat; after that it is left until its next card


class Leaving:
    """Takes messages back out of chats."""

    def __init__(self, database: Database, outbounds: Mapping[str, Outbound]) -> None:
        self._database = database
        self._outbounds = outbounds
        self._misses: dict[int, int] = {}

    async def after_card(self, account_id: int) -> None:
        """Clear a chat of what does not belong to the card it shows now."""
        strays = await self._database.read(lambda tx: chat_files.strays(tx, account_id))
        await self._clear(account_id, strays)

    async def sweep(self) -> None:
        """Clear all chats: of what could not be taken back before, and of records that went without a card."""
        chats: dict[int, list[chat_files.Stray]] = {}
        for stray in await self._database.read(chat_files.strays):
            chats.setdefault(stray.account_id, []).append(stray)
        self._misses = {account: misses for account, misses in self._misses.items() if account in chats}
        for account_id, strays in chats.items():
            if self._misses.get(account_id, 0) < MISSES:
                await self._clear(account_id, strays)

    async def _clear(self, account_id: int, strays: Sequence[chat_files.Stray]) -> None:
        if not strays:
            return
        to = strays[0].to
        outbound = self._outbounds.get(to.channel)
        if outbound is None:
            return
        failed = await self.take_back(outbound, to, account_id, [stray.message_ref for stray in strays])
        if failed is None:
            self._misses.pop(account_id, None)
            return
        self._misses[account_id] = self._misses.get(account_id, 0) + 1
        log.warning("still_in_chat", account=account_id, reason=failed.reason)

    async def take_back(
        self, outbound: Outbound, to: Address, account_id: int, refs: Iterable[str]
    ) -> Failed | None:
        """Delete messages that are kept as standing in a chat; what cannot be deleted now stays kept."""
        refs = list(refs)
        ended = await asyncio.gather(*(outbound.take_back(to, ref) for ref in refs))
        gone = [ref for ref, outcome in zip(refs, ended, strict=True) if isinstance(outcome, Sent)]
        if gone:
            await self._database.write(lambda tx: chat_files.gone(tx, account_id, gone))
        return next((outcome for outcome in ended if isinstance(outcome, Failed)), None)

    async def forget_words(self, outbound: Outbound, to: Address, account_id: int, ref: str) -> None:
        """Delete a message that somebody typed; where that fails the sweep goes on trying."""
        await self._or_later(account_id, ref, await outbound.take_back(to, ref))

    async def put_away(self, outbound: Outbound, to: Address, account_id: int, ref: str) -> None:
        """Replace an old card by a short line; one that cannot be replaced is deleted by the sweep."""
        await self._or_later(account_id, ref, await outbound.put_away(to, ref, say.CARD_MOVED))

    async def _or_later(self, account_id: int, ref: str, outcome: Sent | Failed) -> None:
        if isinstance(outcome, Failed) and not outcome.unreachable:
            await self._database.write(lambda tx: chat_files.must_leave(tx, account_id, ref))
