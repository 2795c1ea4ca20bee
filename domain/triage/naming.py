"""The rule about names of scans (R03): does the file's name tell the same entry as the record?

Books span years and vendors name files by hand, so a name that follows no scheme, or has no number, says nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import lru_cache

from domain import keys, scan_names
from domain.records import RecordType, Severity
from domain.review import Case
from domain.triage.shape import Hit, Rule, View
from domain.triage.spans import span

SCAN = "tenFile"  # the column that names the scan's file
_AS_BUILT = {record_type: record_type.value for record_type in RecordType}
_NEAR = 3  # entries: a neighbour's scan is as likely as a slip of the number


def told_by_scan(view: View) -> scan_names.ScanName | None:
    """Read the name of the record's scan, without folders; None where it follows no scheme."""
    scan = view.about.scan
    return scan_names.parse(_file(scan)) if scan else None


def _file(scan: str) -> str:
    return scan[max(scan.rfind("/"), scan.rfind("\\")) + 1 :][:100]


def day_by_scan(view: View, since: date | None = None) -> str:
    """Give the day of registration that the scan's name tells, where it can be and lies behind `since`; else empty."""
    name = told_by_scan(view)
    told = span(name.registered) if name is not None and name.type is view.type else None
    if told is None or told.first > view.about.today or (since is not None and told.last < since):
        return ""
    return told.part.dotted


def _another_entry(view: View) -> Sequence[Hit]:
    scan = view.about.scan
    if not scan or _is_as_built(view, scan):
        return ()
    name = told_by_scan(view)
    if name is None:
        return (Hit(SCAN, scan, case=Case.VENDOR),) if scan_names.is_cover(_file(scan)) else ()
    if name.type is not view.type:
        return (Hit(SCAN, scan, case=Case.VENDOR),)
    off = [hit for hit in (_number(view, name), _day(view, name), _book(view, name)) if hit is not None]
    if len([hit for hit in off if hit.severity is None]) > 1:  # several at once: the scan of another entry
        return (Hit(SCAN, scan, case=Case.VENDOR),)
    return off


def _is_as_built(view: View, scan: str) -> bool:
    """Say whether the name is letter for letter what the scheme gives the record, as nearly all are."""
    get, registered = view.get, view.registered
    so, quyen = get("so"), get("quyenSo")
    if (
        registered is None
        or registered.first != registered.last
        or not so
        or not quyen
        or len(so) + len(quyen) > 40
    ):
        return False
    book, day, entry = _book_as_built(quyen), registered.first.isoformat(), _entry_as_built(so)
    return entry != "" and scan.endswith(f"{_AS_BUILT[view.type]}.{book}.{day}.{entry}.pdf")


@lru_cache(maxsize=1024)
def _book_as_built(quyen: str) -> str:
    book = keys.book_number(quyen)
    return f"{book.year}.{book.number or 0:02d}"


@lru_cache(maxsize=2048)
def _entry_as_built(so: str) -> str:
    number = keys.entry_number(so)
    return f"{number[0]:03d}{number[1]}" if number else ""


def _number(view: View, name: scan_names.ScanName) -> Hit | None:
    typed = view.text("so")
    number = keys.entry_number(typed) if len(typed) < 40 else None
    if number is None or name.number is None or number == name.number:
        return None
    told = f"{name.number[0]}{name.number[1]}"
    if number[0] == name.number[0]:  # only the suffix: "24" and "24a" may be either
        return Hit("so", typed, told)
    apart = abs(number[0] - name.number[0]) > _NEAR
    return Hit("so", typed, told, case=Case.SLIP if apart and _slip(number[0], name.number[0]) else "")


def _slip(one: int, other: int) -> bool:
    """Say whether two numbers are one slip of a typist's apart: a digit another, left out, or two exchanged."""
    a, b = str(one), str(other)
    if len(a) == len(b):
        return sum(x != y for x, y in zip(a, b, strict=True)) == 1 or sorted(a) == sorted(b)
    short, long = sorted((a, b), key=len)
    return len(long) - len(short) == 1 and any(long[:at] + long[at + 1 :] == short for at in range(len(long)))


def _day(view: View, name: scan_names.ScanName) -> Hit | None:
    typed = view.text("ngayDangKy")
    registered, told = span(typed), span(name.registered)
    if registered is None or told is None:
        return None
    if registered.first <= told.last and told.first <= registered.last:
        return None
    return Hit("ngayDangKy", typed, told.part.dotted)


def _book(view: View, name: scan_names.ScanName) -> Hit | None:
    typed = view.text("quyenSo")
    book = keys.book_number(typed) if len(typed) < 40 else keys.Book(None, None)
    told = f"{name.book:02d}/{name.book_year}"
    if book.number is not None and book.number != name.book:
        return Hit("quyenSo", typed, told)
    if book.year is None or book.year == name.book_year:
        return None
    spans_years = view.registered is not None and name.book_year <= view.registered.year == book.year
    return Hit("quyenSo", typed, told, severity=Severity.HINT if spans_years else None)


RULES: tuple[Rule, ...] = (
    Rule(
        "R03", "the scan's name tells another entry", tuple(RecordType),
        (SCAN, "so", "quyenSo", "ngayDangKy"),
        Severity.SERIOUS, _another_entry, "", Case.SLIP, "R03",  # a where the scan is another entry's, b where it is not
    ),
)  # fmt: skip
