"""What a shelf tells of the records that stand out on it: pure values in, findings out."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from domain import keys, scan_names
from domain.records import Finding, RecordType, Severity
from domain.review import Case
from domain.text import canonical
from storage.triage_numbers import Break, by_scan, left_out, there_by_scan
from storage.triage_rows import OF_SETS, SET, WAS, Stored, encode, gravest_first

LEAST_IN_BOOK = 5  # records from which on a book as a whole says anything
MOST_OF_BOOK = 4 / 5  # of a book's records, at least so many say the same
SUBJECT = {RecordType.KS: "nksHoTen", RecordType.KT: "nktHoTen"}


@dataclass(frozen=True, slots=True)
class Neighbour:
    """Another record: its unit's name where that is another one, its number and book."""

    unit: str
    number: str
    book: str

    @property
    def name(self) -> str:
        """Name it: "Xã Hòa Cư: Số 24 · Quyển 01/2005"."""
        entry = keys.entry_name(self.number, self.book)
        return f"{self.unit}: {entry}" if self.unit else entry


@dataclass(frozen=True, slots=True)
class Standing:
    """A record that stands out, and how it stands among the others."""

    is_closed: bool  # somebody approved it here or put it on the follow-up list
    record_id: int
    type: str
    unit_id: int
    year: int | None
    named: bool  # year and number can be read
    book: str  # where the book stands
    of_book: int  # records in that book
    number: str
    subject: str
    scan: str
    findings: str  # as stored
    twice: bool  # another record bears its number in the same year
    same_twice: bool  # and one of them says the very same
    behind: Break | None  # the number before it in its year, where that is not the next lower one
    shares_scan: bool  # another entry names the same scan
    also: Neighbour | None  # another record of the same person


Entry = tuple[int, int, str]  # a unit, a year and a number as a desk order has it


def asked(shelf: Sequence[Standing]) -> dict[int, Entry]:
    """Give, of records that share their number with another, which one they bear by their scan's name, if it tells."""
    found: dict[int, Entry] = {}
    for standing in shelf:
        if not standing.twice or standing.same_twice or standing.shares_scan or standing.year is None:
            continue
        if told := by_scan(json.loads(standing.findings)):
            found[standing.record_id] = (standing.unit_id, standing.year, keys.line(told))
    return found


def rewritten(shelf: Sequence[Standing], taken: Collection[Entry] = ()) -> Iterator[tuple[Standing, str]]:
    """Give the records whose stored findings are to change, with what they are to be.

    `taken`: of the entries that were asked for, those that a record is there for.
    """
    before = {each.record_id: json.loads(each.findings) for each in shelf}
    own = {
        record_id: [_as_found(each) for each in found if SET not in each and each["rule"] not in OF_SETS]
        for record_id, found in before.items()
    }
    promoted = {**_other_units(shelf, own), **_shifted(shelf, own)}
    as_told = {
        record_id: [_promoted(each, promoted.get((record_id, each["rule"]))) for each in found]
        for record_id, found in own.items()
    }
    mistyped = {record_id for record_id, entry in asked(shelf).items() if entry not in taken}
    missing = _missing(shelf, as_told)
    sent_twice = _sent_twice(shelf)
    for standing in shelf:
        record_id = standing.record_id
        found = as_told[record_id]
        number = by_scan(found) if record_id in mistyped and (record_id, "R03") not in promoted else ""
        told = [*_told(standing, number, missing.get(record_id, ""), sent_twice=record_id in sent_twice)]
        found = [*found, *(each for each in told if not _is_said(each, found))]
        if (
            standing.is_closed
        ):  # what a fix mended is told no more; what came later was not there to be judged
            after = [each for each in before[record_id] if not _is_over(each, found)]
        else:
            after = gravest_first(found)
        if after != before[record_id]:
            yield standing, encode(after)


def _is_said(told: Stored, found: Sequence[Stored]) -> bool:
    """Say whether a record says it already, as gravely: a scan in a strange folder is less than one for two entries."""
    return any(
        (each["rule"], each["field"]) == (told["rule"], told["field"])
        and (each["severity"] == told["severity"] or told["severity"] != Severity.SERIOUS.value)
        for each in found
    )


def _is_over(finding: Stored, found: Sequence[Stored]) -> bool:
    of_shelf = SET in finding or finding["rule"] in OF_SETS
    return of_shelf and not any(
        (each["rule"], each["field"]) == (finding["rule"], finding["field"]) for each in found
    )


def _as_found(finding: Stored) -> Stored:
    """Give a finding as the record itself told it, without what the book told."""
    if WAS not in finding:
        return finding
    plain = {name: value for name, value in finding.items() if name != WAS}
    return {**plain, "case": finding[WAS]}


