"""The reading process: opens one hostile file under limits and tells its rows, as text, to its parent.

Started as `python -m storage.imports.child`; one frame comes in on stdin, the job, and frames go out on stdout. It
loads neither SQLAlchemy nor asyncio, so it stays small beside what calamine takes.
"""

from __future__ import annotations

import os
import resource
import sys
import traceback
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any

from domain.sheet_faults import Fault, Found, column_letter
from storage.imports import frames, limits
from storage.imports.headers import Columns, Wanted, read_headers, read_record_headers
from storage.imports.places import Places, Unit
from storage.imports.record_rows import RecordRows
from storage.imports.scan_tree import ScanTree
from storage.imports.sheets import Sheet, Unreadable, open_sheet
from storage.imports.status_rows import StatusRows


def main() -> None:
    """Read the job, obey the limits, send frames; whatever the file does ends in one frame or in this process."""
    out = os.fdopen(os.dup(1), "wb", buffering=1 << 16)
    os.dup2(2, 1)  # nothing but frames may reach the parent
    job = frames.read(sys.stdin.buffer)
    if job is None:
        return
    _limit(job[1]["memory_bytes"], job[1]["cpu_seconds"])
    try:
        _read(job[1], out)
    except Unreadable as stop:
        frames.write(out, "faults", [_plain(stop.found)])
        frames.write(out, "end", 0)
    except MemoryError:
        frames.write(out, "faults", [_plain(Found(Fault.TOO_BIG))])
        frames.write(out, "end", 0)
    except Exception:
        frames.write(out, "crash", traceback.format_exc())
    except BaseException as panic:  # a panic of the reader's native code
        frames.write(out, "faults", [_plain(Found(Fault.BROKEN, detail=type(panic).__name__))])
        frames.write(out, "end", 0)


def _limit(memory_bytes: int, cpu_seconds: int) -> None:
    resource.setrlimit(resource.RLIMIT_AS, (memory_bytes, memory_bytes))
    resource.setrlimit(resource.RLIMIT_CPU, (cpu_seconds, cpu_seconds + 5))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_NOFILE, (64, 64))


def _plain(found: Found) -> tuple[str, int, str, str, str, str]:
    return (found.fault.value, found.row, found.column, found.header, found.value, found.detail)


def _read(job: dict[str, Any], out: IO[bytes]) -> None:
    sheet = open_sheet(Path(job["path"]))
    first = next(sheet.rows, None)
    if first is None:
        raise Unreadable(Found(Fault.EMPTY))
    if job["kind"] == "records":
        _read_records(job, sheet, first, out)
    elif job["kind"] == "status":
        _read_status(job, sheet, first, out)
    else:
        _read_list(job, sheet, first, out)


def _read_records(job: dict[str, Any], sheet: Sheet, first: tuple[int, list[str]], out: IO[bytes]) -> None:
    row, cells = first
    record_type, columns = read_record_headers(
        row, cells, sheet.first_column, job["type"], unit_given=job["unit_id"] is not None
    )
    start = {
        "type": record_type.value if record_type else None,
        "unknown": [header for _, header in columns.unknown],
        "letters": {name: column_letter(sheet.first_column + at) for name, at in columns.places.items()},
    }
    frames.write(out, "start", start)
    frames.write(out, "faults", [_plain(found) for found in columns.faults])
    if record_type is None or any(found.refuses for found in columns.faults):
        frames.write(out, "end", 0)
        return
    units = [Unit.from_plain(each) for each in job["units"]]
    rows = RecordRows(
        record_type,
        columns,
        file_name=job["file_name"],
        first_column=sheet.first_column,
        is_csv=sheet.is_csv,
        places=Places(units),
        codes={unit.id: unit.code for unit in units},
        unit_id=job["unit_id"],
        scans=ScanTree(Path(job["scans"])) if job["scans"] else None,
    )
    taken = ((number, rows.take(number, texts)) for number, texts in sheet.rows)
    _send(sheet, rows, taken, out)


