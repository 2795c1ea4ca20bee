"""Drawing beside the bot: once for all, given up when it hangs, and never a fault of the one who asked."""

from __future__ import annotations

import asyncio
import base64
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from structlog.testing import capture_logs

from bot.charts import picture
from bot.charts.drawing import KEPT, NOT_AGAIN_S, Drawer
from domain.charts import Bar, LeaderboardChart

CHART = LeaderboardChart(
    "Xếp hạng tuần 28", "đến 05/07/2024", (Bar(1, "Xã Hữu Lễ", 112, 9, 8, "reached", True),)
)


class Hours:
    at = 0.0

    def __call__(self) -> float:
        return self.at


Made = Callable[..., Drawer]


class Starts:
    """Counts how often a drawing process was started."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def count(self) -> int:
        return len(self.path.read_text())


@pytest.fixture
def starts(tmp_path: Path) -> Starts:
    return Starts(tmp_path / "starts")


@pytest.fixture
def odd(monkeypatch: pytest.MonkeyPatch, starts: Starts) -> Iterator[Made]:
    made: list[Drawer] = []

    def make(how: str, **more: Any) -> Drawer:
        monkeypatch.setenv("ODD", how)
        monkeypatch.setenv("STARTS", str(starts.path))
        made.append(Drawer(module="tests.charts.odd_child", **more))
        return made[-1]

    yield make
    for drawer in made:
        drawer.close()


@pytest.fixture
def drawer() -> Iterator[Drawer]:
    made = Drawer()
    yield made
    made.close()


async def test_a_picture_comes_back_with_the_bytes_the_process_drew(drawer: Drawer):
    file = await drawer.picture_of(CHART.to_json())
    assert file is not None and file.is_picture and file.name.endswith(".png")
    assert base64.b64decode(file.content_base64) == picture.png(CHART)


async def test_a_chart_that_makes_no_sense_gives_nothing_and_the_next_is_drawn(drawer: Drawer):
    with capture_logs() as logged:
        for nonsense in ({}, {"kind": "pie"}, {"kind": "leaderboard", "bars": 3}):
            assert await drawer.picture_of(nonsense) is None
    assert [line["event"] for line in logged] == ["chart_not_drawn"] * 3
    assert {line["log_level"] for line in logged} == {"error"}
    assert await drawer.picture_of(CHART.to_json()) is not None


async def test_four_hundred_heads_who_get_the_same_chart_cost_one_drawing(odd: Made, starts: Starts):
    drawer = odd("goes after one")
    files = await asyncio.gather(*(drawer.picture_of(CHART.to_json()) for _ in range(400)))
    assert len({id(file) for file in files}) == 1 and files[0] is not None
    assert starts.count() == 1


async def test_a_process_that_went_home_is_started_again(odd: Made, starts: Starts):
    drawer = odd("goes after one")
    for n in range(3):
        assert await drawer.picture_of({"kind": "leaderboard", "n": n}) is not None
    assert starts.count() == 3


async def test_a_drawing_that_hangs_is_given_up_and_not_begun_again_for_the_next_head(
    odd: Made, starts: Starts
):
    hours = Hours()
    drawer = odd("hangs", limit_s=1.0, now=hours)
    with capture_logs() as logged:
        assert await drawer.picture_of(CHART.to_json()) is None
        assert await drawer.picture_of(CHART.to_json()) is None
    assert [line["fault"] for line in logged] == ["too slow"]
    assert starts.count() == 1
    hours.at += NOT_AGAIN_S
    assert await drawer.picture_of(CHART.to_json()) is None
    assert starts.count() == 2


async def test_a_process_that_dies_is_tried_twice_and_then_the_words_go_alone(odd: Made, starts: Starts):
    drawer = odd("dies")
    assert await drawer.picture_of(CHART.to_json()) is None
    assert starts.count() == 2


async def test_the_loop_runs_on_while_a_picture_is_drawn(odd: Made):
    drawer = odd("hangs", limit_s=0.5)
    drawing = asyncio.create_task(drawer.picture_of(CHART.to_json()))
    beats = 0
    while not drawing.done():
        await asyncio.sleep(0.01)
        beats += 1
    assert beats > 5


async def test_only_so_many_pictures_are_kept(odd: Made):
    drawer = odd("draws")
    for n in range(KEPT + 5):
        await drawer.picture_of({"kind": "leaderboard", "n": n})
    assert len(drawer._kept) == KEPT
