"""What triage is made of: a rule as a row, what it is asked with, what it answers.

A family of rules (a file beside this one) offers `RULES`, a tuple of rows; `domain.triage.rules` lists the families.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from domain.records import RecordType, Severity
from domain.triage.columns import columns_of
from domain.triage.gazetteer import Gazetteer, Place
from domain.triage.spans import Span, span

__all__ = ["RULE_SET", "About", "Check", "Gazetteer", "Hit", "Place", "Rule", "View"]

RULE_SET = 2  # raised whenever what the rules say changes; records judged by a lower one are judged again
EARLIEST = 1850  # somebody whose death stands in the oldest books kept
MODERN = 1900  # from here on a date needs no closer look


class About(NamedTuple):
    """What a record is judged against, besides its own fields. `scan` is the file's name as given, or empty.

    A tuple, as one is made for each of a province's records.
    """

    today: date
    unit_code: str
    gazetteer: Gazetteer
    scan: str = ""


@dataclass(frozen=True, slots=True)
class Hit:
    """What a rule found in one field (machine name; empty: the whole record).

    `severity` and `case` stand only where they are not the rule's own; `case` is a, b or c, and empty where only the
    deciding question can tell.
    """

    field: str
    value: str = ""
    suggestion: str = ""
    loss_free: bool = False
    severity: Severity | None = None
    case: str = ""


class View:
    """A record prepared for the rules: its type, its texts by machine name, its dates, what it is judged against.

    `day` reads a date by its column: None where there is none, or none that can be (R05 speaks of those).
    `odd_days` are the columns whose text is no day between 1900 and today.
    """

    __slots__ = ("about", "columns", "day", "fields", "get", "odd_days", "registered", "type")

    def __init__(self, record_type: RecordType, fields: Mapping[str, str], about: About) -> None:
        self.type = record_type
        self.fields = fields
        self.get = fields.get
        self.about = about
        self.columns = columns = columns_of(record_type, fields)
        days: dict[str, Span | None] = {}
        self.odd_days: list[str] = []
        today = about.today
        for name, text in zip(columns.dates, columns.take_dates(fields), strict=True):
            read = span(text)
            if read is None or read.year < MODERN or read.first > today:
                self.odd_days.append(name)
                if read is not None and not EARLIEST <= read.year <= today.year:
                    read = None
            days[name] = read
        self.day = days.get
        self.registered = days.get("ngayDangKy")

    def text(self, name: str) -> str:
        """Give a field's text as typed, empty where there is none."""
        return self.get(name) or ""


Check = Callable[[View], Sequence[Hit]]


@dataclass(frozen=True, slots=True)
class Rule:
    """One row: which records and fields it looks at, how grave it is, what follows from either answer.

    `case_if_differs` and `case_if_equal` answer the deciding question (typed value against the register): a, b, c,
    or empty where the record may then be approved. `clause` is a key of `wording.findings.CLAUSE`.
    """

    code: str  # R02 … R22
    name: str  # a few English words, for logs and tests
    types: tuple[RecordType, ...]
    fields: tuple[str, ...]
    severity: Severity
    check: Check
    case_if_differs: str
    case_if_equal: str
    clause: str
