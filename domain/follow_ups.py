"""The follow-up register: faults of the old register itself, followed to their legal end (the seed letter, point 5c).

An entry says which field, what the register shows, what is wrong with it, the legal way proposed, whether the citizen
is to be invited, who sees to it and by when. It ends by approval, or by keeping the record as it is.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from domain import dates
from domain.records import Finding, RecordType
from domain.review import FollowUpKind, Route


class Standing(StrEnum):
    """Where an entry stands. WITHDRAWN and BACK: the record went back to review, by an undo or on purpose."""

    OPEN = "OPEN"
    WAITING_CITIZEN = "WAITING_CITIZEN"
    AT_DISTRICT = "AT_DISTRICT"
    CLOSED_APPROVED = "CLOSED_APPROVED"
    CLOSED_KEPT = "CLOSED_KEPT"
    BACK = "BACK"
    WITHDRAWN = "WITHDRAWN"


UNDER_WAY = (Standing.OPEN, Standing.WAITING_CITIZEN, Standing.AT_DISTRICT)
IN_REGISTER = (*UNDER_WAY, Standing.CLOSED_APPROVED, Standing.CLOSED_KEPT)  # what lists and exports show
SOON = 3  # working days ahead in which an entry counts as nearly due
FIELDS_MOST = 8
SHOWS_MOST = 300

# ── who may mend it ──────────────────────────────────────────────────────────────────────────────

OF_AGE = 14
TAKEN_OVER = date(2025, 7, 1)  # from this day communes do what districts did (NĐ 120/2025 Đ.4)
BIRTH_FIELD: Mapping[RecordType, str] = {
    RecordType.KS: "nksNgaySinh",
    RecordType.KT: "nktNgaySinh",
    RecordType.HN: "nxnNgaySinh",
    RecordType.CMC: "ncNgaySinh",
}


class Authority(StrEnum):
    """Who is competent. BY_AGE: it depends on an age that the record does not tell."""

    COMMUNE = "commune"
    DISTRICT = "district"
    BY_AGE = "by_age"
    NOBODY = "nobody"  # nothing is to be mended


def authority(record_type: RecordType, fields: Mapping[str, str], route: str, on: date) -> Authority:
    """Propose who is competent for a legal way on a day, as a hint.

    Luật Hộ tịch 60/2014 Đ.7, 27, 46: the commune supplements, and changes or rectifies for persons under 14; the
    district from 14 on, and for the ethnic group. Since 01/7/2025 the commune does all of it (NĐ 120/2025 Đ.4; read
    in 07/2026). Of an unclear day of birth every completion counts; those who married are of age.
    """
    if route == Route.WATCH:
        return Authority.NOBODY
    if on >= TAKEN_OVER or route == Route.SUPPLEMENT:
        return Authority.COMMUNE
    if route == Route.ETHNICITY or record_type is RecordType.KH:
        return Authority.DISTRICT
    born = dates.parse(fields.get(BIRTH_FIELD[record_type], ""))
    if isinstance(born, dates.Unreadable):
        return Authority.BY_AGE
    if _birthday(born.latest) <= on:
        return Authority.DISTRICT
    return Authority.COMMUNE if on < _birthday(born.earliest) else Authority.BY_AGE


def _birthday(born: date) -> date:
    """Tell the day on which somebody becomes 14; who was born on 29 February does so on 1 March."""
    year = min(born.year + OF_AGE, date.max.year)  # registers hold years such as 9999
    try:
        return born.replace(year=year)
    except ValueError:
        return date(year, 3, 1)


def invites(route: str) -> bool:
    """Say whether the citizen is to be invited: nothing is mended but on request (Luật Hộ tịch Đ.28, 29, 47)."""
    return route != Route.WATCH


# ── what an entry says at first ──────────────────────────────────────────────────────────────────

NO_ENTRY = "R04"  # the rule that finds a needed field empty


@dataclass(frozen=True, slots=True)
class About:
    """The fields an entry is about, by machine name, and what the register shows there."""

    fields: tuple[str, ...] = ()
    shows: str = ""


def about(kind: FollowUpKind | None, findings: Sequence[Finding], fields: Mapping[str, str]) -> About:
    """Read from a record's findings what its entry is about: empty fields for a register that is incomplete, else what
    the gravest finding names. The typed value is what the register shows, as the official has said."""
    empty = [one.field for one in findings if one.rule == NO_ENTRY and one.field]
    if empty and kind in (None, FollowUpKind.REGISTER_INCOMPLETE):
        return About(tuple(dict.fromkeys(empty))[:FIELDS_MOST])
    named = next((one for one in findings if one.field and one.rule != NO_ENTRY), None)
    if named is None or kind is FollowUpKind.REGISTER_LOST:
        return About()
    return About((named.field,), (fields.get(named.field, "") or named.value)[:SHOWS_MOST])


def named_value(text: str) -> tuple[str, str]:
    """Part "Họ tên mẹ = Hoàng Thị Mẫu" into the field's words and the value; a colon does as well.

    The sign is meant to be "=": with a colon, whoever has a card open corrects the record on it.
    """
    sign = "=" if "=" in text else ":"
    words, found, value = text.partition(sign)
    return (words, value) if found else (text, "")


# ── when it is due ───────────────────────────────────────────────────────────────────────────────


def is_overdue(standing: str, due_on: date | None, today: date) -> bool:
    """Say whether an entry that is under way has let its day pass."""
    return standing in UNDER_WAY and due_on is not None and due_on < today


def soon_until(today: date, next_workday: Callable[[date], date]) -> date:
    """Tell up to which day an entry counts as nearly due."""
    on = today
    for _ in range(SOON):
        on = next_workday(on)
    return on
