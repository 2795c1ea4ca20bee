"""Records returned once more after the vendor sent them again, and what a head says about it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from domain import masking
from domain.keys import entry_name
from domain.records import TYPE_LABEL, RecordType
from domain.review import FollowUpKind, ReturnReason
from domain.wording import captions, returned, shown
from domain.wording.figures import count, day

SEE = "🔁 Xem trả lại lần hai"
CONFIRM, FOLLOW_UP, GIVE_BACK = "✔ Đồng ý trả lại", "📕 Đưa vào theo dõi", "↪ Giao lại cán bộ"
DROP, BACK = captions.DROP, captions.BACK
NEXT, BEFORE = captions.PAGE_ON, captions.PAGE_BACK
NONE = "Không còn hồ sơ trả lại lần hai nào chờ ý kiến."
WENT_ON = "Hồ sơ này đã được xử lý tiếp hoặc đã có ý kiến, không còn chờ nữa."
ASK_KIND = (
    "Chỉ chọn khi dữ liệu đúng như sổ mà sổ gốc sai hoặc thiếu: hồ sơ rời đơn vị số hóa, vào danh sách theo dõi.\n"
    "Sổ gốc sai hay thiếu thế nào?"
)
WORD_MAX = 200
ASK_WORD = f"Gõ ý kiến cho cán bộ (vì sao không trả lại nữa, xem lại ô nào), tối đa {WORD_MAX} chữ."
WORD_TOO_LONG = f"Ý kiến dài quá {WORD_MAX} chữ. Xin gõ ngắn hơn."
WORD_TOO_SHORT = "Xin gõ ý kiến rõ hơn, ít nhất 3 chữ."
_NAME_MAX = 60
_CHANGED = 6  # fields named


def waits(number: int) -> str:
    """Count what waits for a head's word."""
    return f"Trả lại lần hai, chờ ý kiến lãnh đạo: {count(number)} hồ sơ"


def digest(number: int) -> str:
    """Tell a head in the digest; it is told again each working day until there is a word."""
    return f"{waits(number)}. Đơn vị số hóa đã gửi lại mà cán bộ vẫn trả: xin xem và quyết định."


def head(number: int, page: int, pages: int) -> str:
    """Head the list."""
    where = f" (trang {count(page + 1)}/{count(pages)})" if pages > 1 else ""
    return f"{waits(number)}{where}."


def name(number: str, book: str) -> str:
    """Name a record by number and book, cleaned of what slipped into them."""
    return shown.clean(masking.slipped_in(entry_name(number, book)), _NAME_MAX)


def line(number: str, book: str, unit: str, why: ReturnReason | None) -> str:
    """Label one record of the list."""
    return f"{name(number, book)} · {unit} · {returned.reason(why)}"


@dataclass(frozen=True, slots=True)
class Past:
    """What was done with a record: returned by somebody, or sent again with these fields changed."""

    on: date
    why: ReturnReason | None = None
    by: str = ""
    sent: bool = False
    changed: Sequence[str] = ()


def about(number: str, book: str, kind: RecordType, unit: str, past: Sequence[Past]) -> str:
    """Show one record's way between official and vendor, without its values."""
    lines = [f"{name(number, book)} ({TYPE_LABEL[kind]}), {unit}"]
    returns = 0
    for each in past:
        if each.sent:
            lines.append(f"• {day(each.on)}: số hóa gửi lại, đổi {_fields(kind, each.changed)}")
        else:
            returns += 1
            by = f", {each.by}" if each.by else ""
            lines.append(f"• {day(each.on)}: trả lại lần {returns}, {returned.reason(each.why)}{by}")
    lines.append("Xin quyết định:")
    return "\n".join(lines)


def _fields(kind: RecordType, changed: Sequence[str]) -> str:
    named = [shown.label(kind, each) for each in changed[:_CHANGED]]
    more = f" và {count(len(changed) - _CHANGED)} ô khác" if len(changed) > _CHANGED else ""
    return ", ".join(named) + more if named else "không ô nào"


def confirmed(number: str, book: str) -> str:
    """Say that the return stands."""
    return f"Đã đồng ý trả lại: {name(number, book)}. Hồ sơ chờ đơn vị số hóa gửi lại."


def followed(number: str, book: str, kind: FollowUpKind) -> str:
    """Say that it was no matter of the vendor's."""
    return f"Đã đưa vào danh sách theo dõi: {name(number, book)} ({captions.FOLLOW_UP_KINDS[kind]})."


def given_back(number: str, book: str, *, queue: bool) -> str:
    """Say where the record is now."""
    where = "hàng chờ của đơn vị, vì cán bộ trước không còn rà soát ở đó" if queue else "danh sách của cán bộ"
    return f"Đã giao lại: {name(number, book)} về {where}."


def to_official(number: str, book: str, word: str) -> str:
    """Tell the official that a return of theirs was taken back, and why."""
    return (
        f"Lãnh đạo giao lại hồ sơ đã trả: {name(number, book)}. Ý kiến: {shown.clean(word, WORD_MAX * 2)}\n"
        "Hồ sơ nằm đầu danh sách."
    )
