"""Planting faults: each kind turns a register's entry into what was typed, and sometimes into a faulty register.

A kind that a given entry offers no room for (no date to exchange, no father to leave out) gives None.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from random import Random

from bot.synthetic import days, slips
from bot.synthetic.truths import CLEAN, FaultKind, Truth, truth_of
from domain.records import RecordType

Entry = dict[str, str]
KS, KH, KT, HN, CMC = RecordType


@dataclass(frozen=True, slots=True)
class Rates:
    """How many of a hundred records are at fault, by case; the rest is clean."""

    a: float = 0.08
    b: float = 0.12
    c: float = 0.06


@dataclass(frozen=True, slots=True)
class Source:
    """An entry to spoil, and where other entries come from: of another commune, or of this book."""

    type: RecordType
    entry: Entry
    elsewhere: Callable[[], Entry]
    next_in_book: Callable[[], Entry]


@dataclass(frozen=True, slots=True)
class Planted:
    """What was typed, what the scan shows, and what is true of both."""

    typed: Entry
    register: Entry
    truth: Truth


def _fields(text: str) -> tuple[str, ...]:
    return tuple(text.split())


NAMES = {
    KS: _fields("meHoTen chaHoTen nksHoTen"), KH: _fields("chongHoTen voHoTen"), KT: _fields("nktHoTen nycHoTen"),
    HN: _fields("nxnHoTen"), CMC: _fields("cmHoTen ncHoTen"),
}  # fmt: skip
DATES = {
    KS: _fields("nksNgaySinh meNgaySinh chaNgaySinh"), KH: _fields("chongNgaySinh voNgaySinh"),
    KT: _fields("nktNgayChet nktNgaySinh"), HN: _fields("nxnNgaySinh nxnThoiGianCuTruTu"),
    CMC: _fields("ncNgaySinh cmNgaySinh"),
}  # fmt: skip
LEFT_OUT = {
    KS: _fields("nksNoiSinh nksQueQuan meNgaySinh meDanToc meNoiCuTru chaNgaySinh chaDanToc chaNoiCuTru"),
    KH: _fields("chongNgaySinh chongDanToc chongNoiCuTru voNgaySinh voDanToc voNoiCuTru"),
    KT: _fields("nktNgaySinh nktDanToc nktNoiCuTru nktNoiChet nktNguyenNhanChet"),
    HN: _fields("nxnNgaySinh nxnDanToc nxnNoiCuTru nxnTinhTrangHonNhan"),
    CMC: _fields("cmNgaySinh cmDanToc cmNoiCuTru ncNgaySinh ncDanToc ncNoiCuTru"),
}
BLANK = {
    KS: _fields("nksQueQuan nksNoiSinh meNgaySinh chaNgaySinh meDanToc"),
    KH: _fields("chongDanToc voDanToc chongNgaySinh voNgaySinh"),
    KT: _fields("nktNguyenNhanChet nktNgaySinh nktDanToc"),
    HN: _fields("nxnDanToc nxnNgaySinh"),
    CMC: _fields("ncDanToc cmNgaySinh"),
}
IN_WORDS = {"nksNgaySinh": "nksNgaySinhBangChu", "nktNgayChet": "nktNgayChetGhiBangChu"}
_NO_SUCH_DAYS = ("31.02", "30.02", "31.04", "31.06", "31.09", "31.11")


def plant(kind: FaultKind, rng: Random, source: Source) -> Planted | None:
    """Plant one fault into an entry; None where the entry has no room for it."""
    entry = source.entry
    match kind:
        case FaultKind.OTHER_UNIT:
            return Planted(
                source.elsewhere(), entry, truth_of(kind, _place(source.type), entry[_place(source.type)])
            )
        case FaultKind.WRONG_SCAN:
            return Planted(entry, source.next_in_book(), truth_of(kind))
        case FaultKind.NO_SCAN | FaultKind.BLURRED_SCAN:
            return Planted(entry, entry, truth_of(kind))
        case FaultKind.MISSING_FIELDS:
            return _left_out(rng, source)
        case FaultKind.NAME_LETTER:
            return _slip(kind, rng, source, NAMES, lambda text: slips.in_name(rng, text))
        case FaultKind.DATE_DIGIT:
            return _slip(kind, rng, source, DATES, lambda text: slips.in_date(rng, text))
        case FaultKind.DAY_MONTH:
            return _slip(kind, rng, source, DATES, slips.day_for_month)
        case FaultKind.REGISTER_BLANK:
            return _blank(rng, source)
        case FaultKind.REGISTER_WRONG:
            return _no_such_day(rng, source)
        case FaultKind.REGISTER_CONFLICT:
            return _conflict(rng, source)
    return None  # a double upload repeats a record, it does not spoil one


def clean(entry: Entry) -> Planted:
    """Give an entry typed as it stands."""
    return Planted(entry, entry, CLEAN)


def _place(record_type: RecordType) -> str:
    return "noiCap" if record_type is HN else "noiDangKy"


def _present(names: tuple[str, ...], entry: Mapping[str, str]) -> list[str]:
    return [name for name in names if entry.get(name)]


def _slip(
    kind: FaultKind,
    rng: Random,
    source: Source,
    names: Mapping[RecordType, tuple[str, ...]],
    alter: Callable[[str], str],
) -> Planted | None:
    candidates = _present(names[source.type], source.entry)
    rng.shuffle(candidates)
    for name in candidates:
        right = source.entry[name]
        wrong = alter(right)
        if wrong != right:
            return Planted(source.entry | {name: wrong}, source.entry, truth_of(kind, name, right))
    return None


def _left_out(rng: Random, source: Source) -> Planted | None:
    there = _present(LEFT_OUT[source.type], source.entry)
    if len(there) < 3:
        return None
    gone = set(rng.sample(there, rng.randint(3, min(5, len(there)))))
    typed = {name: value for name, value in source.entry.items() if name not in gone}
    first = next(name for name in there if name in gone)
    return Planted(typed, source.entry, truth_of(FaultKind.MISSING_FIELDS, first, source.entry[first]))


def _blank(rng: Random, source: Source) -> Planted | None:
    there = _present(BLANK[source.type], source.entry)
    if not there:
        return None
    name = rng.choice(there)
    register = {each: value for each, value in source.entry.items() if each != name}
    return Planted(register, register, truth_of(FaultKind.REGISTER_BLANK, name))


def _no_such_day(rng: Random, source: Source) -> Planted | None:
    there = _present(DATES[source.type], source.entry)
    if not there:
        return None
    name = rng.choice(there)
    wrong = f"{rng.choice(_NO_SUCH_DAYS)}.{source.entry[name][-4:]}"
    register = source.entry | {name: wrong}
    if name in IN_WORDS:
        register[IN_WORDS[name]] = days.in_words(wrong)
    return Planted(register, register, truth_of(FaultKind.REGISTER_WRONG, name))


def _conflict(rng: Random, source: Source) -> Planted | None:
    entry = source.entry
    for name, words in IN_WORDS.items():
        if words in entry:
            day, rest = entry[name].split(".", 1)
            other = f"{int(day) % 28 + 1:02d}.{rest}"
            return _contradicts(entry, words, days.in_words(other))
    if source.type is HN:
        since, until = entry["nxnThoiGianCuTruTu"], entry["nxnThoiGianCuTruDen"]
        register = entry | {"nxnThoiGianCuTruTu": until, "nxnThoiGianCuTruDen": since}
        return Planted(register, register, truth_of(FaultKind.REGISTER_CONFLICT, "nxnThoiGianCuTruTu"))
    if source.type is CMC:
        later = int(entry["ncNgaySinh"][-4:]) + rng.randint(1, 4)
        return _contradicts(entry, "cmNgaySinh", f"{entry['cmNgaySinh'][:-4]}{later}")
    return None


def _contradicts(entry: Entry, name: str, value: str) -> Planted:
    register = entry | {name: value}
    return Planted(register, register, truth_of(FaultKind.REGISTER_CONFLICT, name))
