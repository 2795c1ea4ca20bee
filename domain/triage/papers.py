"""Identity papers (R17): numbers of the right form, a citizen's number that fits its bearer, cards not older than cards.

Kinds are numbered as the exchange files do. The online portal numbers them otherwise; its codes are named, not guessed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from domain.fields import Kind, codes, fields_of, find_field
from domain.records import RecordType, Severity
from domain.review import Case
from domain.text import repair
from domain.triage import citizen_numbers, nations
from domain.triage.columns import Columns
from domain.triage.names import sex_of
from domain.triage.shape import Hit, Rule, View
from domain.triage.values import LONGEST, absent, code

_CARD, _PASSPORT, _CITIZEN, _ARMY, _OFFICER = "1", "2", "4", "5", "6"
_FIRST_CITIZEN_CARD = date(2016, 1, 1)
_KIND, _NUMBER, _GIVEN = "LoaiGiayToTuyThan", "SoGiayToTuyThan", "NgayCapGiayToTuyThan"
_OWN_NUMBERS = ("SoDinhDanh", "SoDinhDanhCaNhan")
_BETWEEN = re.compile(r"[\s.\-]+")
_PASSPORT_FORM = re.compile(r"[A-Z]{0,2}[A-Z0-9]?\d{5,9}[A-Z]?\Z", re.ASCII)
_HOME_PASSPORT = re.compile(r"[A-Z]\d{7,8}\Z", re.ASCII)
_LONGEST = 60


def _prefixes(record_type: RecordType, suffix: str) -> tuple[str, ...]:
    names = (each.name for each in fields_of(record_type))
    return tuple(name.removesuffix(suffix) for name in names if name.endswith(suffix))


_PAPERS: Mapping[RecordType, tuple[tuple[str, str, str, str], ...]] = {
    record_type: tuple(
        (prefix, prefix + _KIND, prefix + _NUMBER, prefix + _GIVEN)
        for prefix in _prefixes(record_type, _NUMBER)
    )
    for record_type in RecordType
}
_OWN: Mapping[RecordType, tuple[tuple[str, str], ...]] = {
    record_type: tuple(
        (prefix, prefix + suffix) for suffix in _OWN_NUMBERS for prefix in _prefixes(record_type, suffix)
    )
    for record_type in RecordType
}


@dataclass(frozen=True, slots=True)
class _Filled:
    """The papers and own numbers of which something is filled."""

    papers: tuple[tuple[str, str, str, str], ...]
    own: tuple[tuple[str, str], ...]


def _filled(columns: Columns) -> _Filled:
    names = columns.names
    return _Filled(
        tuple(each for each in _PAPERS[columns.type] if each[1] in names or each[2] in names),
        tuple(each for each in _OWN[columns.type] if each[1] in names),
    )


def _papers(view: View) -> Sequence[Hit]:
    filled = view.columns.plan(_filled)
    if not filled.papers and not filled.own:
        return ()
    hits: list[Hit] = []
    get = view.get
    for prefix, kind_column, number_column, given_column in filled.papers:
        typed, number = get(kind_column), get(number_column)
        if not typed and not number:
            continue
        kind = code(typed, codes.PAPER) if typed else "0"
        if typed and not kind and not absent(typed):
            hits.append(Hit(kind_column, typed[:LONGEST]))  # the online portal goes up to 10
        if number and not (kind == _CARD and _is_old_card(number)):
            hits.extend(_about_number(view, prefix, kind, number))
        if kind == _CITIZEN:
            hits.extend(_before_its_time(view, kind_column, given_column))
        elif get(given_column):
            hits.extend(_before_birth(view, prefix, given_column))
    for prefix, column in filled.own:
        number = get(column)
        if number:
            hits.extend(_about_own(view, prefix, column, number))
    return hits


def _is_old_card(number: str) -> bool:
    """Say whether a number has nine digits and not all the same, as of most cards."""
    return len(number) == 9 and number.isascii() and number.isdigit() and number.strip(number[0]) != ""


def _about_number(view: View, prefix: str, kind: str, typed: str) -> Iterator[Hit]:
    column, shown = prefix + _NUMBER, typed[:LONGEST]
    number = _BETWEEN.sub("", typed[:_LONGEST]).upper()
    digits = number.isascii() and number.isdigit()
    says = citizen_numbers.read(number) if digits else None
    match kind:
        case "1" | "4":  # the last CMND, from 2012 on, had twelve digits too
            right = says is not None or (
                kind == _CARD and digits and len(number) == 9 and len(set(number)) > 1
            )
            if not right or len(typed) > _LONGEST:
                if not absent(typed):
                    yield Hit(
                        column, typed[:LONGEST], _read_again(typed) or _with_its_zero(view, prefix, number)
                    )
            elif says is not None and not _fits(view, prefix, says):
                yield Hit(column, shown)
        case "2":
            if digits and len(number) in (9, 12) and not nations.is_foreign(view.text(prefix + "QuocTich")):
                yield Hit(prefix + _KIND, view.text(prefix + _KIND), _CARD if len(number) == 9 else _CITIZEN)
            elif not _PASSPORT_FORM.match(number) and not absent(typed):
                yield Hit(column, shown, severity=Severity.HINT)
        case "5" if says is not None and _fits(view, prefix, says) and says.province_known:
            yield Hit(prefix + _KIND, kind, _CITIZEN, severity=Severity.HINT)  # the portal's code of the CCCD
        case "6" if _HOME_PASSPORT.match(number):
            yield Hit(
                prefix + _KIND, kind, _PASSPORT, severity=Severity.HINT
            )  # the portal's code of the passport
        case "0" | "" if typed != "0":  # some clients write 0 for what was not set
            if says is not None:
                if not _fits(view, prefix, says):
                    yield Hit(column, shown)
            elif not absent(typed) and not (digits and len(number) == 9) and not _PASSPORT_FORM.match(number):
                yield Hit(column, shown, _read_again(typed))
            elif digits and len(number) != 9:
                yield Hit(column, shown)


def _read_again(typed: str) -> str:
    found = repair(typed, Kind.IDENTITY)
    return found.value if found is not None else ""


def _with_its_zero(view: View, prefix: str, number: str) -> str:
    """Give a citizen's number the zero that a spreadsheet took for none, where it then fits its bearer."""
    says = citizen_numbers.read("0" + number)
    return "0" + number if says is not None and _fits(view, prefix, says) else ""


