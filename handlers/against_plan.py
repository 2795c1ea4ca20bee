"""How a subtree stands against its plan, and when it may be through: words for everybody, a picture for who decides."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from domain import course, ranking
from domain.charts import BurnUpChart
from domain.forecast import Forecast, Unknown, Whole, Why
from domain.people import Post
from domain.wording import forecast as say_forecast
from domain.wording import progress as say
from domain.wording import ranking as say_ranking
from handlers.context import Turn
from storage import burn_up, done_levels
from storage.burn_up import Kept
from storage.planning import Campaign


@dataclass(frozen=True, slots=True)
class Shown:
    """What is said of a plan, and its picture where there is something to draw."""

    text: str
    chart: BurnUpChart | None = None


async def of(turn: Turn, post: Post, still_open: int) -> Shown | None:
    """Tell how the units of a post stand; None without a deadline, since then nothing is planned.

    `still_open` are their records that nobody has decided.
    """
    campaign = turn.rules.campaign
    if campaign is None:
        return None
    kept = await burn_up.of(turn.tx, post.unit_path, turn.today, campaign)
    done = max(0, await done_levels.below(turn.tx, post.unit_path))
    return shown(kept, done, still_open, unit_name=post.unit_name, today=turn.today, campaign=campaign)


def shown(
    kept: Kept, done: int, still_open: int, *, unit_name: str, today: date, campaign: Campaign
) -> Shown:
    """Put into words, and a picture, what is kept of a subtree's mornings and what it has decided by now."""
    if not kept.days:
        return Shown(say.NO_PLAN)
    outlook = kept.outlook if still_open else Whole(Unknown(Why.FINISHED), 0, 0)
    against = course.against(kept.days, done, today, finished=not still_open)
    if against is None:
        lines = [say.PLAN_BEGINS]
    else:
        planned = max(0, against.planned)
        share = ranking.Standing(0, unit_name, done, planned, not still_open).percent
        lines = say.against_plan(done, planned, against.plan_to, share, against.behind)
    chart = course.burn_up(
        kept.days,
        title=say_ranking.shortened(unit_name),
        as_of=say_ranking.as_of(today),
        done=done,
        still_open=still_open,
        deadline=campaign.deadline,
        today=today,
        forecast=(outlook.found.earliest, outlook.found.latest)
        if isinstance(outlook.found, Forecast)
        else None,
    )
    return Shown("\n".join([*lines, say_forecast.whole(outlook, campaign.deadline)]), chart)
