"""What triage found, counted: by rule, severity and case, for all units or some subtrees."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Text, cast, func, or_, select, true
from sqlalchemy.dialects.postgresql import JSONB

from storage.engine import Tx
from storage.exports.scope import EVERYTHING
from storage.tables import RecordRow, UnitRow

records = RecordRow.__table__  # type: ignore[attr-defined]
units = UnitRow.__table__  # type: ignore[attr-defined]


@dataclass(frozen=True, slots=True)
class Line:
    """So many findings of a rule with this severity and case; at most one a record and field."""

    rule: str
    severity: str
    case: str
    count: int


@dataclass(frozen=True, slots=True)
class Counts:
    """The findings of some records: how many records there are, how many carry any, and the findings by kind."""

    records: int
    found_in: int
    lines: tuple[Line, ...]


def below(paths: Sequence[str]) -> ColumnElement[bool]:
    """Say in SQL that a record's unit lies in one of these subtrees; to be asked with `units` joined."""
    if tuple(paths) == EVERYTHING:
        return true()
    return or_(*(units.c.path.startswith(path, autoescape=True) for path in paths))


def has_findings(tx: Tx) -> ColumnElement[bool]:
    """Say in SQL that something was found in a record."""
    return cast(records.c.findings, Text) != "[]"


def _each(tx: Tx) -> tuple[Any, list[ColumnElement[str]]]:
    """Give the findings of a record as rows, and the texts of one to count by."""
    names = ("rule", "severity", "case")
    if tx.dialect == "sqlite":
        each = func.json_each(records.c.findings).table_valued("value")
        return each, [func.json_extract(each.c.value, f"$.{name}").label(name) for name in names]
    each = func.jsonb_array_elements(records.c.findings).table_valued("value", name="each")
    value = cast(each.c.value, JSONB)
    return each, [func.jsonb_extract_path_text(value, name).label(name) for name in names]


async def count(tx: Tx, paths: Sequence[str] = EVERYTHING) -> Counts:
    """Count what was found in the records of some subtrees."""
    of_units = records.join(units, units.c.id == records.c.unit_id)
    total = select(func.count()).select_from(of_units).where(below(paths))
    each, texts = _each(tx)
    rows = await tx.run(
        select(*texts, func.count().label("n"))
        .select_from(of_units.join(each, true()))
        .where(below(paths), has_findings(tx))
        .group_by(*texts)
        .order_by(*texts)
    )
    return Counts(
        int((await tx.run(total)).scalar_one()),
        int((await tx.run(total.where(has_findings(tx)))).scalar_one()),
        tuple(Line(row.rule, row.severity, row.case or "", int(row.n)) for row in rows),
    )