def _about_own(view: View, prefix: str, column: str, typed: str) -> Iterator[Hit]:
    says = citizen_numbers.read(_BETWEEN.sub("", typed[:_LONGEST]))
    if says is None:
        if not absent(typed):
            number = _BETWEEN.sub("", typed[:_LONGEST])
            yield Hit(column, typed[:LONGEST], _read_again(typed) or _with_its_zero(view, prefix, number))
    elif not _fits(view, prefix, says):
        yield Hit(column, typed)


def _fits(view: View, prefix: str, says: citizen_numbers.Says) -> bool:
    """Say whether a number can be this person's: as to sex and year where they are told, and a province there is."""
    sex = sex_of(view, prefix)
    if not says.province_known or (sex and sex != says.sex) or says.year > view.about.today.year:
        return False
    born = view.day(prefix + "NgaySinh")
    return born is None or born.year == says.year


def _before_its_time(view: View, kind_column: str, given_column: str) -> Iterator[Hit]:
    given = view.day(given_column)
    if given is not None and given.last < _FIRST_CITIZEN_CARD:
        yield Hit(given_column, view.text(given_column))
    elif view.registered is not None and view.registered.last < _FIRST_CITIZEN_CARD:
        yield Hit(kind_column, view.text(kind_column), _CARD)


def _before_birth(view: View, prefix: str, given_column: str) -> Iterator[Hit]:
    born, given = view.day(prefix + "NgaySinh"), view.day(given_column)
    if born is not None and given is not None and given.last < born.first:
        yield Hit(given_column, view.text(given_column))


RULES: tuple[Rule, ...] = (
    Rule(
        "R17", "identity papers", tuple(RecordType),
        tuple(
            dict.fromkeys(
                name
                for record_type in RecordType
                for name in (
                    *(each for paper in _PAPERS[record_type] for each in paper[1:]),
                    *(column for _, column in _OWN[record_type]),
                )
                if find_field(record_type, name) is not None  # births have no day for a parent's paper
            )
        ),
        Severity.WARNING, _papers, Case.SLIP, Case.REGISTER, "R17",
    ),
)  # fmt: skip
