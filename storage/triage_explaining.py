"""Why each rule spoke on one record, or kept silent."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from sqlalchemy import ColumnElement, and_, or_, select

from domain import keys
from domain.folding import is_blank
from domain.records import Finding, RecordType
from domain.triage import rules
from domain.triage.shape import RULE_SET, About, Rule, View
from storage import triage_places, units
from storage.engine import Tx
from storage.tables import RecordRow, UnitRow
from storage.triage_rows import findings_of
from storage.triage_shelf import SUBJECT

records = RecordRow.__table__  # type: ignore[attr-defined]
all_units = UnitRow.__table__  # type: ignore[attr-defined]

ALL_RULES = tuple(f"R{number:02d}" for number in range(1, 24))
OF_SHELF = frozenset({"R01", "R12", "R13", "R23"})
_WHOLE = re.compile(r"\s*(KS|KH|KT|HN|CMC)[.|/]([^.|/\s]+)[.|/](\d{4})[.|/](\w+)\s*\Z", re.IGNORECASE)
_NATURAL = re.compile(r"\s*(\d{4})\s*[|./]\s*(\w+)\s*\Z")


@dataclass(frozen=True, slots=True)
class Asked:
    """A record by its natural key: unit's code, type, year of registration, number without zeros in front."""

    unit: str
    type: RecordType
    year: int
    number: str

    @property
    def text(self) -> str:
        """Write it the way it may be asked."""
        return f"{self.type.value}.{self.unit}.{self.year}.{self.number}"


def read_key(text: str, unit: str | None, record_type: str | None) -> Asked | None:
    """Read "KS.05957.2005.24", or "2005|24" where unit and type are given beside it; None for anything else."""
    if found := _WHOLE.match(text):
        kind, unit, year, number = found.groups()
    elif (found := _NATURAL.match(text)) and unit and record_type:
        kind, (year, number) = record_type, found.groups()
    else:
        return None
    entry = keys.entry_number(number)
    if entry is None:
        return None
    return Asked(unit, RecordType(kind.upper()), int(year), f"{entry[0]}{entry[1]}")


class Why(StrEnum):
    """What a rule's word on a record comes from."""

    FOUND = "found"
    NOT_OF_TYPE = "not_of_type"  # it is not asked of this type
    NOTHING_THERE = "nothing_there"  # the fields it looks at are empty
    IN_ORDER = "in_order"
    SHELF_IN_ORDER = "shelf_in_order"  # nor do the others of the shelf tell anything


@dataclass(frozen=True, slots=True)
class Verdict:
    """A rule's word on a record: what it found, or why it kept silent."""

    rule: str
    why: Why
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True)
class Explained:
    """A record and all rules' words on it; `is_current` says that the present rules judged what is stored."""

    record_id: int
    type: RecordType
    number: str
    book: str
    subject: str
    state: str
    is_current: bool
    verdicts: tuple[Verdict, ...]


KEY_ORDER = (records.c.unit_id, records.c.occurrence, records.c.id)


def of_key(asked: Asked) -> ColumnElement[bool]:
    """Say, for a query, that a record has a key; several have one where a number stands twice."""
    there = select(all_units.c.id).where(all_units.c.code.in_(units.spellings(asked.unit)))
    return and_(
        records.c.unit_id.in_(there),
        records.c.type == asked.type.value,
        or_(
            records.c.natural_key == f"{asked.year}|{asked.number}",
            (records.c.year == asked.year) & (records.c.number == asked.number),
        ),
    )


async def explain(tx: Tx, asked: Asked, today: date) -> list[Explained]:
    """Explain all records of a key: there are several where a number stands twice."""
    rows = await tx.run(select(records).where(of_key(asked)).order_by(*KEY_ORDER))
    known = await triage_places.known(tx)
    explained = []
    for row in rows.all():
        about = About(today, known.places.keys[row.unit_id], known.gazetteer, row.scan.rpartition("/")[2])
        stored = tuple(Finding.from_json(each) for each in row.findings)
        explained.append(
            Explained(
                row.id, asked.type, row.number, row.book, row.subject, row.state, row.rule_set == RULE_SET,
                tuple(_verdicts(asked.type, row.fields, about, stored)),
            )
        )  # fmt: skip
    return explained


def _verdicts(
    record_type: RecordType, fields: dict[str, str], about: About, stored: tuple[Finding, ...]
) -> list[Verdict]:
    """Ask every rule now; of what shelves tell, and of cases that whole books told, what is stored holds."""
    told = {(each.rule, each.field): each for each in stored}
    found = [told.get((each.rule, each.field), each) for each in findings_of(record_type, fields, about)]
    verdicts = []
    for code in ALL_RULES:
        own = tuple(each for each in (stored if code in OF_SHELF else found) if each.rule == code)
        verdicts.append(Verdict(code, Why.FOUND if own else _silence(code, record_type, fields, about), own))
    return verdicts


def _silence(code: str, record_type: RecordType, fields: dict[str, str], about: About) -> Why:
    if code in OF_SHELF:
        of_type = code != "R23" or record_type in SUBJECT
        return Why.SHELF_IN_ORDER if of_type else Why.NOT_OF_TYPE
    rows: Sequence[Rule] = [rule for rule in rules.OF_TYPE[record_type] if rule.code == code]
    if not rows:
        return Why.NOT_OF_TYPE
    view = View(record_type, fields, about)
    names = {name for rule in rows for name in rule.fields}
    there = any(view.text(name) and not is_blank(view.text(name)) for name in names)
    return Why.IN_ORDER if there or not names else Why.NOTHING_THERE
