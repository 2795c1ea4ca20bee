"""What cards and the deciding question say of a finding."""

from __future__ import annotations

import pytest

from domain.records import Finding, RecordType, Severity
from domain.wording import findings

KS, KH, KT, HN, CMC = RecordType
SERIOUS, WARNING, HINT = Severity


def _line(record_type: RecordType, finding: Finding, current: str = "") -> str:
    return findings.line(record_type, finding, current, "summary", 80)


@pytest.mark.parametrize(
    ("record_type", "finding", "line"),
    [
        (KS, Finding("R06", "ngayDangKy", SERIOUS, value="28.02.2005"), "Ngày đăng ký: 28/02/2005 – trước ngày sinh hoặc sau hôm nay"),
        (KT, Finding("R06", "ngayDangKy", SERIOUS, value="2005"), "Ngày đăng ký: 2005 – trước ngày chết hoặc sau hôm nay"),
        (KH, Finding("R06", "ngayDangKy", SERIOUS, value="2030"), "Ngày đăng ký: 2030 – sau hôm nay"),
        (KS, Finding("R05", "meNgaySinh", SERIOUS, "c", "Nhâm Tý"), "Ngày sinh mẹ: Nhâm Tý – ghi theo âm lịch"),
        (KS, Finding("R05", "meNgaySinh", WARNING, "", "hỏi lại"), "Ngày sinh mẹ: hỏi lại – không đọc được thành ngày"),
        (KS, Finding("R05", "meNgaySinh", SERIOUS, "", "31.02.1980"), "Ngày sinh mẹ: 31.02.1980 – ngày không có thật"),
        (KS, Finding("R03", "so", SERIOUS, "b", "24", "42"), "Số: 24 – tên tệp quét không khớp hồ sơ (gợi ý: 42)"),
        (KS, Finding("R04", "nksHoTen", SERIOUS), "Họ tên: (trống) – ô bắt buộc đang trống"),
        (KH, Finding("R08", "voNgayCapGiayToTuyThan", WARNING, "", "01.02.2006"), "Ngày cấp vợ: 01/02/2006 – sau ngày đăng ký"),
        (CMC, Finding("R22", "cmNgaySinh", WARNING, "", "2006"), "Ngày sinh cha/mẹ: 2006 – cha hoặc mẹ không lớn tuổi hơn con"),
        (KS, Finding("R13", "so", HINT, value="5–7"), "Số: sổ bị nhảy số (thiếu 5–7)"),
        (KS, Finding("R23", "nksHoTen", WARNING, value="Xã Mẫu: Số 3 · Quyển 01/2005"),
         "Họ tên: có thể đã đăng ký ở sổ khác (Xã Mẫu: Số 3 · Quyển 01/2005)"),
        (KS, Finding("R12", "", WARNING), "Hồ sơ: trùng số với hồ sơ khác cùng năm"),
    ],
)  # fmt: skip
def test_a_line_names_the_field_its_value_and_what_is_odd(
    record_type: RecordType, finding: Finding, line: str
) -> None:
    assert _line(record_type, finding) == f"• {line}"


@pytest.mark.parametrize("rule", sorted(findings.REASON))
def test_every_rule_has_a_premise_and_a_clause(rule: str) -> None:
    for field in ("ngayDangKy", "tenFile", "", "nobody knows"):
        said = findings.question(KS, Finding(rule, field, value="01.01.2005"), "", "summary", 60)
        assert said.endswith(".")
        assert "{" not in said
    assert 0 < len(findings.CLAUSE[rule]) <= 260


def test_what_is_only_guidance_is_not_called_law() -> None:
    for rule in ("R03", "R09", "R11", "R14", "R15", "R16", "R17", "R19", "R20", "R21", "R22", "R23"):
        assert findings.CLAUSE[rule].startswith("Hướng dẫn rà soát")
        assert "Luật" not in findings.CLAUSE[rule]


def test_the_premise_says_what_was_typed_and_why_it_is_asked() -> None:
    found = Finding("R05", "meNgaySinh", SERIOUS, "", "31.02.1980")
    said = findings.question(KS, found, "", "summary", 60)
    assert said == "Ngày sinh mẹ nhập là 31.02.1980, ngày không có thật."


def test_numbers_of_papers_stay_masked() -> None:
    found = Finding("R17", "meSoGiayToTuyThan", WARNING, "", "080123456")
    assert "080123456" not in findings.question(KS, found, "", "summary", 60)
    assert "080123456" not in _line(KS, found)
