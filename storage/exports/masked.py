"""A sheet for a chat: what it tells of people is masked as cards mask it (`card_detail`)."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence

from domain import masking
from domain.fields import find_field
from domain.records import RecordType
from domain.wording import shown
from storage.columns import to_json
from storage.exports.sheet import Cell, Column, Sheet

CHANGES, FIELD, TYPE = "thay_doi", "truong", "loai"
VALUES = ("gia_tri", "goi_y")  # beside a column that names their field
TELLS = ("noi_dung", "phat_hien_chu")  # sentences of ours, in which values may stand
_TYPES = frozenset(RecordType)


class MaskedSheet:
    """Hands rows on: values masked by what their field is, identity numbers out of whatever else was typed."""

    def __init__(self, sheet: Sheet, columns: Sequence[Column], detail: str) -> None:
        self._sheet = sheet
        self._detail = detail
        self._count = len(columns)
        at = {column.name: place for place, column in enumerate(columns)}
        self._type, self._changes = at.get(TYPE), at.get(CHANGES)
        self._field = at.get(FIELD)
        self._values = tuple(at[name] for name in VALUES if name in at) if FIELD in at else ()
        named = {self._type, self._field, self._changes, *self._values}
        self._typed = tuple(
            place
            for place, column in enumerate(columns)
            if (column.typed or column.name in TELLS) and place not in named
        )

    @property
    def cut(self) -> int:
        """How many cells did not fit whole."""
        return self._sheet.cut

    def write(self, cells: Sequence[Cell], *, bold: bool = False) -> None:
        self._sheet.write(self._masked(cells), bold=bold)

    def write_many(self, rows: Iterable[Sequence[Cell]]) -> None:
        self._sheet.write_many(map(self._masked, rows))

    def close(self) -> None:
        self._sheet.close()

    def _masked(self, cells: Sequence[Cell]) -> list[Cell]:
        masked = list(cells)
        if len(masked) < self._count:  # a line below the table
            return [masking.slipped_in(cell) if isinstance(cell, str) else cell for cell in masked]
        kind = self._kind(cells)
        for place in self._typed:
            if isinstance(text := masked[place], str) and len(text) > 8:
                masked[place] = masking.slipped_in(text)
        if self._changes is not None and (changes := masked[self._changes]):
            masked[self._changes] = to_json(
                {
                    name: [self._value(kind, name, value) for value in values]
                    for name, values in json.loads(str(changes)).items()
                }
            )
        if self._field is not None:
            for place in self._values:
                masked[place] = self._value(kind, str(masked[self._field]), str(masked[place]))
        return masked

    def _kind(self, cells: Sequence[Cell]) -> RecordType | None:
        name = cells[self._type] if self._type is not None else ""
        return RecordType(str(name)) if name in _TYPES else None

    def _value(self, kind: RecordType | None, name: str, value: str) -> str:
        return shown.value(
            find_field(kind, name) if kind else None, value, self._detail, limit=4 * len(value) + 1
        )
