"""One entry of the follow-up register in words: what is wrong, where it stands, what was done about it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from domain import keys, masking
from domain.fields import find_field
from domain.follow_ups import Authority, Standing
from domain.records import TYPE_LABEL, RecordType
from domain.review import FollowUpKind, Route
from domain.wording import captions, shown
from domain.wording.figures import day

INVITE, NO_INVITE = "Cần mời công dân", "Không cần mời công dân"
NOBODY = "Chưa giao ai"
_CUT = 120
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
