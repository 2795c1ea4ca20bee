"""Lists of units and people: small sheets, read whole before anything is judged."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from domain.sheet_faults import Fault, Found
from storage.imports import reading
from storage.imports.headers import Wanted
from storage.imports.outcome import Order, Outcome, Progress


@dataclass(frozen=True, slots=True)
class Line:
    """A row of a list: its number and its cells by column, columns that are not there being empty."""

    row: int
    cells: dict[str, str]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A list read whole; `letters` tells in which column a name stands."""

    lines: tuple[Line, ...]
    letters: dict[str, str]

    def fault(self, fault: Fault, line: Line, name: str, detail: str = "") -> Found:
        """Say that a cell is wrong."""
        return Found(fault, line.row, self.letters.get(name, ""), name, line.cells[name][:80], detail)


def read(order: Order, wanted: Sequence[Wanted], outcome: Outcome, progress: Progress | None) -> Sheet:
    """Read a list; what keeps it from being read goes into the outcome."""
    names = [each.name for each in wanted]
    lines: list[Line] = []
    letters: dict[str, str] = {}
    for event in reading.read(reading.Job(order.path, "list", columns=tuple(wanted))):
        match event:
            case reading.Started(_, unknown, letters):
                outcome.unknown_headers = unknown
            case reading.Faults(found):
                outcome.note(found)
            case reading.Rows(rows, fraction):
                lines += [Line(row, dict(zip(names, cells, strict=True))) for row, cells in rows]
                if progress is not None:
                    progress(fraction, len(lines))
            case reading.Ended(count):
                outcome.rows = count
    return Sheet(tuple(lines), letters)
