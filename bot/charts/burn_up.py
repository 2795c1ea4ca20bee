"""The burn-up line: what is done against the plan, the total, the deadline, and the days on which it may be finished."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from PIL import Image, ImageDraw

from bot.charts import theme
from bot.charts.leaderboard import framed
from bot.charts.lettering import fitted, head, width, write
from bot.charts.theme import Colour
from domain.charts import BurnUpChart, Point
from domain.wording import charts as words
from domain.wording.figures import count

HEIGHT = 900  # at most: cut to what is used
RIGHT, TALL = theme.WIDTH - theme.MARGIN, 360
FINE = 2  # lines are drawn twice as large and made small, so that they are smooth
BEYOND = 0.4  # of the days up to the deadline: a later end lies outside and is told in words
HEADROOM = 1.06  # so that a line that ends at the total is seen whole
TICKS = 4
ROW = 34


@dataclass(frozen=True, slots=True)
class _Axes:
    """Where days and counts lie on the plot, in its fine pixels."""

    first: date
    last: date
    top: float  # records at the upper edge
    wide: int
    tall: int

    def x(self, day: date) -> float:
        return self.wide * (day - self.first).days / max(1, (self.last - self.first).days)

    def y(self, records: int) -> float:
        return self.tall * (1 - records / self.top)

    def line(self, points: Sequence[Point]) -> list[tuple[float, float]]:
        return [(self.x(day), self.y(records)) for day, records in points]


def draw(chart: BurnUpChart) -> Image.Image:
    """Draw the line; without a single figure only what is to be done, and by when."""
    sheet = Image.new("RGB", (theme.WIDTH, HEIGHT), theme.PAPER)
    pen = ImageDraw.Draw(sheet)
    y = head(pen, chart.title, f"{words.done_of(chart)}, {chart.as_of}") + 26
    top = HEADROOM * max([chart.total, 1, *(records for _, records in (*chart.done, *chart.planned))])
    ticks = [tick for tick in _ticks(chart.total) if (top - tick) * TALL / top > 0]
    left = theme.MARGIN + round(max(width(count(tick), theme.SMALL) for tick in ticks)) + 12
    axes = _axes(chart, top, FINE * (RIGHT - left), FINE * TALL)
    sheet.paste(_plot(chart, axes, ticks).reduce(FINE), (left, y))
    for tick in ticks:
        ink = theme.INK if tick == chart.total else theme.MUTED
        write(pen, (left - 10, y + axes.y(tick) / FINE + 8), count(tick), theme.SMALL, ink, anchor="rs")
    _days(pen, chart, axes, left, y)
    return framed(sheet, _key(pen, chart, y + TALL + 56) + theme.MARGIN - 10)


def _ticks(total: int) -> list[int]:
    """Choose round counts for the grid, and the total itself; none stands so near to it that their figures touch."""
    rough = max(1, total) / TICKS
    size = 10 ** (len(str(int(rough))) - 1)
    step = max(1, next(size * times for times in (1, 2, 5, 10) if size * times >= rough))
    return [*(tick for tick in range(0, total, step) if total - tick > total / 12), total]


def _axes(chart: BurnUpChart, top: float, wide: int, tall: int) -> _Axes:
    days = [day for day, _ in (*chart.done, *chart.planned)]
    first = min([*days, chart.today, chart.deadline - timedelta(days=1)])
    first -= timedelta(days=max(1, (max(chart.deadline, chart.today) - first).days // 40))
    room = max(chart.deadline, chart.today) - first
    last = max([*days, chart.deadline, chart.today])
    if chart.forecast is not None and chart.finished_on is None:
        _, latest = chart.forecast
        farthest = last + timedelta(days=max(2, round(room.days * BEYOND)))
        last = farthest if latest is None else max(last, min(latest, farthest))
    return _Axes(first, last + timedelta(days=max(1, (last - first).days // 40)), top, wide, tall)


def _plot(chart: BurnUpChart, axes: _Axes, ticks: Sequence[int]) -> Image.Image:
    plot = Image.new("RGB", (axes.wide, axes.tall), theme.PAPER)
    pen = ImageDraw.Draw(plot)
    floor, roof = axes.y(0) - 2, axes.y(chart.total)
    for tick in ticks:
        pen.line((0, axes.y(tick), axes.wide, axes.y(tick)), fill=theme.GRID, width=2)
    _outlook(pen, chart, axes)
    pen.line((0, roof, axes.wide, roof), fill=theme.INK, width=5)
    _range(pen, chart, axes)
    done = axes.line(chart.done)
    if len(done) > 1:
        pen.polygon([(done[0][0], floor), *done, (done[-1][0], floor)], fill=theme.AREA)
    if len(chart.planned) > 1:
        _dashed(pen, axes.line(chart.planned), theme.PLAN)
    if len(done) > 1:
        pen.line(done, fill=theme.BAND_INK["reached"], width=9, joint="curve")
    _upright(pen, axes.x(chart.today), axes.tall, theme.MUTED, dash=6)
    _upright(pen, axes.x(chart.deadline), axes.tall, theme.LATE, dash=22)
    for x, y in done[-1:]:
        pen.ellipse(
            (x - 13, y - 13, x + 13, y + 13), fill=theme.BAND_INK["reached"], outline=theme.PAPER, width=3
        )
    return plot


def _outlook(pen: ImageDraw.ImageDraw, chart: BurnUpChart, axes: _Axes) -> None:
    """Shade where the line may run from today's point to the total."""
    if chart.forecast is None or chart.finished_on is not None or not chart.done:
        return
    (day, records), (earliest, latest) = chart.done[-1], chart.forecast
    start, roof = (axes.x(day), axes.y(records)), axes.y(chart.total)
    far = (
        [(2.0 * axes.wide, roof), (2.0 * axes.wide, start[1])] if latest is None else [(axes.x(latest), roof)]
    )
    pen.polygon([start, (axes.x(earliest), roof), *far], fill=theme.OUTLOOK)


