"""A scan made to hurt, or one the renderer dies of, costs its own page and nobody else's: the bot goes on and can stop."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from bot import scans
from bot.drawing.limits import Unreadable
from bot.drawing.worker import Worker
from tests.telegram.hostile_pdf import nested, shaded

EVIL, GOOD = "evil.pdf", "good.pdf"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / EVIL).write_bytes(shaded(1000))
    (tmp_path / GOOD).write_bytes(nested(2, 2))
    return tmp_path


@pytest.fixture
def worker() -> Iterator[Worker]:
    made = Worker()
    yield made
    made.kill()


def process_of(worker: Worker) -> psutil.Process:
    assert worker._child is not None
    return psutil.Process(worker._child.pid)


async def test_a_scan_that_is_drawn_for_ever_is_given_up_and_the_next_ones_are_shown(folder: Path):
    assert await scans.load(folder, EVIL, limit_s=0.5) == Unreadable("too_slow")
    for _ in range(3):
        assert isinstance(await scans.load(folder, GOOD), list)


async def test_two_officials_with_such_scans_keep_a_third_waiting_but_not_without_hers(folder: Path):
    evil = [asyncio.create_task(scans.load(folder, EVIL, limit_s=0.5)) for _ in range(2)]
    await asyncio.sleep(0)
    assert isinstance(await scans.load(folder, GOOD), list)
    assert await asyncio.gather(*evil) == [Unreadable("too_slow")] * 2


def test_a_scan_that_fills_the_memory_ends_its_own_process_only(folder: Path, worker: Worker):
    (folder / EVIL).write_bytes(nested(12, 10))
    assert isinstance(worker.draw(folder / EVIL, 30), Unreadable)
    assert isinstance(worker.draw(folder / GOOD, 10), list)


def test_one_process_draws_scan_after_scan(folder: Path, worker: Worker):
    assert isinstance(worker.draw(folder / GOOD, 10), list)
    first = process_of(worker)
    assert isinstance(worker.draw(folder / GOOD, 10), list)
    assert process_of(worker) == first


def test_one_that_overran_is_gone_and_another_draws_the_next(folder: Path, worker: Worker):
    worker.draw(folder / GOOD, 10)
    first = process_of(worker)
    assert worker.draw(folder / EVIL, 0.3) == Unreadable("too_slow")
    assert not first.is_running()
    assert isinstance(worker.draw(folder / GOOD, 10), list)


async def test_a_scan_asked_for_before_all_was_ended_is_not_begun_afterwards(folder: Path):
    asked = [asyncio.create_task(scans.load(folder, EVIL)) for _ in range(4)]
    await asyncio.sleep(0)
    scans.close()
    reasons = [ended.reason for ended in await asyncio.gather(*asked) if isinstance(ended, Unreadable)]
    assert len(reasons) == 4 and set(reasons) <= {"stopped", "crashed"}
    assert isinstance(await scans.load(folder, GOOD), list)


def test_a_renderer_that_crashed_between_two_scans_is_not_noticed(folder: Path, worker: Worker):
    worker.draw(folder / GOOD, 10)
    first = process_of(worker)
    first.send_signal(signal.SIGSEGV)
    psutil.wait_procs([first])
    assert isinstance(worker.draw(folder / GOOD, 10), list)


async def test_a_renderer_that_crashes_over_a_scan_makes_it_one_that_cannot_be_opened(
    folder: Path, worker: Worker
):
    worker.draw(folder / GOOD, 10)
    before = process_of(worker).cpu_times().user
    drawing = asyncio.create_task(asyncio.to_thread(worker.draw, folder / EVIL, 10))
    child = process_of(worker)
    while child.cpu_times().user < before + 0.1:  # noqa: ASYNC110 (it is drawing once it uses its processor)
        await asyncio.sleep(0.01)
    child.send_signal(signal.SIGSEGV)
    assert await drawing == Unreadable("crashed")
    assert isinstance(worker.draw(folder / GOOD, 10), list)


def test_what_a_bad_file_may_have_left_behind_is_not_met_by_the_next(folder: Path, worker: Worker):
    (folder / "broken.pdf").write_bytes(b"%PDF-1.7\nrubbish")
    worker.draw(folder / GOOD, 10)
    first = process_of(worker)
    assert worker.draw(folder / "broken.pdf", 10) == Unreadable("broken")
    assert not first.is_running()


def test_the_one_who_draws_may_take_little_and_knows_no_secret(
    folder: Path, worker: Worker, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv("RASOAT_TELEGRAM__TOKEN", "158001:secret")
    worker.draw(folder / GOOD, 10)
    child = process_of(worker)
    assert not [name for name in child.environ() if name.startswith("RASOAT_")]
    assert child.rlimit(psutil.RLIMIT_AS)[1] <= 2 << 30
    assert child.rlimit(psutil.RLIMIT_FSIZE) == (0, 0)
    assert 0 < child.rlimit(psutil.RLIMIT_CPU)[0] < 60


BOT = """
import asyncio, os, signal, sys
from pathlib import Path
from bot import scans

async def main():
    folder = Path(sys.argv[1])
    await scans.load(folder, "good.pdf")
    drawing = asyncio.create_task(scans.load(folder, "evil.pdf"))
    await asyncio.sleep(0.3)
    print(*(worker._child.pid for worker in scans._workers._all if worker._child), flush=True)
    if sys.argv[2] == "killed":
        os.kill(os.getpid(), signal.SIGKILL)
    scans.close()
    print(await drawing, flush=True)

asyncio.run(main())
"""


@pytest.mark.parametrize("how", ["stopped", "killed"])
def test_a_bot_that_ends_while_such_a_scan_is_drawn_leaves_nobody_drawing(folder: Path, how: str):
    bot = subprocess.run(
        [sys.executable, "-c", BOT, str(folder), how],
        capture_output=True, text=True, check=False, timeout=60,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])},
    )  # fmt: skip
    assert bot.returncode == (0 if how == "stopped" else -signal.SIGKILL), bot.stderr
    drawing, *after = bot.stdout.splitlines()
    assert after == (["Unreadable(reason='crashed')"] if how == "stopped" else [])
    left = [psutil.Process(int(number)) for number in drawing.split() if psutil.pid_exists(int(number))]
    _, alive = psutil.wait_procs(left, timeout=10)
    assert [one for one in alive if one.status() != psutil.STATUS_ZOMBIE] == []
