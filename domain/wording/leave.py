"""Leave in words (`/nghi`)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from domain.typed_days import MAX_DAYS, Why
from domain.wording.figures import WEEKDAYS, count

TODAY, OTHER_DAYS = "Nghỉ hôm nay", "📅 Nghỉ nhiều ngày"
NOBODY = "Không có ai trực thay"
ASK_DAYS = "Gõ ngày nghỉ, ví dụ: {day} hoặc {days}."
ASK_STAND_IN = "Nghỉ {span}. Ai trực thay? Hồ sơ đang mở và phần việc của anh/chị sẽ chuyển cho người đó."
WRITTEN = "Đã ghi:"
DROPPED = "Đã thôi, không báo nghỉ. Muốn báo nghỉ, gõ /nghi."
TAKEN_BACK = "Đã bỏ ngày nghỉ {span}. Anh/chị lại được giao hồ sơ như thường."
GONE = "Ngày nghỉ này không còn để bỏ."
OVERLAPS = "Trùng với ngày nghỉ đã báo ({span}). Bỏ ngày cũ trước, hoặc chọn ngày khác."
NO_WORK = "Từ {span} vốn không có ngày làm việc nào, không cần báo nghỉ."
NOT_AVAILABLE = "Người đó không trực thay được nữa (đã nghỉ hoặc không còn cùng đơn vị). Xin chọn lại."
_NO_DAYS: dict[Why, str] = {
    Why.SHAPE: "Chưa đọc được ngày. Xin gõ ngày/tháng, ví dụ 10/7 hoặc 10/7-12/7.",
    Why.IMPOSSIBLE: "Không có ngày {said}. Xin gõ lại ngày/tháng.",
    Why.PAST: "Ngày {said} đã qua. Chỉ báo nghỉ được từ hôm nay trở đi.",
    Why.ORDER: "Ngày cuối đứng trước ngày đầu ({said}). Xin gõ lại.",
    Why.LONG: f"Khoảng {{said}} dài quá {MAX_DAYS} ngày. Xin báo thành nhiều lần.",
    Why.FAR: "Ngày {said} còn quá xa. Xin gõ lại ngày/tháng/năm.",
}


def no_days(why: Why, said: str) -> str:
    """Say why typed words are no days of leave."""
    return _NO_DAYS[why].format(said=said)


def span(first: date, last: date) -> str:
    """Write days the way people do: "thứ Sáu 05/07/2024", "05/07/2024–08/07/2024"."""
    if first == last:
        return f"{WEEKDAYS[first.weekday()]} {first:%d/%m/%Y}"
    return f"{first:%d/%m/%Y}–{last:%d/%m/%Y}"


def next_day(day: date) -> str:
    """Label the button of the next working day."""
    return f"Nghỉ {WEEKDAYS[day.weekday()]} {day:%d/%m}"


def take_back(first: date, last: date) -> str:
    """Label the button that takes leave back."""
    return f"✖ Bỏ nghỉ {span(first, last)}"


def overview(known: Sequence[tuple[date, date, str]]) -> str:
    """List the leave that was declared, as (first, last, stand-in)."""
    if not known:
        return "Anh/chị chưa báo ngày nghỉ nào. Chọn ngày nghỉ, hoặc gõ /nghi 10/7-12/7:"
    lines = [f"• {span(first, last)}" + (f", {who} trực thay" if who else "") for first, last, who in known]
    return "\n".join(["Ngày nghỉ đã báo:", *lines])


def declared(first: date, last: date, workdays: int, stand_in: str) -> str:
    """Say what was written down."""
    who = f"{stand_in} trực thay" if stand_in else "chưa có người trực thay, lãnh đạo được báo"
    return f"{WRITTEN} nghỉ {span(first, last)} ({count(workdays)} ngày làm việc), {who}."


def desk_left(moved: int, back: int, stand_in: str) -> str:
    """Say what became of the records on the desk."""
    parts = [f"{count(moved)} hồ sơ đã chuyển cho {stand_in}"] if moved else []
    parts += [f"{count(back)} hồ sơ đã trở về hàng chờ"] if back else []
    return "; ".join(parts) + "." if parts else ""


def to_head(name: str, unit: str, first: date, last: date, stand_in: str) -> str:
    """Tell a head of somebody's leave."""
    who = f"{stand_in} trực thay" if stand_in else "chưa có người trực thay"
    return f"{name} ({unit}) nghỉ {span(first, last)}; {who}."


def to_stand_in(name: str, first: date, last: date, moved: int) -> str:
    """Tell a stand-in what comes to them."""
    tail = f" {count(moved)} hồ sơ đã chuyển sang danh sách hôm nay của anh/chị; gõ /batdau." if moved else ""
    return f"Anh/chị trực thay {name}, nghỉ {span(first, last)}.{tail}"


def taken_back_to(name: str, first: date, last: date) -> str:
    """Tell others that leave was taken back."""
    return f"{name} đã bỏ ngày nghỉ {span(first, last)}."
