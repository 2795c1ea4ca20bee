"""The words of the files that go out, and of the commands that write them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime

from domain.review import State
from domain.wording import figures
from domain.wording.review import STATE_WORDS

ALL_TYPES = "tat_ca"  # stands in the column `loai` of a row that sums all types
TOTAL = "Tổng cộng"
PAGE_OF_PAGES = "Trang &P/&N"  # the spreadsheet's own codes
PROGRESS_SHEET = "Tiến độ"
PROGRESS_LABELS: Mapping[str, str] = {
    "ma_don_vi": "Mã đơn vị",
    "don_vi": "Đơn vị",
    "loai": "Loại",
    **{state.value: STATE_WORDS[state] for state in State},
    "tong": "Tổng số",
    "da_ra_soat": "Đã rà soát",
    "ty_le": "Tỷ lệ",
}
DECISIONS_SHEET = "Nhật ký"
ASSIGNMENTS_SHEET = "Văn bản phân công"
ASSIGNMENT_LABELS: Mapping[str, str] = {
    "ma_don_vi": "Mã đơn vị",
    "ten_don_vi": "Đơn vị",
    "so_van_ban": "Số văn bản",
    "ngay_ky": "Ngày ký",
    "nguoi_nop": "Người nộp",
    "luc_nop": "Lúc nộp",
    "nguoi_duoc_phan_cong": "Người được phân công",
    "tep": "Tệp",
}

DECISION_LABELS: Mapping[str, str] = {
    "ma_don_vi": "Mã đơn vị",
    "loai": "Loại",
    "nam": "Năm",
    "so": "Số",
    "lan": "Lần",
    "viec": "Việc",
    "ly_do": "Lý do",
    "thay_doi": "Thay đổi (ô: trước, sau)",
    "nguoi": "Người quyết định",
    "kenh": "Kênh",
    "luc_hien": "Lúc hiện thẻ",
    "luc_quyet": "Lúc quyết định",
    "goi_y": "Gợi ý",
    "chon": "Đã chọn",
    "quyen": "Quyển số",
    "trang": "Trang số",
    "huong_xu_ly": "Hướng xử lý",
    "ghi_chu": "Ghi chú",
    "trang_thai": "Trạng thái",
}
ACTIONS_SHEET = "Việc cần nhập"
ACTION_LABELS: Mapping[str, str] = {
    "ma_don_vi": "Mã đơn vị",
    "loai": "Loại",
    "nam": "Năm",
    "so": "Số",
    "quyen": "Quyển số",
    "trang": "Trang số",
    "ly_do": "Lý do",
    "viec_can_lam": "Việc cần làm trong phần mềm 158",
    "noi_dung": "Nội dung",
    "ho_ten": "Họ tên",
    "luc_quyet": "Quyết định lúc",
    "nguoi": "Người quyết định",
    "lan": "Lần",
    "ma_ho_so": "Mã hồ sơ",
    "don_vi": "Đơn vị",
    "ben_158": "Đang ghi trong phần mềm 158",
}
TITLES: Mapping[str, str] = {
    "progress": "TIẾN ĐỘ RÀ SOÁT DỮ LIỆU HỘ TỊCH",
    "decisions": "NHẬT KÝ QUYẾT ĐỊNH RÀ SOÁT DỮ LIỆU HỘ TỊCH",
    "assignments": "VĂN BẢN PHÂN CÔNG RÀ SOÁT DỮ LIỆU HỘ TỊCH",
    "broadcast": "KẾT QUẢ GỬI THÔNG BÁO",
    "actions": "DANH SÁCH VIỆC CẦN NHẬP VÀO PHẦN MỀM HỘ TỊCH 158",
    "mismatches": "DANH SÁCH HỒ SƠ LỆCH GIỮA KẾT QUẢ RÀ SOÁT VÀ PHẦN MỀM HỘ TỊCH 158",
    "findings": "DANH SÁCH ĐIỂM NGHI NGỜ TRONG DỮ LIỆU HỘ TỊCH",
    "follow-up": "DANH SÁCH HỒ SƠ THEO DÕI DO SỔ GỐC",
    "retriage": "DANH SÁCH HỒ SƠ ĐÃ TRẢ CẦN RÀ LẠI",
    "returned": "DANH SÁCH HỒ SƠ TRẢ LẠI ĐƠN VỊ SỐ HÓA",
}
LETTER_SHEET = "Tổng hợp"
LETTER_TITLE = "TỔNG HỢP TIẾN ĐỘ RÀ SOÁT THEO LOẠI VIỆC"
LETTER_LABELS: Mapping[str, str] = {
    "tt": "TT",
    "loai_viec": "Loại dữ liệu hộ tịch",
    "tong": "Tổng số dữ liệu",
    "APPROVED": "Đã phê duyệt",
    "RETURNED": "Từ chối (trả lại số hóa)",
    "FOLLOW_UP": "Theo dõi (sổ gốc)",
    "ASKED": "Chờ trả lời",
    "PENDING": "Chưa rà soát",
    "UNSTATED": "Chưa rõ trạng thái",
    "ty_le": "Tỷ lệ đã rà soát",
}
APPROVE = "Phê duyệt"
FIX_THEN_APPROVE = "Sửa rồi phê duyệt"
REFUSE = "Từ chối phê duyệt"
WATCH = "Theo dõi, chưa phê duyệt"

HELP_UNIT = "chỉ đơn vị này và cấp dưới"
HELP_FROM = "từ ngày, 2024-07-04"
HELP_TO = "đến hết ngày"
NO_UNIT = "--unit: không có đơn vị mã “{code}”"
BACKWARDS = "--from phải trước hoặc bằng --to"
NO_DAYS = "bảng này là số liệu hiện tại, không nhận --from, --to"


def no_kind(kind: str, kinds: Iterable[str]) -> str:
    """Say which exports there are."""
    return f"không có bảng xuất “{kind}”; có: {', '.join(kinds)}"


def as_of(at: datetime) -> str:
    """Say of which moment the figures are."""
    return f"Số liệu lúc {figures.moment(at)}"


def written(path: str, rows: int) -> str:
    """Say what was written."""
    return f"Đã ghi {figures.count(rows)} hàng vào {path}."


def cut(cells: int) -> str:
    """Say that a spreadsheet could not hold some cells whole."""
    return (
        f"{figures.count(cells)} ô dài hơn 32.767 ký tự đã bị cắt vì bảng tính không chứa hết; "
        "hãy xuất ra .csv để có đủ."
    )


def house(level: str, name: str) -> str:
    """Name the office whose table it is, as it stands at the head of its papers."""
    return f"{'SỞ TƯ PHÁP' if level == 'province' else 'ỦY BAN NHÂN DÂN'} {name.upper()}"


def of_units(names: Iterable[str]) -> str:
    """Say of which units a table is."""
    return f"Đơn vị: {', '.join(names)}"


def of_days(since: date | None, until: date | None) -> str:
    """Say of which days a table is."""
    if since is not None and until is not None:
        return f"Từ ngày {figures.day(since)} đến hết ngày {figures.day(until)}"
    if since is not None:
        return f"Từ ngày {figures.day(since)}"
    return f"Đến hết ngày {figures.day(until)}" if until is not None else "Từ đầu đợt rà soát"


def change(label: str, before: str, after: str) -> str:
    """Say what is to be typed into a field."""
    return f"{label}: “{before}” → “{after}”"
