"""Names of scans: TYPE.YYYY.BB.YYYY-MM-DD.NNN.pdf, the year and number of the book, the day and the entry.

A name is a claim to compare with the record, nothing more: books span years and vendors misname files.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from domain import dates, keys
from domain.records import RecordType

_DAY = r"(\d{4}(?:-\d{2}(?:-\d{2})?)?)"
_NUMBER = r"(\d{1,4}[a-z]?|null)"
_DOTTED = re.compile(
    rf"(KS|KH|KT|HN|CMC)\.(\d{{4}})\.(\d{{1,3}})\.{_DAY}\.{_NUMBER}\.pdf\Z", re.IGNORECASE | re.ASCII
)
# the form some files keep before they are sorted: cmc-2006-01-2009-02-09-003.pdf
_DASHED = re.compile(
    rf"(KS|KH|KT|HN|CMC)-(\d{{4}})-(\d{{1,3}})-{_DAY}-{_NUMBER}\.pdf\Z", re.IGNORECASE | re.ASCII
)

_CARRIED_ON = 10  # years that a small commune's book may have been in use before an entry
# a book's cover: Cover.06073.KS.A3.2010.01.pdf
_COVER = re.compile(r"Cover\.[^/\\]*\.pdf\Z", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class ScanName:
    """What a name says. Two names of the same entry are equal, however their numbers are padded."""

    type: RecordType
    book_year: int
    book: int
    registered: str  # yyyy-mm-dd, yyyy-mm or yyyy, as in the name
    number: tuple[int, str] | None  # number and suffix; None where the vendor wrote "null"


def parse(name: str) -> ScanName | None:
    """Read a file name, without folders, in either form and any case; None when it follows neither."""
    found = _DOTTED.match(name.strip()) or _DASHED.match(name.strip())
    if found is None:
        return None
    record_type, book_year, book, registered, number = found.groups()
    return ScanName(
        RecordType(record_type.upper()), int(book_year), int(book), registered, keys.entry_number(number)
    )


def is_cover(name: str) -> bool:
    """Say whether a file, named without folders, is the scan of a book's cover and of no entry."""
    return _COVER.match(name.strip()) is not None


def build(record_type: RecordType, fields: Mapping[str, str]) -> str:
    """Build the name the scheme gives a record's scan, the number padded to three; empty where a part is missing.

    Where quyenSo does not tell the year the book was opened, it is taken to be the year of registration.
    """
    return next(iter(_built(record_type, fields, carried_on=0)), "")


def carried_on(record_type: RecordType, fields: Mapping[str, str]) -> tuple[str, ...]:
    """Build the names a scan may bear where quyenSo tells no year and the book was opened in an earlier one."""
    return _built(record_type, fields, carried_on=_CARRIED_ON)[1:]


def _built(record_type: RecordType, fields: Mapping[str, str], *, carried_on: int) -> tuple[str, ...]:
    number = keys.entry_number(fields.get("so", ""))
    book = keys.book_number(fields.get("quyenSo", ""))
    registered = dates.parse(fields.get("ngayDangKy", ""))
    if number is None or book.number is None or isinstance(registered, dates.Unreadable):
        return ()
    years = (book.year,) if book.year else range(registered.year, registered.year - carried_on - 1, -1)
    entry = f"{number[0]:03d}{number[1]}"
    kind = RecordType(record_type).value
    return tuple(
        f"{kind}.{year:04d}.{book.number:02d}.{registered.dashed}.{entry}.pdf" for year in years if year > 0
    )
