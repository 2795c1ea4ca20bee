"""How units rank (`/xephang`): the whole board for those who oversee some, and for officials their own unit's place."""

from __future__ import annotations

from datetime import timedelta

from domain import leaderboards
from domain.people import Role
from domain.talk.values import Message, Reply
from domain.wording import common
from domain.wording import leaderboard as say
from handlers.context import Turn, says
from storage import standings

LAST_PLAN = timedelta(days=20)  # the longest time off, at Tết, has the last planned day in it


async def show(turn: Turn) -> Reply:
    """Show where units stand against their own plan now."""
    overseen = turn.me.overseeing()
    posts = overseen or turn.me.posts_as(Role.OFFICIAL)
    if not posts:
        return says(common.NOT_YOURS)
    units = await standings.now(turn.tx, turn.today, look_back=LAST_PLAN)
    places = leaderboards.rank(unit.ranked for unit in units.values())
    if not places:
        return says(say.NO_UNITS)
    paths = tuple(post.unit_path for post in posts)
    own = {unit.id for unit in units.values() if unit.path.startswith(paths)}
    days = (day for unit in units.values() for day, _, _ in unit.history if day < turn.today)
    on = max(days, default=turn.today)  # up to its evening plans are counted
    if overseen:
        text, chart = leaderboards.board(places, own, on=on)
        return Reply((Message(text, chart=chart),))
    return says(leaderboards.own_place(places, own, on=on) if own else say.NOT_PLANNED)
