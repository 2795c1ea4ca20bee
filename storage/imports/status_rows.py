"""From a row of the staging software's status list to a row of the staging table: done 381,383 times."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from domain import keys
from domain.folding import fold, squeeze
from domain.records import TYPE_LABEL, RecordType
from domain.review import State
from domain.sheet_faults import Fault, Found, column_letter
from storage.imports.headers import Columns, Wanted
from storage.imports.places import Places, Untold
from storage.imports.record_rows import state_of

# headers are compared folded, so that labels stand here without their accents
COLUMNS = (
    Wanted("loai", ("loai ho so", "loai viec")),
    Wanted("maDonVi"),
    Wanted("nam", ("nam dang ky",)),
    Wanted("so", ("so dang ky",)),
    Wanted("tinhTrang", ("trang thai",)),
    Wanted("STT", ("so thu tu",), needed=False),  # only counts the rows
)
# the columns of a staged row, in order
STAGED = ("row_no", "unit_id", "type", "natural_key", "year", "number", "state", "words")
Staged = tuple[int, int, str, str, int, str, str, str]

YEAR_DIGITS = 4
WORDS_MAX = 200
CODES_SHOWN = 5
_TYPES = {fold(kind.value): kind for kind in RecordType} | {
    fold(label): kind for kind, label in TYPE_LABEL.items()
}


@lru_cache(maxsize=4096)
def _type(text: str) -> RecordType | None:
    return _TYPES.get(fold(text))


@lru_cache(maxsize=4096)
def _year(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdecimal() and len(text) == YEAR_DIGITS else None


@lru_cache(maxsize=4096)
def _state(words: str) -> State:
    # an empty cell says nothing, least of all that nobody has reviewed the record
    return state_of(words) if fold(words) else State.UNSTATED


class StatusRows:
    """Takes rows of one list. Faults gather in `faults`; a row that names no entry of ours gives no staged row."""

    def __init__(self, columns: Columns, *, first_column: int, is_csv: bool, places: Places) -> None:
        self.faults: list[Found] = []
        self._at = columns.places
        self._width = columns.width
        self._first_column = first_column
        self._is_csv = is_csv
        self._places = places
        self._ours = False
        self._others: dict[str, None] = {}

    def take(self, row_no: int, cells: Sequence[str]) -> Staged | None:
        """Turn one row into what is staged; None where type, unit, year or number cannot be told."""
        if len(cells) != self._width:
            cells = self._fit(row_no, cells)
        at = self._at
        code = cells[at["maDonVi"]]
        unit_id = self._unit(row_no, code)
        kind = _type(text := cells[at["loai"]])
        if kind is None:
            self._note(Fault.TYPE_UNKNOWN, row_no, "loai", text)
        year = _year(text := cells[at["nam"]])
        if year is None:
            self._note(Fault.YEAR_UNREADABLE, row_no, "nam", text)
        number = keys.entry_number(text := cells[at["so"]])
        if number is None:
            self._note(Fault.NUMBER_UNREADABLE, row_no, "so", text)
        if unit_id is None or kind is None or year is None or number is None:
            return None
        words = squeeze(cells[at["tinhTrang"]])
        state = _state(words)
        if state is State.UNSTATED:
            self._note(Fault.STATE_UNKNOWN, row_no, "tinhTrang", words)
        key = keys.Key(year, f"{number[0]}{number[1]}")
        shown = words[:WORDS_MAX] if state is State.UNSTATED else ""
        return (row_no, unit_id, kind.value, key.text, year, keys.number_of({"so": text}), state.value, shown)

    def finish(self) -> None:
        """Refuse a list in which no row is of a unit of ours."""
        if not self._ours and self._others:
            codes = list(self._others)
            value = ", ".join(codes[:CODES_SHOWN]) + (", …" if len(codes) > CODES_SHOWN else "")
            self.faults.append(
                Found(Fault.OTHER_PROVINCE, column=self._letter("maDonVi"), header="maDonVi", value=value)
            )

    def _unit(self, row_no: int, code: str) -> int | None:
        told = self._places.by_code(code) if code else Untold(Fault.UNIT_UNKNOWN)
        if isinstance(told, int):
            self._ours = True
            return told
        if len(self._others) <= CODES_SHOWN:
            self._others[code[:20]] = None
        self._note(Fault.UNIT_ELSEWHERE, row_no, "maDonVi", code)
        return None

    def _letter(self, name: str) -> str:
        return column_letter(self._first_column + self._at[name])

    def _note(self, fault: Fault, row_no: int, name: str, value: str) -> None:
        self.faults.append(Found(fault, row_no, self._letter(name), name, value[:80]))

    def _fit(self, row_no: int, cells: Sequence[str]) -> Sequence[str]:
        if len(cells) > self._width and self._is_csv and any(cells[self._width :]):
            # an unquoted comma moves every later value into a wrong column
            index = next(index for index in range(self._width, len(cells)) if cells[index])
            letter = column_letter(self._first_column + index)
            self.faults.append(Found(Fault.ROW_TOO_LONG, row_no, letter, value=cells[index][:80]))
        return [*cells[: self._width], *[""] * (self._width - len(cells))]
