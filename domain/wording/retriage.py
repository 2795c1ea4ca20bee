"""The sentences around returns that are looked at anew: why the register may be at fault, and what became of them."""

from __future__ import annotations

from collections.abc import Sequence

from domain import keys, masking
from domain.records import TYPE_LABEL, RecordType
from domain.retriage import Why
from domain.review import ReturnReason
from domain.wording import captions, shown
from domain.wording.figures import count

TITLE = "Rà lại hồ sơ đã trả"
TO_FOLLOW_UP = "📕 Chuyển sang theo dõi"
KEEP_RETURNED = "↩️ Giữ trả lại"
FILE = "📄 Tải danh sách rà lại"
WHY_WORDS: dict[Why, str] = {
    Why.EMPTY: "ít ô trống mà sổ cũ thường không ghi",
    Why.CONFLICT: "nội dung mâu thuẫn, có thể do chính sổ ghi",
    Why.ODD: "giá trị lạ, có thể do chính sổ ghi",
}
UNSAID = "từ chối trước đây, không ghi lý do"
NONE = "Không có hồ sơ trả lại nào có dấu hiệu lỗi của sổ gốc."
NEXT = "Hồ sơ tiếp theo:"
GONE = "Hồ sơ này không còn trong danh sách rà lại: đã được xử lý tiếp hoặc số hóa gửi lại. Chưa ghi gì."
KEPT_ALREADY = "Hồ sơ này đã có người chọn giữ trả lại."
QUESTION = "Sổ gốc có ghi đúng như dữ liệu không? Đúng như sổ thì chuyển sang theo dõi, không trả lại."


def button(number: int) -> str:
    """Label the button that opens the list."""
    return f"🔁 {TITLE} ({count(number)})"


def head(total: int, listed: int) -> str:
    """Head the list."""
    more = f" Dưới đây là {count(listed)} hồ sơ đáng xem trước." if total > listed else ""
    return f"{count(total)} hồ sơ đã trả lại có thể là lỗi của sổ gốc (trường hợp c).{more} Chọn một hồ sơ:"


def in_list(number: str, book: str, unit: str, score: int) -> str:
    """Label a record in the list."""
    return f"{keys.entry_name(shown.clean(number, 16), shown.clean(book, 16))} · {unit} · {score} điểm"


def reasons(codes: Sequence[str]) -> str:
    """Name the reasons a record was returned for."""
    named = [
        captions.RETURN_REASONS[ReturnReason(code)] for code in codes if code in ReturnReason.__members__
    ]
    return "; ".join(named) or UNSAID


def one(
    record_type: RecordType,
    number: str,
    book: str,
    unit: str,
    subject: str,
    codes: Sequence[str],
    why: Why,
    fields: Sequence[str],
    score: int,
) -> str:  # fmt: skip
    """Show a returned record with what speaks for a fault of its register."""
    who = f" · {masking.initials(subject)}" if subject else ""
    lines = [
        f"{TYPE_LABEL[record_type]}: {keys.entry_name(shown.clean(number, 24), shown.clean(book, 24))} · {unit}{who}",
        f"• Đã trả lại vì: {reasons(codes)}",
        f"• Dấu hiệu: {WHY_WORDS[why]} ({score} điểm)",
    ]
    if fields:
        lines.append(f"• Ô: {', '.join(shown.label(record_type, name) for name in fields)}")
    return "\n".join([*lines, QUESTION])


def moved(name: str, route: str) -> str:
    """Say that a record came home."""
    return f"Đã chuyển {name} sang danh sách theo dõi (hướng: {route}); không trả lại số hóa nữa."


def kept(name: str) -> str:
    """Say that a record stays returned."""
    return f"Đã giữ trả lại: {name}."
