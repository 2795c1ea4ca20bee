"""Pieces of scans for the review page: each drawn once, kept within bounds, and one bad scan keeps nobody else waiting."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image

from bot.drawing.levels import Seen
from bot.drawing.limits import Unreadable
from bot.drawing.worker import Worker
from bot.page import pictures
from bot.page.pictures import BUSY, Pictures
from bot.scans import Missing
from tests.telegram.hostile_pdf import shaded


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in ("a.jpg", "b.jpg"):
        Image.effect_noise((1240, 1754), 60).convert("RGB").save(tmp_path / name)
    (tmp_path / "evil.pdf").write_bytes(shaded(1000))
    return tmp_path


@pytest.fixture
def seen(folder: Path) -> Iterator[Pictures]:
    made = Pictures(folder)
    yield made
    made.close()


async def test_who_asks_for_the_same_at_the_same_time_waits_for_one_drawing(seen: Pictures):
    drawn = await asyncio.gather(*(seen.piece("a.jpg", "", 1) for _ in range(8)))
    assert all(each is drawn[0] for each in drawn) and isinstance(drawn[0], Seen)
    assert seen.held == len(drawn[0].jpeg)


async def test_a_scan_handed_in_anew_is_drawn_anew(seen: Pictures, folder: Path):
    before = await seen.piece("a.jpg", "", 1)
    Image.new("RGB", (1240, 1754), "white").save(folder / "a.jpg")
    after = await seen.piece("a.jpg", "", 1)
    assert isinstance(before, Seen) and isinstance(after, Seen) and before.jpeg != after.jpeg


async def test_what_is_kept_stays_within_its_bytes(folder: Path):
    small = Pictures(folder, kept_bytes=200_000)
    for tile in [(1, x, y) for x in range(3) for y in range(4)]:
        assert isinstance(await small.piece("a.jpg", "", 1, tile), Seen)
        assert small.held <= 200_000
    small.close()


async def test_a_page_drawn_for_ever_keeps_no_other_page_waiting(folder: Path):
    seen = Pictures(folder, limit_s=6)
    evil = asyncio.create_task(seen.piece("evil.pdf", "", 1))
    good = await seen.piece("b.jpg", "", 1)
    assert isinstance(good, Seen) and not evil.done()
    assert await evil == Unreadable("too_slow")
    seen.close()


async def test_a_page_that_could_not_be_drawn_is_not_begun_again_at_once(
    folder: Path, monkeypatch: pytest.MonkeyPatch
):
    now, begun, draws = [0.0], [], Worker.piece

    def counted(worker: Worker, path: Path, *more: object) -> Seen | Unreadable:
        begun.append(path.name)
        return draws(worker, path, *more)

    monkeypatch.setattr(Worker, "piece", counted)
    (folder / "broken.pdf").write_bytes(b"%PDF-1.4")
    seen = Pictures(folder, ticks=lambda: now[0])
    assert await seen.piece("broken.pdf", "", 1) == Unreadable("broken")
    assert await seen.piece("broken.pdf", "", 1, (0, 0, 0)) == Unreadable("broken")
    assert begun == ["broken.pdf"]
    now[0] = pictures.NOT_AGAIN_S + 1
    assert await seen.piece("broken.pdf", "", 1) == Unreadable("broken")
    assert begun == ["broken.pdf"] * 2
    seen.close()


async def test_a_process_that_nobody_needs_is_let_go_and_another_starts_when_one_does(folder: Path):
    seen = Pictures(folder, idle_s=0.0)
    assert isinstance(await seen.piece("a.jpg", "", 1), Seen)
    [child] = [hand.worker._child for hand in seen._hands if hand.worker._child is not None]
    await asyncio.to_thread(child.wait, 10)
    assert isinstance(await seen.piece("b.jpg", "", 1), Seen)
    seen.close()


async def test_more_than_can_be_drawn_is_told_to_come_again(seen: Pictures, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(pictures, "MOST_WAITING", 2)
    asked = [asyncio.create_task(seen.piece("a.jpg", "", 1, (1, x, 0))) for x in range(3)]
    found = await asyncio.gather(*asked)
    assert found.count(BUSY) == 1 and sum(isinstance(each, Seen) for each in found) == 2


async def test_no_name_no_folder_and_no_such_file_are_values(seen: Pictures):
    assert await seen.piece("", "", 1) == Missing()
    assert await seen.piece("../../etc/passwd", "", 1) == Missing()
    assert await seen.piece("zzz.pdf", "", 1) == Missing()
    assert await Pictures(None).piece("a.jpg", "", 1) == Missing()


async def test_a_scan_of_thirty_megabytes_is_shown_small_and_close_up(seen: Pictures, folder: Path):
    Image.effect_noise((7000, 5000), 90).save(folder / "heavy.jpg", quality=98)
    assert (folder / "heavy.jpg").stat().st_size >= 30_000_000
    whole = await seen.piece("heavy.jpg", "", 1)
    assert isinstance(whole, Seen) and len(whole.jpeg) <= 150_000
    close = await seen.piece("heavy.jpg", "", 1, (1, 0, 0))
    assert isinstance(close, Seen) and len(close.jpeg) <= 200_000
