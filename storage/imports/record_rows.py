"""From a row of cells to a row of the staging table: what the reading process does 381,383 times."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from hashlib import blake2b
from json.encoder import encode_basestring
from operator import itemgetter
from typing import Any

from domain import keys, scan_names
from domain.fields.headers import BESIDE
from domain.folding import fold
from domain.records import SUBJECTS, Finding, RecordType, Severity, subject_of
from domain.review import State
from domain.sheet_faults import Fault, Found, column_letter
from storage.imports.headers import Columns, place_column
from storage.imports.places import Places, Untold
from storage.imports.scan_tree import Doubtful, ScanTree

# the columns of a staged row, in order
STAGED = (
    "row_no", "unit_id", "natural_key", "year", "number", "book", "page", "subject", "desk_order", "state", "scan",
    "fields", "findings", "content_hash", "named",
)  # fmt: skip
Staged = tuple[int, int, str, int | None, str, str, str, str, str, str, str, str, str, str, int | None]

_STATES = {
    "": State.PENDING,
    "chua ra soat": State.PENDING,
    "da phe duyet": State.APPROVED,
    "tu choi": State.RETURNED,
    "theo doi": State.FOLLOW_UP,
}
_KEY_FAULTS = {
    keys.Missing.NO_NUMBER: (Fault.NO_NUMBER, "so", "R04"),
    keys.Missing.BAD_NUMBER: (Fault.BAD_NUMBER, "so", "R04"),
    keys.Missing.NO_DATE: (Fault.NO_DATE, "ngayDangKy", "R04"),
    keys.Missing.BAD_DATE: (Fault.BAD_DATE, "ngayDangKy", "R05"),
}
_ETH = {"Ð", "ð"}
NO_KEY = "#"  # begins the key of what has none of its own: the row and the file it came in by
_ID_DIGITS = 18  # what the column of ids holds
DUPLICATE = Finding("R12", "so", Severity.SERIOUS)


def state_of(words: str) -> State:
    """Read tinhTrang; words the bot does not know are kept as UNSTATED, never guessed at."""
    return _STATES.get(fold(words), State.UNSTATED)


# a province's numbers, books and pages repeat from row to row
_number = lru_cache(8192)(lambda so: keys.number_of({"so": so}))
_book = lru_cache(4096)(lambda book: keys.book_of({"quyenSo": book}))
_page = lru_cache(4096)(lambda page: keys.page_of({"trangSo": page}))
_state = lru_cache(256)(state_of)


class RecordRows:
    """Takes rows of one sheet. Faults gather in `faults`; a row whose unit cannot be told gives no staged row."""

    def __init__(
        self,
        record_type: RecordType,
        columns: Columns,
        *,
        file_name: str,
        first_column: int,
        is_csv: bool,
        places: Places,
        codes: Mapping[int, str],
        unit_id: int | None,
        scans: ScanTree | None,
    ) -> None:
        self.type = record_type
        self.faults: list[Found] = []
        self._columns = columns
        self._first_column = first_column
        self._file_name = file_name
        self._is_csv = is_csv
        self._width = columns.width
        self._places = places
        self._codes = codes
        self._unit_id = unit_id
        self._scans = scans
        self._elsewhere: dict[tuple[int, str], bool] = {}  # by unit and folder
        at = columns.places
        self._at = at
        # content in the order of names, so that the order of columns in the file makes no difference
        content = sorted(name for name in at if name not in BESIDE)
        self._pick = _picker([at[name] for name in content])
        self._prefixes = [f"{encode_basestring(name)}:" for name in content]
        self._unknown = [(f"{encode_basestring(header)}:", index) for index, header in columns.unknown]
        small = ("so", "ngayDangKy", "quyenSo", "trangSo", *SUBJECTS[record_type])
        self._small = tuple(name for name in small if name in at)
        self._pick_small = _picker([at[name] for name in self._small])
        self._place = place_column(record_type)
        self._names = "maHoSo" in at

    def take(self, row_no: int, cells: Sequence[str]) -> Staged | None:
        """Turn one row into what is staged; None when its unit cannot be told."""
        if len(cells) != self._width:
            cells = self._fit(row_no, cells)
        small = dict(zip(self._small, self._pick_small(cells), strict=True))
        unit_id = self._unit(row_no, cells)
        key = keys.natural_key(self.type, small)
        findings: list[Finding] = []
        if isinstance(key, keys.Key):
            natural_key, year = key.text, key.year
        else:
            natural_key, year = f"{NO_KEY}{row_no}@{self._file_name}", None
            findings.append(self._no_key(row_no, key.reason, small))
        body = ",".join(
            [prefix + encode_basestring(text)
             for prefix, text in zip(self._prefixes, self._pick(cells), strict=True) if text]
        )  # fmt: skip
        words = self._beside("tinhTrang", cells)
        state = _state(words)
        scan = self._beside("tenFile", cells) or scan_names.build(self.type, small)
        digest = blake2b(f"{{{body}}}{scan}".encode(), digest_size=16).hexdigest()
        if state is State.UNSTATED or self._unknown:
            body = self._with_beside(row_no, cells, body, words if state is State.UNSTATED else "")
        if self._scans is not None:
            built_of = None if self._beside("tenFile", cells) else small
            scan = self._find_scan(row_no, scan, built_of, unit_id, findings)
        if unit_id is None:
            return None
        return (
            row_no,
            unit_id,
            natural_key,
            year,
            _number(small.get("so", "")),
            _book(small.get("quyenSo", "")),
            _page(small.get("trangSo", "")),
            _subject(self.type, small),
            keys.desk_order(self.type, small),
            state.value,
            scan,
            f"{{{body}}}",
            json.dumps([each.as_json() for each in findings], ensure_ascii=False) if findings else "[]",
            digest,
            self._named(row_no, cells) if self._names else None,
        )

    def _named(self, row_no: int, cells: Sequence[str]) -> int | None:
        """Read which record a row says it corrects."""
        text = self._beside("maHoSo", cells)
        if not text:
            return None
        if text.isascii() and text.isdecimal() and len(text) <= _ID_DIGITS:
            return int(text)
        self._note_at(Fault.RECORD_UNKNOWN, row_no, "maHoSo", text)
        return None

    def _beside(self, name: str, cells: Sequence[str]) -> str:
        place = self._at.get(name)
        return "" if place is None else cells[place]

    def _fit(self, row_no: int, cells: Sequence[str]) -> Sequence[str]:
        if len(cells) > self._width:
            for index in range(self._width, len(cells)):
                # an unquoted comma in a .csv moves every later value into a wrong column
                if cells[index] and self._is_csv:
                    letter = column_letter(self._first_column + index)
                    self.faults.append(Found(Fault.ROW_TOO_LONG, row_no, letter, value=cells[index][:80]))
                    break
            return cells[: self._width]
        return [*cells, *[""] * (self._width - len(cells))]

    def _note_at(self, fault: Fault, row_no: int, name: str, value: str, detail: str = "") -> None:
        place = self._at.get(name)
        letter = "" if place is None else column_letter(self._first_column + place)
        self.faults.append(Found(fault, row_no, letter, name, value[:80], detail))

    def _unit(self, row_no: int, cells: Sequence[str]) -> int | None:
        code = self._beside("maDonVi", cells)
        if code:
            told = self._places.by_code(code)
            if isinstance(told, Untold) and self._unit_id is not None:
                return self._within(self._unit_id, cells)
            name, value = "maDonVi", code
        elif self._unit_id is not None:
            return self._within(self._unit_id, cells)
        else:
            name, value = self._place, self._beside(self._place, cells)
            told = self._places.by_words(value)
        if isinstance(told, Untold):
            self._note_at(told.fault, row_no, name, value, told.detail)
            return None
        return self._within(told, cells)

    def _within(self, unit_id: int, cells: Sequence[str]) -> int:
        return self._places.within(unit_id, self._beside(self._place, cells))

    def _no_key(self, row_no: int, reason: keys.Missing, small: Mapping[str, str]) -> Finding:
        fault, name, rule = _KEY_FAULTS[reason]
        value = small.get(name, "")
        self._note_at(fault, row_no, name, value)
        return Finding(rule, name, Severity.SERIOUS, value=value[:200])

    def _with_beside(self, row_no: int, cells: Sequence[str], body: str, words: str) -> str:
        """Keep what no rule reads: columns nobody knows, and a state in words nobody knows."""
        parts = [body] if body else []
        parts += [prefix + encode_basestring(cells[at]) for prefix, at in self._unknown if cells[at]]
        if words:
            parts.append(f'"tinhTrang":{encode_basestring(words)}')
            self._note_at(Fault.STATE_UNKNOWN, row_no, "tinhTrang", words)
        return ",".join(parts)

    def _find_scan(
        self, row_no: int, scan: str, built_of: Mapping[str, str] | None, unit_id: int | None,
        findings: list[Finding],
    ) -> str:  # fmt: skip
        """Find the file of a scan; a name built of fields that do not tell the book's year is tried with earlier ones."""
        assert self._scans is not None
        code = self._codes.get(unit_id or 0, "")
        found = self._scans.find(scan, code) if scan else None
        if found is None and built_of is not None:
            tried = (self._scans.find(name, code) for name in scan_names.carried_on(self.type, built_of))
            found = next((each for each in tried if each is not None), None)
        if isinstance(found, str):
            if not self._scans.has_page(found):
                self._note_at(Fault.SCAN_TOO_SMALL, row_no, "tenFile", found)
                findings.append(Finding("R01", "tenFile", Severity.SERIOUS, case="a", value=found[:200]))
            elif unit_id is not None and self._is_elsewhere(unit_id, found):
                # entries of two communes may bear one name: it is shown, but it may well be the other's
                self._note_at(Fault.SCAN_ELSEWHERE, row_no, "tenFile", found)
                findings.append(Finding("R01", "tenFile", Severity.WARNING, case="a", value=found[:200]))
            return found
        if isinstance(found, Doubtful):
            listed = " | ".join(found.candidates)
            self._note_at(Fault.SCAN_DOUBTFUL, row_no, "tenFile", scan, listed[:200])
            findings.append(Finding("R01", "tenFile", Severity.SERIOUS, value=listed[:500]))
        else:
            self._note_at(Fault.SCAN_MISSING, row_no, "tenFile", scan)
            findings.append(Finding("R01", "tenFile", Severity.SERIOUS, case="a", value=scan[:200]))
        return scan

    def _is_elsewhere(self, unit_id: int, path: str) -> bool:
        """Say whether a scan lies in the folder named after another unit; whole books lie in one folder."""
        folder = path.rpartition("/")[0]
        if not folder:
            return False
        told = self._elsewhere.get((unit_id, folder))
        if told is None:
            told = self._places.is_elsewhere(unit_id, folder.split("/"))
            self._elsewhere[unit_id, folder] = told
        return told


def _subject(record_type: RecordType, small: Mapping[str, str]) -> str:
    names = [small[name] for name in SUBJECTS[record_type] if small.get(name)]
    letters = "".join(names)
    # cells come composed and trimmed: only odd blanks and signs are left for the careful way
    if letters.replace(" ", "").isalpha() and "  " not in letters and not _ETH & set(letters):
        return " – ".join(names)
    return subject_of(record_type, small)


def _picker(places: list[int]) -> Callable[[Sequence[str]], tuple[str, ...]]:
    if not places:
        return lambda cells: ()
    if len(places) == 1:
        return lambda cells: (cells[places[0]],)
    pick: Any = itemgetter(*places)
    return pick  # type: ignore[no-any-return]
