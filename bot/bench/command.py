"""`rasoat bench [ROW]`: measure the figures this product promises, and write them down."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer
from rich import box
from rich.console import Console
from rich.table import Table

from bot.bench import catalogue, page
from bot.bench.measure import CannotMeasure, Row

errors = Console(stderr=True, highlight=False, markup=False)
PAGE = Path("docs/benchmarks.md")


def bench(
    row: Annotated[str, typer.Argument(metavar="[ROW]", help="one row alone; all of them without it")] = "",
    runs: Annotated[int | None, typer.Option(min=1, help="how often each row is measured")] = None,
    seed: Annotated[int | None, typer.Option(help="another invented drive, for triage-score")] = None,
    list_: Annotated[bool, typer.Option("--list", help="name the rows and measure nothing")] = False,
) -> None:
    """Measure the figures of docs/benchmarks.md, each against its baseline in the same run.

    What is measured replaces its section of docs/benchmarks.md where the current folder has docs/. A target that is
    missed is told, and is no failure of the command.
    """
    console = Console(highlight=False, markup=False)
    if list_:
        for entry in catalogue.ROWS:
            console.print(f"{entry.name:16} {entry.title}", soft_wrap=True)
        return
    chosen = catalogue.find(row)
    if row and chosen is None:
        _stop(f"no row {row!r}; there are: {', '.join(entry.name for entry in catalogue.ROWS)}")
    table = _table()
    measured = 0
    for entry in [chosen] if chosen else catalogue.ROWS:
        count = runs or entry.runs
        errors.print(f"{entry.name}: {count} {'run' if count == 1 else 'runs'} …")
        try:
            found = entry.measure(runs, seed)
        except CannotMeasure as fault:
            errors.print(f"{entry.name}: not measured. {fault}", style="yellow", soft_wrap=True)
            continue
        measured += 1
        _fill(table, found)
        _write(entry, found)
    if not measured:
        raise typer.Exit(2)
    console.print(table)
    if not PAGE.parent.is_dir():
        errors.print(f"Not written down: there is no folder {PAGE.parent}/ here.")


def _stop(line: str) -> None:
    errors.print(f"rasoat: {line}", style="red", soft_wrap=True)
    raise typer.Exit(2)


def _table() -> Table:
    table = Table(box=box.SIMPLE, padding=(0, 1, 0, 0), pad_edge=False)
    for name in ("row", "what", "median (range)", "to reach", "reached"):
        table.add_column(name)
    return table


def _fill(table: Table, row: Row) -> None:
    for figure in row.figures:
        style = "red" if figure.reached is False else None
        table.add_row(
            row.name, figure.what, figure.text(), figure.target or "–", figure.verdict(), style=style
        )
    table.add_section()


def _write(entry: catalogue.Entry, row: Row) -> None:
    """Put the row down at once: the next one may take half an hour."""
    if not PAGE.parent.is_dir():
        return
    before = PAGE.read_text(encoding="utf-8") if PAGE.is_file() else ""
    written = page.section(entry.title, row, datetime.now(UTC).date())
    order = [each.name for each in catalogue.ROWS]
    PAGE.write_text(page.replaced(before, row.name, written, order), encoding="utf-8")
