"""What an operator reads who sends from a script (`rasoat broadcast`), and the table of how it ended."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from domain.wording.broadcast import channel
from domain.wording.figures import count, moment

HELP_AUDIENCE = "all | unit:CODE | role:can_bo|lanh_dao|quan_tri|giam_sat|so_hoa | behind | silent:ID"
HELP_TEXT = "a file with the text, UTF-8; *bold* and _italic_"
HELP_FILE = "a photo or document that goes along"
HELP_AT = "when: ISO 8601, or 15:30, or 8h 05/07; now without it"
HELP_DRY = "tell who would get it and send nothing"
HELP_JSON = "print figures as JSON"
HELP_ID = "which broadcast (for: broadcast)"
WRONG_AUDIENCE = "--audience: {said!r} không đọc được; dùng " + HELP_AUDIENCE
NO_SUCH_UNIT = "--audience: không có đơn vị mã {code}"
NO_SUCH = "không có thông báo số {id}"
NOBODY = "không có ai thuộc nhóm người nhận này"
NO_FILE = "{option}: không đọc được tệp {path}"
WRONG_TEXT = "--text-file: nội dung trống"
WRONG_FILE = "--file: chỉ nhận ảnh JPEG, PNG hoặc PDF, không quá 20 MB"
TEXT_NOT_UTF8 = "--text-file: tệp không phải chữ UTF-8"
NEEDS_ID = "xuất thông báo cần --id SỐ"
ONLY_BROADCAST_ID = "--id chỉ dùng khi xuất thông báo (broadcast)"
NO_DAYS = "bảng này là của một thông báo, không nhận --from, --to"
SHEET = "Thông báo"
EVERYWHERE = "toàn bộ"
LABELS = {
    "ho_ten": "Họ tên", "ma_don_vi": "Mã đơn vị", "kenh": "Kênh", "trang_thai": "Trạng thái", "luc": "Lúc",
    "da_nhan": "Đã nhận lúc", "don_vi": "Đơn vị", "ly_do": "Lý do", "ma_nguoi": "Mã người",
}  # fmt: skip


def would(audience: str, channels: Mapping[str, int], at: datetime | None) -> str:
    """Tell an operator what would happen."""
    by = ", ".join(f"{channel(name)} {count(number)}" for name, number in sorted(channels.items()))
    when = moment(at) if at else "ngay"
    return f"{audience} Kênh: {by or 'không có'}. Giờ gửi: {when}. Chạy thử, chưa gửi gì."
