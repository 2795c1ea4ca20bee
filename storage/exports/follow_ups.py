"""The follow-up register as a form to be signed: a row an entry, below it who made it and who heads the unit."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, tzinfo

from sqlalchemy import select

from domain import follow_ups as rules
from domain.follow_ups import IN_REGISTER, Standing
from domain.wording import follow_up_entry as say_entry
from domain.wording import follow_up_form as say
from domain.wording.figures import day
from storage.engine import Tx
from storage.exports import entry_columns, heading
from storage.exports.masked import MaskedSheet
from storage.exports.scope import EVERYTHING
from storage.exports.sheet import Cell, Sheet, XlsxSheet
from storage.follow_up_lists import Wanted, below
from storage.follow_ups import Entry, entry, follow_ups, records, units, whole

COLUMNS = entry_columns.columns(
    say.LABELS,
    ("don_vi", 20, True),
    ("ho_ten", 26, True),
    ("o", 20, False),
    ("so_ghi", 26, True),
    ("sai_thieu", 14, False),
    ("huong_xu_ly", 16, False),
    ("tham_quyen", 14, False),
    ("moi_cong_dan", 9, False),
    ("nguoi_xu_ly", 22, True),
    ("han", 12, False),
    ("tinh_trang", 18, False),
    ("ghi_chu", 30, True),
    ("ngay_mo", 12, False),
    ("ngay_ket_thuc", 12, False),
    why=22,
)
_SIGNS_LEFT, _SIGNS_RIGHT = 3, 12  # the columns in which the two who sign stand


@dataclass(frozen=True, slots=True)
class Form:
    """Which entries, as a list is filtered, opened on the days from `since` to `until`, both counted.

    `detail` masks what is told of people, as cards do; empty for the command line, which masks nothing.
    """

    wanted: Wanted
    since: date | None = None
    until: date | None = None
    detail: str = ""


async def fill(tx: Tx, sheet: Sheet, form: Form, *, today: date, zone: tzinfo) -> int:
    """Write the wanted entries, unit by unit and book by book; returns how many."""
    written = 0
    rows = await tx.run(
        select(units.c.id)
        .join(follow_ups, follow_ups.c.unit_id == units.c.id)
        .where(below(form.wanted.paths))
        .group_by(units.c.id, units.c.code)
        .order_by(units.c.code, units.c.id)
    )
    for (unit_id,) in rows.all():
        query = whole.where(follow_ups.c.unit_id == unit_id, *form.wanted.conditions(today))
        for row in await tx.run(query.order_by(records.c.desk_order, follow_ups.c.id)):
            one = entry(row)
            opened = one.opened_at.astimezone(zone).date()
            if (form.since and opened < form.since) or (form.until and opened > form.until):
                continue
            sheet.write(_cells(one, row.year, form, today, zone))
            written += 1
    return written


def _cells(one: Entry, year: int | None, form: Form, today: date, zone: tzinfo) -> list[Cell]:
    return [
        one.unit_code,
        one.type.value,
        "" if year is None else str(year),
        one.number,
        one.book,
        one.page,
        one.kind.value if one.kind else "",
        one.unit_name,
        say.subject(one.subject, form.detail),
        say_entry.fields_words(one.type, one.about),
        say.shows(one.type, one.about, one.shows, form.detail),
        say_entry.kind_words(one.kind),
        one.route,
        say_entry.AUTHORITY_WORDS[rules.authority(one.type, one.fields, one.route, today)] if one.route else "",
        say.YES if one.invite else say.NO,
        one.person_name,
        day(one.due_on) if one.due_on else "",
        say.standing(one.standing, late=rules.is_overdue(one.standing, one.due_on, today)),
        say.note(one.note, one.closing_note),
        day(one.opened_at.astimezone(zone).date()),
        day(one.closed_at.astimezone(zone).date()) if one.closed_at and not one.under_way else "",
    ]  # fmt: skip


def sign(sheet: Sheet, on: date) -> None:
    """Put below the table where the two sign: who made the list, and who heads the unit. For workbooks only."""
    sheet.write([""])
    for line in say.signatures(on):
        cells: list[Cell] = [""] * (_SIGNS_RIGHT + 1)
        cells[_SIGNS_LEFT], cells[_SIGNS_RIGHT] = line.left, line.right
        sheet.write(cells, bold=line.bold)


async def workbook(tx: Tx, form: Form, *, now: datetime, zone: tzinfo) -> tuple[bytes, int]:
    """Make the form as a workbook; the bytes of an .xlsx file, and how many entries it holds."""
    today = now.astimezone(zone).date()
    about = await heading.of(tx, "follow-up", form.wanted.paths, now=now, zone=zone)
    out = io.BytesIO()
    sheet = XlsxSheet(out, COLUMNS, name=say.SHEET, title=about.title, house=about.house)
    to: Sheet = MaskedSheet(sheet, COLUMNS, form.detail) if form.detail not in ("", "full") else sheet
    written = await fill(tx, to, form, today=today, zone=zone)
    sign(sheet, today)
    sheet.close()
    return out.getvalue(), written


def of_subtrees(paths: Sequence[str] = EVERYTHING, standing: tuple[Standing, ...] = IN_REGISTER) -> Form:
    """Ask for all entries of some subtrees, as the command line does."""
    return Form(Wanted(tuple(paths), standing=standing))
