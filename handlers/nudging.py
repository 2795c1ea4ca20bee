"""Nudges: what an official answers to one, and heads who have the late nudged now (`/nhacviec`)."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime, time

from domain import nudge_messages, nudges
from domain.folding import fold
from domain.nudges import Audience, Kind, NudgeReason, Reason, Standpoint
from domain.nudges_verdict import Send
from domain.people import Role
from domain.talk.values import Aside, Reply
from domain.wording import common
from domain.wording import nudges as say_nudges
from domain.wording import nudging as say
from domain.wording import review as say_review
from domain.wording import staffing as say_staffing
from domain.wording.figures import day as written
from domain.wording.ranking import shortened
from handlers import staffing, today
from handlers.context import Turn, says
from storage import calendars, nudges_by_hand, official_days
from storage import nudges as kept
from storage.calendars import Calendars
from storage.nudges_by_hand import ByHand
from storage.official_days import OfficialDay

STEP = nudge_messages.NUDGE_STEP  # what the router calls it

_RULE = nudges.RULES[Kind.NUDGE]
_COUNTED = [
    rule.kind.value for rule in nudges.RULES.values() if rule.audience is Audience.OFFICIAL and rule.capped
]


async def take(turn: Turn, key: str, text: str) -> Reply:
    """Take why somebody is behind, or let them begin. The list stays open: another reason may come to hold."""
    if not turn.me.posts_as(Role.OFFICIAL):
        return says(say_review.NO_WORK_ROLE)
    if key == nudge_messages.START.key:
        return await today.begin(turn)
    about = date.fromisoformat(turn.asked.payload["day"]) if turn.asked else turn.today
    if about != turn.today:
        return says(say.over(about))
    reason = NudgeReason(key)
    await kept.answer(turn.tx, turn.me.id, turn.today, reason.value, turn.now)
    return says(say_nudges.REASON_NOTED.format(reason=say_nudges.reason(reason.value)))


async def by_hand(turn: Turn) -> Reply:
    """Nudge now who is late in what this person answers for; says who was reached, and who not and why."""
    paths = tuple(post.unit_path for post in staffing.answering(turn))
    campaign = turn.rules.campaign
    if not paths:
        return says(common.NOT_YOURS)
    if campaign is None:
        return says(say_staffing.NO_DEADLINE)
    local = turn.now.astimezone(turn.rules.zone)
    if not nudges.is_day(local):
        first, last = (_hour(at) for at in (nudges.DAY_BEGINS, nudges.DAY_ENDS))
        return says(say.NOT_NOW.format(first=first, last=last))
    everybody = await _officials(turn, paths)
    if not everybody:
        return says(say.NO_OFFICIALS)
    known = await calendars.load(turn.tx, turn.rules.calendar_file)
    if not any(one.quota for one in everybody):
        calendar = known.of(paths[0])
        if not calendar.is_workday(turn.today):
            return says(say.day_off(calendar.day(turn.today).reason))
        past = turn.today > campaign.deadline
        return says(say.PAST.format(day=written(campaign.deadline)) if past else say.NO_PLAN)
    late = sorted((one for one in everybody if is_late(one)), key=lambda one: (fold(one.name), one.person_id))
    if not late:
        return says(say.NOBODY_LATE)
    return await _nudge(turn, late, known, local)


def is_late(one: OfficialDay) -> bool:
    """Say whether somebody is worth a nudge by hand: work lies there, and they are behind for days or under half."""
    return bool(one.left and one.waiting) and (one.behind.days >= 1 or 2 * one.done < (one.quota or 0))


def _hour(at: time) -> str:
    return f"{at:%H:%M}"


async def _officials(turn: Turn, paths: Sequence[str]) -> list[OfficialDay]:
    """Read the day of the officials of some subtrees, each person once; nobody nudges themselves."""
    found: dict[int, OfficialDay] = {}
    for path in paths:
        if not any(path != other and path.startswith(other) for other in paths):
            found |= await official_days.of(turn.tx, turn.today, turn.rules.zone, path=path)
    found.pop(turn.me.id, None)
    return list(found.values())


async def _nudge(turn: Turn, late: Sequence[OfficialDay], known: Calendars, local: datetime) -> Reply:
    told = await nudges_by_hand.told(turn.tx, turn.today)
    heard = await kept.heard(turn.tx, turn.today, _COUNTED)
    judged = {one.person_id: _why_not(one, known, local, told, heard) for one in late}
    if "" in judged.values() and not await nudges_by_hand.take_use(turn.tx, turn.me.id, turn.today, turn.now):
        return says(say_nudges.nudged_enough(nudges_by_hand.MOST_A_DAY))
    decided = [ByHand(person_id, why) for person_id, why in judged.items()]
    taken = await nudges_by_hand.decide(turn.tx, decided, day=turn.today, now=turn.now)
    sent = [one for one in late if not judged[one.person_id] and one.person_id in taken]
    withheld = [
        (shortened(one.name), judged[one.person_id] or Reason.CAP.value) for one in late if one not in sent
    ]
    asides = tuple(
        Aside(
            one.person_id,
            nudge_messages.nudge(one.done, one.quota or 0, one.behind, turn.today),
            Kind.NUDGE.value,
            nudges_by_hand.period(turn.today),
        )
        for one in sent
    )
    text = say_nudges.nudged([shortened(one.name) for one in sent], withheld)
    return Reply(says(text).messages, asides=asides)


def _why_not(
    one: OfficialDay, known: Calendars, local: datetime, told: Collection[int], heard: Mapping[int, int]
) -> str:
    """Say why an official is not nudged now; empty where they are."""
    if one.person_id in told:
        return Reason.CAP.value
    who = Standpoint(
        linked=one.linked,
        reachable=one.reachable,
        workday=any(known.of(path).is_workday(local.date()) for _, path in one.posts),
        on_leave=one.on_leave,
        muted=one.muted,
        heard_today=heard.get(one.person_id, 0),
    )
    verdict = nudges.judge(_RULE, who, local, known.of(one.path))
    return "" if isinstance(verdict, Send) else verdict.reason
