"""The leaderboard: a bar a unit against its own plan, the mark of the whole plan, and how many stand in each band."""

from __future__ import annotations

from PIL import Image, ImageDraw

from bot.charts import theme
from bot.charts.lettering import fitted, head, write
from domain.charts import Bar, LeaderboardChart
from domain.wording import charts as words
from domain.wording.figures import count
from domain.wording.ranking import percent

ROW, BAR, FOOT_ROW = 40, 24, 36
GAP = 22  # in place of the units between the first and one's own
RANK, NAME, START, END = 66, 76, 366, 572  # where ranks end, names begin, bars begin and end
FIGURE = theme.WIDTH - theme.MARGIN
LONGEST, MOST = (
    150,
    999,
)  # per cent: beyond the one a bar ends in a point, beyond the other its figure says "more"
MARK = 100
HEAD = 300  # at most: cut to what is used


def draw(chart: LeaderboardChart) -> Image.Image:
    """Draw the board; without bars it says that there is nothing to rank."""
    breaks = _breaks(chart.bars)
    height = HEAD + ROW * len(chart.bars) + GAP * len(breaks) + FOOT_ROW * (len(chart.counts) + 2)
    sheet = Image.new("RGB", (theme.WIDTH, height), theme.PAPER)
    pen = ImageDraw.Draw(sheet)
    y = head(pen, chart.title, words.AGAINST)
    as_of = fitted(chart.as_of, theme.SMALL, START - theme.MARGIN)
    write(pen, (theme.MARGIN, y + theme.SMALL - 4), as_of, theme.SMALL, theme.MUTED)
    if not chart.bars:
        write(pen, (theme.MARGIN, y + 70), words.NOTHING_TO_RANK, theme.TEXT)
        return framed(sheet, y + 70 + theme.MARGIN)
    y = _bars(sheet, pen, chart, breaks, y)
    y = _foot(sheet, pen, chart, y + 14)
    return framed(sheet, y + theme.MARGIN - 8)


def framed(sheet: Image.Image, height: int) -> Image.Image:
    """Cut the sheet at its foot and draw the thin border that parts it from the page around it."""
    cut = sheet.crop((0, 0, theme.WIDTH, height))
    ImageDraw.Draw(cut).rectangle((0, 0, theme.WIDTH - 1, height - 1), outline=theme.EDGE, width=2)
    return cut


def _breaks(bars: tuple[Bar, ...]) -> set[int]:
    """Tell before which bars units were left out."""
    found = set()
    for at in range(1, len(bars)):
        before, this = bars[at - 1].rank, bars[at].rank
        tied = sum(bar.rank == before for bar in bars[:at])
        if before is not None and (this is None or this > before + tied):
            found.add(at)
    return found


def _bars(
    sheet: Image.Image, pen: ImageDraw.ImageDraw, chart: LeaderboardChart, breaks: set[int], y: int
) -> int:
    shares = [bar.percent for bar in chart.bars if bar.percent is not None]
    scale = (END - START) / min(max([MARK, *shares]), LONGEST)
    mark = START + round(MARK * scale)
    write(pen, (mark, y + theme.SMALL - 4), words.WHOLE_PLAN, theme.SMALL, theme.MUTED, anchor="ms")
    y += theme.SMALL + 4
    top = y
    for at, bar in enumerate(chart.bars):
        if at in breaks:
            for dot in range(3):
                x = NAME + 4 + 14 * dot
                pen.ellipse((x, y + GAP // 2 - 2, x + 4, y + GAP // 2 + 2), fill=theme.MUTED)
            y += GAP
        _bar(sheet, pen, bar, y, scale)
        y += ROW
    for dash in range(top, y, 12):
        pen.line((mark, dash, mark, min(dash + 6, y)), fill=theme.INK, width=2)
    return y


def _bar(sheet: Image.Image, pen: ImageDraw.ImageDraw, bar: Bar, y: int, scale: float) -> None:
    base = y + ROW - 13
    if bar.own:
        pen.rectangle((4, y + 1, theme.WIDTH - 5, y + ROW - 2), fill=theme.OWN_ROW)
        pen.polygon(((10, y + 13), (20, y + ROW // 2), (10, y + ROW - 14)), fill=theme.OWN_INK)
    ink = theme.OWN_INK if bar.own else theme.INK
    if bar.rank is not None:
        write(pen, (RANK, base), count(bar.rank), theme.SMALL, theme.MUTED, anchor="rs")
    name = fitted(bar.label, theme.SMALL, START - NAME - 8, bold=bar.own) or words.UNNAMED
    write(pen, (NAME, base), name, theme.SMALL, ink if bar.label else theme.MUTED, bold=bar.own)
    if bar.percent is None or bar.band is None:
        write(pen, (FIGURE, base), words.NO_RATIO, theme.SMALL, ink, anchor="rs")
    else:
        long = max(3, round(min(bar.percent, LONGEST) * scale))
        place = (START, y + (ROW - BAR) // 2)
        sheet.paste(theme.fill(bar.band, END - START, BAR).crop((0, 0, long, BAR)), place)
        pen.rectangle(
            (*place, START + long - 1, place[1] + BAR - 1), outline=theme.BAND_INK[bar.band], width=2
        )
        if bar.percent > LONGEST:
            tip = (END + 10, place[1] + BAR // 2)
            pen.polygon(
                ((END - 1, place[1]), tip, (END - 1, place[1] + BAR - 1)), fill=theme.BAND_INK[bar.band]
            )
        share = percent(bar.percent) if bar.percent <= MOST else words.more_than(MOST)
        write(pen, (FIGURE, base), share, theme.TEXT, ink, anchor="rs", bold=True)


def _foot(sheet: Image.Image, pen: ImageDraw.ImageDraw, chart: LeaderboardChart, y: int) -> int:
    """Tell what the patterns mean, and how many units stand in each band."""
    pen.line((theme.MARGIN, y, theme.WIDTH - theme.MARGIN, y), fill=theme.GRID, width=2)
    y += 6
    for band, number in chart.counts:
        sheet.paste(theme.fill(band, 44, BAR), (theme.MARGIN, y + 7))
        pen.rectangle(
            (theme.MARGIN, y + 7, theme.MARGIN + 43, y + 6 + BAR), outline=theme.BAND_INK[band], width=2
        )
        write(pen, (theme.MARGIN + 56, y + 28), words.BANDS[band], theme.SMALL)
        told = words.units(number)
        write(pen, (FIGURE, y + 28), told, theme.SMALL, anchor="rs", bold=True)
        y += FOOT_ROW
    notes = [words.waiting(chart.waiting)] if chart.waiting else []
    notes += [words.ONLY_UPPER] if any(not bar.label for bar in chart.bars) else []
    for note in notes:
        write(pen, (theme.MARGIN, y + 28), note, theme.SMALL, theme.MUTED)
        y += FOOT_ROW
    return y
