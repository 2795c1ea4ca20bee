"""The sentences of the day's quota."""

from __future__ import annotations

from collections.abc import Sequence

from domain.wording import captions
from domain.wording.figures import count

ON_LEAVE = f"{captions.NONE_LEFT}. Hôm nay anh/chị đang nghỉ phép, không có chỉ tiêu."
PAUSED = f"{captions.NONE_LEFT}. Lãnh đạo đơn vị đang tạm không giao hồ sơ rà soát cho anh/chị."
MOST_UNITS = 15
MORE = "Muốn làm thêm: /ngoaigio."


def day_off(reason: str) -> str:
    """Say that no work is due today."""
    why = f" ({reason})" if reason else ""
    return f"{captions.NONE_LEFT}. Hôm nay là ngày nghỉ{why}, không có chỉ tiêu. {MORE}"


def news_of_unit(unit: str, needed: int, given: int, shortfall: int, near: Sequence[tuple[str, int]]) -> str:
    """Tell a head that their unit falls short today; `near` are the neighbours that have room, as (unit, room)."""
    lines = [
        f"{unit}: hôm nay cần {count(needed)} hồ sơ, đã giao {count(given)}.",
        f"Thiếu người cho {count(shortfall)} hồ sơ mỗi ngày.",
    ]
    if near:
        help_from = ", ".join(f"{name} ({count(room)})" for name, room in near)
        lines.append(f"Đơn vị bên cạnh còn sức: {help_from}.")
    return "\n".join(lines)


def news_of_units(units: Sequence[tuple[str, int]]) -> str:
    """Tell which units fall short today, as (unit, shortfall), the most first."""
    ordered = sorted(units, key=lambda unit: (-unit[1], unit[0]))
    missing = count(sum(number for _, number in units))
    lines = [f"Hôm nay {count(len(units))} đơn vị thiếu người, tổng cộng {missing} hồ sơ:"]
    lines += [f"• {name}: thiếu {count(number)}" for name, number in ordered[:MOST_UNITS]]
    if len(ordered) > MOST_UNITS:
        lines.append(f"… và {count(len(ordered) - MOST_UNITS)} đơn vị khác; xem /phancong")
    return "\n".join(lines)


def not_seen(name: str) -> str:
    """Tell who gets nothing new because they have not opened the bot."""
    return f"{name} đã 3 ngày làm việc không mở bot, tạm không giao hồ sơ mới."
