"""What stands in chats beside text: scans that must leave again, and the channels' names for bytes they hold."""

from __future__ import annotations

from sqlalchemy import bindparam, delete, insert, select
from sqlalchemy.dialects import postgresql, sqlite

from storage.engine import Tx
from storage.hot import Hot
from storage.tables_talk import SentFileRow, ShownScanRow

shown = ShownScanRow.__table__  # type: ignore[attr-defined]
sent = SentFileRow.__table__  # type: ignore[attr-defined]

_shown = Hot(
    select(shown.c.message_ref).where(
        shown.c.account_id == bindparam("p_account"), shown.c.record_id == bindparam("p_record")
    )
)


async def scan_shown(tx: Tx, account_id: int, record_id: int, message_ref: str) -> None:
    """Note that a page of a record's scan stands in a chat."""
    await tx.run(
        insert(shown), {"account_id": account_id, "record_id": record_id, "message_ref": message_ref}
    )


async def scans_shown(tx: Tx, account_id: int, record_id: int) -> list[str]:
    """List the messages in which pages of a record's scan stand."""
    rows = await tx.run(_shown, {"p_account": account_id, "p_record": record_id})
    return [ref for (ref,) in rows]


async def scans_gone(tx: Tx, account_id: int, record_id: int) -> None:
    """Note that a record's scan has left the chat."""
    await tx.run(delete(shown).where(shown.c.account_id == account_id, shown.c.record_id == record_id))


async def file_ref(tx: Tx, channel: str, bot: str, content_key: str) -> str | None:
    """Find the channel's name for bytes it already holds."""
    found = await tx.run(
        select(sent.c.file_ref).where(
            sent.c.channel == channel, sent.c.bot == bot, sent.c.content_key == content_key
        )
    )
    ref: str | None = found.scalar_one_or_none()
    return ref


async def keep_file_ref(tx: Tx, channel: str, bot: str, content_key: str, ref: str) -> None:
    """Note the channel's name for bytes just uploaded."""
    dialect = sqlite if tx.dialect == "sqlite" else postgresql
    await tx.run(
        dialect.insert(sent).on_conflict_do_nothing(),
        {"channel": channel, "bot": bot, "content_key": content_key, "file_ref": ref},
    )
