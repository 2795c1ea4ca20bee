"""A morning as it is: a day planned for officials with records on their shelves, and the real cards written for them."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path

from bot import bulk_telling
from bot.bench import cards, shelves
from domain.nudges import Kind
from reminders import clockwork, morning_plan
from storage.engine import Tx
from storage.planning import Campaign

ZONE = timezone(timedelta(hours=7), "Asia/Ho_Chi_Minh")
DEADLINE = date(2024, 10, 29)
DAYS_LEFT = 82  # working days from the fourth of July on
SEVEN, HALF_PAST = (datetime(2024, 7, 4, hour, minute, tzinfo=UTC) for hour, minute in ((0, 1), (0, 31)))
COMMUNES = 10
# what makes a bot at that time hold each card against the person's own day before it goes out
ENVIRONMENT = {
    "RASOAT_DEADLINE": DEADLINE.isoformat(),
    "RASOAT_NOW": HALF_PAST.astimezone(ZONE).isoformat(),
    "RASOAT_PRACTICE": "0",
}


async def build(folder: Path, people: int) -> Path:
    """Make a SQLite file in which that many officials have a quota of the day and their card waits in the outbox."""
    each = -(-people // COMMUNES) * (DAYS_LEFT + 1)
    database = await shelves.build(
        shelves.sqlite_address(folder, "morning.db"), communes=COMMUNES, per_commune=each, officials=people
    )
    campaign = Campaign(DEADLINE, ZONE)

    async def tell(tx: Tx, asides: list[cards.Aside], *, not_before: datetime | None = None) -> int:
        return await bulk_telling.tell_many(tx, asides, cards.TELEGRAM, HALF_PAST, not_before=not_before)

    await morning_plan.run(database, campaign, shelves.DAY, clock=lambda: SEVEN, mark=True)
    sent = await clockwork.tick(database, campaign, clock=lambda: HALF_PAST, tell=tell)
    await database.close()
    if sent.get(Kind.MORNING) != people:
        raise RuntimeError(f"{sent} for {people} people")
    return folder / "morning.db"
