"""docs/benchmarks.md: one section a row, each replaced as a whole when its row is measured again."""

from __future__ import annotations

import os
import platform
import re
import sqlite3
from collections.abc import Sequence
from datetime import date

from bot.bench.measure import Row

HEAD = """\
# Benchmarks

Each section is written by `rasoat bench ROW` and holds what was measured, never what was hoped for. A figure is the
median over the runs, with the smallest and the largest in brackets; a baseline is measured in turn with ours, and
ratios are taken pair by pair. Absolute times drift on shared machines; ratios hold better.
"""
_SECTION = re.compile(r"^## `([^`]+)`", re.MULTILINE)


def section(title: str, row: Row, on: date) -> str:
    """Write what one row measured, with all that a reader needs to judge it or to measure again."""
    count = len(row.figures[0].values)
    lines = [
        f"## `{row.name}` {title}",
        "",
        row.conditions + ".",
        "",
        f"`rasoat bench {row.name}`, {count} {'run' if count == 1 else 'runs'}, {on.isoformat()}, {machine()}.",
        "",
        "| what | median (range) | to reach | reached |",
        "|---|---|---|---|",
    ]
    lines += [
        f"| {figure.what} | {figure.text()} | {figure.target or '–'} | {figure.verdict()} |"
        for figure in row.figures
    ]
    return "\n".join(lines) + "\n"


def machine() -> str:
    """Tell what the figures depend on: processors and versions, and nothing that names the machine."""
    cores = os.cpu_count() or 1
    return f"{cores} cores, Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}"


def replaced(page: str, name: str, written: str, order: Sequence[str]) -> str:
    """Put a row's section into the page in place of its old one; every other section stays as it is, to the letter.

    Sections stand in `order`; those of names not in it stay, behind the others.
    """
    sections = dict(_sections(page))
    sections[name] = written
    known = [each for each in order if each in sections]
    parts = [sections[each] for each in (*known, *(each for each in sections if each not in order))]
    return "\n".join([HEAD, *parts])


def _sections(page: str) -> list[tuple[str, str]]:
    starts = list(_SECTION.finditer(page))
    ends = [*[start.start() for start in starts], len(page)][1:]
    return [
        (start[1], page[start.start() : end].rstrip("\n") + "\n")
        for start, end in zip(starts, ends, strict=True)
    ]
