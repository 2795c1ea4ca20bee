"""What each rule found, in a few words for a line of the card (rules R01 to R23)."""

from __future__ import annotations

from domain.fields import find_field
from domain.records import Finding, RecordType, Severity
from domain.wording import shown

REASON: dict[str, str] = {
    "R01": "bản quét thiếu, mờ hoặc của hồ sơ khác",
    "R02": "nơi đăng ký không phải đơn vị này",
    "R03": "tên tệp quét không khớp hồ sơ",
    "R04": "ô bắt buộc đang trống",
    "R05": "ngày không có thật",
    "R06": "ngày đăng ký không hợp với ngày sinh, ngày chết hoặc hôm nay",
    "R07": "ngày chết không hợp với ngày sinh",
    "R08": "cha hoặc mẹ không lớn tuổi hơn con",
    "R09": "tuổi cha hoặc mẹ khi sinh con khác thường",
    "R10": "tuổi khi kết hôn dưới mức luật định",
    "R11": "hai người trùng nhau hoặc bị đổi chỗ",
    "R12": "trùng số với hồ sơ khác cùng năm",
    "R13": "sổ bị nhảy số",
    "R14": "ngày sinh bằng số khác bằng chữ",
    "R15": "giới tính lạ so với tên",
    "R16": "dân tộc hoặc quốc tịch không có trong danh mục",
    "R17": "số giấy tờ không đúng dạng",
    "R18": "loại đăng ký không hợp với ngày",
    "R19": "loại khai sinh không hợp với phần cha, mẹ",
    "R20": "lỗi gõ chữ",
    "R21": "tên đơn vị chưa có vào ngày đăng ký",
    "R22": "thời gian hoặc mục đích không hợp lý",
    "R23": "có thể đã đăng ký ở sổ khác",
}
_WEIGHT = {Severity.SERIOUS: 0, Severity.WARNING: 1, Severity.HINT: 2}
WHOLE_RECORD = "Hồ sơ"


def gravest_first(findings: tuple[Finding, ...]) -> list[Finding]:
    """Order findings by severity, else as the rules gave them."""
    return sorted(findings, key=lambda finding: _WEIGHT.get(Severity(finding.severity), 1))


def line(record_type: RecordType, finding: Finding, current: str, detail: str, limit: int) -> str:
    """Say what is suspicious: "• Ngày sinh: 31/02/2005 – ngày không có thật (gợi ý: …)"."""
    field = find_field(record_type, finding.field)
    reason = REASON.get(finding.rule, "cần xem lại")
    if not finding.field:
        return f"• {WHOLE_RECORD}: {reason}"
    label = shown.label(record_type, finding.field)
    if finding.field == shown.SCAN:
        return f"• {label}: {reason}"
    value = shown.value(field, finding.value or current, detail, limit) or shown.NOTHING
    hint = shown.value(field, finding.suggestion, detail, limit)
    return f"• {label}: {value} – {reason}" + (f" (gợi ý: {hint})" if hint else "")
