"""What lies at the vendor, in words: how much and for how long, by unit, by book and reason, and the file of it.

Nothing here names a person: a record is its number, book and page.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from domain import masking
from domain.records import TYPE_LABEL, Finding, RecordType
from domain.returned import Age, Waiting, days_since
from domain.review import ReturnReason
from domain.wording import captions, findings, shown
from domain.wording.figures import count, day

OPEN = "⏳ Hồ sơ đang trả lại"
BY_UNIT, BY_LOT = "🏘 Theo đơn vị", "📚 Theo quyển và lý do"
FILE = "📄 Tệp danh sách"
BACK = captions.BACK
NEXT, BEFORE = captions.PAGE_ON, captions.PAGE_BACK
NOTHING = "Không có hồ sơ nào đang trả lại đơn vị số hóa."
GONE = "Lô này không còn hồ sơ nào đang trả lại."
NO_REASON = "Không ghi lý do (đã từ chối trước khi nạp)"
SHEET = "Trả lại số hóa"
_TYPED_MAX = 20
TITLE = "Danh sách hồ sơ trả lại đơn vị số hóa"
AGE_WORDS: Mapping[Age, str] = {
    Age.WEEK: "0–7 ngày",
    Age.FORTNIGHT: "8–14 ngày",
    Age.MONTH: "15–30 ngày",
    Age.LONGER: "trên 30 ngày",
}
LABELS: Mapping[str, str] = {
    "ma_don_vi": "Mã đơn vị",
    "loai": "Loại",
    "nam": "Năm",
    "so": "Số",
    "quyen": "Quyển",
    "trang": "Trang",
    "ly_do": "Mã lý do",
    "don_vi": "Đơn vị",
    "ly_do_chu": "Lý do trả lại",
    "ten_file": "Tệp quét",
    "lan": "Lần",
    "ngay_tra": "Ngày trả lại",
    "so_ngay": "Số ngày chờ",
    "nhom_ngay": "Nhóm ngày",
    "phat_hien": "Mã phát hiện",
    "phat_hien_chu": "Phát hiện",
    "ghi_chu": "Ghi chú",
    "ma_ho_so": "Mã hồ sơ (giữ nguyên khi gửi lại)",
    "lo": "Lô",
}


def reason(why: ReturnReason | None) -> str:
    """Word why a record went back."""
    return captions.RETURN_REASONS[why] if why is not None else NO_REASON


def ages(waits: Waiting) -> list[str]:
    """List how many wait for how long; steps in which nothing waits are left out."""
    return [f"• {AGE_WORDS[age]}: {count(waits.by_age[age])} hồ sơ" for age in Age if waits.by_age.get(age)]


def oldest(waits: Waiting, today: date) -> str:
    """Say how long the oldest record has waited."""
    if waits.since is None:
        return ""
    return f"lâu nhất {count(days_since(waits.since, today))} ngày (từ {day(waits.since)})"


def in_short(records: int, units: int) -> str:
    """Tell an overseer in one line what lies at the vendor; for how long is one tap further."""
    where = f", {count(units)} đơn vị" if units > 1 else ""
    return f"Đang ở đơn vị số hóa: {count(records)} hồ sơ{where}."


def home(units: Sequence[str], waits: Waiting, places: int, reasons: Mapping[ReturnReason | None, int],
         lots: int, again: int, today: date) -> str:  # fmt: skip
    """Tell a vendor what waits for them, and why it came back."""
    head = f"Hồ sơ trả lại đơn vị số hóa · {', '.join(units)}"
    if not waits.total:
        return f"{head}\n{NOTHING}"
    lines = [
        head,
        f"Chờ làm lại: {count(waits.total)} hồ sơ, {count(lots)} lô, {count(places)} đơn vị; {oldest(waits, today)}.",
        *ages(waits),
        "Theo lý do:",
        *(f"• {reason(why)}: {count(number)}" for why, number in reasons.items()),
    ]
    if again:
        lines.append(f"Trả lại từ lần thứ hai: {count(again)} hồ sơ")
    return "\n".join(lines)


def unit_line(name: str, waits: Waiting, today: date) -> str:
    """Label one unit of a list."""
    return f"{name}: {count(waits.total)}, {_longest(waits, today)}"


def lot_line(what: str, why: ReturnReason | None, waits: Waiting, today: date, *, unit: str = "") -> str:
    """Label one lot of a list; with the unit where lots of several stand in it."""
    where = f" · {unit}" if unit else ""
    return f"{what}{where} · {reason(why)}: {count(waits.total)}, {_longest(waits, today)}"


def _longest(waits: Waiting, today: date) -> str:
    return f"{count(days_since(waits.since, today))} ngày" if waits.since else ""


def book(number: str, kind: RecordType) -> str:
    """Name a book, or what lies together without one."""
    return f"Quyển {_typed(number)} ({TYPE_LABEL[kind]})" if number else f"Chưa rõ quyển ({TYPE_LABEL[kind]})"


def _typed(number: str) -> str:
    """Show a number, book or page as typed: what slipped into it from elsewhere is no business of a chat."""
    return shown.clean(masking.slipped_in(number), _TYPED_MAX)


def list_head(of: str, total: int, page: int, pages: int) -> str:
    """Head a list of units or lots."""
    where = f", trang {count(page + 1)}/{count(pages)}" if pages > 1 else ""
    return f"{of}: {count(total)}, chờ lâu nhất trước{where}."


UNITS_HEAD, LOTS_HEAD = "Đơn vị có hồ sơ trả lại", "Lô (quyển và lý do)"


@dataclass(frozen=True, slots=True)
class Entry:
    """A record in a lot."""

    number: str
    page: str
    went: date
    revision: int


def lot(what: str, unit: str, why: ReturnReason | None, waits: Waiting, entries: Sequence[Entry], page: int,
        pages: int, today: date) -> str:  # fmt: skip
    """Show a lot and one page of its records."""
    where = f"\nTrang {count(page + 1)}/{count(pages)}:" if pages > 1 else ""
    lines = [
        f"{what}, {unit}",
        f"Lý do: {reason(why)}. {count(waits.total)} hồ sơ, {oldest(waits, today)}.{where}",
        *(_entry(each, today) for each in entries),
    ]
    return "\n".join(lines)


def _entry(each: Entry, today: date) -> str:
    name = f"Số {_typed(each.number)}" if each.number else "Chưa có số"
    page = f", trang {_typed(each.page)}" if each.page else ""
    again = f", lần {each.revision}" if each.revision > 1 else ""
    return f"• {name}{page}: {count(days_since(each.went, today))} ngày{again}"


def found(kind: RecordType, listed: Sequence[Finding]) -> str:
    """Say what was found in a record, field by field, without the values."""
    said = []
    for each in findings.gravest_first(tuple(listed)):
        label = shown.label(kind, each.field) if each.field else findings.WHOLE_RECORD
        said.append(f"{label}: {findings.REASON.get(each.rule, 'cần xem lại')}")
    return "; ".join(said)


def title(units: Sequence[str], total: int, lots: int, on: date) -> tuple[str, ...]:
    """Give the lines above the table of a file."""
    return (
        TITLE,
        *([", ".join(units)] if units else []),
        f"Ngày {day(on)}: {count(total)} hồ sơ, {count(lots)} lô.",
    )
