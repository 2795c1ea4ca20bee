"""The campaign in words: its two deadlines, what is left till then, and what changing them means (`/han`)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from domain.typed_days import Why
from domain.wording import shown
from domain.wording.figures import WEEKDAYS, count, day

CHANGE_DEADLINE = "✏️ Đổi hạn rà soát"
CHANGE_FILING = "✏️ Đổi hạn phân công"
YES = "✔ Đổi hạn"

ASK_DEADLINE = "Gõ ngày cuối cùng còn tính công rà soát, ví dụ: {0}."
ASK_FILING = "Gõ ngày cuối cùng để các đơn vị nộp văn bản phân công, ví dụ: {0}."
DROPPED = "Đã thôi, hạn giữ nguyên. Muốn xem lại, gõ /han."
QUICKER = "Hạn vừa được người khác đổi, nên lần đổi này chưa ghi. Hạn hiện nay:"
SAME = "Hạn đang là ngày ấy rồi."
ONE_DAY = "Xin gõ một ngày thôi. Hạn chưa thay đổi."
LOOKS_ONLY = "Chỉ quản trị của tỉnh đổi được hạn."
KEPT = "Kế hoạch đã giao hôm nay giữ nguyên; hạn mới có hiệu lực từ kế hoạch kế tiếp, cảnh báo và dự kiến."
FILED_LATER = "Danh sách đơn vị chưa nộp văn bản phân công và lời nhắc theo hạn mới."

_NO_DAY: dict[Why, str] = {
    Why.SHAPE: "Chưa đọc được ngày. Xin gõ ngày/tháng/năm, ví dụ 10/07/2024. Hạn chưa thay đổi.",
    Why.IMPOSSIBLE: "Không có ngày {said}. Xin gõ lại ngày/tháng/năm. Hạn chưa thay đổi.",
    Why.PAST: "Ngày {said} đã qua. Xin gõ một ngày từ hôm nay trở đi. Hạn chưa thay đổi.",
    Why.FAR: "Ngày {said} quá xa: hạn chỉ đặt được trong vòng hai năm tới. Hạn chưa thay đổi.",
}


@dataclass(frozen=True, slots=True)
class Load:
    """What a deadline asks for a day: working days left, records a working day, units short, records short a day."""

    days_left: int
    needed: int
    units_short: int
    short: int


def no_day(why: Why, said: str) -> str:
    """Say why typed words are no day that may be set."""
    return _NO_DAY.get(why, ONE_DAY).format(said=shown.clean(said, 30))


def before_filing(deadline: date, filing: date) -> str:
    """Say that the drive would end before the units have filed."""
    return (
        f"Hạn rà soát {day(deadline)} đứng trước hạn nộp văn bản phân công {day(filing)}. "
        "Xin đổi hạn phân công trước. Hạn chưa thay đổi."
    )


def after_deadline(filing: date, deadline: date) -> str:
    """Say that the units would file after the drive is over."""
    return f"Hạn phân công {day(filing)} đứng sau hạn rà soát {day(deadline)}. Hạn chưa thay đổi."


def _weekday(on: date) -> str:
    return f"{day(on)} ({WEEKDAYS[on.weekday()]})"


def deadline_line(on: date | None, by: str = "", at: date | None = None) -> str:
    """Name the deadline, and who set it where that was done in the chat."""
    if on is None:
        return "Chưa đặt hạn rà soát: chưa có kế hoạch và lời nhắc nào."
    return f"Hạn rà soát: {_weekday(on)}{_by(by, at)}"


def filing_line(on: date | None, by: str = "", at: date | None = None) -> str:
    """Name the day by which units file."""
    return f"Hạn nộp văn bản phân công: {_weekday(on)}{_by(by, at)}" if on else "Chưa đặt hạn phân công."


def _by(name: str, at: date | None) -> str:
    return f" · {name} đặt ngày {day(at)}" if name and at else ""


def left(days_left: int, still_open: int, needed: int) -> str:
    """Tell how much is left, and the pace it needs."""
    said = f"Còn {count(days_left)} ngày làm việc, {count(still_open)} hồ sơ chưa rà soát"
    return f"{said}; cần {count(needed)} hồ sơ mỗi ngày làm việc." if days_left else f"{said}."


def preview(old: date | None, new: date, before: Load | None, after: Load, *, last: date | None) -> str:
    """Tell what another deadline means. `last` is the last working day before it where it is a day off."""
    was = f"{day(old)} → " if old else ""
    lines = [f"Đổi hạn rà soát: {was}{_weekday(new)}?"]
    if last is not None:
        lines.append(f"{day(new)} là ngày nghỉ; ngày làm việc cuối là {_weekday(last)}.")
    if not after.days_left:
        return "\n".join(
            [*lines, "Từ kế hoạch kế tiếp đến ngày ấy không còn ngày làm việc nào: sẽ không giao việc nữa."]
        )
    past = before if before is not None and before.days_left else None
    lines.append(f"Còn {count(after.days_left)} ngày làm việc{_was(past.days_left if past else None)}.")
    needed = f"Cần {count(after.needed)} hồ sơ mỗi ngày làm việc"
    lines.append(f"{needed}{_was(past.needed if past else None)}.")
    short = f"Đơn vị thiếu người: {count(after.units_short)}{_was(past.units_short if past else None)}"
    lines.append(f"{short}, thiếu {count(after.short)} hồ sơ mỗi ngày." if after.short else f"{short}.")
    return "\n".join([*lines, KEPT])


def _was(number: int | None) -> str:
    return "" if number is None else f" (hạn cũ: {count(number)})"


def preview_filing(old: date | None, new: date) -> str:
    """Tell what another day of filing means."""
    was = f"{day(old)} → " if old else ""
    return f"Đổi hạn nộp văn bản phân công: {was}{_weekday(new)}?\n{FILED_LATER}"


def done(new: date, by: str) -> str:
    """Say that the deadline was changed."""
    return f"Đã đổi hạn rà soát thành {_weekday(new)} ({by})."


def done_filing(new: date, by: str) -> str:
    """Say that the day of filing was changed."""
    return f"Đã đổi hạn nộp văn bản phân công thành {_weekday(new)} ({by})."
