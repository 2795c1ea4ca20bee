"""Rules about days: those that cannot be (R05), those in the wrong order (R06, R07), digits against words (R14)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from domain import dates_in_words
from domain.dates import PartialDate, Unreadable, Why, parse
from domain.fields import Kind, fields_of
from domain.folding import fold
from domain.records import RecordType, Severity
from domain.review import Case
from domain.triage.naming import day_by_scan
from domain.triage.shape import EARLIEST, MODERN, Hit, Rule, View
from domain.triage.spans import LONGEST, Span, span, youngest
from domain.triage.unreal_days import Unreal, unreal
from domain.triage.values import says_nothing

KS, KH, KT, HN, CMC = RecordType
IN_WORDS = {KS: ("nksNgaySinh", "nksNgaySinhBangChu"), KT: ("nktNgayChet", "nktNgayChetGhiBangChu")}
HAPPENED = {KS: "nksNgaySinh", KT: "nktNgayChet", HN: "nxnNgaySinh", CMC: "ncNgaySinh"}
_OLDEST_DEAD = 120
_LIVES = range(1, _OLDEST_DEAD)  # differences of years that need no closer look
# born long before the books were opened: parents of the old who registered again, and the dead
_BORN_LONG_AGO = {"nktNgaySinh": "nktNgayChet", "meNgaySinh": "nksNgaySinh", "chaNgaySinh": "nksNgaySinh",
                  "cmNgaySinh": "ncNgaySinh"}  # fmt: skip
_LONG_AGO = {"nktNgaySinh": 110}
_LONG_AGO_PARENT = 70
# stays are known to begin at birth and to go on
_OPEN = {
    "nxnThoiGianCuTruTu": frozenset({"tu nho", "luc nho", "khi sinh", "khi sinh ra", "tu khi sinh", "tu khi sinh ra",
                                     "tu luc sinh", "tu luc sinh ra", "luc sinh", "du 18 tuoi", "khi du 18 tuoi",
                                     "tu du 18 tuoi", "tu khi du 18 tuoi", "du 20 tuoi", "tu khi du 20 tuoi",
                                     "du tuoi ket hon", "khi du tuoi ket hon", "tu khi du tuoi ket hon"}),
    "nxnThoiGianCuTruDen": frozenset({"nay", "den nay", "hien nay", "hien tai", "den hien tai", "den hien nay",
                                      "cho den nay", "ngay cap"}),
}  # fmt: skip
_DATES = {
    record_type: tuple(field.name for field in fields_of(record_type) if field.kind is Kind.DATE)
    for record_type in RecordType
}
_PAPERS = {
    KS: ("nycNgayCapGiayToTuyThan", "ngayDangKyNuocNgoai"),
    KH: ("chongNgayCapGiayToTuyThan", "voNgayCapGiayToTuyThan", "ngayXacLapQuanHeHonNhan", "ngayDangKyNuocNgoai"),
    KT: ("nktNgayCapGiayToTuyThan", "nycNgayCapGiayToTuyThan", "gbtNgay", "ngayDangKyNuocNgoai"),
    HN: ("nxnNgayCapGiayToTuyThan", "nycNgayCapGiayToTuyThan"),
    CMC: ("cmNgayCapGiayToTuyThan", "ncNgayCapGiayToTuyThan", "nycNgayCapGiayToTuyThan", "ngayDangKyNuocNgoai"),
}  # fmt: skip


def _impossible(view: View) -> Sequence[Hit]:
    hits: list[Hit] = []
    today = view.about.today
    for name in view.odd_days:
        text = view.get(name)
        if text and (wrong := unreal(text, today)) is not None and not _allowed(view, name, wrong):
            hits.append(_unreal_hit(view, name, text, wrong))
    return hits


def _allowed(view: View, name: str, wrong: Unreal) -> bool:
    """Let those pass who were born before 1900, had children in time or died of old age, and what says nothing."""
    if wrong.year and EARLIEST <= wrong.year < MODERN and (until := _BORN_LONG_AGO.get(name)):
        later = view.day(until)
        return later is not None and 0 <= later.year - wrong.year <= _LONG_AGO.get(name, _LONG_AGO_PARENT)
    if wrong.year == view.about.today.year:  # later this year: a registration is R06's
        return name == "ngayDangKy"
    text = view.text(name)
    return wrong.why is Why.SHAPE and (says_nothing(text) or fold(text[:LONGEST]) in _OPEN.get(name, ()))


def _unreal_hit(view: View, name: str, text: str, wrong: Unreal) -> Hit:
    suggestion = wrong.suggestion
    in_words = IN_WORDS.get(view.type)
    if in_words and in_words[0] == name and (said := dates_in_words.read(view.text(in_words[1]))):
        told = said.dotted
        if told and unreal(told, view.about.today) is None:
            suggestion = told
    if name == "ngayDangKy" and (told := day_by_scan(view)):
        return Hit(name, text, told, case=Case.SLIP)  # the scan's name bears witness to another day
    if wrong.lunar:  # a typist invents no lunar date: the register has it
        return Hit(name, text, suggestion, case=Case.REGISTER)
    # what is nearly a date, or said in words, is looked at; digits that make no date at all are grave
    vague = wrong.why is Why.SHAPE and (suggestion != "" or any(map(str.isalpha, text[:LONGEST])))
    return Hit(name, text, suggestion, severity=Severity.WARNING if vague else None)


def _registered_too_early(view: View) -> Sequence[Hit]:
    registered = view.registered
    if registered is None or registered.first > view.about.today:
        text = view.text("ngayDangKy")
        # a year that is still to come is no day that can be, and late all the same
        late = span(text)
        return (_too_early_hit(view, text, None),) if late and late.first > view.about.today else ()
    happened = HAPPENED.get(view.type)
    if happened is None or (event := view.day(happened)) is None or registered.last >= event.first:
        return ()
    return (_too_early_hit(view, view.text("ngayDangKy"), event.first),)


def _too_early_hit(view: View, text: str, since: date | None) -> Hit:
    if told := day_by_scan(view, since):
        return Hit("ngayDangKy", text, told, case=Case.SLIP)
    return Hit("ngayDangKy", text, swapped(text, since, view.about.today))


def _dead_before_born(view: View) -> Sequence[Hit]:
    born, died = view.day("nktNgaySinh"), view.day("nktNgayChet")
    if born is None or died is None or died.year - born.year in _LIVES:
        return ()
    if died.last < born.first:
        text = view.text("nktNgayChet")
        until = view.registered.last if view.registered else view.about.today
        return (Hit("nktNgayChet", text, swapped(text, born.first, until)),)
    if youngest(born, died) > _OLDEST_DEAD:
        return (Hit("nktNgaySinh", view.text("nktNgaySinh")),)
    return ()


def _later_than_registered(view: View) -> Sequence[Hit]:
    registered = view.registered
    if registered is None:
        return ()
    hits = []
    for name in _PAPERS[view.type]:
        if (day := view.day(name)) is not None and day.first > registered.last:
            hits.append(Hit(name, view.text(name), swapped(view.text(name), None, registered.last)))
    return hits


def _against_words(view: View) -> Sequence[Hit]:
    name, in_words = IN_WORDS[view.type]
    words, digits = view.get(in_words), view.get(name)
    if not words or not digits or (told := _differs(digits, view.day(name), words)) is None:
        return ()
    return (Hit(name, digits, told),)


def _differs(digits: str, day: Span | None, words: str) -> str | None:
    """Give the date that the words make, "" where they make none or say less; None where nothing is at odds."""
    said = dates_in_words.read(words) or _in_digits(words)
    if said is None or len(digits) > LONGEST:
        return None
    if day and said.year == day.year and said.month == day.first.month and said.day == day.last.day:
        return None
    read = parse(digits)
    if isinstance(read, Unreadable) or not said.denies(read):
        return None
    says_less = (said.day is None and read.day is not None) or (said.month is None and read.month is not None)
    return "" if says_less else said.dotted


def _in_digits(words: str) -> dates_in_words.Said | None:
    """Read the words' column where the date stands in digits there, too; it tells no less then."""
    read = parse(words[:LONGEST])
    return None if isinstance(read, Unreadable) else dates_in_words.Said(read.year, read.month, read.day)


