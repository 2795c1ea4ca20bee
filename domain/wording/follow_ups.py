"""The sentences of the follow-up register: its list, one entry, what is done about it, and how it ends."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from domain import keys
from domain.follow_ups import Standing
from domain.review import FollowUpKind
from domain.typed_days import Why
from domain.wording import captions, shown
from domain.wording.figures import count, day
from domain.wording.follow_up_entry import ACT_WORDS, STANDING_WORDS

TITLE = "Theo dõi sổ gốc"
# buttons
KIND = "📕 Sổ sai hay thiếu"
PERSON, DUE, ROUTE, ABOUT, NOTE = (
    "👤 Người xử lý", "📅 Hạn xử lý", "⚖ Hướng xử lý", "📝 Ô và nội dung sổ", "✍ Ghi chú"
)  # fmt: skip
APPROVE = "✔ Đã bổ sung/cải chính, phê duyệt"
KEEP = "Giữ nguyên theo dõi, kết thúc"
TO_REVIEW = "↩ Đưa về rà soát lại"
REOPEN = "Mở lại việc theo dõi"
CONFIRM = "✔ Phê duyệt theo văn bản"
FIND = "🔎 Tìm số, đơn vị"
FILTER, ALL, OVERDUE, UNDATED, MINE, OVER = (
    "▾ Lọc", "Tất cả đang xử lý", "Quá hạn", "Chưa có hạn", "Của tôi", "Đã kết thúc"
)  # fmt: skip
FILE = "📄 Tải danh sách"

# questions and answers
NONE_HERE = "Không có hồ sơ nào trong danh sách này."
NONE_AT_ALL = "Danh sách theo dõi sổ gốc đang trống."
PICK = "Chọn một hồ sơ:"
ASK_FIND = "Gõ số đăng ký, hoặc tên hay mã đơn vị."
GONE = "Không có mục theo dõi này trong phạm vi của anh/chị."
DROPPED = "Đã bỏ."
NO_MATCH = "Không tìm thấy “{words}” trong danh sách. Gõ số đăng ký hoặc tên đơn vị."
ASK_PERSON = "Ai xử lý hồ sơ này? Chọn một người hoặc gõ họ tên."
NOT_HERE = "“{name}” không phải cán bộ hay lãnh đạo của {unit} hoặc cấp trên. Chưa giao ai."
AMBIGUOUS = "Có nhiều người tên “{name}”; xin chọn trong danh sách."
ASK_DUE = "Hạn xử lý là ngày nào? Chọn hoặc gõ ngày/tháng/năm."
ASK_ROUTE = "Hướng xử lý theo luật cho hồ sơ này?"
ASK_KIND = "Sổ gốc sai hay thiếu thế nào?"
ASK_ABOUT = (
    "Ô nào, sổ ghi thế nào? Mỗi dòng một ô, dạng “Tên ô = sổ ghi thế nào”, ví dụ:\nHọ tên mẹ = để trống"
)
NO_FIELD = "Không có ô tên “{words}” trong loại hồ sơ này. Chưa ghi gì."
MANY_FIELDS = "“{words}” có thể là: {names}. Xin gõ tên ô đầy đủ hơn; chưa ghi gì."
TOO_MANY_FIELDS = "Nhiều nhất {most} ô. Chưa ghi gì."
ASK_NOTE = "Gõ ghi chú, tối đa 300 ký tự."
ASK_DOCUMENT = (
    "Gõ số và ngày của quyết định, trích lục hoặc văn bản đã bổ sung/cải chính trong một dòng, ví dụ: "
    "15/TL-UBND {day}."
)
ASK_KEEP = "Vì sao kết thúc mà giữ nguyên? Gõ lý do, ít nhất 3 chữ, tối đa 300 ký tự."
ASK_BACK = "Vì sao đưa về rà soát lại? Gõ lý do, ít nhất 3 chữ, tối đa 300 ký tự."
TOO_SHORT = "Xin gõ rõ hơn, ít nhất 3 chữ."
CHANGED = (
    "Mục này vừa được {who} thay đổi; dưới đây là nội dung hiện tại. Việc anh/chị vừa chọn chưa được ghi."
)
SOMEBODY = "người khác"
WENT_ON = "Hồ sơ này đã được xử lý tiếp ở chỗ khác, không còn trong danh sách theo dõi. Chưa ghi gì."
ONLY_LOOK = "Anh/chị chỉ xem được mục này."
_NO_DAY: dict[Why, str] = {
    Why.SHAPE: "Chưa đọc được ngày. Xin gõ một ngày, ví dụ 18/07/2024. Hạn chưa thay đổi.",
    Why.IMPOSSIBLE: "Không có ngày {said}. Hạn chưa thay đổi.",
    Why.PAST: "Ngày {said} đã qua. Xin gõ một ngày từ hôm nay trở đi. Hạn chưa thay đổi.",
    Why.FAR: "Ngày {said} quá xa, nhiều nhất hai năm tới. Hạn chưa thay đổi.",
    Why.ORDER: "Xin gõ một ngày, không phải một khoảng. Hạn chưa thay đổi.",
    Why.LONG: "Xin gõ một ngày, không phải một khoảng. Hạn chưa thay đổi.",
}


def no_day(why: Why, said: str) -> str:
    """Say why a typed day is no day for this."""
    return _NO_DAY[why].format(said=said)


def day_off(on: date, reason: str, following: date) -> str:
    """Refuse a day on which nobody works, and name the next one."""
    why = f" ({reason})" if reason else ""
    return f"Ngày {day(on)} là ngày nghỉ{why}; ngày làm việc kế tiếp là {day(following)}. Hạn chưa thay đổi."


def button(number: int) -> str:
    """Label the button that opens the register."""
    return f"📕 {TITLE} ({count(number)})"


def summary(where: str, under_way: int, overdue: int, undated: int, over: int) -> str:
    """Sum a register up in a line."""
    parts = [f"{count(under_way)} đang xử lý"]
    parts += [f"{count(overdue)} quá hạn"] if overdue else []
    parts += [f"{count(undated)} chưa có hạn"] if undated else []
    parts += [f"{count(over)} đã kết thúc"] if over else []
    return f"{TITLE} – {where}: {', '.join(parts)}."


def listed(filtered: str, first: int, last: int, total: int) -> str:
    """Say which part of a list is shown."""
    what = f"{filtered}: " if filtered else ""
    return f"{what}{count(total)} hồ sơ" + (f", từ {count(first)} đến {count(last)}" if total > last - first + 1 else "") + "."  # fmt: skip


def in_list(number: str, book: str, unit: str, kind: FollowUpKind | None, due: date | None, late: bool) -> str:  # fmt: skip
    """Label an entry in the list: no name, no value."""
    parts = [keys.entry_name(shown.clean(number, 16), shown.clean(book, 16))]
    parts += [unit] if unit else []
    parts += [captions.FOLLOW_UP_KINDS[kind]] if kind else []
    parts += [f"{'quá hạn' if late else 'hạn'} {due:%d/%m}"] if due else []
    return " · ".join(parts)


def done(act: str, value: Any = None) -> str:
    """Say what was written down."""
    words = ACT_WORDS[act]
    return f"Đã {words}" + (f": {value}" if value else "") + "."


def over(standing: Standing, on: date | None, who: str) -> str:
    """Say that nothing more is done about an entry that is over."""
    when = f" ngày {day(on)}" if on else ""
    return f"Mục này đã kết thúc{when}{f' ({who})' if who else ''}: {STANDING_WORDS[standing].lower()}. Chưa ghi gì."


def changed(who: str) -> str:
    """Say that somebody was quicker."""
    return CHANGED.format(who=who or SOMEBODY)


def document(number: str, signed_on: date) -> str:
    """Name the document by which a register was mended."""
    return f"{number} ngày {day(signed_on)}"


def confirm(note: str, changes: Sequence[tuple[str, str, str]], still_empty: Sequence[str]) -> str:
    """Ask for the last tap before a mended record is approved; changes are (field's label, before, after)."""
    lines = [f"Phê duyệt theo văn bản {note}."]
    lines += [
        f"• {label}: {before or shown.NOTHING} → {after or shown.NOTHING}" for label, before, after in changes
    ]
    if still_empty and not changes:
        lines.append(f"Ô {', '.join(still_empty)} vẫn trống trong dữ liệu.")
    lines.append("Dữ liệu đổi theo văn bản thì gõ “Tên ô = giá trị mới”, rồi chọn phê duyệt.")
    return "\n".join(lines)


def approved(name: str, note: str) -> str:
    """Say that a mended record is approved."""
    return f"Đã phê duyệt {name} theo {note}; kết thúc theo dõi."


def kept(name: str) -> str:
    """Say that an entry ended with its record kept."""
    return f"Đã kết thúc theo dõi {name}, giữ nguyên như sổ."


def back(name: str) -> str:
    """Say that a record is up for review again."""
    return f"Đã đưa {name} về rà soát lại."


def told(name: str, unit: str, by: str, due: date | None) -> str:
    """Tell somebody that an entry is theirs now."""
    until = f", hạn {day(due)}" if due else ""
    return f"{by} giao anh/chị xử lý mục theo dõi sổ gốc {name} ({unit}){until}. Gõ /theodoi để xem."
