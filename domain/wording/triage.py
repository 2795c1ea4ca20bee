"""The words of `rasoat triage`: what was judged, what was found, and why a rule spoke or kept silent on one record."""

from __future__ import annotations

from domain.records import Severity
from domain.wording import figures

TITLE = "Kết quả rà lỗi"
RULE, WHAT, SEVERITY, CASE, RECORDS = "Quy tắc", "Nội dung", "Mức độ", "Trường hợp", "Hồ sơ"
SEVERITY_WORDS: dict[str, str] = {
    Severity.SERIOUS.value: "nghiêm trọng",
    Severity.WARNING.value: "cảnh báo",
    Severity.HINT.value: "gợi ý",
}
NO_CASE = "chưa rõ"
NOTHING_FOUND = "Không có hồ sơ nào bị quy tắc nào nêu."
SHEET = "Phát hiện"

LABELS: dict[str, str] = {
    "ma_don_vi": "Mã đơn vị",
    "loai": "Loại",
    "nam": "Năm",
    "so": "Số",
    "quy_tac": "Quy tắc",
    "truong": "Trường",
    "muc_do": "Mức độ",
    "truong_hop": "Trường hợp",
    "gia_tri": "Giá trị",
    "goi_y": "Gợi ý",
    "quyen": "Quyển",
    "trang": "Trang",
    "trang_thai": "Trạng thái",
    "ten_truong": "Tên trường",
    "noi_dung": "Nội dung",
}

HELP_EXPLAIN = (
    "giải thích một hồ sơ theo từng quy tắc: KS.05957.2005.24 (loại.mã đơn vị.năm.số), "
    "hoặc “2005|24” cùng với --unit và --type"
)
HELP_UNIT = "chỉ đơn vị này và cấp dưới; cùng với --explain: đơn vị của hồ sơ"
BAD_KEY = "--explain: “{key}” không đọc được; viết KS.05957.2005.24, hoặc “2005|24” cùng với --unit và --type"
NO_RECORD = "--explain: không có hồ sơ {key}"
NOT_JUDGED = "Hồ sơ này chưa được rà theo bộ quy tắc hiện hành."

FIRED = "nêu"
SILENT = "không nêu"
VERDICT = "Kết luận"
CLAUSE = "Căn cứ"
SILENCE: dict[str, str] = {
    "not_of_type": "không áp dụng cho loại hồ sơ này",
    "nothing_there": "các ô liên quan đều trống",
    "in_order": "các ô liên quan không có gì trái quy tắc",
    "shelf_in_order": "không có gì khác thường so với các hồ sơ khác",
}


def judged(records: int) -> str:
    """Say how many records the rules looked at."""
    return f"Đã rà lỗi {figures.count(records)} hồ sơ."


def done(judged_now: int, by_shelf: int, left: int) -> str:
    """Say what triage did now, and what it could not."""
    line = f"Đã rà {figures.count(judged_now)} hồ sơ, cập nhật {figures.count(by_shelf)} hồ sơ theo sổ."
    return line + (f" Còn {figures.count(left)} hồ sơ chưa rà." if left else "")


def found_in(records: int, of: int) -> str:
    """Say how many records carry any finding."""
    return f"{figures.count(records)}/{figures.count(of)} hồ sơ có ít nhất một phát hiện"
