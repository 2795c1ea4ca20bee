"""What one tap may take over: suggestions that say the same as the value, only written as it should be."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from domain.records import Finding, Severity


def in_one_tap(findings: Iterable[Finding], fields: Mapping[str, str]) -> dict[str, str]:
    """Give the values that one tap writes, by field; empty where the tap is not offered.

    It approves as well, so every finding that is no mere hint must be answered by such a suggestion, and none of them
    may contradict another. What stands in the field already is no change.
    """
    taken: dict[str, str] = {}
    for finding in findings:
        offered = finding.loss_free and finding.field and finding.suggestion
        if not offered:
            if finding.severity is not Severity.HINT:
                return {}
            continue
        if taken.setdefault(finding.field, finding.suggestion) != finding.suggestion:
            return {}
    return {name: value for name, value in taken.items() if value != fields.get(name, "")}


def was_taken(finding: Finding, values: Mapping[str, str]) -> bool:
    """Say whether a tap that wrote these values took this finding's suggestion."""
    return finding.loss_free and bool(finding.suggestion) and values.get(finding.field) == finding.suggestion
