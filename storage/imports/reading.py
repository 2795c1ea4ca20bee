"""The parent's side of reading a file: starts the reading process, listens, and tells how it ended."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from domain.sheet_faults import Fault, Found
from storage.imports import frames, limits
from storage.imports.headers import Wanted
from storage.imports.places import Unit


@dataclass(frozen=True, slots=True)
class Job:
    """A file to read. `kind`: records, or a list with `columns`."""

    path: Path
    kind: str
    columns: tuple[Wanted, ...] = ()
    type: str | None = None
    unit_id: int | None = None
    units: tuple[Unit, ...] = ()
    scans: Path | None = None
    memory_bytes: int = field(default_factory=limits.memory_bytes)
    cpu_seconds: int = limits.CPU_SECONDS
    silent_seconds: float = limits.SILENT_SECONDS

    def plain(self) -> dict[str, Any]:
        """Give the job as values that a frame can carry."""
        return {
            "path": str(self.path),
            "file_name": self.path.name,
            "kind": self.kind,
            "columns": [(each.name, each.also, each.needed) for each in self.columns],
            "type": self.type,
            "unit_id": self.unit_id,
            "units": [unit.plain() for unit in self.units],
            "scans": str(self.scans) if self.scans else None,
            "memory_bytes": self.memory_bytes,
            "cpu_seconds": self.cpu_seconds,
        }


@dataclass(frozen=True, slots=True)
class Started:
    """The header row was read; `letters` tells in which column a machine name stands."""

    type: str | None
    unknown: tuple[str, ...]
    letters: dict[str, str]


@dataclass(frozen=True, slots=True)
class Rows:
    """Some rows, and how far the reading is, 0 … 1."""

    rows: list[Any]
    fraction: float


@dataclass(frozen=True, slots=True)
class Faults:
    """Some faults."""

    found: list[Found]


@dataclass(frozen=True, slots=True)
class Ended:
    """All is read; `count` rows stood in the file."""

    count: int


Event = Started | Rows | Faults | Ended


PIPE_BYTES = 1 << 20  # lets the child read on while its parent lays out what came


class ReaderCrashed(RuntimeError):
    """The reading process met a fault of ours."""


def read(job: Job) -> Iterator[Event]:
    """Read a file in a process of its own; the last event is always Ended, after the faults if it went wrong.

    Raises ReaderCrashed for a bug in the reading process. Leaving the iterator early ends that process.
    """
    house = str(Path(__file__).resolve().parents[2])
    path = os.pathsep.join(filter(None, (house, os.environ.get("PYTHONPATH"))))
    # the settings hold secrets, which a process that opens a hostile file has no need of
    kept = {name: value for name, value in os.environ.items() if not name.startswith("RASOAT_")}
    child = subprocess.Popen(
        [sys.executable, "-P", "-m", "storage.imports.child"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={**kept, "PYTHONPATH": path},
        pipesize=PIPE_BYTES,
    )
    assert child.stdin is not None and child.stdout is not None
    silent = False

    def end_silence() -> None:
        nonlocal silent
        silent = True
        child.kill()

    watch: threading.Timer | None = None
    try:
        with suppress(BrokenPipeError):
            frames.write(child.stdin, "job", job.plain())
        while True:
            watch = threading.Timer(job.silent_seconds, end_silence)
            watch.daemon = True
            watch.start()
            frame = frames.read(child.stdout)
            watch.cancel()
            if frame is None:
                child.wait()
                yield Faults([Found(_death(child.returncode, silent), detail=_memory(job))])
                yield Ended(0)
                return
            event = _event(*frame)
            yield event
            if isinstance(event, Ended):
                return
    finally:
        if watch is not None:
            watch.cancel()
        child.kill()
        child.wait()
        child.stdin.close()
        child.stdout.close()


def _event(kind: str, value: Any) -> Event:
    if kind == "start":
        return Started(value["type"], tuple(value["unknown"]), value["letters"])
    if kind == "rows":
        return Rows(*value)
    if kind == "faults":
        # tens of thousands of rows may say the same words: one copy of each is kept
        return Faults([Found(Fault(code), row, *map(sys.intern, words)) for code, row, *words in value])
    if kind == "end":
        return Ended(value)
    raise ReaderCrashed(str(value))


def _death(returncode: int, silent: bool) -> Fault:
    if silent or returncode == -signal.SIGXCPU:
        return Fault.TOO_SLOW
    if returncode in (-signal.SIGABRT, -signal.SIGKILL, -signal.SIGSEGV):
        return Fault.TOO_BIG  # native code that gets no memory aborts
    return Fault.BROKEN


def _memory(job: Job) -> str:
    return f"{job.memory_bytes >> 20} MB"
