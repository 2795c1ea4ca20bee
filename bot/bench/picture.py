"""The leaderboard's picture: what drawing it costs, and what taps feel while fifty are drawn.

Baseline: Pillow putting the same bars, names and figures on a sheet at fixed places, nothing measured, shortened,
patterned or made bold, and the same PNG written.
"""

from __future__ import annotations

import asyncio
import io
import statistics
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, replace
from importlib.resources import files
from pathlib import Path
from typing import Any

from PIL import Image, ImageDraw

from bot.bench import picture_taps, shelves
from bot.bench.measure import RUNS, Row, percentile
from bot.charts import picture, theme
from bot.charts.drawing import Drawer
from domain import ranking
from domain.charts import LeaderboardChart
from domain.wording import ranking as say

UNITS, BARS, DRAWN = 200, 20, 50
TIMES = 20  # each median of a run is taken over so many drawings
BYTES = 150_000
BEAT_S = 0.002


@dataclass(slots=True)
class _Run:
    """One run, in seconds where not said otherwise."""

    ours: float
    plain: float
    beside: float
    first: float
    lags: dict[str, float]  # milliseconds, of the event loop: alone, process, thread
    p99_ms: dict[str, float]  # of taps, while fifty messages go out: words, pictures


def chart(number: int = 0) -> LeaderboardChart:
    """Make a board of real commune names, different for each number, with one unit that is the reader's own."""
    names = (
        files("bot.synthetic.data").joinpath("lang-son-units-2024.csv").read_text("utf-8").splitlines()[13:]
    )
    standings = [
        ranking.Standing(n, name.split(",")[1], 40 + (n * 37 + number) % 90, 100)
        for n, name in enumerate(names[:UNITS])
    ]
    places = ranking.ranked(standings)
    lines = ranking.named(places, {places[8].standing.unit_id})
    made = ranking.chart(lines, title=say.title(number, "tỉnh Lạng Sơn"), as_of="đến 05/07/2024", limit=BARS)
    assert made is not None and len(made.bars) == BARS
    return made


def plain(board: LeaderboardChart) -> bytes:
    """Draw the same bars with Pillow alone."""
    sheet = Image.new("RGB", (theme.WIDTH, 180 + 40 * len(board.bars) + 130), "white")
    pen, font, large = ImageDraw.Draw(sheet), theme.font(theme.SMALL), theme.font(theme.TITLE)
    pen.text((28, 60), board.title, fill="black", font=large, anchor="ls")
    pen.text((28, 100), board.as_of, fill="black", font=font, anchor="ls")
    for at, bar in enumerate(board.bars):
        y = 140 + 40 * at
        pen.text((66, y + 27), str(bar.rank), fill="black", font=font, anchor="rs")
        pen.text((76, y + 27), bar.label, fill="black", font=font, anchor="ls")
        pen.rectangle((366, y + 8, 366 + (bar.percent or 0), y + 32), fill="green")
        pen.text((692, y + 27), f"{bar.percent} %", fill="black", font=font, anchor="rs")
    for at, (band, count) in enumerate(board.counts):
        y = 140 + 40 * len(board.bars) + 36 * at
        pen.text((76, y + 27), band, fill="black", font=font, anchor="ls")
        pen.text((692, y + 27), str(count), fill="black", font=font, anchor="rs")
    target = io.BytesIO()
    few = sheet.quantize(picture.COLOURS, method=Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE)
    few.save(target, "PNG", compress_level=picture.COMPRESS)
    return target.getvalue()


def _in_turn(board: LeaderboardChart) -> tuple[float, float]:
    """Time both drawings in turn, so that whatever else the machine does falls on both; medians."""
    both: tuple[list[float], list[float]] = ([], [])
    for _ in range(TIMES):
        for took, work in zip(both, (picture.png, plain), strict=True):
            started = time.perf_counter()
            work(board)
            took.append(time.perf_counter() - started)
    return statistics.median(both[0]), statistics.median(both[1])


Draw = Callable[[LeaderboardChart], Awaitable[Any]]


