"""Fetching the files that people sent: the bytes come from the channel after the turn that took them, and are judged.

A file that is none of the kinds we take, or that cannot be had in all the tries, is given up, and who sent it is told.
"""

from __future__ import annotations

import asyncio
import hashlib
import io
from collections.abc import Awaitable, Callable, Mapping
from datetime import timedelta, tzinfo
from typing import Protocol

import structlog
from PIL import Image

from bot.clock import Clock
from domain import attachments as rules
from domain.attachments import Why
from domain.talk.values import Aside, Failed, Message
from domain.wording import files as say
from storage import attachments
from storage.attachments import Attachment
from storage.engine import Database, Tx

log = structlog.get_logger("bot.fetching")

AT_ONCE = 3  # each may be 20 MB
FETCH_S = 90.0  # well below the lease
BACK_OFF_S = (5, 20, 60, 300, 900)  # what fails once more after these is given up
PIXELS_MAX = 60_000_000  # an A3 page at 400 dpi
NOT_FETCHED = "file"  # the kind of what is told to who sent it

_REASONS = {"large": Why.LARGE, "gone": Why.GONE}

Tell = Callable[[Tx, list[Aside]], Awaitable[object]]


class Source(Protocol):
    """A channel that gives out what people sent there."""

    async def fetch(self, ref: str, most: int) -> bytes | Failed: ...


class Fetching:
    """Fetches what waits, a few files at a time; several processes may do so side by side."""

    def __init__(
        self, database: Database, clock: Clock, sources: Mapping[str, Source], tell: Tell, zone: tzinfo
    ) -> None:
        self._database = database
        self._clock = clock
        self._sources = sources
        self._tell = tell
        self._zone = zone

    async def run_once(self) -> int:
        """Fetch what is due; returns how many files were taken up."""
        now = self._clock()
        # asked before it is claimed, since nearly always there is nothing, and claiming takes the one writer
        if not await self._database.read(lambda tx: attachments.any_due(tx, self._sources, now=now)):
            return 0
        due = await self._database.write(
            lambda tx: attachments.claim(tx, self._sources, now=now, limit=AT_ONCE)
        )
        await asyncio.gather(*(self._one(each) for each in due))
        return len(due)

    async def _one(self, one: Attachment) -> None:
        try:
            async with asyncio.timeout(FETCH_S):
                found = await self._sources[one.channel].fetch(one.ref, rules.MOST)
        except TimeoutError:
            found = Failed("unavailable: slow")
        if isinstance(found, Failed):
            await self._failed(one, found)
            return
        why = await asyncio.to_thread(judged, found)
        if why is not None:
            await self._give_up(one, why, why.value)
            return
        mime = rules.type_of(found)
        digest, name = hashlib.sha256(found).hexdigest(), rules.name_of(one.name, mime, one.id)
        await self._database.write(
            lambda tx: attachments.fetched(tx, one, found, digest=digest, name=name, mime=mime)
        )

    async def _failed(self, one: Attachment, failed: Failed) -> None:
        if failed.permanent or one.tries > len(BACK_OFF_S):
            why = _REASONS.get(failed.reason.partition(":")[0], Why.AWAY)
            await self._give_up(one, why, failed.reason)
            return
        wait_s = max(failed.retry_after_s or 0.0, BACK_OFF_S[one.tries - 1])
        until = self._clock() + timedelta(seconds=wait_s)
        await self._database.write(lambda tx: attachments.put_off(tx, one, until=until, reason=failed.reason))

    async def _give_up(self, one: Attachment, why: Why, reason: str) -> None:
        log.warning(
            "file_not_fetched", attachment=one.id, channel=one.channel, reason=reason, tries=one.tries
        )

        async def work(tx: Tx) -> None:
            if await attachments.give_up(tx, one, reason) and one.sent_by is not None:
                text = say.not_fetched(one.name, one.kept_at.astimezone(self._zone), why)
                await self._tell(tx, [Aside(one.sent_by, Message(text), NOT_FETCHED, str(one.id))])

        await self._database.write(work)


def judged(content: bytes) -> Why | None:
    """Say why bytes are not taken: neither photo nor PDF, or a picture that cannot be opened. Blocks for a moment."""
    if not content:
        return Why.EMPTY
    mime = rules.type_of(content)
    if not mime:
        return Why.TYPE
    if mime == rules.PDF:
        return None
    try:
        with Image.open(io.BytesIO(content), formats=("JPEG", "PNG")) as picture:
            if picture.width * picture.height > PIXELS_MAX:
                return Why.BROKEN
            if picture.format == "JPEG":
                picture.draft("L", (picture.width // 8, picture.height // 8))  # an eighth tells as much
                picture.load()
            else:
                picture.verify()
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        return Why.BROKEN
    return None
