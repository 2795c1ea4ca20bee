"""What only a person can mend is told to the admins, once: a channel's trouble, and a delivery that is stuck."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, tzinfo

from bot.delivery.watch import ALARM_MARK, Watch
from bot.ear import Alarm, Channel
from bot.ladder import tell
from bot.offering import offer
from bot.turn import Answered
from domain.people import Role
from domain.talk.values import Aside, Capabilities, Choice, Message, Slot
from domain.wording import backup as say_backup
from domain.wording import delivery as say_delivery
from domain.wording import health as say_health
from domain.wording import zalo_oa as say
from handlers import health
from storage import freeze, marks, outbox, people, preferences, system
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


async def tell_stuck(
    database: Database, watch: Watch, capabilities: Mapping[str, Capabilities], now: datetime, *, holder: str
) -> list[Answered]:
    """Tell the admins once that delivery is stuck, until it got on again; gives what is to be sent to them right away.

    What is told must not wait in the line that does not move, so it goes out as an answer does, leased to `holder`.
    """
    if watch.is_over:
        await database.write(lambda tx: marks.remove(tx, ALARM_MARK))
        return []
    if not watch.is_stuck or watch.raised is not None:
        return []
    message = Message(say_delivery.stuck(int(watch.age_s // 60), watch.waiting))

    async def work(tx: Tx) -> list[Answered]:
        since = await marks.put_first(tx, ALARM_MARK, now.isoformat())
        told = []
        for person_id in sorted({holding.person_id for holding in await people.holding(tx, Role.ADMIN)}):
            accounts = await preferences.by_preference(tx, person_id)
            reached = [one for one in accounts if one.channel in capabilities and not one.unreachable]
            if not reached:
                continue
            body = await offer(tx, reached[0].id, message, capabilities[reached[0].channel], now)
            item = await outbox.add(
                tx, f"{KIND}:delivery:{since}:{person_id}", reached[0].id, body, kind=KIND, slot=Slot.NOTE,
                priority=outbox.ANSWER, now=now, holder=holder,
            )  # fmt: skip
            if item is not None:
                told.append(Answered(reached[0], (item,)))
        return told

    return await database.write(work)


async def tell_frozen(
    database: Database, capabilities: Mapping[str, Capabilities], now: datetime, zone: tzinfo
) -> int:
    """Tell the admins once that nothing goes out unasked since a restore; returns how many messages were new.

    As all else is held back, it goes out the way answers do, with the button that lets everything go on.
    """
    if await database.read(freeze.since) is None:
        return 0

    async def work(tx: Tx) -> int:
        frozen = await freeze.since(tx)
        if frozen is None or await freeze.is_told(tx, frozen):
            return 0
        waiting = await system.open_by_priority(tx)
        held = [(name, waiting.get(kind, 0)) for kind, name in say_health.PRIORITIES.items()]
        message = Message(
            say_backup.frozen(frozen.astimezone(zone), held),
            step=health.STEP,
            choices=(Choice("refresh", say_health.REFRESH, row=0), Choice("thaw", say_health.THAW, row=1)),
        )
        told = 0
        for person_id in sorted({holding.person_id for holding in await people.holding(tx, Role.ADMIN)}):
            accounts = await preferences.by_preference(tx, person_id)
            reached = [one for one in accounts if one.channel in capabilities and not one.unreachable]
            if not reached:
                continue
            body = await offer(tx, reached[0].id, message, capabilities[reached[0].channel], now)
            key = f"{KIND}:frozen:{frozen.isoformat()}:{person_id}"
            added = await outbox.add(
                tx, key, reached[0].id, body, kind=KIND, slot=Slot.NOTE, priority=outbox.ANSWER, now=now
            )
            told += added is not None
        return told

    return await database.write(work)
