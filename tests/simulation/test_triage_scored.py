"""Scoring triage: what counts as found, as a false alarm, as a wrong repair; and the house's own rules held to the bounds."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.bench import triage_score as row
from bot.simulation import triage_score
from bot.simulation.triage_score import Judged, score
from bot.synthetic.labelled_shape import Label, Labelled
from bot.synthetic.truths import SyntheticRecord
from domain.records import Finding, RecordType, Severity

ENTRY = {"so": "24", "ngayDangKy": "21.03.2005", "nksHoTen": "Nông Văn Hòa", "nksNgaySinh": "02.03.2005"}
CLEAN = Labelled(SyntheticRecord(RecordType.KS, "06223", ENTRY, ENTRY, "KS.2005.01.2005-03-21.024.pdf"))
LATER = Label("R06", "before the event", ("nksNgaySinh", "ngayDangKy"), "b", tells=True, right="02.03.2005")


def faulty(label: Label, **typed: str) -> Labelled:
    return replace(CLEAN, record=replace(CLEAN.record, fields=ENTRY | typed), labels=(label,))


def judged(record: Labelled, *findings: Finding) -> Judged:
    return Judged(record, record.fields, findings)


def test_a_fault_is_found_by_its_rule_in_one_of_its_fields_or_on_the_whole_record() -> None:
    record = faulty(LATER, nksNgaySinh="02.05.2005")
    for field in ("nksNgaySinh", "ngayDangKy", ""):
        assert score([judged(record, Finding("R06", field))]).recall.share == 1
    for finding in (Finding("R06", "meNgaySinh"), Finding("R08", "nksNgaySinh")):
        found = score([judged(record, finding)])
        assert found.recall.share == 0 and found.misses["R06", "before the event"]


def test_a_fault_that_two_records_carry_counts_once_and_either_of_them_may_tell_it() -> None:
    gap = Label("R13", "gap", ("so",), "", group=7)
    before, after = (replace(CLEAN, labels=(gap,)) for _ in range(2))
    found = score([judged(before), judged(after, Finding("R13", "so", Severity.HINT))])
    assert (found.recall.right, found.recall.of) == (1, 1)


def test_a_finding_above_a_hint_on_a_clean_record_is_an_alarm_unless_a_neighbour_gave_the_reason() -> None:
    warned = Finding("R13", "so")
    found = score([
        judged(CLEAN), judged(CLEAN, warned), judged(CLEAN, replace(warned, severity=Severity.HINT)),
        judged(replace(CLEAN, excused=frozenset({"R13"})), warned),
    ])  # fmt: skip
    assert (found.alarmed.right, found.alarmed.of, found.hinted.right) == (1, 4, 3)


def test_the_case_counts_only_where_the_data_can_tell_it() -> None:
    record = faulty(LATER, nksNgaySinh="02.05.2005")
    untold = faulty(replace(LATER, tells=False), nksNgaySinh="02.05.2005")
    finding = Finding("R06", "nksNgaySinh", case="c")
    assert (score([judged(record, finding)]).cases.right, score([judged(record, finding)]).cases.of) == (0, 1)
    assert score([judged(untold, finding)]).cases.of == 0
    assert score([judged(record, replace(finding, case="b"))]).cases.share == 1


def test_a_loss_free_suggestion_may_only_say_what_the_register_says() -> None:
    spelled = replace(CLEAN, record=replace(CLEAN.record, fields=ENTRY | {"nksNgaySinh": "02. 03. 2005"}))
    good = Finding("R20", "nksNgaySinh", Severity.HINT, suggestion="02.03.2005", loss_free=True)
    bad = Finding("R20", "nksHoTen", Severity.HINT, suggestion="Nông Văn Hoà", loss_free=True)
    assert not score([judged(spelled, good)]).wrong_loss_free
    assert len(score([judged(CLEAN, bad)]).wrong_loss_free) == 1
    assert not score([judged(CLEAN, replace(bad, loss_free=False))]).wrong_loss_free, (
        "only suggested, not one tap"
    )


def test_letters_that_reading_a_sheet_has_composed_are_nothing_to_be_found() -> None:
    apart = Label("R20", "nfd", ("nksHoTen",), "b", tells=True, right="Nông Văn Hòa")
    assert score([judged(replace(CLEAN, labels=(apart,)))]).recall.of == 0


@pytest.mark.timeout(300)
def test_the_rules_keep_their_bounds_on_a_drive_taken_in_for_real() -> None:
    found = row.of(7, 3_000)
    assert found.recall.share >= triage_score.RECALL, dict(found.misses)
    assert found.alarmed.share <= triage_score.ALARMS, found.alarm_examples
    assert found.cases.share >= triage_score.CASES, dict(found.misses)
    assert not found.wrong_loss_free
    assert found.reached
