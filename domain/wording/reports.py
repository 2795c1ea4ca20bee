"""The sentences of `/baocao`: which files there are, over which days, and what becomes of them."""

from __future__ import annotations

from collections.abc import Mapping

from domain.reports import Kind, Period
from domain.wording import figures

CAPTIONS: Mapping[Kind, str] = {
    Kind.PROGRESS: "Tiến độ",
    Kind.RETURNED: "Trả lại số hóa",
    Kind.FOLLOW_UP: "Sổ theo dõi",
    Kind.ACTIONS: "Việc cần nhập vào 158",
    Kind.MISMATCHES: "Lệch với 158",
    Kind.DECISIONS: "Nhật ký quyết định",
    Kind.FINDINGS: "Điểm nghi ngờ",
    Kind.OVERTIME: "Làm thêm giờ",
}
FILE_NAMES: Mapping[Kind, str] = {
    Kind.PROGRESS: "tien-do",
    Kind.RETURNED: "tra-lai",
    Kind.FOLLOW_UP: "theo-doi",
    Kind.ACTIONS: "viec-can-nhap",
    Kind.MISMATCHES: "lech-158",
    Kind.DECISIONS: "nhat-ky",
    Kind.FINDINGS: "nghi-ngo",
    Kind.OVERTIME: "lam-them-gio",
}
PERIODS: Mapping[Period, str] = {
    Period.WEEK: "Tuần này",
    Period.MONTH: "Tháng này",
    Period.ALL: "Tất cả",
}
WHICH = "Chọn tệp cần lấy."
PROGRESS_COMES = "Bảng tiến độ được gửi ngay sau đây."
BY_INITIALS = (
    "Thiết lập của tỉnh không gửi tệp có thông tin cá nhân qua tin nhắn; tệp khác xin nhờ quản trị của tỉnh."
)
FOLLOW_UP_NOT_HERE = "Thiết lập của tỉnh không gửi tệp có thông tin cá nhân qua tin nhắn; xin nhờ quản trị của tỉnh lấy tệp này."
OF_WHOM = "{file}: của đơn vị nào?"
WHEN = "{file} · {unit}: trong thời gian nào?"
MAKING = "Đang lập tệp, xin chờ"
NOT_NOW = (
    "Chưa lập được tệp “{file}”. Xin thử lại sau ít phút; nếu vẫn không được, xin báo quản trị của tỉnh."
)
NOTHING = "{file} · {unit}: không có hàng nào, nên không có tệp."
GONE_LATER = "Tệp có thông tin cá nhân: được gỡ khỏi đoạn chat sau 24 giờ; xin không chuyển tiếp."


def command(kind: Kind, unit_code: str) -> str:
    """Give the command that makes the same file on the host."""
    return f"rasoat export {kind.value} --unit {unit_code} --out {FILE_NAMES[kind]}.xlsx"


def not_here(command: str) -> str:
    """Say that files cannot be sent on this channel, and where they are to be had."""
    return (
        "Kênh này không gửi được tệp. Xin mở bot trên Telegram (gõ /lienket để liên kết) và gõ /baocao ở đó, "
        f"hoặc nhờ quản trị của tỉnh chạy trên máy chủ:\n{command}"
    )


def caption(kind: Kind, unit: str, rows: int, cut: int, *, stays: bool) -> str:
    """Say what a file holds, and how long it stays."""
    lines = [f"{CAPTIONS[kind]} · {unit}: {figures.count(rows)} hàng."]
    if cut:
        lines.append(
            f"{figures.count(cut)} ô quá dài đã bị cắt (có dấu … ở cuối); bản đủ là tệp .csv trên máy chủ."
        )
    if not stays:
        lines.append(GONE_LATER)
    return "\n".join(lines)


def too_large(kind: Kind, unit: str, size: int, most: int, command: str) -> str:
    """Say that a file is larger than the channel takes (both in bytes), and how it is to be had all the same."""
    return (
        f"{CAPTIONS[kind]} · {unit}: tệp lớn {_megabytes(size)} MB, kênh này chỉ gửi được {_megabytes(most)} MB. "
        f"Xin chọn khoảng thời gian ngắn hơn, hoặc nhờ quản trị của tỉnh chạy trên máy chủ:\n{command}"
    )


def _megabytes(size: int) -> str:
    return figures.decimal(size / (1 << 20))