def _range(pen: ImageDraw.ImageDraw, chart: BurnUpChart, axes: _Axes) -> None:
    """Mark on the line of the total the days on which it may be finished."""
    if chart.forecast is None or chart.finished_on is not None:
        return
    earliest, latest = chart.forecast
    begin = min(axes.x(earliest), axes.wide - 16)
    end = axes.wide if latest is None else max(axes.x(latest), begin + 16)
    roof = axes.y(chart.total)
    pen.rectangle((begin, roof - 12, end, roof + 12), fill=theme.FORECAST, outline=theme.INK, width=2)


def _dashed(pen: ImageDraw.ImageDraw, line: Sequence[tuple[float, float]], ink: Colour) -> None:
    """Draw a line as dashes that run on through its corners."""
    dash, on = 20.0, True
    left = dash
    for (x, y), (to_x, to_y) in pairwise(line):
        long = ((to_x - x) ** 2 + (to_y - y) ** 2) ** 0.5
        at = 0.0
        while at < long:
            step = min(left, long - at)
            if on:
                start, end = at / long, (at + step) / long
                pen.line(
                    (
                        x + (to_x - x) * start,
                        y + (to_y - y) * start,
                        x + (to_x - x) * end,
                        y + (to_y - y) * end,
                    ),
                    fill=ink,
                    width=6,
                )
            at, left = at + step, left - step
            if left <= 0:
                on, left = not on, dash


def _upright(pen: ImageDraw.ImageDraw, x: float, tall: int, ink: Colour, *, dash: int) -> None:
    for y in range(0, tall, 2 * dash):
        pen.line((x, y, x, min(y + dash, tall)), fill=ink, width=5)


def _days(pen: ImageDraw.ImageDraw, chart: BurnUpChart, axes: _Axes, left: int, y: int) -> None:
    """Name the marked days, above the plot and below it, where there is room."""
    base = y + TALL + theme.SMALL + 8
    taken: list[tuple[float, float]] = []
    below = [(chart.deadline, theme.LATE), (chart.today, theme.INK)]
    below += [(day, theme.MUTED) for day, _ in chart.done[:1]]
    if chart.forecast is not None and chart.finished_on is None:
        below += [(day, theme.MUTED) for day in chart.forecast if day is not None and day <= axes.last]
    for day, ink in below:
        _name(pen, words.short_day(day), left + axes.x(day) / FINE, base, ink, taken)
    taken = []
    for day, word, ink in (
        (chart.deadline, words.DEADLINE, theme.LATE), (chart.today, words.TODAY, theme.MUTED),
    ):  # fmt: skip
        _name(pen, word, left + axes.x(day) / FINE, y - 10, ink, taken)


def _name(
    pen: ImageDraw.ImageDraw, word: str, x: float, base: float, ink: Colour, taken: list[tuple[float, float]]
) -> None:
    wide = width(word, theme.SMALL)
    start = min(max(x - wide / 2, theme.MARGIN), RIGHT - wide)
    if all(start > end + 8 or start + wide < begin - 8 for begin, end in taken):
        taken.append((start, start + wide))
        write(pen, (start, base), word, theme.SMALL, ink)


def _key(pen: ImageDraw.ImageDraw, chart: BurnUpChart, y: int) -> int:
    """Tell what the lines mean, and when it may be finished."""
    x = theme.MARGIN
    pen.line((x, y + 18, x + 44, y + 18), fill=theme.BAND_INK["reached"], width=6)
    write(pen, (x + 56, y + 26), words.DONE, theme.SMALL)
    x = 260
    for dash in (0, 18, 36):
        pen.line((x + dash, y + 18, x + dash + 9, y + 18), fill=theme.PLAN, width=4)
    write(pen, (x + 56, y + 26), words.PLANNED, theme.SMALL)
    x = 460
    pen.line((x, y + 18, x + 44, y + 18), fill=theme.INK, width=3)
    write(pen, (x + 56, y + 26), words.TOTAL, theme.SMALL)
    y += ROW
    for dash in (0, 24):
        pen.line((theme.MARGIN + dash, y + 20, theme.MARGIN + dash + 18, y + 20), fill=theme.LATE, width=3)
    write(pen, (theme.MARGIN + 56, y + 28), words.due(chart), theme.TEXT, theme.LATE)
    y += ROW
    told = words.ends(chart) if chart.done else words.NOTHING_DONE
    if chart.forecast is not None and chart.finished_on is None:
        pen.rectangle(
            (theme.MARGIN, y + 12, theme.MARGIN + 43, y + 26), fill=theme.FORECAST, outline=theme.INK
        )
    write(pen, (theme.MARGIN + 56, y + 28), fitted(told, theme.TEXT, RIGHT - theme.MARGIN - 56), theme.TEXT)
    return y + ROW
