"""Values of a record made fit to be shown: untrusted text cleaned and cut, codes in words, the rest masked as told."""

from __future__ import annotations

import re

from domain import dates, masking
from domain.fields import find_field
from domain.fields.shape import Field, Kind
from domain.folding import is_blank, squeeze
from domain.records import RecordType

NOTHING = "(trống)"
SCAN = (
    "tenFile"  # the column that names the scan's file: a path of the vendor's, of no use to who reads a card
)
UNIT = "maDonVi"  # the column that names the unit; a record may come again as another's
_BESIDE_LABELS = {SCAN: "Tệp bản quét", UNIT: "Đơn vị"}
_PILED = re.compile("([\u0300-\u036f]{2})[\u0300-\u036f]+")  # no Vietnamese letter bears more than two marks


def clean(text: str, limit: int = 300) -> str:
    """Make one line of any text: no control, direction or private characters, at most `limit` long with "…"."""
    # four times the limit is enough to judge what is kept of a text of any length
    kept = squeeze(_PILED.sub(r"\1", text[: limit * 4]))
    line = kept if kept.isprintable() else " ".join("".join(filter(str.isprintable, kept)).split())
    if len(line) <= limit and len(text) <= limit * 4:
        return line
    return line[: max(limit - 1, 0)].rstrip() + "…"


def label(record_type: RecordType, name: str) -> str:
    """Give a column's short label, or its name made showable where it is a column nobody knows."""
    if name in _BESIDE_LABELS:
        return _BESIDE_LABELS[name]
    field = find_field(record_type, name)
    return field.label if field else clean(name, 20)


def value(field: Field | None, text: str, detail: str, limit: int = 300) -> str:
    """Show a value: dates with slashes, codes in words, masked as `detail` asks (summary, masked, full).

    Empty when there is nothing to show. Without a field (a column nobody knows) it counts as running text.
    """
    if is_blank(text):
        return ""
    kind = field.kind if field else Kind.TEXT
    if field and field.codes:
        return clean(field.codes.label_of(text) or _masked(Kind.TEXT, text, detail), limit)
    if kind is Kind.DATE and detail != "masked":
        read = dates.parse(text)
        if isinstance(read, dates.PartialDate):
            return read.slashed
        return clean(text if detail == "full" else masking.slipped_in(text), limit)
    return clean(_masked(kind, text, detail), limit)


def _masked(kind: Kind, text: str, detail: str) -> str:
    if detail == "full":
        return text
    if kind in (Kind.NUMBER, Kind.BOOK):
        return masking.slipped_in(text)
    text = clean(text)
    if detail == "masked":
        match kind:
            case Kind.NAME:
                return masking.initials(text)
            case Kind.DATE:
                return masking.year(text)
            case Kind.OFFICE:
                return masking.numbers_within(text)
            case _:
                return masking.HIDDEN
    match kind:
        case Kind.IDENTITY | Kind.CITIZEN:
            return masking.number(text)
        case Kind.PLACE:
            return masking.place(text)
        case _:
            return masking.numbers_within(text)
