"""The activation sheet: a line per person and role, and pages of QR pictures to print and cut."""

from __future__ import annotations

import csv
import io
import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from domain.people import ROLE_CODES, Role
from domain.wording import imports as say
from domain.wording.people import ROLE_WORDS

COLUMNS = ("ho_ten", "ma_don_vi", "vai_tro", "ma_kich_hoat", "lien_ket")
ACROSS, DOWN = 2, 6  # cards on a page of A4
CARD_ROWS = 5
PICTURE_PIXELS = 124  # about 33 mm on paper


class NoName(RuntimeError):
    """Telegram did not tell the bot's name; the text is the reason."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the sheet; `link` is empty where the bot's name is not known."""

    full_name: str
    unit_code: str
    unit_name: str
    role: Role
    code: str
    link: str

    def cells(self) -> tuple[str, ...]:
        """Give the line in the order of COLUMNS."""
        return (self.full_name, self.unit_code, ROLE_CODES[self.role], self.code, self.link)


async def write(out: Path) -> tuple[int, int, bool]:
    """Give a code to everybody without one and write the sheet; returns people, lines and whether links are in it.

    Raises NoName, with nothing done, when Telegram could not be asked for the bot's name.
    """
    from bot.clock import clock_of
    from bot.settings import load
    from storage import invitations
    from storage.engine import Tx, open_database

    settings = load()
    clock = clock_of(settings)
    username = await _username(settings)
    database = open_database(settings.database_url)

    async def work(tx: Tx) -> list[invitations.Line]:
        await invitations.ensure_codes(tx, now=clock(), days=settings.invite_days)
        return await invitations.lines(tx, now=clock())

    try:
        lines = await database.write(work)
    finally:
        await database.close()
    start = f"https://t.me/{username}?start=" if username else ""
    entries = [
        Entry(
            line.full_name, line.unit_code, line.unit_name, line.role, line.code, start and start + line.code
        )
        for line in lines
    ]
    write_sheet(out, entries)
    return len({entry.code for entry in entries}), len(entries), bool(username)


async def _username(settings: Any) -> str:
    if settings.telegram.username:
        return str(settings.telegram.username)
    if settings.telegram.token is None:
        return ""
    from bot.telegram import api

    bot = api.open_bot(settings)
    try:
        found = await api.identify(bot)
    finally:
        await api.close(bot)
    if isinstance(found, api.Identity):
        return found.username
    raise NoName(found.reason)


def write_sheet(out: Path, entries: Sequence[Entry]) -> None:
    """Write the sheet by the file's ending, whole or not at all; only its owner may read the codes."""
    part = out.with_name(f".{out.name}.part")
    try:
        os.close(os.open(part, os.O_CREAT | os.O_WRONLY | os.O_TRUNC, 0o600))
        if out.suffix.lower() == ".csv":
            _write_csv(part, entries)
        else:
            _write_xlsx(part, entries)
        part.replace(out)
    finally:
        part.unlink(missing_ok=True)


def _write_csv(path: Path, entries: Sequence[Entry]) -> None:
    from storage.exports.sheet import guarded

    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(COLUMNS)
        for entry in entries:
            writer.writerow([guarded(cell) for cell in entry.cells()])


def _write_xlsx(path: Path, entries: Sequence[Entry]) -> None:
    import xlsxwriter

    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet(say.CODES_SHEET)
        for column, (name, width) in enumerate(zip(COLUMNS, (28, 12, 12, 14, 48), strict=True)):
            sheet.set_column(column, column, width)
            sheet.write_string(0, column, name, book.add_format({"bold": True}))
        sheet.freeze_panes(1, 0)
        for row, entry in enumerate(entries, start=1):
            for column, cell in enumerate(entry.cells()):
                sheet.write_string(row, column, cell)
        _print_cards(book, entries)


def _print_cards(book: Any, entries: Sequence[Entry]) -> None:
    """Lay out a card per person: name, posts, code and the picture of the link."""
    sheet = book.add_worksheet(say.CARDS_SHEET)
    sheet.set_paper(9)
    sheet.set_margins(0.4, 0.4, 0.4, 0.4)
    sheet.set_column(0, 2 * ACROSS - 1, 19)
    sheet.set_column(1, 1, 25)
    sheet.set_column(3, 3, 25)
    bold = book.add_format({"bold": True, "text_wrap": True})
    plain = book.add_format({"text_wrap": True, "valign": "top"})
    code_format = book.add_format({"bold": True, "font_name": "Courier New", "font_size": 14})
    posts: dict[str, list[Entry]] = {}
    for entry in entries:
        posts.setdefault(entry.code, []).append(entry)
    for place, held in enumerate(posts.values()):
        row, column = place // ACROSS * CARD_ROWS, place % ACROSS * 2
        if column == 0:
            for within, height in enumerate((32, 48, 20, 20, 6)):
                sheet.set_row(row + within, height)
        sheet.write_string(row, column + 1, held[0].full_name, bold)
        words = "\n".join(f"{ROLE_WORDS[entry.role]}, {entry.unit_name}" for entry in held)
        sheet.write_string(row + 1, column + 1, words, plain)
        sheet.write_string(row + 2, column + 1, held[0].code, code_format)
        if held[0].link:
            picture = _picture(held[0].link)
            sheet.insert_image(row, column, f"{held[0].code}.png", picture)
    rows = -(-len(posts) // ACROSS) * CARD_ROWS
    sheet.set_h_pagebreaks(range(DOWN * CARD_ROWS, rows, DOWN * CARD_ROWS))
    sheet.fit_to_pages(1, 0)


def _picture(link: str) -> dict[str, Any]:
    import segno

    code = segno.make_qr(link, error="m")
    image = io.BytesIO()
    code.save(image, kind="png", scale=4, border=2)
    side = code.symbol_size(scale=4, border=2)[0]
    scale = PICTURE_PIXELS / side
    return {"image_data": image, "x_scale": scale, "y_scale": scale, "x_offset": 4, "y_offset": 2}