def _read_status(job: dict[str, Any], sheet: Sheet, first: tuple[int, list[str]], out: IO[bytes]) -> None:
    columns = _read_header(job, sheet, first, out)
    if columns is None:
        return
    rows = StatusRows(
        columns,
        first_column=sheet.first_column,
        is_csv=sheet.is_csv,
        places=Places([Unit.from_plain(each) for each in job["units"]]),
    )

    def taken() -> Iterator[tuple[int, Any]]:
        for number, texts in sheet.rows:
            yield number, rows.take(number, texts)
        rows.finish()

    _send(sheet, rows, taken(), out)


def _send(
    sheet: Sheet, rows: RecordRows | StatusRows, taken: Iterator[tuple[int, Any]], out: IO[bytes]
) -> None:
    chunk: list[Any] = []
    count = 0
    refused = False
    for _, staged in taken:
        count += 1
        if staged is not None and not refused:
            chunk.append(staged)
        if len(chunk) >= limits.CHUNK_ROWS or len(rows.faults) >= limits.CHUNK_ROWS:
            refused = _flush(chunk, rows.faults, sheet.fraction(), out) or refused
            chunk = []
    _flush(chunk, rows.faults, 1.0, out)
    if count == 0:
        frames.write(out, "faults", [_plain(Found(Fault.NO_ROWS))])
    frames.write(out, "end", count)


def _flush(chunk: list[Any], faults: list[Found], fraction: float, out: IO[bytes]) -> bool:
    """Send what has gathered; returns whether a fault among it refuses the file, so that no more rows are wanted."""
    refuses = any(found.refuses for found in faults)
    if faults:
        frames.write(out, "faults", [_plain(found) for found in faults])
        faults.clear()
    frames.write(out, "rows", (chunk, fraction))
    return refuses


def _read_header(
    job: dict[str, Any], sheet: Sheet, first: tuple[int, list[str]], out: IO[bytes]
) -> Columns | None:
    """Read and tell the header row of a list; None where it refuses the file, and the end is told as well."""
    wanted = [Wanted(name, tuple(also), needed) for name, also, needed in job["columns"]]
    columns = read_headers(first[0], first[1], sheet.first_column, wanted)
    unknown = [header for _, header in columns.unknown]
    letters = {name: column_letter(sheet.first_column + at) for name, at in columns.places.items()}
    frames.write(out, "start", {"type": None, "unknown": unknown, "letters": letters})
    frames.write(out, "faults", [_plain(found) for found in columns.faults])
    if any(found.refuses for found in columns.faults):
        frames.write(out, "end", 0)
        return None
    return columns


def _read_list(job: dict[str, Any], sheet: Sheet, first: tuple[int, list[str]], out: IO[bytes]) -> None:
    """Send a list of units or people: (row number, cells in the order of the wanted columns)."""
    columns = _read_header(job, sheet, first, out)
    if columns is None:
        return
    places = [columns.places.get(name) for name, _, _ in job["columns"]]
    chunk: list[Any] = []
    for number, cells in sheet.rows:
        if sheet.is_csv and any(cells[columns.width :]):
            found = Found(Fault.ROW_TOO_LONG, number, value=cells[columns.width][:80])
            frames.write(out, "faults", [_plain(found)])
        chunk.append((number, [cells[at] if at is not None and at < len(cells) else "" for at in places]))
        if len(chunk) > limits.TABLE_ROWS:
            raise Unreadable(Found(Fault.TOO_MANY_ROWS, detail=str(limits.TABLE_ROWS)))
    frames.write(out, "rows", (chunk, 1.0))
    if not chunk:
        frames.write(out, "faults", [_plain(Found(Fault.NO_ROWS))])
    frames.write(out, "end", len(chunk))


if __name__ == "__main__":
    main()
