"""The families of rules that are asked of a single record, in the order in which findings of one weight are shown."""

from __future__ import annotations

from domain.records import RecordType
from domain.triage import (
    artefacts,
    couples,
    days,
    limits,
    lists,
    names,
    naming,
    papers,
    parents,
    places,
    required,
)
from domain.triage.shape import Rule

RULES: tuple[Rule, ...] = (
    *places.RULES,
    *naming.RULES,
    *required.RULES,
    *days.RULES,
    *parents.RULES,
    *couples.RULES,
    *limits.RULES,
    *names.RULES,
    *lists.RULES,
    *papers.RULES,
    *artefacts.RULES,
)

OF_TYPE: dict[RecordType, tuple[Rule, ...]] = {
    record_type: tuple(rule for rule in RULES if record_type in rule.types) for record_type in RecordType
}
