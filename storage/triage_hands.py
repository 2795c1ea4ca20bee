"""Who judges: processes of our own, as many as the machine has use for, or this one where little is to be done."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import date
from pathlib import Path
from typing import Any, Protocol

from storage.imports import frames
from storage.triage_child import judge_all, plain_job
from storage.triage_places import Known
from storage.triage_rows import Given, Judge, Judged

MOST = 2


class JudgeCrashed(RuntimeError):
    """A judging process met a fault of ours, or died; what was judged before is kept."""


class Hands(Protocol):
    """Judges rows; `count` chunks may be under way at once."""

    count: int

    async def judge(self, rows: list[Given]) -> list[Judged]:
        """Judge a chunk of rows."""
        ...


class Here:
    """Judges in a thread of this process: for few rows, starting another would cost more than it saves."""

    count = 1

    def __init__(self, known: Known, today: date) -> None:
        self._judge = Judge(known.gazetteer, today)

    async def judge(self, rows: list[Given]) -> list[Judged]:
        return await asyncio.to_thread(judge_all, self._judge, rows)


class _Process:
    def __init__(self, job: dict[str, Any]) -> None:
        house = str(Path(__file__).resolve().parents[1])
        path = os.pathsep.join(filter(None, (house, os.environ.get("PYTHONPATH"))))
        # the settings hold secrets, which judging has no need of
        kept = {name: value for name, value in os.environ.items() if not name.startswith("RASOAT_")}
        self._child = subprocess.Popen(
            [sys.executable, "-P", "-m", "storage.triage_child"],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
            env={**kept, "PYTHONPATH": path}, start_new_session=True,
        )  # fmt: skip
        assert self._child.stdin is not None and self._child.stdout is not None
        self._to, self._from = self._child.stdin, self._child.stdout
        frames.write(self._to, "job", job)

    def judge(self, rows: list[Given]) -> list[Judged]:
        try:
            frames.write(self._to, "rows", rows)
            frame = frames.read(self._from)
        except BrokenPipeError:
            frame = None
        if frame is None or frame[0] == "crash":
            raise JudgeCrashed(frame[1] if frame else f"ended with {self._child.wait()}")
        judged: list[Judged] = frame[1]
        return judged

    def close(self) -> None:
        self._child.kill()
        self._child.wait()
        self._to.close()
        self._from.close()


class Processes:
    """Judges in processes; whichever is free takes the next chunk."""

    def __init__(self, processes: list[_Process]) -> None:
        self.count = len(processes)
        self._free: asyncio.Queue[_Process] = asyncio.Queue()
        for process in processes:
            self._free.put_nowait(process)

    async def judge(self, rows: list[Given]) -> list[Judged]:
        process = await self._free.get()
        try:
            return await asyncio.to_thread(process.judge, rows)
        finally:
            self._free.put_nowait(process)


@asynccontextmanager
async def processes(known: Known, today: date, count: int = 0) -> AsyncIterator[Processes]:
    """Start judging processes: `count`, or one for each processor up to two."""
    job = plain_job(known.places.all, today)
    started: list[_Process] = []
    try:
        for _ in range(count or min(MOST, os.cpu_count() or 1)):
            started.append(await asyncio.to_thread(_Process, job))
        yield Processes(started)
    finally:
        for process in started:
            process.close()
