"""The words of the files that go out, and of the commands that write them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

from domain.review import State
from domain.wording import figures
from domain.wording.review import STATE_WORDS

ALL_TYPES = "tat_ca"  # stands in the column `loai` of a row that sums all types
TOTAL = "Tổng cộng"
PROGRESS_TITLE = "Tiến độ rà soát dữ liệu hộ tịch"
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
