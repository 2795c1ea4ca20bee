"""Schedules in words: special days, office hours, and what an admin may set (`/lich`)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from domain.typed_days import MAX_DAYS, Why
from domain.wording import shown
from domain.wording.figures import WEEKDAYS
from domain.workdays import Calendar, Day, DayKind, OfficeHours

MADE_UP = "Ngày làm bù"
ADD_OFF = "➕ Ngày nghỉ"
ADD_WORKDAY = "➕ Ngày làm bù"
HOURS = "⏰ Giờ làm việc"
TAKE_BACK = "✖ Bỏ ngày đã đặt"

REASON_MAX = 200
SHOWN, REASON_SHOWN = 8, 50  # days in one list, letters of a reason in it: Zalo takes 2.000 characters
_OFF, _WORK = "nghỉ", "làm việc"

ASK_OFF = (
    "Gõ ngày và lý do nghỉ, ví dụ: {day} nghỉ vì lũ. Nhiều ngày: {days} nghỉ vì lũ. "
    "Chỉ cho một đơn vị: gõ mã đơn vị trước ngày, ví dụ: 06223 {day} nghỉ vì lũ."
)
ASK_WORKDAY = (
    "Gõ ngày làm bù và lý do, ví dụ: {day} làm bù. "
    "Chỉ cho một đơn vị: gõ mã đơn vị trước ngày, ví dụ: 06223 {day} làm bù."
)
ASK_HOURS = (
    "Gõ giờ làm việc, ví dụ: 07:30-11:30 13:30-17:30. "
    "Chỉ cho một đơn vị: gõ mã đơn vị trước, ví dụ: 06223 07:30-11:30 13:30-17:30."
)
ASK_TAKE_BACK = "Chọn hoặc gõ ngày cần bỏ; ngày ấy sẽ trở lại như lịch chung:"
NOTHING_SET = "Chưa có ngày nào do đơn vị đặt từ hôm nay trở đi, nên không có gì để bỏ."
DROPPED = "Đã thôi, lịch giữ nguyên. Muốn xem lại, gõ /lich."
NO_WAY = (
    "Chưa rõ muốn đặt gì. Gõ /lich để xem lịch, hoặc: /lich nghi NGÀY LÝ DO · /lich lam NGÀY LÝ DO · "
    "/lich gio 07:30-11:30 13:30-17:30 · /lich bo NGÀY · /lich nhac LOẠI GIỜ"
)

NO_UNIT = "Không có đơn vị mã {code} trong phạm vi của anh/chị. Lịch chưa thay đổi."
NO_HOURS = (
    "Giờ làm việc phải có dạng 07:30-11:30 13:30-17:30, buổi sau tiếp buổi trước, cả ngày từ 2 đến 12 giờ. "
    "Lịch chưa thay đổi."
)
NOT_SET_BY = "{unit} không đặt riêng ngày {day}, nên không có gì để bỏ."
NOT_SET = "Ngày {day} không do đơn vị nào trong phạm vi của anh/chị đặt, nên không có gì để bỏ."
SET_BY_SEVERAL = (
    "Ngày {day} được đặt ở nhiều đơn vị. Xin gõ thêm mã đơn vị ở trước: {codes}. Lịch chưa thay đổi."
)
_NO_DAYS: dict[Why, str] = {
    Why.SHAPE: "Chưa đọc được ngày. Xin gõ ngày/tháng/năm, ví dụ 10/07/2024. Lịch chưa thay đổi.",
    Why.IMPOSSIBLE: "Không có ngày {said}. Xin gõ lại ngày/tháng/năm. Lịch chưa thay đổi.",
    Why.PAST: "Ngày {said} đã qua, không đặt lại được. Xin gõ một ngày từ hôm nay trở đi. Lịch chưa thay đổi.",
    Why.ORDER: "Ngày cuối đứng trước ngày đầu ({said}). Xin gõ lại. Lịch chưa thay đổi.",
    Why.LONG: f"Khoảng {{said}} dài quá {MAX_DAYS} ngày. Xin chia thành nhiều lần. Lịch chưa thay đổi.",
    Why.FAR: "Ngày {said} còn quá xa, chỉ đặt được trong vòng hai năm tới. Lịch chưa thay đổi.",
}


def on(day: date) -> str:
    """Name a day with its weekday: "10/07/2024 (thứ Tư)"."""
    return f"{day:%d/%m/%Y} ({WEEKDAYS[day.weekday()]})"


def no_days(why: Why, said: str) -> str:
    """Say why typed words name no days that can be set."""
    return _NO_DAYS[why].format(said=shown.clean(said, 30))


def no_reason(is_off: bool, first: date, last: date) -> str:
    """Ask for the reason, without which nothing is set."""
    example = f"{span(first, last)} {'nghỉ vì lũ' if is_off else 'làm bù'}"
    return f"Xin ghi thêm lý do sau ngày, ví dụ: {example}. Lịch chưa thay đổi."


def reason(words: str) -> str:
    """Make a typed reason fit to be kept and shown; empty where it holds no letter or digit."""
    return shown.clean(words, REASON_MAX) if any(letter.isalnum() for letter in words) else ""


def is_so_already(days: Sequence[date], calendar: Calendar) -> str:
    """Say that the days are off, or working days, without anything being set."""
    named = on(days[0]) if len(days) == 1 else f"{on(days[0])}–{on(days[-1])}"
    what = _WORK if calendar.is_workday(days[0]) else _OFF
    why = calendar.day(days[0]).reason if len(days) == 1 else ""
    return f"{named} vốn đã là ngày {what}{f' ({why})' if why else ''}, không cần đặt gì."


def span(first: date, last: date) -> str:
    """Name days as they are typed: "10/07/2024" or "10/07/2024-12/07/2024"."""
    return f"{first:%d/%m/%Y}" if first == last else f"{first:%d/%m/%Y}-{last:%d/%m/%Y}"


def special(day: date, known: Day) -> str:
    """Show one day in a line: whether work is due, and why."""
    what = _WORK if known.kind is DayKind.ORDINARY else _OFF
    why = shown.clean(known.reason, REASON_SHOWN)
    return f"• {on(day)}: {what}{f' · {why}' if why else ''}"


def set_day(day: date, known: Day, unit: str, by: str) -> str:
    """Show a day that a unit has set, where it holds and who set it."""
    return f"{special(day, known)} · {unit}{f' · {by} đặt' if by else ''}"


def _some(lines: Sequence[str]) -> list[str]:
    more = len(lines) - SHOWN
    return [*lines[:SHOWN], *([f"… và {more} ngày khác"] if more > 0 else [])]


def overview(
    unit: str, hours: OfficeHours, *, works: bool, coming: Sequence[str], own: Sequence[str], span: int
) -> str:
    """Show a unit's schedule: today's hours, the coming special days, and what its units have set."""
    today = str(hours) if works else f"{_OFF} (ngày làm việc: {hours})"
    lines = [
        f"Lịch làm việc · {unit}",
        f"Giờ làm việc hôm nay: {today}",
        f"Ngày đặc biệt trong {span} ngày tới:",
    ]
    set_apart = ["Ngày các đơn vị đã đặt:", *_some(own)] if own else []
    return "\n".join([*lines, *(_some(coming) or ["• không có"]), *set_apart])


def done(unit: str, lines: Sequence[str], others: Sequence[str]) -> str:
    """Tell what holds from now on in a unit, and which units below keep to what they have set themselves."""
    kept = [f"Vẫn theo ngày đã đặt riêng: {', '.join(others)}."] if others else []
    return "\n".join([f"Đã đặt cho {unit} và các đơn vị trực thuộc:", *_some(lines), *kept])


def taken_back(unit: str, lines: Sequence[str]) -> str:
    """Tell what holds in a unit once its own setting is gone."""
    return "\n".join([f"Đã bỏ ngày {unit} đặt. Lịch nay là:", *_some(lines)])


def hours_done(unit: str, hours: OfficeHours) -> str:
    """Tell which hours hold from now on."""
    return f"Đã đặt giờ làm việc cho {unit} và các đơn vị trực thuộc: {hours}."


def days_left(count: int, deadline: date) -> str:
    """Tell how many working days are left, today counted."""
    return f"Còn {count} ngày làm việc đến hết {deadline:%d/%m/%Y}, kể cả hôm nay."
