"""The header row of a sheet, turned once into places of columns."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from domain.fields.catalogue import needed_columns
from domain.fields.headers import match_header, type_of_headers
from domain.folding import fold, squeeze
from domain.records import RecordType
from domain.sheet_faults import Fault, Found, column_letter

_NOT_LETTER = re.compile(r"[^a-z0-9]+")


@dataclass(frozen=True, slots=True)
class Columns:
    """Where each known column stands, which headers nobody knows, and what is wrong with the row."""

    row: int
    places: Mapping[str, int]  # machine name → index in the row
    unknown: tuple[tuple[int, str], ...]  # index and header, as typed
    faults: tuple[Found, ...]
    width: int


@dataclass(frozen=True, slots=True)
class Wanted:
    """A column of a list of units or people, and how else people head it."""

    name: str
    also: tuple[str, ...] = ()
    needed: bool = True


def _shown(cell: str) -> str:
    return squeeze(cell)[:60]


def _assign(row: int, cells: Sequence[str], names: Sequence[str | None], first_column: int) -> Columns:
    places: dict[str, int] = {}
    unknown: list[tuple[int, str]] = []
    faults: list[Found] = []
    for index, (cell, name) in enumerate(zip(cells, names, strict=True)):
        if not cell:
            continue
        letter = column_letter(first_column + index)
        if name is None:
            unknown.append((index, _shown(cell)))
            faults.append(Found(Fault.HEADER_UNKNOWN, row, letter, _shown(cell)))
        elif name in places:
            faults.append(
                Found(Fault.COLUMN_TWICE, row, letter, _shown(cell),
                      detail=column_letter(first_column + places[name]))
            )  # fmt: skip
        else:
            places[name] = index
    return Columns(row, places, tuple(unknown), tuple(faults), len(cells))


def read_record_headers(
    row: int, cells: Sequence[str], first_column: int, named_type: str | None, *, unit_given: bool
) -> tuple[RecordType | None, Columns]:
    """Read the header row of a sheet of records; the type from its columns, or as named."""
    told = type_of_headers(cells)
    record_type = RecordType(named_type) if named_type else told
    if record_type is None:
        return None, Columns(row, {}, (), (Found(Fault.NO_TYPE, row),), len(cells))
    columns = _assign(row, cells, [match_header(cell, record_type) for cell in cells], first_column)
    missing = [name for name in needed_columns(record_type) if name not in columns.places]
    faults = [*columns.faults, *(Found(Fault.NO_COLUMN, row, header=name) for name in missing)]
    if told is not None and told is not record_type and missing:
        faults = [Found(Fault.OTHER_TYPE, row, value=record_type.value, detail=told.value)]
    if not unit_given and not {"maDonVi", place_column(record_type)} & set(columns.places):
        faults.append(Found(Fault.NO_PLACE_COLUMN, row, header=place_column(record_type)))
    return record_type, Columns(row, columns.places, columns.unknown, tuple(faults), columns.width)


def place_column(record_type: RecordType) -> str:
    """Name the column that holds the place of registration."""
    return "noiCap" if record_type is RecordType.HN else "noiDangKy"


def read_headers(row: int, cells: Sequence[str], first_column: int, wanted: Sequence[Wanted]) -> Columns:
    """Read the header row of a list; case, accents, blanks and signs in the cells do not matter."""
    known = {_plain(text): each.name for each in wanted for text in (each.name, *each.also)}
    columns = _assign(row, cells, [known.get(_plain(cell)) for cell in cells], first_column)
    missing = [each.name for each in wanted if each.needed and each.name not in columns.places]
    faults = (*columns.faults, *(Found(Fault.NO_COLUMN, row, header=name) for name in missing))
    return Columns(row, columns.places, columns.unknown, faults, columns.width)


def _plain(text: str) -> str:
    return _NOT_LETTER.sub("", fold(text))
