"""Backups in words: what the operator reads at the command line, and the check-up of their age."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path

from domain.wording.figures import count, decimal, moment

HELP_FILE = "tệp sao lưu"
HELP_FORCE = "ghi đè tệp đã có"
HELP_REPLACE = "thay toàn bộ dữ liệu đang có bằng bản sao lưu"

BUSY = "một lần sao lưu khác đang ghi tệp này"
RUNNING = "bot đang chạy trên cơ sở dữ liệu này: dừng bot rồi khôi phục lại"
NOT_EMPTY = "cơ sở dữ liệu đã có dữ liệu: thêm --replace nếu thật sự muốn thay toàn bộ bằng bản sao lưu"
AFTERWARDS = (
    "Nút cũ trong các cuộc trò chuyện đều hết hiệu lực. Bot chỉ trả lời, chưa tự gửi tin nào, "
    "cho đến khi quản trị viên bấm “▶ Cho gửi tiếp” trong /hethong."
)


def exists(path: Path) -> str:
    """Say that a file of that name is there."""
    return f"đã có tệp {path}: chọn tên khác, hoặc thêm --force để ghi đè"


def no_folder(path: Path) -> str:
    """Say that the folder of a file is not there."""
    return f"không có thư mục {path.parent}"


def unreadable(path: Path) -> str:
    """Say that a file is not there or may not be read."""
    return f"không đọc được tệp {path}"


def damaged(path: Path, part: str) -> str:
    """Say that a file is no whole backup."""
    return f"{path} không phải bản sao lưu còn nguyên vẹn (hỏng ở phần {part}); chưa ghi gì"


def other_version(found: str, wanted: str) -> str:
    """Say that a backup is of another version's tables."""
    return (
        f"bản sao lưu ở phiên bản {found}, chương trình cần {wanted}: dùng đúng bản chương trình đã tạo ra nó"
    )


def made(path: Path, rows: int, size: int) -> str:
    """Say that a backup was written, its size in megabytes."""
    return f"Đã sao lưu {count(rows)} dòng vào {path} ({decimal(size / 1e6)} MB)."


def restored(rows: int, at: datetime, held_back: int) -> str:
    """Say that a backup was taken in."""
    tail = f" {count(held_back)} tin đang chờ được giữ lại." if held_back else ""
    return f"Đã khôi phục {count(rows)} dòng từ bản sao lưu lúc {moment(at)}.{tail}"


def age(since: timedelta) -> str:
    """Tell how long ago something was, in its widest unit."""
    minutes = max(0, int(since.total_seconds() // 60))
    if minutes < 60:
        return f"{minutes} phút"
    return f"{minutes // 60} giờ" if minutes < 48 * 60 else f"{minutes // (24 * 60)} ngày"


def last(at: datetime | None, now: datetime) -> str:
    """Tell when the last backup was made, as the check-up does."""
    if at is None:
        return "chưa có bản sao lưu nào: chạy `rasoat backup TỆP` mỗi ngày"
    return f"bản sao lưu mới nhất lúc {moment(at)}, cách đây {age(now - at)}"


def frozen(at: datetime, waiting: Sequence[tuple[str, int]]) -> str:
    """Tell admins that nothing goes out unasked after a restore."""
    held = ", ".join(f"{count(number)} {name}" for name, number in waiting if number)
    tail = f" Đang giữ lại: {held}." if held else ""
    return (
        f"⏸ Dữ liệu vừa được khôi phục từ bản sao lưu (lúc {moment(at)}). Bot chỉ trả lời, chưa tự gửi tin nào.{tail} "
        "Xin xem /hethong rồi bấm nút dưới đây khi đã kiểm tra."
    )
