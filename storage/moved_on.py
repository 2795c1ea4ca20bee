"""Whether an answer that was kept waiting is still wanted: its person may have gone on meanwhile, on another channel."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, exists, select

from storage.engine import Tx
from storage.outbox import ANSWER, Item, outbox
from storage.people import accounts

_theirs, _said = accounts.alias("theirs"), outbox.alias("said")


def answered_elsewhere(account_id: Any, person_id: Any, since_id: Any) -> ColumnElement[bool]:
    """Say, for a query, whether a person was answered on another account than this one after an outbox row."""
    return (
        exists()
        .where(
            _theirs.c.person_id == person_id,
            _theirs.c.id != account_id,
            _said.c.account_id == _theirs.c.id,
            _said.c.id > since_id,
            _said.c.priority == ANSWER,
            _said.c.kind == "answer",
        )
        .correlate_except(_theirs, _said)
    )


async def is_wanted(tx: Tx, item: Item) -> bool:
    """Say whether an answer written a while ago may still be shown: not where its person went on elsewhere since."""
    person_id = select(accounts.c.person_id).where(accounts.c.id == item.account_id).scalar_subquery()
    query = select(answered_elsewhere(item.account_id, person_id, item.id))
    return not (await tx.run(query)).scalar_one()
