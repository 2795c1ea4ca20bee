"""Questions whose level let its time pass go on to the next one, by working day and not at night."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from bot.ladder import tell
from domain import nudges
from domain import rulings as rules
from domain.talk.values import Aside, Capabilities
from domain.wording import questions as say
from handlers import replying
from handlers.context import Rules
from storage import answering, calendars, questions
from storage.calendars import Calendars
from storage.engine import Database, Tx
from storage.questions import Question

AT_ONCE = 50  # questions of one sweep


async def hand_on(
    database: Database, rules_of_house: Rules, channels: Mapping[str, Capabilities], now: datetime
) -> int:
    """Hand on what is overdue and tell whom it concerns; returns how many went."""
    local = now.astimezone(rules_of_house.zone)
    if not nudges.is_day(local):
        return 0
    if not await database.read(lambda tx: questions.overdue(tx, now, limit=1)):
        return 0

    async def work(tx: Tx) -> int:
        known = await calendars.load(tx, rules_of_house.calendar_file)
        asides: list[Aside] = []
        went = 0
        for each in await questions.overdue(tx, now, limit=AT_ONCE):
            if known.of(each.unit_path).is_workday(local.date()):
                told = await _one(tx, each, known, local)
                went += bool(told)
                asides += told
        await tell(tx, asides, channels, now)
        return went

    return await database.write(work)


async def _one(tx: Tx, question: Question, known: Calendars, local: datetime) -> tuple[Aside, ...]:
    """Hand one question on; where no level is left, it stays and those who have it are reminded."""
    levels = await answering.levels(tx, question.unit_path, but=question.asked_by)
    level = replying.above(levels, question)
    last = level is None
    here = (question.at_unit_id, question.at_role)
    level = level or next((each for each in levels if (each.unit_id, each.role) == here), None)
    if level is None:
        return ()
    due = rules.due(known.of(question.unit_path), local)
    took = await questions.hand_on(
        tx, question, at_unit_id=level.unit_id, at_role=level.role, due_at=due, by=None, now=local
    )
    now = await questions.load(tx, question.id)
    if not took or now is None:
        return ()
    zone = local.tzinfo
    assert zone is not None  # it was made local above
    if not last:
        return replying.handed_on(now, level, zone)
    message = replying.about(now, zone, level.role, line=say.still_yours(due))
    return tuple(Aside(each, message, replying.KIND, replying.key(now)) for each in level.person_ids)
