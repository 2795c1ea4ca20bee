"""Header cells of real spreadsheets, read as machine names.

Vendors leave blanks behind names, change the case, write the legend of a code list into the cell below the name and
spell some columns their own way; people who fill a sheet by hand write the Vietnamese label.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

from domain.fields.catalogue import fields_of
from domain.folding import fold
from domain.records import RecordType

ROW_COUNT = "STT"  # a column that only counts the rows: known, and of no use
BESIDE = {  # columns that say something about the record rather than belong to it
    "maDonVi": ("maDonVi", "Mã đơn vị"),
    "tenFile": ("tenFile", "Tên file", "Tên tệp"),
    "tinhTrang": ("tinhTrang", "Tình trạng"),
    "maHoSo": ("maHoSo", "Mã hồ sơ"),  # by which a returned record is known, whatever is corrected in it
    ROW_COUNT: ("STT", "Số thứ tự"),
}
_ALIASES = {
    "noiDangKy": ("noiDangKyUBND",),
    "nxnMucDichSuDung": ("nxnMucDiSuDung",),
    "nycNgayCapGiayToTuyThan": ("nycNgayCapGiayToKhac",),
    "nycNoiCapGiayToTuyThan": ("nycNoiCapGiayToKhac",),
}
_LEGEND = re.compile(r"(?:\bi\s*=\s*\[|[\[(]).*\Z", re.DOTALL)
_OFFICE = re.compile(r"(noidangky|noicap)ubnd.*")
_NOT_LETTER = re.compile(r"[^a-z0-9]+")


def match_header(cell: str, record_type: RecordType | None = None) -> str | None:
    """Read a header cell as a machine name ("so", "maDonVi", "STT" …); None for a column nobody knows.

    Without a type, machine names of all types count, and labels that mean the same field wherever they occur.
    """
    key = _key(cell)
    if not key:
        return None
    known = _ANYWHERE if record_type is None else _KNOWN[record_type]
    return known.get(key) or known.get(_OFFICE.sub(r"\1", key))


def type_of_headers(cells: Iterable[str]) -> RecordType | None:
    """Tell the type from a header row by the columns that only one type has; None when they do not settle it."""
    keys = {_key(cell) for cell in cells} - {""}
    votes = Counter({each: len(keys & _OWN[each]) for each in RecordType})
    (first, most), (_, next_most) = votes.most_common(2)
    return first if most > next_most else None


def _key(cell: str) -> str:
    lines = cell.replace("\\n", "\n").splitlines()
    name = next((line for line in lines if line.strip()), "")
    return _NOT_LETTER.sub("", fold(_LEGEND.sub("", name)))


def _known(record_type: RecordType) -> dict[str, str]:
    known: dict[str, str] = {}
    fields = fields_of(record_type)
    for each in fields:  # labels first, so that a machine name always wins over a label spelled alike
        for label in (each.label, each.long_label):
            known.setdefault(_key(label), each.name)
    for name, spellings in BESIDE.items():
        known.update({_key(spelling): name for spelling in spellings})
    for each in fields:
        known.update({_key(alias): each.name for alias in (each.name, *_ALIASES.get(each.name, ()))})
    if record_type == RecordType.HN:
        known[_key("noiDangKy")] = "noiCap"
    return known


_KNOWN = {record_type: _known(record_type) for record_type in RecordType}
_OWN = {
    record_type: {
        key
        for key in known
        if not any(key in _KNOWN[other] for other in RecordType if other is not record_type)
    }
    for record_type, known in _KNOWN.items()
}


def _merged() -> dict[str, str]:
    merged: dict[str, str] = {}
    doubtful: set[str] = set()
    machine = {_key(each.name): each.name for record_type in RecordType for each in fields_of(record_type)}
    for known in _KNOWN.values():
        for key, name in known.items():
            if merged.setdefault(key, name) != name:
                doubtful.add(key)
    return {key: name for key, name in merged.items() if key not in doubtful} | machine


_ANYWHERE = _merged()
