"""The returned records that may be faults of their register, the likeliest first, as a list for heads."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import datetime, tzinfo

from domain.wording import exports as say_exports
from domain.wording import follow_up_entry as say_entry
from domain.wording import follow_up_form as say
from domain.wording import retriage as say_retriage
from storage import retriage
from storage.engine import Tx
from storage.exports import entry_columns, heading
from storage.exports.masked import MaskedSheet
from storage.exports.sheet import Cell, Sheet, XlsxSheet
from storage.retriage import Returned

COLUMNS = entry_columns.columns(
    say.LABELS,
    ("don_vi", 20, True),
    ("ho_ten", 26, True),
    ("o", 26, False),
    ("dau_hieu", 30, False),
    ("diem", 6, False),
    ("ly_do_chu", 24, False),
    ("lan", 5, False),
    ("ma_ho_so", 10, False),
    why=18,
)
_ALL = 1_000_000


async def fill(tx: Tx, sheet: Sheet, paths: Sequence[str], *, detail: str = "") -> int:
    """Write the suspects of some subtrees; returns how many."""
    found, total = await retriage.likeliest(tx, paths, limit=_ALL)
    sheet.write_many(_cells(one, detail) for one in found)
    return total


def _cells(one: Returned, detail: str) -> list[Cell]:
    return [
        one.unit_code,
        one.type.value,
        "" if one.year is None else str(one.year),
        one.number,
        one.book,
        one.page,
        ";".join(one.reasons),
        one.unit_name,
        say.subject(one.subject, detail),
        say_entry.fields_words(one.type, one.suspicion.fields),
        say_retriage.WHY_WORDS[one.suspicion.why],
        one.suspicion.score,
        say_retriage.reasons(one.reasons),
        str(one.revision),
        str(one.record_id),
    ]


async def workbook(
    tx: Tx, paths: Sequence[str], *, now: datetime, zone: tzinfo, detail: str = ""
) -> tuple[bytes, int]:
    """Make the list as a workbook; the bytes of an .xlsx file, and how many records it holds."""
    title = (say.RETRIAGE_TITLE, say_exports.as_of(now.astimezone(zone)))
    out = io.BytesIO()
    house = await heading.house(tx, paths)
    sheet = XlsxSheet(out, COLUMNS, name=say.RETRIAGE_SHEET, title=title, house=house)
    to: Sheet = MaskedSheet(sheet, COLUMNS, detail) if detail not in ("", "full") else sheet
    written = await fill(tx, to, paths, detail=detail)
    sheet.close()
    return out.getvalue(), written
