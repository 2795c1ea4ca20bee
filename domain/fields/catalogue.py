"""All fields of the five types, by type and machine name, and the words people use for them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from domain.fields import births, deaths, marital, marriages, parentage
from domain.fields.shape import Field
from domain.folding import words
from domain.records import SUBJECTS, RecordType

Layout = Literal["vendor", "template158"]

_FIELDS: Mapping[RecordType, tuple[Field, ...]] = {
    RecordType.KS: births.FIELDS,
    RecordType.KH: marriages.FIELDS,
    RecordType.KT: deaths.FIELDS,
    RecordType.HN: marital.FIELDS,
    RecordType.CMC: parentage.FIELDS,
}
_BY_NAME = {record_type: {field.name: field for field in fields} for record_type, fields in _FIELDS.items()}
_EMPTY_WORDS = frozenset({"cua", "la", "o", "trong"})


def fields_of(record_type: RecordType) -> tuple[Field, ...]:
    """List a type's fields in the order of its header row; births with the columns of the newer layout."""
    return _FIELDS[record_type]


def field(record_type: RecordType, name: str) -> Field:
    """Take a field by its exact machine name; a name the type does not have is the caller's bug (KeyError)."""
    return _BY_NAME[record_type][name]


def find_field(record_type: RecordType, name: str) -> Field | None:
    """Look for a field by its exact machine name, as a source may have columns that nobody knows."""
    return _BY_NAME[record_type].get(name)


def header_row(record_type: RecordType, layout: Layout = "vendor") -> tuple[str, ...]:
    """Give the machine names of a header row; the newer layout exists for births only and counts its rows first."""
    if layout == "vendor":
        return tuple(each.name for each in _FIELDS[record_type] if not each.only_158)
    if record_type != RecordType.KS:
        raise ValueError(f"no template158 layout for {record_type}")
    return ("STT", *(each.name for each in _FIELDS[record_type]))


def needed_columns(record_type: RecordType) -> tuple[str, ...]:
    """List the columns without which a sheet says nothing: number, day of registration, whom it is about."""
    return ("so", "ngayDangKy", *SUBJECTS[record_type])


def find_field_by_words(record_type: RecordType, asked: str) -> list[Field]:
    """Find the fields meant by words such as "Họ tên mẹ" or "ho ten me", in the order of the header row.

    A whole spelling of a field wins; otherwise every field that some spelling of has all the words. So the list may
    hold several fields, or none.
    """
    wanted = tuple(word for word in words(asked) if word not in _EMPTY_WORDS)
    if not wanted:
        return []
    spelled = _SPELLED[record_type]
    whole = [each for each, spellings in spelled if wanted in spellings]
    if whole:
        return whole
    return [
        each for each, spellings in spelled if any(set(wanted) <= set(spelling) for spelling in spellings)
    ]


def _spellings(each: Field) -> frozenset[tuple[str, ...]]:
    texts = (each.name, each.label, each.long_label, *each.also)
    return frozenset(tuple(word for word in words(text) if word not in _EMPTY_WORDS) for text in texts)


_SPELLED = {
    record_type: tuple((each, _spellings(each)) for each in fields) for record_type, fields in _FIELDS.items()
}
