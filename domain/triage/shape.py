"""What triage is made of: a rule as a row, what it is asked with, what it answers.

A family of rules (a file beside this one) offers `RULES`, a tuple of rows; `domain.triage.rules` lists the families.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from domain.records import RecordType, Severity
from domain.triage.gazetteer import Gazetteer, Place
from domain.triage.spans import Span, span

__all__ = ["RULE_SET", "About", "Check", "Gazetteer", "Hit", "Place", "Rule", "View"]

RULE_SET = 1  # raised whenever what the rules say changes; records judged by a lower one are judged again
EARLIEST = 1850  # somebody whose death stands in the oldest books kept


@dataclass(frozen=True, slots=True)
class About:
    """What a record is judged against, besides its own fields. `scan` is the file's name as given, or empty."""

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
    """A record prepared for the rules: its type, its texts by machine name, its dates, what it is judged against."""

    __slots__ = ("_days", "about", "fields", "get", "registered", "type")

    def __init__(self, record_type: RecordType, fields: Mapping[str, str], about: About) -> None:
        self.type = record_type
        self.fields = fields
        self.get = fields.get
        self.about = about
        self._days: dict[str, Span | None] = {}
        self.registered = self.day("ngayDangKy")

    def text(self, name: str) -> str:
        """Give a field's text as typed, empty where there is none."""
        return self.get(name) or ""

    def day(self, name: str) -> Span | None:
        """Read a date; None where there is none, or none that can be (R05 speaks of those)."""
        if name in self._days:
            return self._days[name]
        read = span(self.get(name) or "")
        if read is not None and not EARLIEST <= read.year <= self.about.today.year:
            read = None
        self._days[name] = read
        return read


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