def _promoted(finding: Stored, case: Case | None) -> Stored:
    if case is None or finding["case"] == case.value:
        return finding
    return {**finding, "case": case.value, WAS: finding["case"]}


def _missing(shelf: Sequence[Standing], found: dict[int, list[Stored]]) -> dict[int, str]:
    breaks = [each.behind for each in shelf if each.behind is not None]
    if not breaks:
        return {}
    by_scans = {
        there_by_scan(each.unit_id, each.type, each.scan, found[each.record_id], named=each.named)
        for each in shelf
        if each.scan
    }
    return left_out(breaks, {each for each in by_scans if each is not None})


def _sent_twice(shelf: Sequence[Standing]) -> set[int]:
    """Find the records that came twice: one number, one person, letter for letter or typed twice from one scan."""
    of_one: dict[tuple[object, ...], list[int]] = defaultdict(list)
    for each in shelf:
        if each.twice and each.scan and not each.shares_scan:  # a scan that others name too tells nothing
            entry = (each.unit_id, each.year, keys.entry_number(each.number))
            of_one[*entry, each.scan, canonical(each.subject)].append(each.record_id)
    by_scan = {record_id for ids in of_one.values() if len(ids) > 1 for record_id in ids}
    return by_scan | {each.record_id for each in shelf if each.same_twice}


def _told(standing: Standing, number: str, missing: str, *, sent_twice: bool) -> Iterator[Stored]:
    """Tell what the shelf says of a record: `number` it bears by its scan if it was mistyped, `missing` before it."""
    if standing.twice:
        # one record sent twice is the vendor's; a number that only the scan tells, and nobody has, was mistyped;
        # else only the register tells which number is wrong, if any
        case = Case.VENDOR.value if sent_twice else Case.SLIP.value if number else ""
        yield _stored(Finding("R12", "so", Severity.SERIOUS, case, suggestion=number))
    if standing.shares_scan and not _is_its_own(standing):
        yield _stored(Finding("R01", "tenFile", Severity.SERIOUS, Case.VENDOR.value, standing.scan[:200]))
    if missing:
        yield _stored(Finding("R13", "so", Severity.HINT, value=missing))
    if standing.also is not None:
        field = SUBJECT[RecordType(standing.type)]
        yield _stored(Finding("R23", field, Severity.WARNING, value=standing.also.name))


def _stored(finding: Finding) -> Stored:
    return {**finding.as_json(), SET: "1"}


def _is_its_own(standing: Standing) -> bool:
    """Say whether the scan's name names this very entry: then another record has its scan, not it another's."""
    name = scan_names.parse(standing.scan.rpartition("/")[2])
    return name is not None and name.number is not None and name.number == keys.entry_number(standing.number)


def _other_units(shelf: Sequence[Standing], own: dict[int, list[Stored]]) -> dict[tuple[int, str], Case]:
    """Find the books that are another unit's as a whole: nearly all their records say so, of one place."""
    books: dict[tuple[int, str, str], list[Standing]] = defaultdict(list)
    for standing in shelf:
        for finding in own[standing.record_id]:
            if finding["rule"] == "R02":
                books[standing.unit_id, standing.book, finding["value"]].append(standing)
    return {
        (standing.record_id, "R02"): Case.VENDOR
        for same in books.values()
        if _is_most(len(same), same[0].of_book)
        for standing in same
    }


def _shifted(shelf: Sequence[Standing], own: dict[int, list[Stored]]) -> dict[tuple[int, str], Case]:
    """Find the books typed against the wrong scans: nearly all their numbers are off by the same."""
    off: dict[int, int] = {}
    books: dict[tuple[int, str], list[Standing]] = defaultdict(list)
    for standing in shelf:
        if any(finding["rule"] == "R03" for finding in own[standing.record_id]):
            name = scan_names.parse(standing.scan.rpartition("/")[2])
            number = keys.entry_number(standing.number)
            if name is not None and name.number is not None and number is not None:
                off[standing.record_id] = name.number[0] - number[0]
                books[standing.unit_id, standing.book].append(standing)
    found: dict[tuple[int, str], Case] = {}
    for book in books.values():
        by, count = Counter(off[each.record_id] for each in book).most_common(1)[0]
        if by and _is_most(count, book[0].of_book):
            found |= {(each.record_id, "R03"): Case.VENDOR for each in book if off[each.record_id] == by}
    return found


def _is_most(count: int, of_book: int) -> bool:
    return count >= LEAST_IN_BOOK and count >= MOST_OF_BOOK * of_book
