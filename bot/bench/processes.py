"""Whole processes: how long one takes, what it costs, and how much memory it and its children hold meanwhile."""

from __future__ import annotations

import os
import resource
import subprocess
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

EVERY_S = 0.05
_PAGE_MB = os.sysconf("SC_PAGE_SIZE") / (1 << 20)
_TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True, slots=True)
class Finished:
    """A process that has ended: its exit code, what it and its children took, and their peak of memory in MB."""

    code: int
    seconds: float  # by the wall
    cpu_s: float
    peak_mb: float
    output: str


def memory_mb(pid: int) -> float:
    """Sum the resident memory of a process and its descendants in MB, what they share counted each time."""
    total = 0.0
    for member in family(pid):
        with suppress(OSError, IndexError, ValueError):  # gone meanwhile
            total += int(Path(f"/proc/{member}/statm").read_text().split()[1]) * _PAGE_MB
    return total


def cpu_s(pid: int) -> float:
    """Tell the processor seconds a process has used so far."""
    fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / _TICKS


def _children_cpu_s() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def family(pid: int) -> list[int]:
    """List a process and its descendants."""
    found = [pid]
    with suppress(OSError):
        for task in Path(f"/proc/{pid}/task").iterdir():
            for child in (task / "children").read_text().split():
                found += family(int(child))
    return found


@contextmanager
def watched(process: subprocess.Popen[str], every_s: float = EVERY_S) -> Iterator[list[float]]:
    """Take samples of a process's memory, in MB, until the block ends or the process does."""
    samples: list[float] = []
    done = threading.Event()

    def watch() -> None:
        while process.poll() is None and not done.wait(every_s):
            samples.append(memory_mb(process.pid))

    watcher = threading.Thread(target=watch, daemon=True)
    watcher.start()
    try:
        yield samples
    finally:
        done.set()
        watcher.join()


def run(
    command: Sequence[str], environment: Mapping[str, str] | None = None, *, timeout_s: float = 900
) -> Finished:
    """Run a command to its end and watch its memory; one at a time, or the processor seconds get mixed up."""
    before = _children_cpu_s()
    started = time.perf_counter()
    process = subprocess.Popen(
        command, env=dict(environment) if environment else None, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        text=True,
    )  # fmt: skip
    try:
        with watched(process) as samples:
            output, _ = process.communicate(timeout=timeout_s)
            seconds = time.perf_counter() - started
    finally:
        process.kill()  # only where the time ran out
        process.wait()
    return Finished(
        process.returncode, seconds, _children_cpu_s() - before, max(samples, default=0.0), output
    )


def must(
    command: Sequence[str], environment: Mapping[str, str] | None = None, *, timeout_s: float = 900
) -> Finished:
    """Run a command that has to end well; raises RuntimeError with what it said where it does not."""
    finished = run(command, environment, timeout_s=timeout_s)
    if finished.code != 0:
        raise RuntimeError(f"{' '.join(command[1:])} ended with {finished.code}: {finished.output[-2000:]}")
    return finished
