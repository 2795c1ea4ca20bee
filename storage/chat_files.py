"""What stands in chats beside text: scans that must leave again, and the channels' names for bytes they hold."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, bindparam, delete, insert, select
from sqlalchemy.dialects import postgresql, sqlite

from domain.review import State
from domain.talk.values import Address
from storage.engine import Tx
from storage.hot import Hot
from storage.tables import AccountRow, RecordRow
from storage.tables_talk import PromptRow, SentFileRow, ShownScanRow

shown = ShownScanRow.__table__  # type: ignore[attr-defined]
sent = SentFileRow.__table__  # type: ignore[attr-defined]
accounts = AccountRow.__table__  # type: ignore[attr-defined]
prompts = PromptRow.__table__  # type: ignore[attr-defined]
records = RecordRow.__table__  # type: ignore[attr-defined]

NO_RECORD = 0  # stands for a record with messages that are no scans and must leave all the same

_shown = Hot(
    select(shown.c.message_ref)
    .where(shown.c.account_id == bindparam("p_account"), shown.c.record_id == bindparam("p_record"))
    .order_by(shown.c.id)
)
_any = Hot(select(shown.c.id).where(shown.c.account_id == bindparam("p_account")).limit(1))
# a scan may stand in a chat while its record lies on the present card of this chat's person, and no longer
_of_card = (
    records.c.state, records.c.assignee_id, records.c.revision, accounts.c.person_id, prompts.c.payload,
)  # fmt: skip
_on_card = Hot(
    select(records.c.id, *_of_card)
    .select_from(
        accounts.join(prompts, prompts.c.id == accounts.c.card_prompt_id).join(
            records, records.c.id == bindparam("p_record")
        )
    )
    .where(accounts.c.id == bindparam("p_account"))
)
_standing = (
    select(
        shown.c.account_id, shown.c.record_id.label("id"), shown.c.message_ref,
        accounts.c.channel, accounts.c.user_key, accounts.c.card_ref, *_of_card,
    )
    .select_from(
        shown.join(accounts, accounts.c.id == shown.c.account_id)
        .outerjoin(prompts, prompts.c.id == accounts.c.card_prompt_id)
        .outerjoin(records, records.c.id == shown.c.record_id)
    )
    .order_by(shown.c.id)
)  # fmt: skip
_in_one_chat = Hot(_standing.where(shown.c.account_id == bindparam("p_account")))
_in_all_chats = _standing.where(accounts.c.unreachable_at.is_(None))


@dataclass(frozen=True, slots=True)
class Stray:
    """A message that must not stand in its chat any more."""

    account_id: int
    to: Address
    message_ref: str


def _lies_on_card(row: Row[Any]) -> bool:
    about = row.payload or {}
    return (
        row.state == State.PENDING.value
        and row.person_id is not None
        and row.assignee_id == row.person_id
        and (about.get("r"), about.get("v")) == (row.id, row.revision)
    )


async def may_stand(tx: Tx, account_id: int, record_id: int) -> bool:
    """Say whether a record's scan belongs in a chat: the record waits for this person and is on the present card."""
    row = (await tx.run(_on_card, {"p_account": account_id, "p_record": record_id})).first()
    return row is not None and _lies_on_card(row)


async def keeps_any(tx: Tx, account_id: int) -> bool:
    """Say whether anything at all stands in a chat that may have to leave it."""
    return (await tx.run(_any, {"p_account": account_id})).first() is not None


async def strays(tx: Tx, account_id: int | None = None) -> list[Stray]:
    """List what stands in a chat and must leave it; without an account, in all chats that can be written to."""
    if account_id is None:
        rows = await tx.run(_in_all_chats)
    else:
        rows = await tx.run(_in_one_chat, {"p_account": account_id})
    return [
        Stray(row.account_id, Address(row.channel, row.user_key), row.message_ref)
        for row in rows
        # a message put aside may have become the card again by a tap on it
        if not _lies_on_card(row) and row.message_ref != row.card_ref
    ]


async def scan_shown(tx: Tx, account_id: int, record_id: int, message_ref: str) -> None:
    """Note that a page of a record's scan stands in a chat."""
    await tx.run(
        insert(shown), {"account_id": account_id, "record_id": record_id, "message_ref": message_ref}
    )


async def scans_shown(tx: Tx, account_id: int, record_id: int) -> list[str]:
    """List the messages in which pages of a record's scan stand."""
    rows = await tx.run(_shown, {"p_account": account_id, "p_record": record_id})
    return [ref for (ref,) in rows]


async def must_leave(tx: Tx, account_id: int, message_ref: str) -> None:
    """Note a message of another kind that could not be taken out of the chat when it should have been."""
    await scan_shown(tx, account_id, NO_RECORD, message_ref)


async def gone(tx: Tx, account_id: int, message_refs: Sequence[str]) -> None:
    """Note that these messages have left the chat."""
    await tx.run(delete(shown).where(shown.c.account_id == account_id, shown.c.message_ref.in_(message_refs)))


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
