"""An export as a file: whole or not at all, and readable by its owner only, since it holds personal data."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from storage.exports.sheet import Column, CsvSheet, Sheet, XlsxSheet


@contextmanager
def writing(
    out: Path, columns: Sequence[Column], *, name: str, title: Sequence[str] = (), house: str = ""
) -> Iterator[Sheet]:
    """Give a sheet whose file takes the place of `out` when all went well; until then `out` stays as it was.

    The ending of `out`, .csv or else .xlsx, decides the kind; a name, a title and the house whose table it is are for
    .xlsx only. Raises OSError where the file cannot be written.
    """
    handle, part_name = tempfile.mkstemp(dir=out.parent, prefix=f".{out.name}.", suffix=".part")
    os.close(handle)
    part = Path(part_name)
    try:
        if out.suffix.lower() == ".csv":
            sheet: Sheet = CsvSheet(part, columns)
        else:
            sheet = XlsxSheet(part, columns, name=name, title=title, house=house)
        try:
            yield sheet
        finally:
            sheet.close()
        part.replace(out)
    finally:
        part.unlink(missing_ok=True)
