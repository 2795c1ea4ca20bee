"""Roles in words, and the sentences by which an admin finds people."""

from __future__ import annotations

from collections.abc import Iterable

from domain import phones
from domain.people import Role

ROLE_WORDS: dict[Role, str] = {
    Role.OFFICIAL: "Cán bộ rà soát",
    Role.HEAD: "Lãnh đạo đơn vị",
    Role.ADMIN: "Quản trị tỉnh",
    Role.AUDITOR: "Giám sát",
    Role.VENDOR: "Đơn vị số hóa",
}
ASK = "Gõ họ tên hoặc số điện thoại cần tìm (ví dụ: Nông Thị Hoa, hoặc 0912…)."
NOBODY = "Không tìm thấy ai như vậy. Gõ lại họ tên hoặc số điện thoại."
PICK = "Chọn người:"
PICK_OF_MORE = "Có nhiều hơn {0} người như vậy; chọn trong {0} người đầu, hoặc gõ /nhansu kèm tên đầy đủ hơn:"
DROPPED = "Đã thôi tìm. Muốn tìm tiếp, gõ /nhansu."


def about(name: str, phone: str, posts: Iterable[tuple[str, str]], linked: Iterable[str]) -> str:
    """Describe somebody on the roster to an admin."""
    lines = [f"{name} · {phones.shown(phone)}", *(f"• {role}, {unit}" for role, unit in posts)]
    channels = ", ".join(linked)
    lines.append(f"Đã kích hoạt trên: {channels}" if channels else "Chưa kích hoạt")
    return "\n".join(lines)


def new_code(name: str, code: str, link: str, days: int) -> str:
    """Hand an admin a new code for somebody."""
    tail = f"\nLiên kết: {link}" if link else ""
    return f"Mã mới của {name}: {code}{tail}\nDùng một lần, trong {days} ngày. Khi dùng, tài khoản cũ trên cùng kênh bị gỡ."
