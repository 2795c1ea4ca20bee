"""Whole processes: how long one takes and how much memory it and its children hold at most."""

from __future__ import annotations

import subprocess
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

EVERY_S = 0.05


@dataclass(frozen=True, slots=True)
class Finished:
    """A process that has ended: its exit code, seconds by the wall, and the peak of memory of its family in MB."""

    code: int
    seconds: float
    peak_mb: float
    output: str


def memory_mb(pid: int) -> float:
    """Sum what a process and its descendants hold, shared pages counted once (PSS), in MB; 0 when it is gone."""
    total = 0.0
    for member in family(pid):
        try:
            for line in Path(f"/proc/{member}/smaps_rollup").read_text().splitlines():
                if line.startswith("Pss:"):
                    total += int(line.split()[1]) / 1024
        except (OSError, ValueError):
            continue
    return total


def cpu_s(pid: int) -> float:
    """Tell the processor seconds a process has used so far."""
    fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / 100


def family(pid: int) -> list[int]:
    """List a process and its descendants."""
    found = [pid]
    try:
        for task in Path(f"/proc/{pid}/task").iterdir():
            for child in (task / "children").read_text().split():
                found += family(int(child))
    except OSError:
        pass
    return found


def run(
    command: Sequence[str], environment: Mapping[str, str] | None = None, *, timeout_s: float = 900
) -> Finished:
    """Run a command to its end and watch its memory."""
    started = time.perf_counter()
    process = subprocess.Popen(
        command, env=dict(environment) if environment else None, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        text=True,
    )  # fmt: skip
    peak = 0.0

    def watch() -> None:
        nonlocal peak
        while process.poll() is None:
            peak = max(peak, memory_mb(process.pid))
            time.sleep(EVERY_S)

    watcher = threading.Thread(target=watch, daemon=True)
    watcher.start()
    output, _ = process.communicate(timeout=timeout_s)
    seconds = time.perf_counter() - started
    watcher.join()
    return Finished(process.returncode, seconds, peak, output)
