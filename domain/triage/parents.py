"""Rules about parents of a child: older than it (R08), of an age to have it (R09), there or not as the kind says (R19)."""

from __future__ import annotations

from collections.abc import Sequence

from domain.fields import codes
from domain.records import RecordType, Severity
from domain.review import Case
from domain.triage.shape import Hit, Rule, View
from domain.triage.spans import Span, oldest, youngest
from domain.triage.values import absent, code

KS, CMC = RecordType.KS, RecordType.CMC
BOTH_KNOWN = "1"
UNDETERMINED = {"2": ("me",), "3": ("cha",), "4": ("me", "cha"), "5": ("me", "cha")}
_KIND_WITHOUT = {("me",): "2", ("cha",): "3", ("me", "cha"): "4"}
_TOLD_BY = ("HoTen", "NgaySinh", "NoiCuTru", "SoGiayToTuyThan", "SoDinhDanhCaNhan", "DanToc")
_OWN = {prefix: tuple(prefix + suffix for suffix in _TOLD_BY) for prefix in ("me", "cha")}
_PERSONAL = ("HoTen", "NgaySinh", "NoiCuTru", "SoGiayToTuyThan", "SoDinhDanhCaNhan")
# ages at a birth, in full years: what is usual, and for mothers what is possible at all
_MOTHER, _MOTHER_AT_ALL, _FATHER = (15, 49), (12, 55), (14, 80)
_MOTHER_YEARS, _FATHER_YEARS = range(17, 49), range(16, 80)  # differences of years that need no closer look
_BY_MOTHER = frozenset({"2", "4"})  # loaiXacNhan


def there(view: View, prefix: str) -> bool:
    """Say whether a parent has data of their own; group and nationality alone are a vendor's defaults."""
    return any(not absent(view.get(prefix + suffix)) for suffix in _PERSONAL)


def left_out(view: View) -> tuple[str, ...]:
    """Name the parents (prefixes) of whom nothing at all stands there."""
    get = view.get
    gone = []
    for prefix, names in _OWN.items():
        for name in names:
            value = get(name)
            if value and not absent(value):
                break
        else:
            gone.append(prefix)
    return tuple(gone)


def kind_of_birth(view: View) -> str:
    """Read nksLoaiKhaiSinh; empty where it is none of its codes."""
    return code(view.text("nksLoaiKhaiSinh"), codes.BIRTH_KIND)


def _not_older(view: View) -> Sequence[Hit]:
    child = view.day("nksNgaySinh")
    if child is None:
        return ()
    hits = []
    for name in ("meNgaySinh", "chaNgaySinh"):
        parent = view.day(name)
        if parent is not None and parent.first >= child.last:
            hits.append(Hit(name, view.text(name)))
    return hits


def _odd_age(view: View) -> Sequence[Hit]:
    parents: tuple[tuple[str, bool], ...] = (("meNgaySinh", True), ("chaNgaySinh", False))
    if view.type is CMC:
        child, mother = (
            view.day("ncNgaySinh"),
            code(view.text("loaiXacNhan"), codes.RECOGNITION) in _BY_MOTHER,
        )
        parents = (("cmNgaySinh", mother),)
    else:
        child = view.day("nksNgaySinh")
    if child is None:
        return ()
    hits = []
    for name, is_mother in parents:
        parent = view.day(name)
        if parent is None:
            continue
        usual = _MOTHER_YEARS if is_mother else _FATHER_YEARS
        if child.year - parent.year not in usual and (severity := _age_is_odd(parent, child, is_mother)):
            hits.append(Hit(name, view.text(name), severity=severity))
    return hits


def _age_is_odd(parent: Span, child: Span, is_mother: bool) -> Severity | None:
    most, least = oldest(parent, child), youngest(parent, child)
    if parent.first >= child.last:
        return None  # that is R08's, or R22's
    if is_mother and (most < _MOTHER_AT_ALL[0] or least > _MOTHER_AT_ALL[1]):
        return Severity.WARNING
    low, high = _MOTHER if is_mother else _FATHER
    return Severity.HINT if most < low or least > high else None


def _kind_against_parents(view: View) -> Sequence[Hit]:
    typed = view.text("nksLoaiKhaiSinh")
    kind = code(typed, codes.BIRTH_KIND) if typed else ""
    if kind == BOTH_KNOWN:
        if gone := left_out(view):
            return (Hit("nksLoaiKhaiSinh", typed, _KIND_WITHOUT[gone]),)
        return ()
    unknown = UNDETERMINED.get(kind)
    if unknown is None or not any(there(view, prefix) for prefix in unknown):
        return ()
    gone = left_out(view)
    return (Hit("nksLoaiKhaiSinh", typed, _KIND_WITHOUT[gone] if gone else BOTH_KNOWN),)


RULES: tuple[Rule, ...] = (
    Rule(
        "R08", "parent not older than the child", (KS,), ("meNgaySinh", "chaNgaySinh", "nksNgaySinh"),
        Severity.SERIOUS, _not_older, Case.SLIP, Case.REGISTER, "R08",
    ),
    Rule(
        "R19", "kind of birth against the parents' data", (KS,), ("nksLoaiKhaiSinh",),
        Severity.SERIOUS, _kind_against_parents, Case.SLIP, Case.REGISTER, "R19",
    ),
    Rule(
        "R09", "parent's age at the birth", (KS, CMC), ("meNgaySinh", "chaNgaySinh", "cmNgaySinh"),
        Severity.HINT, _odd_age, Case.SLIP, Case.REGISTER, "R09",
    ),
)  # fmt: skip
