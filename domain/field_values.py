"""A value typed by an official, checked for its form only: whether it is true is told by the register, not by us."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from domain import dates
from domain.fields.shape import CodeList, Field, Kind, Required
from domain.folding import fold, squeeze

MOST_CHARACTERS = 300
EARLIEST_YEAR = 1850  # somebody whose death stands in the oldest books kept
_CLEARING = frozenset({"-", "–", "—", "(trong)"})
_NUMBER = re.compile(r"\d{1,6}\s*[a-zA-Z]{0,3}(?:\s*/\s*(?:\d{4})?)?\Z", re.ASCII)
_BOOK = re.compile(r"(\d{1,3})\s*/\s*(\d{4})\Z|(\d{1,3})\Z", re.ASCII)
_IN_NUMBERS = re.compile(r"[\s.\-]+")
_PASSPORT = re.compile(r"[A-Z]{1,2}\d{6,8}\Z", re.ASCII)


class Reason(StrEnum):
    """Why a typed value is not taken."""

    EMPTY = "empty"
    TOO_LONG = "too_long"
    CONTROL = "control"
    REQUIRED = "required"
    NOT_A_DATE = "not_a_date"
    NO_SUCH_DAY = "no_such_day"
    YEAR_OUT_OF_RANGE = "year_out_of_range"
    NOT_IN_LIST = "not_in_list"
    NOT_A_NUMBER = "not_a_number"
    NOT_A_BOOK = "not_a_book"
    NOT_AN_IDENTITY = "not_an_identity"
    NOT_A_CITIZEN_NUMBER = "not_a_citizen_number"
    DIGITS_IN_NAME = "digits_in_name"
    NO_LETTER = "no_letter"


@dataclass(frozen=True, slots=True)
class Accepted:
    """The value as it is to be stored; empty when an optional field is cleared."""

    value: str


@dataclass(frozen=True, slots=True)
class Rejected:
    """The value is not taken. `args` hold what the sentence names: labels of a list, a limit."""

    reason: Reason
    args: tuple[str, ...] = ()


def check(field: Field, typed: str, *, today: date | None = None) -> Accepted | Rejected:
    """Check a typed value and bring it into the stored form.

    "-" or "(trống)" clears a field that need not be there. With `today` a later year counts as a slip of the hand.
    """
    if any(unicodedata.category(letter) == "Cc" and not letter.isspace() for letter in typed):
        return Rejected(Reason.CONTROL)
    value = squeeze(typed)
    if not value:
        return Rejected(Reason.EMPTY)
    if fold(value) in _CLEARING:
        return Rejected(Reason.REQUIRED) if field.required is Required.REQUIRED else Accepted("")
    if len(value) > MOST_CHARACTERS:
        return Rejected(Reason.TOO_LONG, (str(MOST_CHARACTERS),))
    if field.codes is not None:
        return _check_code(field.codes, value)
    match field.kind:
        case Kind.DATE:
            return _check_date(value, today)
        case Kind.NUMBER:
            return Accepted(value) if _NUMBER.match(value) else Rejected(Reason.NOT_A_NUMBER)
        case Kind.BOOK:
            return _check_book(value)
        case Kind.IDENTITY | Kind.CITIZEN:
            return _check_identity(value, citizen=field.kind is Kind.CITIZEN)
        case Kind.NAME if any(letter.isdigit() for letter in value):
            return Rejected(Reason.DIGITS_IN_NAME)
        case Kind.NAME if not any(letter.isalpha() for letter in value):
            return Rejected(Reason.NO_LETTER)
        case _:
            return Accepted(value)


def _check_code(codes: CodeList, value: str) -> Accepted | Rejected:
    code = codes.code_of(value)
    if code is None:
        return Rejected(Reason.NOT_IN_LIST, tuple(f"{code} {label}" for code, label in codes.items()))
    return Accepted(code)


def _check_date(value: str, today: date | None) -> Accepted | Rejected:
    read = dates.parse(value)
    if isinstance(read, dates.Unreadable):
        impossible = read.why is dates.Why.IMPOSSIBLE
        return Rejected(Reason.NO_SUCH_DAY if impossible else Reason.NOT_A_DATE)
    latest_year = today.year if today else date.max.year
    if not EARLIEST_YEAR <= read.year <= latest_year:
        return Rejected(Reason.YEAR_OUT_OF_RANGE, (str(read.year),))
    return Accepted(read.dotted)


def _check_book(value: str) -> Accepted | Rejected:
    found = _BOOK.match(value)
    if found is None:
        return Rejected(Reason.NOT_A_BOOK)
    return Accepted(f"{found[1]}/{found[2]}" if found[2] else found[3])


def _check_identity(value: str, *, citizen: bool) -> Accepted | Rejected:
    number = _IN_NUMBERS.sub("", value).upper()
    digits = number.isascii() and number.isdigit()
    if citizen:
        return Accepted(number) if digits and len(number) == 12 else Rejected(Reason.NOT_A_CITIZEN_NUMBER)
    if digits and len(number) in (9, 12):
        return Accepted(number)
    # the same column holds numbers of passports, which begin with a letter
    return Accepted(number) if _PASSPORT.match(number) else Rejected(Reason.NOT_AN_IDENTITY)
