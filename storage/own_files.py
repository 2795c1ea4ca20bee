"""Files that the operator gives from disk, kept beside those that people send."""

from __future__ import annotations

import hashlib
from datetime import datetime

from sqlalchemy import insert

from storage.engine import Tx
from storage.tables_province import AttachmentRow

attachments = AttachmentRow.__table__  # type: ignore[attr-defined]
FROM_DISK = "disk"  # stands where a channel would


async def keep(tx: Tx, *, name: str, mime: str, content: bytes, now: datetime) -> int:
    """Keep a file whose bytes are at hand; returns its number."""
    added = await tx.run(
        insert(attachments).returning(attachments.c.id),
        {"channel": FROM_DISK, "ref": "", "kind": "photo" if mime.startswith("image/") else "document",
         "name": name, "mime": mime, "size": len(content), "content": content,
         "content_hash": hashlib.sha256(content).hexdigest(), "state": "fetched", "result": "", "kept_at": now,
         "tries": 0},
    )  # fmt: skip
    return int(added.scalar_one())
