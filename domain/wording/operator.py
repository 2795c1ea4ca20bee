"""What the operator reads at the command line when something keeps a command from running, and in its help."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

ABOUT = "Rà soát dữ liệu hộ tịch qua tin nhắn."
STOPPED = "đã dừng theo yêu cầu; không ghi dở dang gì"
READY = "Cơ sở dữ liệu đã sẵn sàng."
HELP_JSON = "in kết quả dạng JSON"
HELP_OUT = ".xlsx hoặc .csv"
WRONG_ENDING = "{option}: chỉ ghi được tệp .xlsx hoặc .csv"
NO_FOLDER = "{option}: không có thư mục {folder}"
IS_FOLDER = "{option}: {path} là một thư mục"

TOKEN_BLOT, PHONE_BLOT = "[mã bot]", "[số điện thoại]"  # stand in the log for what may not be there
TOKEN_REFUSED = "Telegram không nhận mã bot này"
TOKEN_FORM = "mã bot có dạng 123456:ABC…"
WEBHOOK_HALF = "còn thiếu địa chỉ hoặc webhook_secret"
ADDRESS_UNREADABLE = "không đọc được địa chỉ cơ sở dữ liệu"  # never repeated: it may hold a password
ADDRESS_UNKNOWN = "cơ sở dữ liệu phải là sqlite+aiosqlite:///TỆP hoặc postgresql+asyncpg://…"
NO_WEB_ADDRESS = "phải là địa chỉ http:// hoặc https://"
NO_ADDRESS = "“{part}” không phải địa chỉ IP hay dải địa chỉ, ví dụ 127.0.0.1,10.0.0.0/8"
NO_ZONE = "không phải múi giờ IANA"
NO_OFFSET = "phải có độ lệch giờ, ví dụ 2024-07-04T07:00:00+07:00"
SECRET_SHORT = "phải có ít nhất {length} ký tự"
WRONG_DAY = "{option}: “{value}” không phải một ngày; viết như 2024-07-04"
OA_INCOMPLETE = "tài khoản OA cần đủ app_id, app_secret, oa_secret"
ZALO_NEEDS_ADDRESS = "Zalo gọi về máy chủ này, nên cần địa chỉ công khai"
SECRET_LETTERS = "chỉ gồm A–Z a–z 0–9 _ -"
NO_HEADING = "dòng đầu phải là {}"
NO_DAY = "cột day phải là một ngày có thật, ví dụ 2026-01-02"
NO_KIND = "cột kind phải là off hoặc workday"
DAY_TWICE = "ngày này đã có ở dòng trên"
NO_LINE = "không đọc được dòng này"
NOT_MADE = "cơ sở dữ liệu chưa được khởi tạo: chạy `rasoat init` trước"


def no_database(path: Path) -> str:
    """Say that there is no file where the database should be."""
    return f"chưa có cơ sở dữ liệu {path}: chạy `rasoat init` trước"


def other_version(found: str, wanted: str | None) -> str:
    """Say that the tables are those of another version."""
    return f"cơ sở dữ liệu ở phiên bản {found}, chương trình cần {wanted}: chạy `rasoat init` để nâng cấp"


def wrong_setting(name: str, reason: str) -> str:
    """Name a setting and what is wrong with it."""
    return f"Thiết lập {name} sai: {reason}"


def no_setting(name: str) -> str:
    """Say that a name is none of a setting."""
    return f"Thiết lập {name} sai: không có thiết lập nào tên này"


def no_folder(path: Path) -> str:
    """Say that a folder is not there."""
    return f"không có thư mục {path}"


def file_unreadable(path: Path) -> str:
    """Say that a file is not there, or may not be read."""
    return f"không đọc được tệp {path}"


def file_not_utf8(path: Path) -> str:
    """Say that a file's letters are not those of UTF-8."""
    return f"tệp {path} không phải là tệp chữ UTF-8 (trong Excel, chọn lưu dạng CSV UTF-8)"


def line_wrong(path: Path, line: int, reason: str) -> str:
    """Name a line of a file and what is wrong with it."""
    return f"tệp {path}, dòng {line}: {reason}"


def port_taken(host: str, port: int) -> str:
    """Say that the web server cannot listen there."""
    return f"không mở được {host}:{port}"


def already_running(path: Path) -> str:
    """Say that a bot runs on this file already."""
    return f"đã có một `rasoat run` đang chạy trên {path}"


def no_part(wrong: Iterable[str], parts: Iterable[str]) -> str:
    """Say which parts `run` has."""
    return f"--only không có phần {', '.join(wrong)}; có: {', '.join(parts)}"
