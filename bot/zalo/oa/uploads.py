"""Bytes on their way to Zalo: uploaded once, named for six days, and again when Zalo no longer knows the name.

Source: the reference on Zalo, §3.4: pictures up to 1 MB, files up to 5 MB, names good for seven days. Of documents
only PDF was seen to work.
"""

from __future__ import annotations

import asyncio
import base64
import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog

from bot.zalo.oa.calls import Answer, Calls, ended
from bot.zalo.oa.pictures import NoPicture, fitting
from domain.talk.ports import Kept
from domain.talk.values import Failed, File
from storage import zalo_contacts
from storage.engine import Database

NAMED_FOR = timedelta(days=6)
FILE_MAX = 5 * 1024 * 1024
IMAGE_PATH = "/v2.0/oa/upload/image"
FILE_PATH = "/v2.0/oa/upload/file"

log = structlog.get_logger("bot.zalo.oa.uploads")


@dataclass(frozen=True, slots=True)
class Upload:
    """Bytes to send, as a picture or as a file; `key` says which and what."""

    name: str
    content: bytes
    is_picture: bool
    key: str

    @classmethod
    def of_page(cls, jpeg: bytes, content_key: str) -> Upload:
        return cls("page", jpeg, True, f"image:{content_key}")

    @classmethod
    def of_kept(cls, kept: Kept) -> Upload:
        what = "image" if kept.is_picture else "file"
        digest = hashlib.sha256(f"{kept.name}\0{kept.content_key}".encode()).hexdigest()
        return cls(kept.name, kept.content, kept.is_picture, f"{what}:{digest}")

    @classmethod
    def of_file(cls, file: File) -> Upload:
        content = base64.b64decode(file.content_base64)
        digest = hashlib.sha256(file.name.encode() + b"\0" + content).hexdigest()
        return cls(file.name, content, file.is_picture, f"{'image' if file.is_picture else 'file'}:{digest}")


class Uploads:
    """Uploads for one account, and the names Zalo gave."""

    def __init__(
        self, calls: Calls, database: Database, clock: Callable[[], datetime], *, app_id: str
    ) -> None:
        self._calls = calls
        self._database = database
        self._clock = clock
        self._app = app_id

    async def name_of(self, upload: Upload, *, anew: bool = False) -> str | Failed:
        """Give Zalo's name for the bytes; `anew` where it no longer knows the one we kept."""
        if (fault := why_not(upload)) is not None:
            return Failed(fault, permanent=True)
        if not anew and (known := await self._known(upload.key)) is not None:
            return known
        if upload.is_picture:
            try:
                content, ending = await asyncio.to_thread(fitting, upload.content)
            except NoPicture as fault:
                log.warning("picture_not_sent", reason=str(fault))
                return Failed(f"picture: {fault}", permanent=True)
            kind = "image/png" if ending == "png" else "image/jpeg"
            path, field, name = IMAGE_PATH, "attachment_id", f"{upload.key[6:22]}.{ending}"
        else:
            content, kind, path, field, name = (
                upload.content,
                "application/pdf",
                FILE_PATH,
                "token",
                upload.name,
            )
        outcome = ended(await self._calls.upload(path, name, content, kind), self._clock())
        if not isinstance(outcome, Answer):
            return outcome
        found = outcome.text(field)
        if found is None:
            return Failed("unavailable: no name for an upload")
        await self._remember(upload.key, found)
        return found

    async def _known(self, key: str) -> str | None:
        since = self._clock() - NAMED_FOR
        try:
            return await self._database.read(
                lambda tx: zalo_contacts.file_ref(tx, self._app, key, since=since)
            )
        except Exception as fault:  # without the list it is simply uploaded
            log.warning("file_names_unread", fault=type(fault).__name__)
            return None

    async def _remember(self, key: str, ref: str) -> None:
        now = self._clock()
        try:
            await self._database.write(
                lambda tx: zalo_contacts.keep_file_ref(
                    tx, self._app, key, ref, now=now, since=now - NAMED_FOR
                )
            )
        except Exception as fault:  # it costs one more upload and must not undo what was uploaded
            log.warning("file_names_unwritten", fault=type(fault).__name__)


def why_not(upload: Upload) -> str | None:
    """Say why bytes cannot go by Zalo; None where they can."""
    if upload.is_picture:
        return None
    if not upload.name.lower().endswith(".pdf") or not upload.content.startswith(b"%PDF"):
        return "file: only PDF goes by Zalo"
    if len(upload.content) > FILE_MAX:
        return "file: larger than 5 MB"
    return None
