"""Files on their way out: bytes Telegram already holds travel as the name it gave them (`file_id`)."""

from __future__ import annotations

import base64
import hashlib
import io
from dataclasses import dataclass, replace
from typing import Any, Protocol

import structlog
from aiogram.methods import SendDocument, SendPhoto
from aiogram.types import BufferedInputFile
from PIL import Image

from bot.telegram.entities import entities_of
from bot.telegram.inbound import CHANNEL
from bot.telegram.keyboards import Keyboard
from domain.markup import Mark
from domain.talk.ports import Kept
from domain.talk.values import File

PHOTO_MAX = 10 * 1024 * 1024  # more goes as a document

log = structlog.get_logger("bot.telegram.uploads")


class FileNames(Protocol):
    """Telegram's names for bytes it has, kept per bot, since a file_id is good for one bot only."""

    async def get(self, content_key: str) -> str | None: ...

    async def put(self, content_key: str, file_ref: str) -> None: ...


@dataclass(frozen=True, slots=True)
class Upload:
    """Bytes to send. As photo and as document they have different names, so `key` says which."""

    name: str
    content: bytes
    is_picture: bool
    content_key: str
    first_name: str | None = (
        None  # a file_id it came with; good for the bot it was sent to, if that is this one
    )

    @classmethod
    def of(cls, file: File) -> Upload:
        content = base64.b64decode(file.content_base64)
        # A document keeps the name it was first sent under, so the name is part of what it is.
        key = hashlib.sha256(file.name.encode() + b"\0" + content).hexdigest()
        return cls(file.name, content, file.is_picture, key)

    @classmethod
    def of_kept(cls, kept: Kept) -> Upload:
        """Make an upload of a file somebody sent; what came from this channel has a name here already."""
        as_photo = kept.as_photo and len(kept.content) <= PHOTO_MAX
        key = hashlib.sha256(f"{kept.name}\0{kept.content_key}".encode()).hexdigest()
        own = kept.ref if kept.channel == CHANNEL and as_photo == kept.as_photo else None
        return cls(kept.name, kept.content, as_photo, key, own)

    @property
    def key(self) -> str:
        return f"{'photo' if self.is_picture else 'document'}:{self.content_key}"

    def as_document(self) -> Upload:
        return replace(self, is_picture=False, first_name=None)


def method_for(
    upload: Upload,
    chat: int | str,
    caption: str,
    markup: Keyboard | None,
    file_id: str | None,
    marks: tuple[Mark, ...] = (),
) -> SendPhoto | SendDocument:
    """Make the call that sends the bytes, or, with a file_id, the bytes Telegram already has."""
    content: Any = file_id or BufferedInputFile(upload.content, upload.name)
    common: dict[str, Any] = {
        "chat_id": chat,
        "caption": caption or None,
        "caption_entities": entities_of(caption, marks),
        "reply_markup": markup,
        # scans must not leave the chat; a table made for a head is theirs to keep
        "protect_content": upload.is_picture,
        "parse_mode": None,
    }
    if upload.is_picture:
        return SendPhoto(photo=content, **common)
    return SendDocument(document=content, **common)


async def known_name(names: FileNames, upload: Upload) -> str | None:
    """Look up Telegram's name for the bytes; without the list they are simply uploaded."""
    try:
        return await names.get(upload.key) or upload.first_name
    except Exception as fault:
        log.warning("file_names_unread", fault=type(fault).__name__)
        return None


async def remember(names: FileNames, upload: Upload, result: Any) -> None:
    """Keep the file_id of a sent message; a failure costs one more upload and must not undo what was sent."""
    name = _file_id(result, upload.is_picture)
    if name is None:
        return
    try:
        await names.put(upload.key, name)
    except Exception as fault:
        log.warning("file_names_unwritten", fault=type(fault).__name__)


def _file_id(result: Any, is_picture: bool) -> str | None:
    field = "photo" if is_picture else "document"
    content = result.get(field) if isinstance(result, dict) else getattr(result, field, None)
    if isinstance(content, list):  # a photo comes in sizes, the largest last
        content = content[-1] if content else None
    if isinstance(content, dict):
        content = content.get("file_id")
    else:
        content = getattr(content, "file_id", None)
    return content if isinstance(content, str) and content else None


def _blank() -> bytes:
    target = io.BytesIO()
    Image.new("L", (90, 90), 200).save(target, "JPEG")
    return target.getvalue()


BLANK_JPEG = _blank()
