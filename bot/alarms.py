"""What only a person can mend on a channel is told to the admins, once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

from bot.ear import Alarm, Channel
from bot.ladder import tell
from domain.people import Role
from domain.talk.values import Aside, Capabilities, Message
from domain.wording import zalo_oa as say
from storage import people
from storage.engine import Database, Tx

KIND = "alarm"


def of(channels: Iterable[Channel]) -> list[Alarm]:
    """List the alarms that stand."""
    return [alarm for channel in channels if (alarm := channel.alarm) is not None]


async def tell_admins(
    database: Database, channels: Iterable[Channel], capabilities: Mapping[str, Capabilities], now: datetime
) -> int:
    """Tell every admin of each alarm once; returns how many messages were new."""
    alarms = of(channels)
    if not alarms:
        return 0

    async def work(tx: Tx) -> int:
        admins = {holder.person_id for holder in await people.holding(tx, Role.ADMIN)}
        asides = [
            Aside(person_id, Message(say.alarm(alarm.reason, alarm.link)), KIND, alarm.since.isoformat())
            for alarm in alarms
            for person_id in sorted(admins)
        ]
        return await tell(tx, asides, capabilities, now)

    return await database.write(work)
