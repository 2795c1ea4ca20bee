"""The leaderboard as one reader sees it: words and picture from the same places."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from datetime import date

from domain import ranking
from domain.charts import LeaderboardChart
from domain.folding import fold
from domain.ranking import Place, Standing
from domain.wording import ranking as say


def rank(units: Iterable[tuple[Standing, str]]) -> tuple[Place, ...]:
    """Rank units, given with the name of what they lie in: where two bear one name, that is told beside it."""
    listed = list(units)
    borne = Counter(fold(unit.name) for unit, _ in listed)
    return ranking.ranked(
        replace(unit, name=f"{unit.name} ({around})") if borne[fold(unit.name)] > 1 and around else unit
        for unit, around in listed
    )


def board(
    places: Sequence[Place], own: Collection[int], *, on: date, week: int | None = None, area: str = ""
) -> tuple[str, LeaderboardChart | None]:
    """Tell the board to whoever answers for the units `own`; `on` is the day up to which the plan is counted."""
    lines = ranking.named(places, own)
    title, as_of = say.title(week, area), say.as_of(on)
    return say.text(lines, title=title, as_of=as_of), ranking.chart(lines, title=title, as_of=as_of)


def own_place(places: Sequence[Place], own: Collection[int], *, on: date) -> str:
    """Tell officials where their own units stand: of other units they see neither name nor figure."""
    return say.own_place(ranking.named(places, own), title=say.title(), as_of=say.as_of(on))
