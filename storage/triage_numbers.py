"""The numbers of a year: which of them are left out, and which one a record bears by the name of its scan.

A gap in the numbers is said once, of the record behind it, and only in a year that has come more or less whole: a few
breaks, not one after every other record. Where a year ends nobody knows, so nothing is missing after its last record.
A number that only a scan's name tells, of a record whose own was mistyped or cannot be read, is there all the same.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from domain import scan_names
from domain.records import Severity
from domain.review import Case
from storage.triage_rows import Stored

LEAST = 4  # entries of a year from which on a gap in their numbers says anything
LONGEST_GAP = 10  # numbers left out; more is a book or a batch that has not come yet
MOST_GAPS = 1 / 4  # of a year's entries: a commune's year of twelve with three gaps still reads as a whole
MOST_MISSING = 1  # for each entry there is: where more is left out than there, the year has come in part

Number = tuple[int, int, int]  # a unit, a year, an entry number without its suffix


@dataclass(frozen=True, slots=True)
class Break:
    """Where numbers are left out: before this record, behind that number, in a year of so many records."""

    record_id: int
    unit_id: int
    year: int
    behind: int
    number: int
    of_year: int


def left_out(breaks: Iterable[Break], there: Collection[Number]) -> dict[int, str]:
    """Name what is left out before records, by their ids: "7–8"; `there` are numbers that are not missing after all."""
    years: dict[tuple[int, int], list[tuple[Break, list[int]]]] = defaultdict(list)
    for each in breaks:
        missing = [
            number
            for number in range(each.behind + 1, each.number)
            if (each.unit_id, each.year, number) not in there
        ]
        if missing:
            years[each.unit_id, each.year].append((each, missing))
    found: dict[int, str] = {}
    for year in years.values():
        entries = year[0][0].of_year
        if len(year) <= max(1, MOST_GAPS * entries) and (
            sum(len(missing) for _, missing in year) <= MOST_MISSING * entries
        ):
            found |= {each.record_id: _named(missing) for each, missing in year}
    return found


def _named(numbers: Sequence[int]) -> str:
    runs: list[list[int]] = []
    for number in numbers:
        if runs and runs[-1][-1] == number - 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return ", ".join(str(run[0]) if len(run) == 1 else f"{run[0]}–{run[-1]}" for run in runs)


def by_scan(own: Iterable[Stored]) -> str:
    """Give the number that the scan's name tells where nothing else of the name differs from the record; else empty."""
    off = [each for each in own if each["rule"] == "R03" and each["severity"] != Severity.HINT.value]
    return off[0]["suggestion"] if len(off) == 1 and off[0]["field"] == "so" else ""


def there_by_scan(
    unit_id: int, record_type: str, scan: str, own: Iterable[Stored], *, named: bool
) -> Number | None:
    """Give the place among the numbers that a scan's name gives a record which does not stand there by its own fields.

    None where the scan is another entry's, or where record and scan tell the same.
    """
    off = [each for each in own if each["rule"] == "R03" and each["severity"] != Severity.HINT.value]
    if any(each["case"] == Case.VENDOR.value for each in off) or (named and not off):
        return None
    name = scan_names.parse(scan.rpartition("/")[2])
    if name is None or name.number is None or name.type.value != record_type:
        return None
    return unit_id, int(name.registered[:4]), name.number[0]
