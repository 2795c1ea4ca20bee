"""Sheets as vendors send them, written for a test, and what the database holds after they were taken in."""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

import xlsxwriter
from sqlalchemy import select
from world import MORNING, TODAY, birth

from domain.sheet_faults import Fault, Found
from storage.engine import Database
from storage.imports.outcome import Order, Outcome
from storage.tables import RecordRow, TallyRow, TotalRow

records: Any = RecordRow.__table__
tallies: Any = TallyRow.__table__
totals: Any = TotalRow.__table__


def write_xlsx(path: Path, rows: Sequence[Sequence[Any]]) -> Path:
    """Write a sheet cell by cell: text stays text, numbers and days are cells of their own kind."""
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet()
        day = book.add_format({"num_format": "dd/mm/yyyy"})
        for at, row in enumerate(rows):
            for column, cell in enumerate(row):
                if isinstance(cell, datetime | date):
                    sheet.write_datetime(at, column, cell, day)
                elif isinstance(cell, bool):
                    sheet.write_boolean(at, column, cell)
                elif isinstance(cell, int | float):
                    sheet.write_number(at, column, cell)
                elif cell:
                    sheet.write_string(at, column, cell)
    return path


def write_csv(path: Path, rows: Sequence[Sequence[str]], *, mark: str = ",", encoding: str = "utf-8") -> Path:
    with path.open("w", encoding=encoding, newline="") as file:
        csv.writer(file, delimiter=mark).writerows(rows)
    return path


def write_rows(path: Path, rows: Sequence[Sequence[str]]) -> Path:
    """Write by the file's ending."""
    return write_xlsx(path, rows) if path.suffix == ".xlsx" else write_csv(path, rows)


def births(*rows: Mapping[str, str], more: Sequence[str] = ()) -> list[list[str]]:
    """A sheet of births: the header row, and a row for each; `more` are columns beside those of a birth."""
    header = [*birth(1), *more]
    return [header, *([row.get(name, "") for name in header] for row in rows)]


def order(path: Path, **more: Any) -> Order:
    return Order(path, more.pop("now", MORNING), more.pop("today", TODAY), **more)


def kinds(outcome: Outcome) -> list[Fault]:
    return [found.fault for found in outcome.faults]


def the(outcome: Outcome, fault: Fault) -> Found:
    """The one fault of its kind."""
    (found,) = [each for each in outcome.faults if each.fault is fault]
    return found


async def shelf(database: Database) -> list[Any]:
    """All records, as they lie in the database, in the order they came."""
    return list((await database.read(lambda tx: tx.run(select(records).order_by(records.c.id)))).all())


async def sums(database: Database) -> dict[tuple[int, str, str], int]:
    """The running totals that are not zero; checked against the tallies by day."""

    async def work(tx: Any) -> tuple[dict[Any, int], dict[Any, int]]:
        whole: dict[Any, int] = {}
        for row in await tx.run(select(totals)):
            whole[row.unit_id, row.type, row.state] = row.count
        daily: dict[Any, int] = {}
        for row in await tx.run(select(tallies)):
            key = (row.unit_id, row.type, row.state)
            daily[key] = daily.get(key, 0) + row.count
        return whole, daily

    whole, daily = await database.read(work)
    kept = {key: count for key, count in whole.items() if count}
    assert kept == {key: count for key, count in daily.items() if count}
    return kept


def cells_of(path: Path, sheet: int = 0) -> list[list[Any]]:
    """Read a workbook back with the reader the product uses, by itself."""
    import python_calamine

    with python_calamine.load_workbook(str(path)) as book:
        return [list(row) for row in book.get_sheet_by_index(sheet).iter_rows()]
