"""The lines of a forecast: the range of days, what the old pace comes to, and why no day can be told."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from domain.forecast import Forecast, Unknown, Whole, Why
from domain.wording.figures import count, day

_UNKNOWN: Mapping[Why, str] = {
    Why.FINISHED: "Không còn hồ sơ chưa rà soát.",
    Why.TOO_EARLY: "Chưa dự kiến được ngày xong: mới có quá ít ngày làm việc để tính nhịp.",
    Why.NOTHING_DONE: "Chưa dự kiến được ngày xong: những ngày làm việc vừa qua chưa rà soát hồ sơ nào.",
    Why.GROWING: "Chưa dự kiến được ngày xong: hồ sơ mới về không ít hơn hồ sơ rà soát xong.",
    Why.FAR: "Theo nhịp này thì ba năm nữa vẫn chưa xong.",
}


def line(found: Forecast | Unknown, deadline: date | None = None) -> str:
    """Tell when a unit will be through: "Dự kiến xong: từ 12/10/2024 đến 05/11/2024 (hạn 29/10/2024)"."""
    if isinstance(found, Unknown):
        return _UNKNOWN[found.why]
    until = f" (hạn {day(deadline)})" if deadline else ""
    if found.latest is None:
        return f"Dự kiến xong: không trước {day(found.earliest)}, chưa rõ muộn nhất là khi nào{until}"
    if found.earliest == found.latest:
        return f"Dự kiến xong: {day(found.earliest)}{until}"
    return f"Dự kiến xong: từ {day(found.earliest)} đến {day(found.latest)}{until}"


def whole(found: Whole, deadline: date | None = None) -> str:
    """Tell when several units will be through, and how many of them the range leaves out."""
    said = line(found.found, deadline)
    if not found.unknown:
        return said
    units, records = count(found.unknown), count(found.still_open)
    return f"{said}\nChưa tính {units} đơn vị chưa rõ nhịp, còn {records} hồ sơ."


def at_old_pace(pace: float, through: date | None, needed: int, deadline: date) -> str:
    """Say what keeping the pace comes to, and which pace brings it to the deadline, in records a working day.

    `through` is the day on which all that is open now would be decided at that pace, None beyond three years.
    """
    seen = count(int(pace)) if pace >= 1 else "chưa đến 1"
    kept = f"Nếu giữ nhịp cũ ({seen} hồ sơ mỗi ngày làm việc)"
    if through is None:
        when = "ba năm nữa vẫn chưa xong"
    elif through <= deadline:
        return f"{kept} thì kịp hạn {day(deadline)}, chưa kể hồ sơ còn về thêm."
    elif through.year > deadline.year:
        when = f"xong không trước năm {through.year}"
    else:
        when = f"xong không trước {day(through)}"
    return f"{kept} thì {when}; cần {count(needed)} hồ sơ mỗi ngày làm việc để kịp hạn {day(deadline)}."
