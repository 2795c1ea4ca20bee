"""Judging one record by every rule of its type."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from domain.fields import fields_of
from domain.records import Finding, RecordType, Severity
from domain.triage import rules
from domain.triage.shape import About, Hit, Rule, View

_WEIGHT = {Severity.SERIOUS: 0, Severity.WARNING: 1, Severity.HINT: 2}
_KEPT = 300  # characters of a value that a finding repeats; the record keeps it whole
_PLANS = {
    record_type: tuple((rule.check, rule) for rule in rows) for record_type, rows in rules.OF_TYPE.items()
}
_PLACE = {
    record_type: {field.name: place for place, field in enumerate(fields_of(record_type))}
    for record_type in RecordType
}


def judge(record_type: RecordType, fields: Mapping[str, str], about: About) -> tuple[Finding, ...]:
    """Find what looks wrong in a record, gravest first, at most one finding for each rule and field.

    Only what the record itself, its file's name and the list of units can tell (R02-R11, R14-R22).
    """
    return judge_many((View(record_type, fields, about),))[0]


def judge_many(views: Sequence[View]) -> list[tuple[Finding, ...]]:
    """Judge several records rule by rule: what a rule works with is at hand then, which saves a quarter of the time."""
    of_type: dict[RecordType, list[int]] = defaultdict(list)
    for at, view in enumerate(views):
        of_type[view.type].append(at)
    found: dict[int, list[tuple[Rule, Hit]]] = defaultdict(list)
    for record_type, places in of_type.items():
        for check, rule in _PLANS[record_type]:
            for at in places:
                if hits := check(views[at]):
                    found[at].extend((rule, hit) for hit in hits)
    return [_ordered(view.type, found[at]) if at in found else () for at, view in enumerate(views)]


def _ordered(record_type: RecordType, found: list[tuple[Rule, Hit]]) -> tuple[Finding, ...]:
    """Order findings by weight, then by rule, then as the fields stand in the header row."""
    rank = {id(rule): at for at, (rule, _) in reversed(list(enumerate(found)))}
    place = _PLACE[record_type]

    def key(one: tuple[Rule, Hit]) -> tuple[int, int, int]:
        rule, hit = one
        return _WEIGHT[hit.severity or rule.severity], rank[id(rule)], place.get(hit.field, len(place))

    kept: dict[tuple[str, str], Finding] = {}
    for rule, hit in sorted(found, key=key):
        kept.setdefault(
            (rule.code, hit.field),
            Finding(
                rule.code,
                hit.field,
                hit.severity or rule.severity,
                hit.case,
                hit.value[:_KEPT],
                hit.suggestion[:_KEPT],
                hit.loss_free,
            ),
        )
    return tuple(kept.values())
