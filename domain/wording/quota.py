"""The sentences of the day's quota."""

from __future__ import annotations

from collections.abc import Sequence

from domain.wording import captions
from domain.wording.figures import count

ON_LEAVE = f"{captions.NONE_LEFT}. Hôm nay anh/chị đang nghỉ phép, không có chỉ tiêu."
MOST_UNITS = 15
MORE = "Muốn làm thêm: /ngoaigio."


def day_off(reason: str) -> str:
    """Say that no work is due today."""
    why = f" ({reason})" if reason else ""
    return f"{captions.NONE_LEFT}. Hôm nay là ngày nghỉ{why}, không có chỉ tiêu. {MORE}"


def news_of_unit(
    unit: str, needed: int, given: int, shortfall: int, near: Sequence[tuple[str, int]], absent: Sequence[str]
) -> str:
    """Tell a head that their unit falls short today, and who has not been seen; `near` are (unit, room)."""
    lines = [f"{unit}: hôm nay cần {count(needed)} hồ sơ, đã giao {count(given)}."]
    if shortfall:
        lines.append(f"Thiếu người cho {count(shortfall)} hồ sơ mỗi ngày.")
        lines += (
            ["Đơn vị bên cạnh còn sức: " + ", ".join(f"{name} ({count(room)})" for name, room in near)]
            if near
            else []
        )
    lines += [f"{name} đã 3 ngày làm việc không mở bot, tạm không giao hồ sơ mới." for name in absent]
    return "\n".join(lines)


def news_of_province(units: Sequence[tuple[str, int]]) -> str:
    """Tell the province which units fall short today, the most first."""
    ordered = sorted(units, key=lambda unit: (-unit[1], unit[0]))
    lines = [
        f"Hôm nay {count(len(units))} đơn vị thiếu người, tổng cộng {count(sum(n for _, n in units))} hồ sơ:"
    ]
    lines += [f"• {name}: thiếu {count(number)}" for name, number in ordered[:MOST_UNITS]]
    if len(ordered) > MOST_UNITS:
        lines.append(f"… và {count(len(ordered) - MOST_UNITS)} đơn vị khác; xem /phancong")
    return "\n".join(lines)
