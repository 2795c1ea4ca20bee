"""The leaderboard's picture: what drawing it costs, and what taps feel while fifty are drawn.

Baseline: Pillow putting the same bars, names and figures on a sheet at fixed places, nothing measured, shortened,
patterned or made bold, and the same PNG written.
"""

from __future__ import annotations

import asyncio
import base64
import io
import os
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


@dataclass(frozen=True, slots=True)
class Late:
    """How late the event loop was, in milliseconds."""

    p50: float
    p99: float


@dataclass(slots=True)
class _Run:
    """One run, in seconds where not said otherwise."""

    ours: float
    plain: float
    beside: float
    first: float
    lags: dict[str, Late]  # of the event loop: alone, process, thread
    taps_s: dict[str, list[float]]  # waits while fifty go out: ready made, drawn


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
    picture.write(sheet, target)
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


async def _lag_ms(draw: Draw, boards: Sequence[LeaderboardChart]) -> Late:
    """Tell how late the event loop is while charts are drawn one after the other."""
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
    return Late(percentile(late, 0.5) * 1000, percentile(late, 0.99) * 1000)


async def _beside(boards: Sequence[LeaderboardChart], plainly: float) -> tuple[float, float, dict[str, Late]]:
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
    boards = [chart(n) for n in range(DRAWN * picture_taps.ROUNDS)]
    ours, plainly = _in_turn(boards[0])
    first, each, lags = asyncio.run(_beside(boards[:DRAWN], plainly))
    bodies: picture_taps.Bodies = {
        "ready": [{"text": board.title, "file": _file(board)} for board in boards],
        "drawn": [{"text": board.title, "chart": board.to_json()} for board in boards],
    }
    return _Run(ours, plainly, each, first, lags, picture_taps.waits_s(prepared, bodies, DRAWN))


def _file(board: LeaderboardChart) -> list[Any]:
    return ["ready.png", base64.b64encode(picture.png(board)).decode(), True]


def measure(runs: int = RUNS, *, size: shelves.Size = picture_taps.SIZE) -> Row:
    """Measure drawing against plain Pillow, and taps while fifty pictures are drawn against fifty plain messages."""
    row = Row(
        "picture",
        f"{BARS} bars of {UNITS} units with Vietnamese names, {theme.WIDTH} pixels wide; medians of {TIMES} drawings a"
        f" run, warm. Baseline: Pillow drawing the same bars, names and figures without layout, the same PNG. Taps:"
        f" {picture_taps.PEOPLE} officials at {picture_taps.RATE:.0f} taps a second and one running bot on SQLite FULL with"
        f" {size.records:,} records; in turns of {picture_taps.TURN_S:.0f} s, {picture_taps.ROUNDS} of each kind a run, it"
        f" sends {DRAWN} different boards at 25 a second, drawn now or drawn beforehand; bot, drawing process, stand-in"
        " and officials share the machine."
        " The event loop's lateness: a beat of 2 ms while they are drawn. Load of the machine at the start"
        f" {os.getloadavg()[0]:.1f}",
    )
    largest = max(len(picture.png(each)) for each in (chart(), _worst()))
    with shelves.built(size) as prepared:
        found = [_run(prepared) for _ in range(runs)]
    row.add("time, against the baseline's", [run.ours / run.plain for run in found], "×", at_most=3)
    row.add(
        "bytes, the larger of it and one with names of 200 letters",
        [largest / 1000] * runs,
        "kB",
        at_most=BYTES / 1000,
    )
    waits = {
        (kind, share): [1000 * percentile(run.taps_s[kind], share) for run in found]
        for kind in ("drawn", "ready")
        for share in (0.99, 0.5)
    }
    row.add(
        "tap p99 while 50 are drawn and sent, against 50 that are only sent",
        [ours / theirs for ours, theirs in zip(waits["drawn", 0.99], waits["ready", 0.99], strict=True)],
        "×", at_most=1.2,
    )  # fmt: skip
    for (kind, share), values in waits.items():
        told = "50 are drawn and sent" if kind == "drawn" else "50 ready ones are sent"
        row.add(f"tap p{share * 100:.0f} while {told}", values, "ms")
    row.add("time", [run.ours * 1000 for run in found], "ms")
    row.add("time through the drawing process", [run.beside * 1000 for run in found], "ms")
    row.add("the first picture, the process started for it", [run.first for run in found], "s")
    for who, told in (
        ("alone", "alone"),
        ("process", "a process draws"),
        ("thread", "were a thread to draw"),
    ):
        row.add(f"event loop late, {told}, median", [run.lags[who].p50 for run in found], "ms")
        row.add(f"event loop late, {told}, p99", [run.lags[who].p99 for run in found], "ms")
    return row


def _worst() -> LeaderboardChart:
    board = chart()
    return replace(board, bars=tuple(replace(bar, label="Ẵ" * 200, own=True) for bar in board.bars))
