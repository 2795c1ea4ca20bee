"""The deciding question in words: short, masked as the card is, and with the clause behind what was found."""

from __future__ import annotations

import pytest

from domain import guard
from domain.records import Finding, Record, RecordType, Severity, subject_of
from domain.review import State
from domain.wording import deciding, findings

FIELDS = {
    "so": "24", "quyenSo": "01/2005", "ngayDangKy": "21.03.2005", "nksHoTen": "Nông Văn Mẫu",
    "nksNgaySinh": "31.02.2005", "nksNoiSinh": "Số 5 ngõ 3, xã Mẫu", "meHoTen": "Hoàng Thị Thử",
    "meSoGiayToTuyThan": "082123456",
}  # fmt: skip
BORN = Finding("R05", "nksNgaySinh", Severity.SERIOUS, "", "31.02.2005", "28.02.2005")
PAPER = Finding("R17", "meSoGiayToTuyThan", Severity.SERIOUS, "", "082123456")


def record(*found: Finding, **fields: str) -> Record:
    values = FIELDS | fields
    return Record(
        id=1, unit_id=1, unit_name="Xã Mẫu", type=RecordType.KS, number="24", book="01/2005", page="",
        state=State.PENDING, revision=1, subject=subject_of(RecordType.KS, values), fields=values, findings=found,
    )  # fmt: skip


def asked(about: Record, detail: str = "summary", *, returning: bool = False) -> str:
    question = guard.before_approving(about.findings)
    assert question is not None
    return deciding.question(about, question, detail, returning=returning)


def test_the_question_says_what_was_found_what_it_may_be_and_asks_what_the_register_says() -> None:
    said = asked(record(BORN))
    assert said.startswith("Ngày sinh nhập là 31") and "Gợi ý: 28/02/2005." in said
    assert "Sổ ghi thế nào?" in said


def test_before_a_return_it_says_first_when_a_record_goes_back() -> None:
    assert asked(record(BORN), returning=True).startswith("Chỉ trả lại khi sổ ghi khác dữ liệu.")


def test_a_masked_question_tells_no_more_than_a_masked_card() -> None:
    name = Finding("R20", "meHoTen", Severity.SERIOUS, "", "Hoàng Thị Thử", "Hoàng Thị Thự")
    for finding, hidden in ((PAPER, "082123"), (name, "Hoàng"), (BORN, "28/02")):
        assert hidden not in asked(record(finding), "masked")
    assert "082123456" not in asked(record(PAPER)), "nor a summary the whole number of a paper"


@pytest.mark.parametrize("rule", sorted(findings.REASON))
def test_every_rule_can_be_asked_about_in_a_few_lines(rule: str) -> None:
    endless = record(
        *(Finding(rule, name, Severity.SERIOUS, "", "Ấ" * 9000, "Ấ" * 9000) for name in (*FIELDS, "", "cotLa", "tenFile")),
        **dict.fromkeys(FIELDS, "{x}" * 3000),
    )  # fmt: skip
    said = asked(endless, "full", returning=True)
    assert len(said) < 700 and said.count("Sổ ghi thế nào?") == 1
    assert "và 7 điểm khác" in said


def test_the_clauses_of_what_was_found_stand_once_each_the_gravest_first_and_leave_room() -> None:
    two = record(PAPER, BORN, Finding("R06", "ngayDangKy", Severity.SERIOUS))
    said = deciding.clauses(two).split("\n")
    assert said[0] == findings.CLAUSE["R17"] and len(said) == len(set(said))
    everything = record(*(Finding(rule, "so") for rule in findings.REASON))
    assert 0 < len(deciding.clauses(everything)) <= 500
    assert deciding.clauses(record()) == ""
