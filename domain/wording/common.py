"""Sentences that belong to no single subject."""

from __future__ import annotations

from collections.abc import Iterable

from domain.talk.commands import Entry

NOT_UNDERSTOOD = "Tôi chưa hiểu. Xin bấm nút trên thẻ, gõ đúng chữ trên nút, hoặc gõ /huongdan."
ONLY_TEXT = "Tôi chỉ đọc được chữ và nút bấm. Xin bấm nút trên thẻ hoặc gõ /huongdan."
TOO_LONG = "Tin nhắn quá dài, tôi không nhận. Xin gõ ngắn hơn 1.000 ký tự."
TOO_EARLY = "Lời vừa gõ đến trước khi thẻ dưới đây hiện ra nên không tính. Xin xem thẻ rồi trả lời lại."
NO_COMMAND = "Không có lệnh này. Gõ /huongdan để xem các lệnh."
NOT_YOURS = "Việc này không thuộc quyền của anh/chị."
NO_POST = "Anh/chị không còn nhiệm vụ trong danh sách rà soát. Nếu có nhầm lẫn, xin báo Sở Tư pháp."
LOCKED = "Tài khoản của anh/chị đang bị khóa. Nếu có nhầm lẫn, xin báo quản trị viên."
PARKED = (
    "Có trục trặc khi xử lý thao tác vừa rồi của anh/chị; chưa có gì thay đổi. Xin gõ /batdau để tiếp tục. "
    "Nếu còn gặp lại, xin báo quản trị viên và nói rõ đã bấm gì, lúc mấy giờ."
)
AFTER_OUTAGE = (
    "Máy chủ vừa gián đoạn: thao tác trong lúc đó có thể chưa tới. Xin kiểm tra và bấm lại trên thẻ này."
)
CARD_MOVED = "Thẻ đã chuyển xuống tin nhắn dưới."
SCAN_FAILED = "Không mở được bản quét của hồ sơ này (thiếu, hỏng hoặc quá lớn). Xin đối chiếu với sổ giấy."
HELP_TAIL = (
    "Trên thẻ: ✅ đúng như sổ · ✏️ sai sót nhỏ khi nhập · ↩️ bên số hóa nhầm · 📕 sổ gốc sai hoặc thiếu. "
    "Gõ chữ trên nút cũng được. Sửa nhanh: gõ “Họ tên mẹ: …”."
)


def file_not_here(name: str) -> str:
    """Say that a document cannot be sent on this channel."""
    return f"(Kênh này không gửi được tệp {name}; xin lấy tệp trên Telegram hoặc nhờ quản trị của tỉnh.)"


def help_text(entries: Iterable[Entry], *, reviews: bool) -> str:
    """List the commands somebody may use."""
    lines = [f"/{entry.name}: {entry.menu}" for entry in entries]
    return "\n".join(["Các lệnh:", *lines, *([HELP_TAIL] if reviews else [])])
