"""What `rasoat plan` says to an operator."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from domain.wording.figures import count

HELP_ON = "Ngày cần chia (mặc định hôm nay)"
HELP_DRY_RUN = "Chỉ tính, không giao"
NO_DEADLINE = "Chưa đặt RASOAT_DEADLINE (ngày cuối còn được tính), nên không chia chỉ tiêu được."
NOTHING_OPEN = "Không còn hồ sơ nào chưa rà soát: không có gì để chia."
UNIT, OPEN, DAYS = "Đơn vị", "Còn lại", "Ngày còn"
NEEDED, GIVEN, SHORTFALL = "Cần", "Đã giao", "Thiếu"


def _day(day: date) -> str:
    return f"{day:%d/%m/%Y}"


def past_day(day: date) -> str:
    """Refuse a day that is past."""
    return f"--on: ngày {_day(day)} đã qua; chỉ chia được từ hôm nay."


def deadline_past(deadline: date) -> str:
    """Refuse a day behind the deadline."""
    return f"RASOAT_DEADLINE: hạn {_day(deadline)} đã qua; đặt hạn mới rồi chia lại."


def no_days_left(deadline: date) -> str:
    """Refuse where no working day is left."""
    return f"RASOAT_DEADLINE: từ ngày này đến hạn {_day(deadline)} không còn ngày làm việc nào."


def title(day: date, deadline: date, *, dry_run: bool) -> str:
    """Head the table."""
    return f"{'Chia thử' if dry_run else 'Chỉ tiêu'} ngày {_day(day)}, hạn {_day(deadline)}"


def total(units: int) -> str:
    """Name the last row."""
    return f"Tổng ({count(units)} đơn vị)"


def more_units(number: int) -> str:
    """Say how many units are not shown."""
    return f"… và {count(number)} đơn vị khác; đủ với --json."


def day_off(day: date, reason: str, units: int) -> str:
    """Say that no work is due."""
    why = f" ({reason})" if reason else ""
    return f"{_day(day)} là ngày nghỉ{why} ở {count(units)} đơn vị: không giao chỉ tiêu."


def short(unit: str, shortfall: int, near: Sequence[tuple[str, int]], *, has_people: bool) -> str:
    """Name a unit that falls short, and where help could come from."""
    why = "" if has_people else ", chưa có cán bộ nào"
    help_from = ", ".join(f"{name} (còn {count(room)})" for name, room in near)
    return (
        f"Thiếu: {unit}, {count(shortfall)} hồ sơ/ngày{why}"
        + (f"; bên cạnh còn sức: {help_from}" if near else "")
        + "."
    )
