"""A judging process: rows of records come in on stdin, what was found in them goes out on stdout.

Started as `python -m storage.triage_child`. The first frame is the job: today and the places; then frames of rows.
"""

from __future__ import annotations

import os
import resource
import sys
import traceback
from datetime import date
from typing import Any

from domain.triage.shape import Gazetteer, Place
from storage.imports import frames
from storage.triage_rows import Given, Judge, Judged

MEMORY_BYTES = 1 << 30
NICE = 5  # a bot that answers people beside it comes first


def main() -> None:
    """Judge chunk by chunk until stdin ends; a fault of ours goes out as one frame and ends the process."""
    out = os.fdopen(os.dup(1), "wb", buffering=1 << 16)
    os.dup2(2, 1)  # nothing but frames may reach the parent
    os.nice(NICE)
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    try:
        job = frames.read(sys.stdin.buffer)
        if job is None:
            return
        judge = judge_of(job[1])
        while (frame := frames.read(sys.stdin.buffer)) is not None:
            frames.write(out, "judged", judge.rows(frame[1]))
    except Exception as fault:  # where and what kind; its words may hold a value of a record
        where = "".join(traceback.format_tb(fault.__traceback__, limit=-6))
        frames.write(out, "crash", f"{where}{type(fault).__name__}")


def judge_of(job: dict[str, Any]) -> Judge:
    """Make the judge that a job asks for."""
    places = [Place(code, name, level, tuple(parents), _day(since), _day(until))
              for code, name, level, parents, since, until in job["places"]]  # fmt: skip
    return Judge(Gazetteer(places), date.fromisoformat(job["today"]))


def plain_job(places: tuple[Place, ...], today: date) -> dict[str, Any]:
    """Write a job as values that a frame can carry."""
    return {
        "today": today.isoformat(),
        "places": [(each.code, each.name, each.level, each.parents, _text(each.since), _text(each.until))
                   for each in places],
    }  # fmt: skip


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def _text(day: date | None) -> str:
    return day.isoformat() if day else ""


def judge_all(judge: Judge, rows: list[Given]) -> list[Judged]:
    """Judge rows in this very process."""
    return judge.rows(rows)


if __name__ == "__main__":
    main()
