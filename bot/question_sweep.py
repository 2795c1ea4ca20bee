"""Questions whose level let its time pass go on to the next one, by working day and not at night."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, tzinfo

from bot.ladder import tell
from domain import nudges
from domain import rulings as rules
from domain.talk.values import Aside, Capabilities
from domain.wording import questions as say
from handlers import replying
from handlers.context import Rules
from storage import answering, calendars, questions
from storage.answering import Level
from storage.engine import Database, Tx
from storage.questions import Question

AT_ONCE = 50  # questions of one sweep


@dataclass(frozen=True, slots=True)
class _Next:
    """A question and the level that has it next; the last level keeps what it has."""

    question: Question
    level: Level
    stays: bool
    due: datetime


async def hand_on(
    database: Database, house: Rules, channels: Mapping[str, Capabilities], now: datetime
) -> int:
    """Hand on what is overdue and tell whom it concerns; returns how many went."""
    local = now.astimezone(house.zone)
    if not nudges.is_day(local) or not await database.read(lambda tx: _overdue(tx, house, local)):
        return 0

    async def work(tx: Tx) -> int:
        asides: list[Aside] = []
        going = await _overdue(tx, house, local)
        for each in going:
            asides += await _hand_on(tx, each, house.zone, now)
        await tell(tx, asides, channels, now)
        return len(going)

    return await database.write(work)


async def _overdue(tx: Tx, house: Rules, local: datetime) -> list[_Next]:
    """List what is overdue on a working day of its unit, with who has it next; what nobody can take is left out."""
    late = await questions.overdue(tx, local, limit=AT_ONCE)
    if not late:
        return []
    known = await calendars.load(tx, house.calendar_file)
    found = []
    for each in late:
        calendar = known.of(each.unit_path)
        if not calendar.is_workday(local.date()):
            continue
        levels = await answering.levels(tx, each.unit_path, but=each.asked_by)
        level = replying.above(levels, each)
        here = (each.at_unit_id, each.at_role)
        stays = level is None
        level = level or next((one for one in levels if (one.unit_id, one.role) == here), None)
        if level is not None:
            found.append(_Next(each, level, stays, rules.due(calendar, local)))
    return found


async def _hand_on(tx: Tx, going: _Next, zone: tzinfo, now: datetime) -> tuple[Aside, ...]:
    """Hand one question on; where no level is left, those who have it are reminded."""
    level = going.level
    took = await questions.hand_on(
        tx, going.question, at_unit_id=level.unit_id, at_role=level.role, due_at=going.due, by=None, now=now
    )
    found = await questions.load(tx, going.question.id)
    if not took or found is None:
        return ()
    if not going.stays:
        return replying.handed_on(found, level, zone)
    message = replying.about(found, zone, level.role, line=say.still_yours(going.due))
    return tuple(Aside(each, message, replying.KIND, replying.key(found)) for each in level.person_ids)
