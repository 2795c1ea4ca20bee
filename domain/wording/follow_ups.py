"""The sentences of the follow-up register: its list, one entry, what is done about it, and how it ends."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from domain import keys, masking
from domain.fields import find_field
from domain.follow_ups import Authority, Standing
from domain.records import TYPE_LABEL, RecordType
from domain.review import FollowUpKind, Route
from domain.typed_days import Why
from domain.wording import captions, shown
from domain.wording.figures import count, day

TITLE = "Theo dõi sổ gốc"
STANDING_WORDS: dict[Standing, str] = {
    Standing.OPEN: "Đang xử lý",
    Standing.WAITING_CITIZEN: "Chờ công dân",
    Standing.AT_DISTRICT: "Đã chuyển huyện",
    Standing.CLOSED_APPROVED: "Đã bổ sung/cải chính",
    Standing.CLOSED_KEPT: "Giữ nguyên theo dõi, đã kết thúc",
    Standing.BACK: "Đã đưa về rà soát lại",
    Standing.WITHDRAWN: "Đã rút (hoàn tác)",
}
AUTHORITY_WORDS: dict[Authority, str] = {
    Authority.COMMUNE: "UBND cấp xã",
    Authority.DISTRICT: "UBND cấp huyện",
    Authority.BY_AGE: "cấp xã nếu dưới 14 tuổi, cấp huyện nếu từ đủ 14 tuổi (dữ liệu chưa rõ ngày sinh)",
    Authority.NOBODY: "",
}
KIND_UNSAID = "Chưa rõ sổ sai hay thiếu"
ROUTE_UNSAID = "chưa chọn"

# buttons
KIND = "📕 Sổ sai hay thiếu"
PERSON, DUE, ROUTE, ABOUT, NOTE = (
    "👤 Người xử lý", "📅 Hạn xử lý", "⚖ Hướng xử lý", "📝 Ô và nội dung sổ", "✍ Ghi chú"
)  # fmt: skip
INVITE, NO_INVITE = "Cần mời công dân", "Không cần mời công dân"
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
NOBODY = "Chưa giao ai"

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
_CUT = 120


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


def kind_words(kind: FollowUpKind | None) -> str:
    """Name what is wrong with the register."""
    return captions.FOLLOW_UP_KINDS[kind] if kind else KIND_UNSAID


def route_words(route: str) -> str:
    """Name a legal way."""
    return captions.ROUTES[Route(route)] if route in list(Route) else (route or ROUTE_UNSAID)


def fields_words(record_type: RecordType, about: Sequence[str]) -> str:
    """Name the fields that are at fault."""
    return ", ".join(shown.label(record_type, name) for name in about)


def shows_words(record_type: RecordType, about: Sequence[str], shows: str, detail: str) -> str:
    """Show what the register says, masked as `detail` asks."""
    field = find_field(record_type, about[0]) if len(about) == 1 else None
    return shown.value(field, shows, detail, _CUT) or shown.NOTHING


def entry(
    *,
    record_type: RecordType,
    number: str,
    book: str,
    page: str,
    unit: str,
    subject: str,
    kind: FollowUpKind | None,
    about: Sequence[str],
    shows: str,
    route: str,
    authority: Authority,
    invite: bool,
    person: str,
    due: date | None,
    late: bool,
    standing: Standing,
    note: str,
    opened: date,
    opened_by: str,
    closed: date | None,
    closed_by: str,
    closing_note: str,
    detail: str,
) -> str:
    """Show one entry; whom it is about as initials only."""
    where = f", trang {shown.clean(page, 12)}" if page else ""
    who = f" · {masking.initials(subject)}" if subject else ""
    lines = [
        f"{TYPE_LABEL[record_type]}: {keys.entry_name(shown.clean(number, 24), shown.clean(book, 24))}{where} · {unit}{who}",
        f"• Sổ gốc: {kind_words(kind)}",
    ]
    if about:
        lines.append(f"• Ô: {fields_words(record_type, about)}")
    if about or shows:
        lines.append(f"• Sổ ghi: {shows_words(record_type, about, shows, detail)}")
    lines.append(f"• Hướng xử lý: {route_words(route)}")
    if AUTHORITY_WORDS[authority] and route:
        lines.append(f"• Thẩm quyền (gợi ý): {AUTHORITY_WORDS[authority]}")
    lines.append(f"• {INVITE if invite else NO_INVITE}")
    lines.append(f"• Người xử lý: {person or NOBODY}")
    lines.append(f"• Hạn: {(day(due) + (' – quá hạn' if late else '')) if due else 'chưa có'}")
    lines.append(f"• Tình trạng: {STANDING_WORDS[standing]}")
    if note:
        lines.append(f"• Ghi chú: {shown.clean(masking.numbers_within(note), 300)}")
    lines.append(f"• Mở ngày {day(opened)}" + (f" ({opened_by})" if opened_by else ""))
    if closed is not None:
        said = f": {shown.clean(masking.numbers_within(closing_note), 300)}" if closing_note else ""
        lines.append(f"• Kết thúc ngày {day(closed)}" + (f" ({closed_by})" if closed_by else "") + said)
    return "\n".join(lines)


ACT_WORDS: Mapping[str, str] = {
    "person": "giao người xử lý",
    "due": "đặt hạn",
    "route": "chọn hướng xử lý",
    "kind": "ghi sổ sai/thiếu",
    "about": "ghi ô và nội dung sổ",
    "note": "ghi chú",
    "invite": "ghi việc mời công dân",
    "standing": "đổi tình trạng",
    "approved": "phê duyệt",
    "kept": "kết thúc, giữ nguyên",
    "back": "đưa về rà soát lại",
    "reopened": "mở lại",
    "withdrawn": "rút (hoàn tác)",
}


def history(acts: Sequence[tuple[datetime, str, str]]) -> str:
    """List what was done, as (local time, by whom, act), the newest first."""
    lines = [
        f"• {at:%H:%M %d/%m}: {ACT_WORDS.get(act, act)}" + (f" ({who})" if who else "")
        for at, who, act in acts
    ]
    return "\n".join(["Việc đã làm:", *lines]) if lines else ""


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


# ── in the reminders ─────────────────────────────────────────────────────────────────────────────


def own_line(overdue: int, soon: int) -> str:
    """Remind an official of what is theirs in the register; empty where nothing presses."""
    parts = [f"{count(overdue)} quá hạn"] if overdue else []
    parts += [f"{count(soon)} sắp đến hạn"] if soon else []
    return f"{TITLE}: {', '.join(parts)}; xem /theodoi." if parts else ""


def head_line(overdue: int, soon: int, under_way: int) -> str:
    """Remind a head of what presses in the register of their units; empty where nothing does."""
    parts = [f"{count(overdue)} quá hạn"] if overdue else []
    parts += [f"{count(soon)} sắp đến hạn"] if soon else []
    return (
        f"{TITLE}: {', '.join(parts)} trong {count(under_way)} hồ sơ đang xử lý; xem /theodoi."
        if parts
        else ""
    )


def week_line(overdue: int, soon: int, under_way: int) -> str:
    """Sum the register up for a head's week; empty where nothing is under way."""
    if not under_way:
        return ""
    parts = [f"{count(under_way)} hồ sơ đang xử lý"]
    parts += [f"{count(overdue)} quá hạn"] if overdue else []
    parts += [f"{count(soon)} sắp đến hạn"] if soon else []
    return f"{TITLE}: {', '.join(parts)}; xem /theodoi."
