"""What each rule found: in a few words for a line of the card, as a premise of the question, and by what clause."""

from __future__ import annotations

from domain.fields import find_field
from domain.fields.shape import Field
from domain.records import Finding, RecordType, Severity
from domain.review import Case
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
    "R21": "tên đơn vị không có vào ngày đăng ký",
    "R22": "thời gian hoặc mục đích không hợp lý",
    "R23": "có thể đã đăng ký ở sổ khác",
}
# where a rule says different things of different fields: the end of the field's name decides
_OF_FIELD: dict[tuple[str, str], str] = {
    ("R08", "NgayCapGiayToTuyThan"): "sau ngày đăng ký",
    ("R08", "gbtNgay"): "sau ngày đăng ký",
    ("R08", "ngayXacLapQuanHeHonNhan"): "sau ngày đăng ký",
    ("R08", "ngayDangKyNuocNgoai"): "sau ngày đăng ký",
    ("R14", "nktNgayChet"): "ngày chết bằng số khác bằng chữ",
    ("R14", "nktNgayChetGhiBangChu"): "ngày chết bằng số khác bằng chữ",
    ("R22", "cmNgaySinh"): "cha hoặc mẹ không lớn tuổi hơn con",
    ("R22", "nxnThoiGianCuTruTu"): "sau ngày cuối của thời gian cư trú",
    ("R22", "nxnMucDichSuDung"): "mục đích khác nhưng không ghi rõ",
}
_REGISTERED_BEFORE: dict[RecordType, str] = {
    RecordType.KS: "ngày sinh",
    RecordType.KT: "ngày chết",
    RecordType.HN: "ngày sinh của người được xác nhận",
    RecordType.CMC: "ngày sinh của con",
}

# rules whose value is not the field's but tells of other entries, and how that is said
_ELSEWHERE: dict[str, str] = {"R13": "thiếu {0}", "R23": "{0}"}

# what the question says before it asks; {label} and {value} are the field's, {reason} that of the card's line
_PREMISE: dict[str, str] = {
    "R02": "Nơi đăng ký nhập là “{value}”, không phải đơn vị này.",
    "R03": "Tên tệp bản quét không khớp với hồ sơ.",
    "R04": "{label} đang trống.",
    "R05": "{label} nhập là {value}, {reason}.",
    "R06": "Ngày đăng ký nhập là {value}, {reason}.",
    "R07": "{label} nhập là {value}, {reason}.",
    "R12": "Số {value} trùng với hồ sơ khác cùng năm.",
    "R13": "Trước số này sổ bị thiếu số.",
    "R14": "{label} nhập bằng số khác bằng chữ.",
    "R19": "Loại khai sinh nhập là “{value}”, phần cha, mẹ không như vậy.",
    "R23": "Người này có thể đã đăng ký ở sổ khác.",
}

_BY_REGISTER = "Dữ liệu được điều chỉnh theo sổ (Luật Hộ tịch, Điều 60)"
_AMENDED = "sổ sai thì cải chính khi có sai sót được chứng minh (Thông tư 04/2020/TT-BTP, Điều 17)"
_GUIDE = "Hướng dẫn rà soát"
_LETTER = "Công văn ngày 03/7/2024 của Sở Tư pháp"