def swapped(text: str, since: date | None, until: date | None) -> str:
    """Exchange day and month where that makes a date that lies within bounds; else empty."""
    read = span(text)
    part = read.part if read else None
    if part is None or part.day is None or part.month is None or part.day > 12 or part.day == part.month:
        return ""
    other = PartialDate(part.year, part.day, part.month)
    fits = (since is None or other.earliest >= since) and (until is None or other.earliest <= until)
    return other.dotted if fits else ""


RULES: tuple[Rule, ...] = (
    Rule(
        "R05", "a date that cannot be", tuple(RecordType), tuple(dict.fromkeys(sum(_DATES.values(), ()))),
        Severity.SERIOUS, _impossible, Case.SLIP, Case.REGISTER, "R05",
    ),
    Rule(
        "R06", "registered before it happened, or after today", tuple(RecordType),
        ("ngayDangKy", *HAPPENED.values()),
        Severity.SERIOUS, _registered_too_early, Case.SLIP, Case.REGISTER, "R06",
    ),
    Rule(
        "R07", "dead before born, or older than anybody", (KT,), ("nktNgayChet", "nktNgaySinh"),
        Severity.SERIOUS, _dead_before_born, Case.SLIP, Case.REGISTER, "R07",
    ),
    Rule(
        "R08", "a paper later than the registration", tuple(RecordType),
        tuple(dict.fromkeys(sum(_PAPERS.values(), ()))),
        Severity.WARNING, _later_than_registered, Case.SLIP, Case.REGISTER, "R08",
    ),
    Rule(
        "R14", "digits against words", (KS, KT), tuple(sum(IN_WORDS.values(), ())),
        Severity.SERIOUS, _against_words, Case.SLIP, Case.REGISTER, "R14",
    ),
)  # fmt: skip
