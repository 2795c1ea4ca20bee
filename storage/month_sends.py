"""How many messages each channel took from us in each month, where a channel counts them."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.dialects import postgresql, sqlite

from storage.engine import Tx
from storage.tables_talk import MonthSendsRow

sends = MonthSendsRow.__table__  # type: ignore[attr-defined]


async def add(tx: Tx, channel: str, month: str, sent: int) -> int:
    """Count messages as sent; returns how many that makes in the month."""
    make = sqlite.insert if tx.dialect == "sqlite" else postgresql.insert
    statement = make(sends)
    found = await tx.run(
        statement.on_conflict_do_update(
            index_elements=["channel", "month"], set_={"sent": sends.c.sent + statement.excluded.sent}
        ).returning(sends.c.sent),
        {"channel": channel, "month": month, "sent": sent},
    )
    return int(found.scalar_one())


async def used(tx: Tx, channel: str, month: str) -> int:
    """Tell how many messages a channel took in a month."""
    found = await tx.run(select(sends.c.sent).where(sends.c.channel == channel, sends.c.month == month))
    return int(found.scalar_one_or_none() or 0)
