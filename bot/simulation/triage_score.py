"""How well triage finds what is known to be wrong, and how still it keeps where nothing is.

A labelled record is held against the findings it got. A fault counts as found by a finding of its rule, or of a rule
that rightly says the same, in one of its fields or on the whole record. A clean record with a finding above a hint is
a false alarm, unless a neighbour's fault gives the rule a reason to speak.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from bot.synthetic.labelled_letters import LOSS_FREE, REPAIRED
from bot.synthetic.labelled_shape import Label, Labelled
from domain import dates
from domain.records import Finding, Severity

RECALL, ALARMS, CASES = 0.97, 0.03, 0.95
_NEVER_FOUND_IN_A_SHEET = "nfd"  # reading a sheet composes the letters, so nothing is left to be found
_EXAMPLES = 6


@dataclass(frozen=True, slots=True)
class Judged:
    """A labelled record, its fields as they were kept, and what was found in it."""

    labelled: Labelled
    kept: Mapping[str, str]
    findings: tuple[Finding, ...]


@dataclass(slots=True)
class Tally:
    """So many of so many."""

    right: int = 0
    of: int = 0

    def add(self, right: bool) -> None:
        """Count one."""
        self.right += right
        self.of += 1

    @property
    def share(self) -> float:
        """The right ones among all, 1 where there are none."""
        return self.right / self.of if self.of else 1.0


@dataclass(slots=True)
class Score:
    """What came of it. `misses` holds some examples by (rule, kind), `alarms` by (rule, oddity, field)."""

    recall: Tally = field(default_factory=Tally)
    by_rule: dict[str, Tally] = field(default_factory=lambda: defaultdict(Tally))
    by_kind: dict[tuple[str, str], Tally] = field(default_factory=lambda: defaultdict(Tally))
    alarmed: Tally = field(default_factory=Tally)  # clean records with a finding above a hint
    hinted: Tally = field(default_factory=Tally)  # clean records with any finding
    cases: Tally = field(default_factory=Tally)  # of found faults whose case the data can tell
    cases_by_kind: dict[tuple[str, str], Tally] = field(default_factory=lambda: defaultdict(Tally))
    claims: Tally = field(default_factory=Tally)  # of all cases that findings of planted faults name
    repaired: Tally = field(default_factory=Tally)  # text faults whose suggestion is exactly the right value
    loss_free: Tally = field(default_factory=Tally)  # loss-free text faults mended without loss
    wrong_loss_free: list[str] = field(default_factory=list)
    misses: dict[tuple[str, str], list[str]] = field(default_factory=lambda: defaultdict(list))
    alarms: Counter[tuple[str, str, str]] = field(default_factory=Counter)
    alarm_examples: dict[tuple[str, str, str], str] = field(default_factory=dict)

    @property
    def reached(self) -> bool:
        """Say whether all bounds are kept."""
        return (
            self.recall.share >= RECALL
            and self.alarmed.share <= ALARMS
            and self.cases.share >= CASES
            and not self.wrong_loss_free
        )


def score(judged: Iterable[Judged]) -> Score:
    """Sum up."""
    total = Score()
    groups: dict[int, list[tuple[Label, Judged, list[Finding]]]] = defaultdict(list)
    for one in judged:
        _look_at_suggestions(total, one)
        if not one.labelled.labels:
            _look_at_clean(total, one)
        for label in one.labelled.labels:
            if not label.rule:
                continue  # nothing that data could tell
            said = [finding for finding in one.findings if _says(finding, label)]
            if label.group:
                groups[label.group].append((label, one, said))
            elif not _mended(label, one):
                _count(total, label, one, said)
    for carried in groups.values():
        label, one, said = max(carried, key=lambda each: len(each[2]))
        _count(total, label, one, said)
    return total


def _says(finding: Finding, label: Label) -> bool:
    return finding.rule in label.rules and (not finding.field or finding.field in label.fields)


def _mended(label: Label, one: Judged) -> bool:
    return label.kind == _NEVER_FOUND_IN_A_SHEET and one.kept.get(label.fields[0], "") == label.right


def _count(total: Score, label: Label, one: Judged, said: list[Finding]) -> None:
    key = (label.rule, label.kind)
    for tally in (total.recall, total.by_rule[label.rule], total.by_kind[key]):
        tally.add(bool(said))
    if not said:
        if len(total.misses[key]) < _EXAMPLES:
            total.misses[key].append(_told(label, one))
        return
    own = [finding for finding in said if finding.rule == label.rule] or said
    case = next((finding.case for finding in own if finding.case), "")
    if label.tells:
        for tally in (total.cases, total.cases_by_kind[key]):
            tally.add(case == label.case)
        if case != label.case and len(total.misses["case", label.kind]) < _EXAMPLES:
            total.misses["case", label.kind].append(f"{case!r} for {label.case!r}: {_told(label, one)}")
    if case and label.case:
        total.claims.add(case == label.case)


def _look_at_clean(total: Score, one: Judged) -> None:
    loud = [
        finding
        for finding in one.findings
        if finding.severity is not Severity.HINT and finding.rule not in one.labelled.excused
    ]
    total.alarmed.add(bool(loud))
    total.hinted.add(bool(one.findings))
    for finding in loud:
        key = (finding.rule, one.labelled.oddity, finding.field)
        total.alarms[key] += 1
        total.alarm_examples.setdefault(key, _about(one, finding))


def _look_at_suggestions(total: Score, one: Judged) -> None:
    register = one.labelled.record.register
    for finding in one.findings:
        if finding.loss_free and not _same(finding.suggestion, register.get(finding.field, "")):
            total.wrong_loss_free.append(_about(one, finding))
    for label in one.labelled.labels:
        if label.rule == "R20" and label.kind in REPAIRED and not _mended(label, one):
            offered = [each for each in one.findings if each.field == label.fields[0] and each.suggestion]
            right = any(each.suggestion == label.right for each in offered)
            total.repaired.add(right)
            if label.kind in LOSS_FREE:
                total.loss_free.add(
                    any(each.suggestion == label.right and each.loss_free for each in offered)
                )
            if not right and len(total.misses["repair", label.kind]) < _EXAMPLES:
                total.misses["repair", label.kind].append(
                    f"{one.kept.get(label.fields[0], '')!r} → {[each.suggestion for each in offered]} not {label.right!r}"
                )


def _same(suggestion: str, right: str) -> bool:
    if suggestion == right:
        return True
    first, second = dates.parse(suggestion), dates.parse(right)
    return (
        isinstance(first, dates.PartialDate)
        and isinstance(second, dates.PartialDate)
        and first.dotted == second.dotted
    )


def _about(one: Judged, finding: Finding) -> str:
    record = one.labelled.record
    right = record.register.get(finding.field, "")
    value = one.kept.get(finding.field, "") or finding.value
    hint = f" → {finding.suggestion!r}" if finding.suggestion else ""
    return (
        f"{record.type.value} {record.unit_code} {one.kept.get('so', '')}/{one.kept.get('ngayDangKy', '')[-4:]}"
        f" {finding.rule} {finding.field} {value[:80]!r}{hint}, register {right[:80]!r}"
    )


def _told(label: Label, one: Judged) -> str:
    record = one.labelled.record
    shown = ", ".join(
        f"{name}={one.kept.get(name, '')[:60]!r}" for name in dict.fromkeys(label.fields) if name != "tenFile"
    )
    others = " ".join(f"{each.rule}:{each.field}:{each.case}" for each in one.findings)
    return (
        f"{record.type.value} {record.unit_code} scan {record.scan} registered {one.kept.get('ngayDangKy', '')}"
        f" [{shown}] right {label.right[:60]!r}; findings: {others or 'none'}"
    )
