"""Rules about two people: of age to marry by the law of the day (R10), and not one and the same person (R11)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from domain.folding import squeeze
from domain.records import RecordType, Severity
from domain.review import Case
from domain.triage.columns import Columns
from domain.triage.shape import Hit, Rule, View
from domain.triage.spans import Span, full_years
from domain.triage.values import LONGEST, empty, same_words

KS, KH, KT, HN, CMC = RecordType


@dataclass(frozen=True, slots=True)
class AgeLaw:
    """The ages that a law asked for, in full years; `entered`: on the day after the birthday one year before."""

    since: date
    man: int
    woman: int
    entered: bool
    severity: Severity


# the law in force when the marriage was made judges it; before 2001 its wording is known at second hand only
LAWS = (
    AgeLaw(date(2015, 1, 1), 20, 18, False, Severity.WARNING),
    AgeLaw(date(2001, 1, 1), 20, 18, True, Severity.WARNING),
    AgeLaw(date(1960, 1, 15), 20, 18, True, Severity.HINT),
)
_TWO = {KH: ("chong", "vo"), KS: ("cha", "me"), CMC: ("cm", "nc")}
_NUMBERS = ("SoGiayToTuyThan", "SoDinhDanhCaNhan")
_THI = " thị "
_MARKS = str.maketrans("", "", " .-\u00a0")  # between the digits of a number
_NO_DOUBT = 22  # a difference of years at which nobody can be too young


def _too_young(view: View) -> Sequence[Hit]:
    made = view.day("ngayXacLapQuanHeHonNhan")
    if made is None or (view.registered and made.first > view.registered.last):
        made = view.registered
    if made is None:
        return ()
    hits = []
    for name, is_man in (("chongNgaySinh", True), ("voNgaySinh", False)):
        born = view.day(name)
        if born is None or made.year - born.year >= _NO_DOUBT:
            continue
        if severity := _under_age(born, made, is_man):
            hits.append(Hit(name, view.text(name), severity=severity))
    return hits


def _under_age(born: Span, made: Span, is_man: bool) -> Severity | None:
    """Tell how grave it is; None where some completion of the dates, under some law of those days, is old enough."""
    grave: Severity | None = None
    until = made.last
    for law in LAWS:
        if law.since <= until:
            age = law.man if is_man else law.woman
            if law.entered:
                old_enough = full_years(born.first, until - timedelta(days=1)) >= age - 1
            else:
                old_enough = full_years(born.first, until) >= age
            if old_enough:
                return None
            grave = grave or law.severity
            if law.since <= made.first:
                return grave
            until = law.since - timedelta(days=1)
    return None


def _one_person(view: View) -> Sequence[Hit]:
    match view.type:
        case RecordType.KS:
            return _same(view) or (_of_birth(view) if view.columns.plan(_numbered_birth) else ())
        case RecordType.KH:
            return _same(view) or _sides_changed(view)
        case RecordType.CMC:
            return _same(view)
        case RecordType.KT:
            return _number_of_another(view, "nyc", "nkt", never=True)
        case RecordType.HN:
            return _number_of_another(view, "nyc", "nxn")


def _numbered_birth(columns: Columns) -> bool:
    """Say whether anybody's number stands beside a parent's, as in few births."""
    of_parents = [prefix + suffix for prefix in ("me", "cha") for suffix in _NUMBERS]
    of_others = ("nycSoGiayToTuyThan", "nksSoDinhDanh")
    return bool(columns.among(of_parents) and columns.among(of_others))


def _numbers_of_both(columns: Columns) -> tuple[tuple[str, str], ...]:
    one, other = _TWO[columns.type]
    both = [(one + suffix, other + suffix) for suffix in _NUMBERS]
    return tuple(pair for pair in both if columns.names.issuperset(pair))


def _of_birth(view: View) -> Sequence[Hit]:
    if hits := _number_of_another(view, "nyc", "me") or _number_of_another(view, "nyc", "cha"):
        return hits
    child = view.get("nksSoDinhDanh")
    if child and not empty(child):
        for prefix in ("me", "cha"):
            for suffix in _NUMBERS:
                if _one_number(child, view.get(prefix + suffix)):
                    return (Hit("nksSoDinhDanh", child),)
    return ()


def _same(view: View) -> Sequence[Hit]:
    """Find two people who bear one number, or one name and one day of birth (or no day to tell them apart)."""
    for its, others in view.columns.plan(_numbers_of_both):
        number, same = view.get(its), view.get(others)
        if number and same and _one_number(number, same) and _is_number(number):
            return (Hit(others, same),)
    one, other = _TWO[view.type]
    first, second = view.get(one + "HoTen"), view.get(other + "HoTen")
    if not first or not second or not _end_alike(first, second) or not same_words(first, second):
        return ()
    born, also = view.day(one + "NgaySinh"), view.day(other + "NgaySinh")
    if born and also and born.year != also.year and view.type is CMC:
        return ()  # a child may be named after its parent
    return (Hit(other + "HoTen", second),)


def _number_of_another(view: View, who: str, whose: str, *, never: bool = False) -> Sequence[Hit]:
    """Find a requester who shows somebody else's number; `never`: even under the same name (the dead ask nothing)."""
    number = view.get(who + "SoGiayToTuyThan")
    if not number or not _one_number(number, view.get(whose + "SoGiayToTuyThan")) or not _is_number(number):
        return ()
    name, other = view.text(who + "HoTen"), view.text(whose + "HoTen")
    if not never and (empty(name) or empty(other) or same_words(name, other)):
        return ()
    return (Hit(who + "SoGiayToTuyThan", number),)


def _end_alike(one: str, other: str) -> bool:
    """Say whether two names need a closer look, which few do; a last letter with a mark may bear it elsewhere ("Hoà")."""
    last, also = one[-1].lower(), other[-1].lower()
    return last == also or (
        not (last.isascii() and also.isascii()) and one.lstrip()[:1].lower() == other.lstrip()[:1].lower()
    )


def _one_number(one: str, other: str | None) -> bool:
    """Say whether two numbers are one, however their digits are set apart ("080 123 456", "080.123.456")."""
    if not other or one == other or (one.isdecimal() and other.isdecimal()):
        return one == other
    return one[:LONGEST].translate(_MARKS) == other[:LONGEST].translate(_MARKS) != ""


def _is_number(text: str) -> bool:
    return sum(map(str.isdecimal, text[:40])) >= 8 and len(set(text[:40])) > 2


def _sides_changed(view: View) -> Sequence[Hit]:
    """Find a husband named as women are and a wife who is not: the two columns were exchanged."""
    husband, wife = view.get("chongHoTen"), view.get("voHoTen")
    if husband and wife and _named_thi(husband) and not _named_thi(wife):
        return (Hit("chongHoTen", husband, squeeze(wife[:LONGEST])),)
    return ()


def _named_thi(name: str) -> bool:
    """Say whether Thị stands between surname and name."""
    return _THI in name.casefold()


RULES: tuple[Rule, ...] = (
    Rule(
        "R10", "too young to marry", (KH,), ("chongNgaySinh", "voNgaySinh"),
        Severity.WARNING, _too_young, Case.SLIP, Case.REGISTER, "R10",
    ),
    Rule(
        "R11", "one person twice, or the two exchanged", tuple(RecordType),
        ("chongHoTen", "voHoTen", "meHoTen", "chaHoTen", "cmHoTen", "ncHoTen", "nycSoGiayToTuyThan"),
        Severity.WARNING, _one_person, Case.SLIP, Case.REGISTER, "R11",
    ),
)  # fmt: skip
