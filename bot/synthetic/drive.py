"""A whole drive in a folder: units, roster, records and scans, small for the demo or as large as the province."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

from bot.synthetic import places, scans, sheets, staff, statuses
from bot.synthetic.records import records
from bot.synthetic.sheets import Row, SheetKind
from bot.synthetic.staff import Member
from bot.synthetic.truths import FaultKind, SyntheticRecord
from domain.records import RecordType

Scale = Literal["demo", "province"]
KS, KH, KT, HN, CMC = RecordType
PROVINCE_COUNTS: Mapping[RecordType, int] = {KS: 234_161, KH: 81_296, KT: 33_110, HN: 32_510, CMC: 306}
MAIN_COUNTS: Mapping[RecordType, int] = {KS: 38, KH: 18, KT: 12, HN: 10, CMC: 6}
OTHER_COUNTS: Mapping[RecordType, int] = {KS: 640, KH: 240, KT: 120, HN: 100, CMC: 16}
NEWER_LAYOUT = staff.OTHER_COMMUNES[0]  # the commune whose births come in the newer layout
_DONE_AT_THE_END = 3  # of each of the main commune's types, the last ones were decided before
_JPEG_EVERY = 7  # scanners hand in pictures now and then

# What comes first in the main commune's queues, so that a visitor meets every case within a day's list.
FRONT: Mapping[RecordType, tuple[FaultKind | None, ...]] = {
    KS: (
        None,
        FaultKind.NAME_LETTER,
        FaultKind.REGISTER_BLANK,
        FaultKind.WRONG_SCAN,
        None,
        FaultKind.DATE_DIGIT,
        FaultKind.OTHER_UNIT,
        None,
        FaultKind.DOUBLE_UPLOAD,
        FaultKind.REGISTER_WRONG,
        None,
        FaultKind.MISSING_FIELDS,
        FaultKind.BLURRED_SCAN,
        FaultKind.DAY_MONTH,
        FaultKind.REGISTER_CONFLICT,
        FaultKind.NO_SCAN,
        None,
        None,
    ),
    KH: (None, FaultKind.DAY_MONTH, FaultKind.REGISTER_BLANK, None, FaultKind.OTHER_UNIT),
    KT: (None, FaultKind.REGISTER_BLANK, FaultKind.DATE_DIGIT, FaultKind.WRONG_SCAN),
    HN: (None, FaultKind.NAME_LETTER, FaultKind.REGISTER_CONFLICT, FaultKind.MISSING_FIELDS),
    CMC: (None, FaultKind.REGISTER_WRONG, FaultKind.NAME_LETTER, FaultKind.BLURRED_SCAN),
}


@dataclass(frozen=True, slots=True)
class Drive:
    """What was written. `cast` are the official, the head and the admin of the demo.

    `records` are the sheets, in the order in which they are to be imported; `scans` the folder, None where no scans
    were drawn; `main` the records of the main commune with what is true of each, in the order of the sheets.
    """

    folder: Path
    units: Path
    roster: Path
    records: tuple[Path, ...]
    scans: Path | None
    cast: tuple[Member, Member, Member]
    people: tuple[Member, ...]
    main_unit: str
    main: tuple[SyntheticRecord, ...]
    counts: Mapping[RecordType, int]


def write_drive(folder: Path, *, seed: int = 2024, scale: Scale = "demo", kind: SheetKind = "xlsx") -> Drive:
    """Write a drive into a folder, made if need be; the same seed writes the same content.

    `demo`: the units of 2024, some 1,200 records of six communes, scans of the main one. `province`: the letter's
    381,383 records over all communes in five sheets, without scans.
    """
    folder.mkdir(parents=True, exist_ok=True)
    units, roster = folder / "units.csv", folder / "roster.csv"
    sheets.write_units(units)
    sheets.write_roster(roster, (member.row() for member in staff.ROSTER))
    if scale == "province":
        files, main, counts = _province(folder, seed, kind)
        drawn = None
    else:
        files, main, counts = _demo(folder, seed, kind)
        drawn = folder / "scans"
        _draw(drawn, main, seed)
    return Drive(
        folder, units, roster, files, drawn, staff.CAST, staff.ROSTER, staff.MAIN_COMMUNE, main, counts
    )


Written = tuple[tuple[Path, ...], tuple[SyntheticRecord, ...], Mapping[RecordType, int]]


def _province(folder: Path, seed: int, kind: SheetKind) -> Written:
    words = statuses.dealt(seed, statuses.PROVINCE)
    files = []
    for record_type, count in PROVINCE_COUNTS.items():
        path = folder / f"{record_type.value}.{kind}"
        stream = records(seed, {record_type: count})
        sheets.write_records(path, record_type, (Row(each, each.scan, next(words)) for each in stream))
        files.append(path)
    return tuple(files), (), PROVINCE_COUNTS


def _demo(folder: Path, seed: int, kind: SheetKind) -> Written:
    home = places.commune(staff.MAIN_COMMUNE)
    around = [places.commune(code) for code in staff.OTHER_COMMUNES]
    main = tuple(_with_jpegs(records(seed, MAIN_COUNTS, [home], front=FRONT)))
    others = list(records(seed, OTHER_COUNTS, around))
    rows = [*_main_rows(main), *_other_rows(others, seed)]
    files = []
    for record_type in RecordType:
        of_type = [row for row in rows if row.record.type is record_type]
        path = folder / f"{record_type.value}.{kind}"
        sheets.write_records(path, record_type, (row for row in of_type if not _is_newer(row)))
        files.append(path)
        newer = [row for row in of_type if _is_newer(row)]
        if newer:
            path = folder / f"{record_type.value}-158.{kind}"
            sheets.write_records(path, record_type, newer, layout="template158")
            files.append(path)
    counts = {record_type: MAIN_COUNTS[record_type] + OTHER_COUNTS[record_type] for record_type in RecordType}
    return tuple(files), main, counts


def _is_newer(row: Row) -> bool:
    return row.record.type is KS and row.record.unit_code == NEWER_LAYOUT


def _with_jpegs(stream: Iterable[SyntheticRecord]) -> Iterator[SyntheticRecord]:
    scan = ""
    for number, record in enumerate(stream, start=1):
        if record.truth.kind is not FaultKind.DOUBLE_UPLOAD:  # which keeps the scan of the first upload
            picture = number % _JPEG_EVERY == 0
            scan = f"{record.scan.removesuffix('.pdf')}.jpg" if picture else record.scan
        yield replace(record, scan=scan)


def _main_rows(main: tuple[SyntheticRecord, ...]) -> Iterator[Row]:
    total = dict.fromkeys(RecordType, 0)
    for record in main:
        total[record.type] += 1
        behind = MAIN_COUNTS[record.type] - total[record.type]
        status = ""
        if behind < _DONE_AT_THE_END:
            status = (statuses.APPROVED, statuses.REJECTED, statuses.OTHER_WORDS[1])[behind]
        yield Row(record, _path(record), status)


def _other_rows(others: list[SyntheticRecord], seed: int) -> Iterator[Row]:
    share = len(others) / statuses.PROVINCE_TOTAL
    counts = {words: int(count * share) for words, count in statuses.PROVINCE.items()}
    counts[statuses.PENDING] += len(others) - sum(counts.values())
    for record, status in zip(others, statuses.dealt(seed, counts), strict=True):
        yield Row(record, _path(record), status)


def _path(record: SyntheticRecord) -> str:
    return f"{record.unit_code}/{record.scan}"


def _draw(folder: Path, main: tuple[SyntheticRecord, ...], seed: int) -> None:
    home = folder / staff.MAIN_COMMUNE
    home.mkdir(parents=True, exist_ok=True)
    for record in main:
        if record.truth.kind is FaultKind.DOUBLE_UPLOAD:
            continue  # its scan is the first upload's
        content = scans.draw(record, seed)
        if content is not None:
            (home / record.scan).write_bytes(content)
