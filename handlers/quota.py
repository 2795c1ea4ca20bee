"""How many records this person's day holds, and what is said when there is nothing to serve."""

from __future__ import annotations

from domain.people import Role
from domain.wording import quota as say
from domain.wording import review
from handlers.context import Turn
from storage import arrivals, calendars, desk, plans


async def of_today(turn: Turn) -> int:
    """Tell how many records are this person's today: as planned, plus what was asked for beyond.

    Without a deadline nothing is planned and the daily number is it; after the deadline work goes on up to the ceiling.
    """
    campaign = turn.rules.campaign
    if campaign is None:
        extra = await plans.extra_of(turn.tx, turn.me.id, turn.today)
        return turn.me.daily_limit(turn.rules.daily_quota) + extra
    planned = await arrivals.day_of(turn.tx, campaign, turn.me.id, turn.today, now=turn.now)
    if planned is not None:
        return planned
    if turn.today > campaign.deadline:
        extra = await plans.extra_of(turn.tx, turn.me.id, turn.today)
        return turn.me.daily_limit(turn.rules.ceiling) + extra
    return await plans.extra_of(turn.tx, turn.me.id, turn.today)


async def begin_before_deciding(turn: Turn, *, may_stop_book: bool) -> None:
    """Plan the day, where nobody has, before the last card of a desk is decided, or a book that may stop by it.

    A list is laid on a desk that has run empty. Did this turn hold a record by then, a plan that is being made would
    wait for the record, and this turn for the plan.
    """
    if turn.rules.campaign is not None and (may_stop_book or await desk.held_count(turn.tx, turn.me.id) <= 1):
        await of_today(turn)


async def why_nothing(turn: Turn, done: int) -> str:
    """Say that the list is empty, and why: all done, a day off, on leave, or nothing waiting."""
    campaign = turn.rules.campaign
    if campaign is None:
        return review.day_over(done)
    reason = await plans.reason_of(turn.tx, turn.me.id, turn.today)
    if reason == plans.LEAVE:
        return say.ON_LEAVE
    if reason == plans.NO_WEIGHT:
        return say.PAUSED
    if done:
        return f"{review.day_over(done)} {say.MORE}"
    known = await calendars.load(turn.tx, campaign.calendar_file)
    calendar = known.of(turn.me.posts_as(Role.OFFICIAL)[0].unit_path)
    if not calendar.is_workday(turn.today):
        return say.day_off(calendar.day(turn.today).reason)
    return f"{review.day_over(done)} {say.MORE}"
