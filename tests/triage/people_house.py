"""Asking the rules on people and texts of one record: what they hit, and in which columns."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from domain.records import RecordType
from domain.triage.gazetteer import Gazetteer
from domain.triage.shape import About, Hit, Rule, View

ABOUT = About(date(2024, 7, 4), "06001", Gazetteer([]), "")


def hits(rules: Sequence[Rule], record_type: RecordType, **fields: str) -> list[Hit]:
    view = View(record_type, fields, ABOUT)
    return [hit for rule in rules if record_type in rule.types for hit in rule.check(view)]


def fields_hit(rules: Sequence[Rule], record_type: RecordType, **fields: str) -> list[str]:
    return [hit.field for hit in hits(rules, record_type, **fields)]
