"""Files one bot has sent or been sent: their bytes, and the names by which they can be sent again or fetched."""

from __future__ import annotations

import base64
import hashlib
import itertools
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any

from bot.sandbox import pictures
from bot.sandbox.errors import bad

DOWNLOAD_MAX = 20 * 1024 * 1024
FOLDERS = {"photo": "photos", "document": "documents", "voice": "voice", "sticker": "stickers"}


@dataclass(frozen=True, slots=True)
class Stored:
    """Bytes with their names. `unique_id` is the same for the same bytes at every bot and cannot be sent."""

    file_id: str
    unique_id: str
    path: str
    content: bytes
    kind: str
    name: str
    mime_type: str
    width: int = 0
    height: int = 0

    def as_file(self) -> dict[str, Any]:
        """The names and the size, as they stand in every kind of file."""
        return {
            "file_id": self.file_id,
            "file_unique_id": self.unique_id,
            "file_size": len(self.content),
        }


class FileStore:
    """The files of the bot with this id; a file_id is good for this bot only."""

    def __init__(self, bot: int) -> None:
        self._bot = bot
        self._numbers = itertools.count()
        self._by_id: dict[str, Stored] = {}
        self._by_path: dict[str, Stored] = {}
        self._sizes: dict[str, list[dict[str, Any]]] = {}

    def put(
        self, kind: str, content: bytes, name: str, mime_type: str, *, width: int = 0, height: int = 0
    ) -> Stored:
        """Keep bytes as a file of a kind (photo, document, voice, sticker, …)."""
        digest = hashlib.sha256(kind.encode() + content).digest()
        unique_id = base64.urlsafe_b64encode(digest[:9]).decode()
        number = next(self._numbers)
        file_id = f"{kind[:2].upper()}{self._bot}_{number}_{unique_id}"
        folder = FOLDERS.get(kind, kind)
        path = f"{folder}/file_{number}{PurePosixPath(name).suffix[:12]}"
        stored = Stored(file_id, unique_id, path, content, kind, name, mime_type, width, height)
        self._by_id[file_id] = self._by_path[path] = stored
        return stored

    def put_photo(self, content: bytes, name: str) -> list[dict[str, Any]]:
        """Keep a picture in its sizes, largest last, as a Bot API list of PhotoSize; raises 400 as Telegram does."""
        sizes = []
        for picture in pictures.sizes(content):
            kept = self.put(
                "photo", picture.content, name, "image/jpeg", width=picture.width, height=picture.height
            )
            sizes.append({**kept.as_file(), "width": kept.width, "height": kept.height})
        for size in sizes:
            self._sizes[size["file_id"]] = sizes
        return sizes

    def sizes_of(self, file_id: str) -> list[dict[str, Any]]:
        """All sizes of the picture one of whose sizes has this file_id."""
        return self._sizes[file_id]

    def find(self, file_id: str) -> Stored | None:
        """The file with this file_id, if this bot has it."""
        return self._by_id.get(file_id)

    def at_path(self, path: str) -> Stored | None:
        """The file under a file_path."""
        return self._by_path.get(path)

    def describe(self, file_id: str) -> dict[str, Any]:
        """The answer of getFile; raises 400."""
        if not file_id:
            raise bad("file_id not specified")
        stored = self.find(file_id)
        if stored is None:
            raise bad("invalid file_id")
        if len(stored.content) > DOWNLOAD_MAX:
            raise bad("file is too big")
        return {**stored.as_file(), "file_path": stored.path}
