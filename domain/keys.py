"""What a record is called and where it lies: natural key, place on the desk, name on a card.

Entry numbers run from 01 within a calendar year, through every book of that year (NĐ 158/2005 Đ.68), so the key
is the year of registration and the number; book and page only locate. Read for each imported row, hence the caches:
a province's numbers, books and days repeat.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from domain import dates
from domain.folding import is_blank, squeeze
from domain.records import Record, RecordType

_ENTRY = re.compile(r"\s*(\d{1,6})\s*([a-z]{0,3})\s*(?:/\s*(?:\d{4})?\s*)?\Z", re.IGNORECASE | re.ASCII)
_BOOK = re.compile(
    r"\s*(?:(\d{1,3})\s*[a-z]{0,2})?\s*(?:(?:\A|[/.\-\s])\s*(\d{4}))?\s*/?\s*\Z", re.IGNORECASE | re.ASCII
)
_PAGE = re.compile(r"\s*(\d{1,5})", re.ASCII)
SHELF_LENGTH = len("1.2005.001")  # the part of a desk order that names the book
_TYPE_ORDER = {record_type: str(place) for place, record_type in enumerate(RecordType, start=1)}


class Missing(StrEnum):
    """Why a record has no natural key."""

    NO_NUMBER = "no_number"
    BAD_NUMBER = "bad_number"
    NO_DATE = "no_date"
    BAD_DATE = "bad_date"


@dataclass(frozen=True, slots=True)
class Key:
    """Year of registration and entry number; with unit and type it names a record."""

    year: int
    number: str  # no leading zeros, suffix in lower case: "24", "24a"

    @property
    def text(self) -> str:
        """The key as stored: "2005|24"."""
        return f"{self.year}|{self.number}"


@dataclass(frozen=True, slots=True)
class NoKey:
    """The row cannot be named by year and number; its place in the file has to do."""

    reason: Missing


@dataclass(frozen=True, slots=True)
class Book:
    """What quyenSo says: the book's number and the year it was opened, each None when it cannot be read."""

    number: int | None
    year: int | None


@lru_cache(maxsize=8192)
def entry_number(text: str) -> tuple[int, str] | None:
    """Read "24", "024", "24a", "01/2018" or "01/" as number and suffix; None for anything else and for zero."""
    found = _ENTRY.match(text if text.isascii() else squeeze(text))
    if found is None or (number := int(found[1])) == 0:
        return None
    return number, found[2].lower()


@lru_cache(maxsize=4096)
def book_number(text: str) -> Book:
    """Read "01/2005", "1", "02.2017" or "2005" as a book's number and year."""
    found = _BOOK.match(text if text.isascii() else squeeze(text))
    if found is None:
        return Book(None, None)
    return Book(int(found[1]) if found[1] else None, int(found[2]) if found[2] else None)


@lru_cache(maxsize=8192)
def _year_of(day: str) -> int | Missing:
    read = dates.parse(day)
    if isinstance(read, dates.PartialDate):
        return read.year
    return Missing.NO_DATE if is_blank(day) else Missing.BAD_DATE


def natural_key(record_type: RecordType, fields: Mapping[str, str]) -> Key | NoKey:
    """Name a record by the year of ngayDangKy and its number; NoKey tells which of the two is missing or bad.

    The type does not change the key: it stands beside it, as the unit does.
    """
    text = fields.get("so", "")
    number = entry_number(text)
    if number is None:
        return NoKey(Missing.NO_NUMBER if is_blank(text) else Missing.BAD_NUMBER)
    year = _year_of(fields.get("ngayDangKy", ""))
    if isinstance(year, Missing):
        return NoKey(year)
    return Key(year, f"{number[0]}{number[1]}")


@lru_cache(maxsize=4096)
def _shelf(book: str, day: str) -> str:
    read = book_number(book)
    year = read.year or _year_of(day)
    year_text = "9999" if isinstance(year, Missing) else f"{year:04d}"
    return f"{year_text}.{'999' if read.number is None else f'{read.number:03d}'}"


@lru_cache(maxsize=4096)
def _leaf(page: str) -> str:
    found = _PAGE.match(page)
    return f"{int(found[1]):05d}" if found else "99999"


@lru_cache(maxsize=8192)
def line(number: str) -> str:
    """Spell an entry number as a desk order does: "000024a"; what cannot be read comes last."""
    read = entry_number(number)
    return f"{read[0]:06d}{read[1]}" if read else "999999z"


def desk_order(record_type: RecordType, fields: Mapping[str, str]) -> str:
    """Place a record as the books lie on the desk: type, year, book, page, number, what is missing last.

    Every part has a fixed width ("1.2005.001.00012.000024a"), so that any collation sorts it alike. The year is the
    book's own; where quyenSo does not tell it, the year of registration.
    """
    get = fields.get
    shelf = _shelf(get("quyenSo", ""), get("ngayDangKy", ""))
    return f"{_TYPE_ORDER[record_type]}.{shelf}.{_leaf(get('trangSo', ''))}.{line(get('so', ''))}"


def number_of(fields: Mapping[str, str]) -> str:
    """Give the entry number as typed, without the stroke that a missing year leaves ("01/" is "01")."""
    return squeeze(fields.get("so", "")).rstrip("/ ")


def book_of(fields: Mapping[str, str]) -> str:
    """Give the book as typed ("01/2005"), empty when quyenSo holds nothing."""
    text = squeeze(fields.get("quyenSo", ""))
    return "" if is_blank(text) else text.rstrip("/ ")


def page_of(fields: Mapping[str, str]) -> str:
    """Give the page as typed, empty when trangSo holds nothing."""
    text = squeeze(fields.get("trangSo", ""))
    return "" if is_blank(text) else text


def entry_name(number: str, book: str) -> str:
    """Name an entry the way cards and lists do: "Số 24 · Quyển 01/2005"; what is missing is said to be."""
    return f"{f'Số {number}' if number else 'Chưa có số'} · {f'Quyển {book}' if book else 'chưa có quyển'}"


def name_of(record: Record) -> str:
    """Name a record by its number and book."""
    return entry_name(record.number, record.book)
