"""What the operator reads at the command line when something keeps a command from running, and in its help."""

from __future__ import annotations

from pathlib import Path

ADDRESS_UNREADABLE = "không đọc được địa chỉ cơ sở dữ liệu"  # never repeated: it may hold a password
ADDRESS_UNKNOWN = "cơ sở dữ liệu phải là sqlite+aiosqlite:///TỆP hoặc postgresql+asyncpg://…"
NOT_MADE = "cơ sở dữ liệu chưa được khởi tạo: chạy `rasoat init` trước"


def no_database(path: Path) -> str:
    """Say that there is no file where the database should be."""
    return f"chưa có cơ sở dữ liệu {path}: chạy `rasoat init` trước"


def other_version(found: str, wanted: str | None) -> str:
    """Say that the tables are those of another version."""
    return f"cơ sở dữ liệu ở phiên bản {found}, chương trình cần {wanted}: chạy `rasoat init` để nâng cấp"
