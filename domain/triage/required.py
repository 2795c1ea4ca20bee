"""The rule about what is missing (R04): required fields, and those that another field makes due."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from domain.fields import Kind, Required, codes, fields_of
from domain.folding import fold
from domain.records import RecordType, Severity
from domain.review import Case
from domain.triage import parents
from domain.triage.columns import Columns, Take, taker
from domain.triage.shape import Hit, Rule, View
from domain.triage.values import LONGEST, NOTHING, PLACEHOLDERS, SAYS_NOTHING, code, empty

KS, KH, KT, HN, CMC = RecordType
SEVERAL = 3  # so many at once are no slip of a typist's: the vendor left out what the register shows
_ABROAD = {KS: "3", KH: "3", KT: "3", CMC: "2"}
_ABROAD_FIELDS = ("soDangKyNuocNgoai", "ngayDangKyNuocNgoai", "cqNuocNgoaiDaDangKy", "qgNuocNgoaiDaDangKy")
_OTHER_PAPER = "8"
_OF_PARENT = ("HoTen", "NgaySinh", "DanToc", "QuocTich", "NoiCuTru")
_PARENT = {prefix: tuple(prefix + suffix for suffix in _OF_PARENT) for prefix in ("me", "cha")}
_UNSET = "0"  # what some clients write for a code that was not set, and some for any field
_TEXTS = frozenset((Kind.NAME, Kind.PLACE, Kind.OFFICE, Kind.TEXT))
_SAY_NOTHING = SAYS_NOTHING | {_UNSET}
_BLANKS = frozenset(NOTHING)

_REQUIRED = {
    record_type: tuple(
        (field.name, field.kind is Kind.CODE, field.kind in _TEXTS)
        for field in fields_of(record_type)
        if field.required is Required.REQUIRED
    )
    for record_type in RecordType
}
_LIVES = {
    KS: (), KH: ("chongNoiCuTru", "voNoiCuTru"), KT: ("nktNoiCuTru",), HN: ("nxnNoiCuTru",),
    CMC: ("cmNoiCuTru", "ncNoiCuTru"),
}  # fmt: skip
_OTHER_PAPERS = {
    record_type: tuple(
        (field.name, field.name.replace("LoaiGiayToTuyThan", "GiayToKhac"))
        for field in fields_of(record_type)
        if field.name.endswith("LoaiGiayToTuyThan") and not field.name.startswith(("me", "cha"))
    )
    for record_type in RecordType
}


def _all_filled(columns: Columns) -> Take | None:
    """Make what takes all that has to be there, both parents' part included; None where some of it is not filled."""
    needed = [*(name for name, *_ in _REQUIRED[columns.type]), *_LIVES[columns.type]]
    if columns.type is KS:
        needed += [name for names in _PARENT.values() for name in names]
    return taker(needed) if columns.names.issuperset(needed) else None


def _is_whole(view: View) -> bool:
    """Say at a glance that all that has to be there is, and neither blank nor words for nothing; False says nothing."""
    take = view.columns.plan(_all_filled)
    if take is None:
        return False
    values = take(view.fields)
    # the first letters of all at once; an empty value has none, and ends the zip before it begins
    first = next(zip(*values, strict=False), NOTHING)
    return _BLANKS.isdisjoint(first) and _SAY_NOTHING.isdisjoint(values)


def _missing(view: View) -> Sequence[Hit]:
    if _is_whole(view) and not _due(view):
        return ()
    get = view.get
    gone: list[str] = []
    said: list[str] = []
    unset: list[str] = []
    for name, is_code, is_text in _REQUIRED[view.type]:
        value = get(name)
        if not value or (value[0] in NOTHING and empty(value)):
            gone.append(name)
        elif is_code:
            if value == _UNSET:
                unset.append(name)
            elif value in SAYS_NOTHING:  # no list of codes has such words
                (gone if value in PLACEHOLDERS else said).append(name)
        elif value in _SAY_NOTHING:
            if value in PLACEHOLDERS or (is_text and value == _UNSET):
                gone.append(name)
            elif value != _UNSET:
                said.append(name)
    if view.type is KS:
        _of_parents(view, gone, said)
    lives = [name for name in _LIVES[view.type] if empty(get(name))]
    due = _due(view)
    if not (gone or said or unset or lives or due):
        return ()
    gone = [name for name in gone if not (name.endswith("DanToc") and _foreign(view, name))]
    case = Case.VENDOR if len(gone) + len(lives) >= SEVERAL else ""
    return (
        *(Hit(name, view.text(name)[:LONGEST].strip(NOTHING), case=case) for name in gone),
        *(Hit(name, case=case, severity=Severity.HINT) for name in lives),
        *(Hit(name, severity=Severity.HINT) for name in due),
        *(Hit(name, get(name, ""), severity=_of_unset(name)) for name in unset),
        # the words are the register's: no typist writes them for a field that has a value
        *(Hit(name, get(name, ""), severity=Severity.HINT, case=Case.REGISTER) for name in said),
    )


def _of_parents(view: View, gone: list[str], said: list[str]) -> None:
    """Add what is missing of parents who are there; one of whom all is missing is R19's."""
    get = view.get
    kind = get("nksLoaiKhaiSinh")
    for prefix, names in _PARENT.items():
        for name in names:
            value = get(name)
            if not value or value[0] in NOTHING or value in SAYS_NOTHING:
                break
        else:
            continue
        if prefix in parents.UNDETERMINED.get(code(kind or "", codes.BIRTH_KIND), ()):
            continue
        if prefix in parents.left_out(view):
            continue
        gone += [name for name in names if empty(value := get(name)) or value in PLACEHOLDERS]
        said += [name for name in names if (value := get(name)) in SAYS_NOTHING and value not in PLACEHOLDERS]


def _papers(columns: Columns) -> tuple[tuple[str, str], ...]:
    return tuple((kind, other) for kind, other in _OTHER_PAPERS[columns.type] if kind in columns.names)


def _due(view: View) -> list[str]:
    get = view.get
    due = [
        other
        for kind, other in view.columns.plan(_papers)
        if (typed := get(kind)) and code(typed, codes.PAPER) == _OTHER_PAPER and empty(get(other))
    ]
    abroad = _ABROAD.get(view.type)
    if abroad and get("loaiDangKy") == abroad and all(empty(get(name)) for name in _ABROAD_FIELDS):
        due.append("cqNuocNgoaiDaDangKy")
    return due


def _of_unset(name: str) -> Severity:
    return Severity.HINT if name == "loaiDangKy" else Severity.WARNING


def _foreign(view: View, group: str) -> bool:
    nationality = view.text(group.removesuffix("DanToc") + "QuocTich")
    return not empty(nationality) and not _is_viet_nam(nationality)


@lru_cache(maxsize=1024)
def _is_viet_nam(text: str) -> bool:
    return fold(text[:40]).replace(" ", "").startswith(("vietnam", "vn"))


RULES: tuple[Rule, ...] = (
    Rule(
        "R04", "a required field is empty", tuple(RecordType),
        tuple(dict.fromkeys(name for rows in _REQUIRED.values() for name, *_ in rows)),
        Severity.SERIOUS, _missing, "", Case.REGISTER, "R04",  # a where several are missing, b for one or two
    ),
)  # fmt: skip
