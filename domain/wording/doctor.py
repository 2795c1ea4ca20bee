"""The lines of the check-up of an installation: what is well, what to look at, what keeps it from working."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from domain.wording.figures import count, decimal, moment

NAMES: Mapping[str, str] = {
    "settings": "thiết lập",
    "token": "mã bot",
    "webhook": "webhook",
    "database": "cơ sở dữ liệu",
    "sqlite": "SQLite",
    "postgresql": "PostgreSQL",
    "durability": "ghi an toàn",
    "log": "nhật ký",
    "clock": "đồng hồ",
    "font": "phông chữ",
    "disk": "đĩa",
    "scans": "bản quét",
    "backup": "sao lưu",
}
LEVELS: Mapping[str, str] = {"ok": "ổn", "warn": "lưu ý", "fault": "lỗi"}

SETTINGS_FINE = "đọc được, không có gì sai"
ZALO_ALONE = "không dùng Telegram; bot chạy trên Zalo"
NO_TOKEN = "chưa đặt RASOAT_TELEGRAM__TOKEN, `rasoat run` sẽ không khởi động"
POLLING = "không dùng, bot tự hỏi Telegram (getUpdates)"
WEBHOOK_FINE = "{url}, có mã bí mật đủ dài"
WEBHOOK_PLAIN = "{url} không phải https; chỉ máy chủ Bot API riêng mới chấp nhận"
DATABASE_FINE = "mở được, đúng phiên bản bảng"
WAL_FINE = "journal_mode=WAL, synchronous=FULL: quyết định đã xác nhận thì còn, kể cả khi mất điện"
NOT_WAL = "journal_mode là {journal}, phải là WAL; chạy `rasoat init`"
NOT_FULL = "synchronous không phải FULL: mất điện có thể mất quyết định đã xác nhận"
NOT_FLUSHED = "fsync hoặc synchronous_commit đang tắt: mất điện có thể mất quyết định đã xác nhận"
FLUSHED = "fsync và synchronous_commit đang bật"
LOG_GUARDED = "cơ sở dữ liệu không cho sửa, xóa quyết định"
LOG_OPEN = "thiếu khóa chống sửa, xóa quyết định; chạy `rasoat verify` và tìm xem ai đã gỡ"
RACE = (
    "phiên bản {version} cũ hơn 3.51.3: có lỗi checkpoint tranh với commit của kết nối khác có thể làm mất dữ liệu. "
    "Chương trình này đã rào (một kết nối ghi, khóa khi checkpoint); không mở tệp bằng công cụ khác khi bot đang chạy"
)
SQLITE_FINE = "phiên bản {version}"
FONT_FINE = "vẽ được đủ dấu tiếng Việt"
FONT_POOR = "không vẽ được các chữ {letters}"
FONT_ABSENT = "không mở được phông chữ đi kèm: {reason}"
NO_SCANS = "chưa đặt RASOAT_SCANS: thẻ không kèm bản quét"
SCANS_ELSEWHERE = "lấy từ {where}"
SCANS_FINE = "đọc được {folder}"
SCANS_EMPTY = "{folder} trống"
SCANS_UNSEEN = (
    "chưa ai xem được bản quét: đặt RASOAT_WEB__PUBLIC_URL (trang rà soát), hoặc RASOAT_SCAN_IN_CHAT=true"
)
SCANS_SHUT = "không đọc được {folder}: {reason}"


def settings_wrong(reason: str) -> str:
    """Name the wrong setting."""
    return f"{reason}; chưa kiểm tra được phần còn lại"


def bot_answers(username: str) -> str:
    """Say who the bot is."""
    return f"Telegram nhận, bot là @{username}"


def bot_other(username: str, wanted: str) -> str:
    """Say that the links on the activation sheet lead to another bot."""
    return f"Telegram nói bot là @{username}, nhưng RASOAT_TELEGRAM__USERNAME là @{wanted}"


def bot_unheard(reason: str) -> str:
    """Say that Telegram could not be asked."""
    return f"chưa hỏi được Telegram ({reason})"


def postgres(version: str, skew_s: float, *, far: bool) -> str:
    """Tell the server's version and how its clock differs from this machine's."""
    skew = f"đồng hồ lệch {decimal(abs(skew_s))} giây so với máy này"
    return f"phiên bản {version}, {skew}" + (": hãy chỉnh giờ (NTP)" if far else "")


def clock(now: datetime, zone: str) -> str:
    """Tell the time as the bot sees it."""
    return f"{moment(now)}, {zone}"


def clock_set(now: datetime, zone: str) -> str:
    """Say that the clock is not the true one."""
    return f"RASOAT_NOW đang đặt: bot chạy theo {moment(now)} ({zone}), không theo giờ thật"


def clock_behind(now: datetime, last: datetime) -> str:
    """Say that decisions lie in the future."""
    return f"bây giờ là {moment(now)} nhưng quyết định mới nhất ghi lúc {moment(last)}: đồng hồ chạy lùi?"


def disk(free_bytes: int, folder: str, size_bytes: int) -> str:
    """Tell the room left beside a database file."""
    return f"còn {_gigabytes(free_bytes)} tại {folder}; cơ sở dữ liệu {_gigabytes(size_bytes)}"


def disk_elsewhere(size_bytes: int) -> str:
    """Tell the size of a database whose disk is another machine's business."""
    return f"cơ sở dữ liệu {_gigabytes(size_bytes)}, đĩa do máy chủ PostgreSQL giữ"


def _gigabytes(size: int) -> str:
    return f"{decimal(size / 1e9)} GB" if size >= 100_000_000 else f"{count(-(-size // 1_000_000))} MB"


def summary(faults: int, warnings: int) -> str:
    """Sum the check-up up."""
    if not faults and not warnings:
        return "Mọi thứ đều ổn."
    return f"{count(faults)} lỗi, {count(warnings)} điểm lưu ý."