async def _lag_ms(draw: Draw, boards: Sequence[LeaderboardChart]) -> float:
    """Tell how late the event loop is, p99, while charts are drawn one after the other."""
    late: list[float] = []
    drawn = asyncio.Event()

    async def beat() -> None:
        while not drawn.is_set():
            started = time.perf_counter()
            await asyncio.sleep(BEAT_S)
            late.append(time.perf_counter() - started - BEAT_S)

    beating = asyncio.create_task(beat())
    for board in boards:
        await draw(board)
    drawn.set()
    await beating
    return percentile(late, 0.99) * 1000


async def _beside(
    boards: Sequence[LeaderboardChart], plainly: float
) -> tuple[float, float, dict[str, float]]:
    """Draw in the process; gives seconds of the first picture, of one of the next ones, and how late the loop was."""
    drawer = Drawer()

    async def draw(board: LeaderboardChart) -> None:
        if await drawer.picture_of(board.to_json()) is None:
            raise RuntimeError("a chart was not drawn")

    try:
        started = time.perf_counter()
        await draw(chart(-1))
        first = time.perf_counter() - started
        lags = {"alone": await _lag_ms(lambda _: asyncio.sleep(plainly), boards)}
        started = time.perf_counter()
        lags["process"] = await _lag_ms(draw, boards)
        each = (time.perf_counter() - started) / len(boards)
        lags["thread"] = await _lag_ms(lambda board: asyncio.to_thread(picture.png, board), boards)
    finally:
        drawer.close()
    return first, each, lags


def _run(prepared: Path) -> _Run:
    boards = [chart(n) for n in range(DRAWN)]
    words = [{"text": f"{board.title}\n{board.as_of}"} for board in boards]
    ours, plainly = _in_turn(boards[0])
    first, each, lags = asyncio.run(_beside(boards, plainly))
    p99_ms = {
        "words": picture_taps.p99_ms(prepared, words),
        "pictures": picture_taps.p99_ms(
            prepared, [body | {"chart": board.to_json()} for body, board in zip(words, boards, strict=True)]
        ),
    }
    return _Run(ours, plainly, each, first, lags, p99_ms)


def measure(runs: int = RUNS, *, size: shelves.Size = picture_taps.SIZE) -> Row:
    """Measure drawing against plain Pillow, and taps while fifty pictures are drawn against fifty plain messages."""
    row = Row(
        "picture",
        f"{BARS} bars of {UNITS} units with Vietnamese names, {theme.WIDTH} pixels wide; medians of {TIMES} drawings a"
        f" run, warm. Baseline: Pillow drawing the same bars, names and figures without layout, the same PNG. Taps:"
        f" {picture_taps.PEOPLE} officials, {picture_taps.TAPS} taps at {picture_taps.RATE:.0f} a second, a running bot on SQLite FULL with {size.records:,}"
        f" records that meanwhile sends {DRAWN} different boards at once, against the same {DRAWN} messages without"
        " pictures. The event loop's lateness: a beat of 2 ms while they are drawn",
    )
    largest = max(len(picture.png(each)) for each in (chart(), _worst()))
    with shelves.built(size) as prepared:
        found = [_run(prepared) for _ in range(runs)]
    row.add("time, against the baseline's", [run.ours / run.plain for run in found], "×", at_most=3)
    row.add("largest picture, long names among them", [largest / 1000] * runs, "kB", at_most=BYTES / 1000)
    row.add(
        "tap p99 while 50 are drawn and sent, against 50 messages without",
        [run.p99_ms["pictures"] / run.p99_ms["words"] for run in found], "×", at_most=1.2,
    )  # fmt: skip
    row.add("tap p99 while 50 pictures go out", [run.p99_ms["pictures"] for run in found], "ms")
    row.add("tap p99 while 50 messages go out", [run.p99_ms["words"] for run in found], "ms")
    row.add("time", [run.ours * 1000 for run in found], "ms")
    row.add("time through the drawing process", [run.beside * 1000 for run in found], "ms")
    row.add("the first picture, the process started for it", [run.first for run in found], "s")
    row.add("event loop late, p99, alone", [run.lags["alone"] for run in found], "ms")
    row.add("event loop late, p99, a process draws", [run.lags["process"] for run in found], "ms")
    row.add("event loop late, p99, were a thread to draw", [run.lags["thread"] for run in found], "ms")
    return row


def _worst() -> LeaderboardChart:
    board = chart()
    return replace(board, bars=tuple(replace(bar, label="Ẵ" * 200, own=True) for bar in board.bars))
