"""Files that people sent, loaded to be sent on: read once for all whom the same one goes to."""

from __future__ import annotations

import asyncio
from collections import OrderedDict

from domain.talk.ports import Kept
from storage import attachments
from storage.engine import Database

BYTES_MAX = 64 * 1024 * 1024  # of all that is held; one is 20 MB at most
HELD_MAX = 16


class KeptFiles:
    """Loads kept files and holds the last few; what was fetched never changes."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._held: OrderedDict[int, Kept] = OrderedDict()
        self._one_at_a_time = asyncio.Lock()  # a broadcast asks for the same one from all sides at once

    async def load(self, attachment_id: int) -> Kept | str:
        """Give a file, or the state in which it is, while it is none to be sent: waiting, failed, or "" for none."""
        async with self._one_at_a_time:
            if attachment_id in self._held:
                self._held.move_to_end(attachment_id)
                return self._held[attachment_id]
            row = await self._database.read(lambda tx: attachments.find(tx, attachment_id, with_content=True))
            if row is None or row.content is None:
                return row.state if row is not None else ""
            kept = Kept(
                row.content,
                row.content_hash,
                row.name,
                row.mime,
                row.channel,
                row.ref,
                as_photo=row.kind == "photo",
            )
            self._hold(attachment_id, kept)
            return kept

    def _hold(self, attachment_id: int, kept: Kept) -> None:
        self._held[attachment_id] = kept
        while len(self._held) > HELD_MAX or sum(len(one.content) for one in self._held.values()) > BYTES_MAX:
            self._held.popitem(last=False)