# law only where the source is known; the rest is called guidance, which is what it is
CLAUSE: dict[str, str] = {
    "R01": f"{_LETTER}: bản quét của trường hợp khác thì trả lại đơn vị số hóa.",
    "R02": f"{_LETTER}: dữ liệu của đơn vị khác thì trả lại đơn vị số hóa.",
    "R03": f"{_GUIDE}: tên tệp phải khớp loại, quyển, năm, ngày và số của hồ sơ.",
    "R04": "Nội dung đăng ký: Luật Hộ tịch, Điều 14 (khai sinh), Điều 17 (kết hôn). Sổ cũng trống thì theo dõi và "
    f"bổ sung theo Điều 29, không trả lại ({_LETTER}).",
    "R05": f"{_BY_REGISTER}; {_AMENDED}.",
    "R06": f"{_BY_REGISTER}; {_AMENDED}.",
    "R07": f"{_BY_REGISTER}; {_AMENDED}.",
    "R08": f"{_BY_REGISTER}; {_AMENDED}.",
    "R09": f"{_GUIDE}: tuổi mẹ khi sinh thường từ 15 đến 49, tuổi cha từ 14 đến 80; ngoài mức đó cần xem lại sổ.",
    "R10": "Tuổi kết hôn xét theo luật lúc đăng ký (Thông tư liên tịch 01/2016, Điều 4): từ 2015 nam đủ 20, nữ đủ 18 "
    "(Luật Hôn nhân và gia đình 2014, Điều 8). Không vì thế mà trả lại.",
    "R11": f"{_GUIDE}: hai người khác nhau không thể cùng số giấy tờ hoặc cùng họ tên và ngày sinh.",
    "R12": "Số đăng ký trong năm ghi liên tục, mỗi số một trường hợp (Nghị định 158/2005, Điều 68).",
    "R13": "Số đăng ký trong năm ghi liên tục từ 01 (Nghị định 158/2005, Điều 68).",
    "R14": f"{_GUIDE}: ngày ghi bằng số và bằng chữ phải là một ngày; xem lại cả hai trong sổ.",
    "R15": f"{_GUIDE}: tên đặt tự do, giới tính theo sổ.",
    "R16": f"{_GUIDE}: giá trị giữ như sổ ghi, tên trong danh mục chỉ là gợi ý.",
    "R17": f"{_GUIDE}: chứng minh nhân dân 9 số, căn cước 12 số; giữ như sổ ghi.",
    "R18": "Hạn đăng ký: khai sinh 60 ngày (Luật Hộ tịch, Điều 15), khai tử 15 ngày (Điều 33).",
    "R19": f"{_GUIDE}: cha hoặc mẹ chưa xác định thì phần của người đó để trống.",
    "R20": f"{_GUIDE}: chỉ sửa lỗi gõ, không đổi nội dung của sổ.",
    "R21": f"{_GUIDE}: giữ tên đơn vị như sổ ghi lúc đăng ký.",
    "R22": f"{_GUIDE}: thời gian, mục đích và tuổi phải hợp lý; khác thì xem lại sổ.",
    "R23": f"{_GUIDE}: một người có thể đã đăng ký hai lần; chỉ đánh dấu để theo dõi.",
}  # fmt: skip
_WEIGHT = {Severity.SERIOUS: 0, Severity.WARNING: 1, Severity.HINT: 2}
WHOLE_RECORD = "Hồ sơ"


def gravest_first(findings: tuple[Finding, ...]) -> list[Finding]:
    """Order findings by severity, else as the rules gave them."""
    return sorted(findings, key=lambda finding: _WEIGHT.get(Severity(finding.severity), 1))


def reason(record_type: RecordType, finding: Finding) -> str:
    """Say in a few words, without a stop, what is wrong with the field."""
    for (rule, end), words in _OF_FIELD.items():
        if rule == finding.rule and finding.field.endswith(end):
            return words
    if finding.rule == "R05" and finding.case == Case.REGISTER:
        return "ghi theo âm lịch"
    if finding.rule == "R05" and finding.severity != Severity.SERIOUS:
        return "không đọc được thành ngày"
    if finding.rule == "R06":
        before = _REGISTERED_BEFORE.get(record_type)
        return f"trước {before} hoặc sau hôm nay" if before else "sau hôm nay"
    return REASON.get(finding.rule, "cần xem lại")


def said(record_type: RecordType, finding: Finding) -> str:
    """Say what was found where the value itself stands beside it; of other entries it tells which they are."""
    words = reason(record_type, finding)
    if finding.rule in _ELSEWHERE and (where := shown.clean(finding.value, 160)):
        return f"{words} ({_ELSEWHERE[finding.rule].format(where)})"
    return words


def line(record_type: RecordType, finding: Finding, current: str, detail: str, limit: int) -> str:
    """Say what is suspicious: "• Ngày sinh: 31/02/2005 – ngày không có thật (gợi ý: …)"."""
    field = find_field(record_type, finding.field)
    said = reason(record_type, finding)
    if not finding.field:
        return f"• {WHOLE_RECORD}: {said}"
    label = shown.label(record_type, finding.field)
    if finding.field == shown.SCAN:
        return f"• {label}: {said}"
    if finding.rule in _ELSEWHERE:
        where = shown.clean(finding.value, limit)
        return f"• {label}: {said}" + (f" ({_ELSEWHERE[finding.rule].format(where)})" if where else "")
    value = _value(field, finding, current, detail, limit)
    hint = shown.value(field, finding.suggestion, detail, limit)
    return f"• {label}: {value} – {said}" + (f" (gợi ý: {hint})" if hint else "")


def question(record_type: RecordType, finding: Finding, current: str, detail: str, limit: int) -> str:
    """Say, as one sentence, from what the deciding question starts: "Ngày sinh nhập là 31/02/2005, …"."""
    label = shown.label(record_type, finding.field) if finding.field else WHOLE_RECORD
    return _PREMISE.get(finding.rule, "{label}: {value} – {reason}.").format(
        label=label,
        value=_value(find_field(record_type, finding.field), finding, current, detail, limit),
        reason=reason(record_type, finding),
    )


def _value(field: Field | None, finding: Finding, current: str, detail: str, limit: int) -> str:
    if finding.field in ("", shown.SCAN):
        return shown.NOTHING
    return shown.value(field, finding.value or current, detail, limit) or shown.NOTHING
