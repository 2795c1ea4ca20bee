"""What is said to those who answer a nudge, and to heads who nudge by hand."""

from __future__ import annotations

from datetime import date

from domain.wording.figures import day

OVER = "Ngày {day} đã qua nên không ghi lý do nữa."
NO_OFFICIALS = "Đơn vị của anh/chị chưa có cán bộ rà soát nào để nhắc."
NO_PLAN = "Hôm nay chưa có chỉ tiêu nào được giao trong đơn vị của anh/chị nên không có ai để nhắc."
PAST = "Đã quá hạn {day} nên không còn chỉ tiêu ngày; không có ai để nhắc theo chỉ tiêu."
NOBODY_LATE = "Không có ai phải nhắc: mọi người đã xong hoặc đã quá nửa chỉ tiêu hôm nay."
NOT_NOW = "Chỉ nhắc từ {first} đến {last}; bây giờ không gửi cho ai."


def over(on: date) -> str:
    """Say that a reason came after its day."""
    return OVER.format(day=day(on))


def day_off(reason: str) -> str:
    """Say that nobody is nudged on a day off."""
    why = f" ({reason})" if reason else ""
    return f"Hôm nay là ngày nghỉ{why} nên không nhắc ai."
