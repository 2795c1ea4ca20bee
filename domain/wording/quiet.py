"""Asking for quiet in words (`/dung`)."""

from __future__ import annotations

from datetime import date

from domain.wording.figures import WEEKDAYS, day

AGAIN = "Nhắc lại"
_FOR_DECIDERS = " Bản tổng hợp cho lãnh đạo và nhắc hạn vẫn gửi như thường."
BACK = "Đã bật lại: hôm nay bot lại nhắc việc anh/chị như thường."
NOTHING = "Bot không nhắc việc anh/chị nên không có gì để dừng."


def quiet(today: date, *, decides: bool) -> str:
    """Say until when nobody is nudged, and to who decides for a unit what comes all the same."""
    text = (
        f"Đã dừng nhắc việc đến hết hôm nay, {WEEKDAYS[today.weekday()]} {day(today)}; "
        "ngày mai bot nhắc lại như thường. Thẻ hồ sơ và mọi câu trả lời vẫn hoạt động."
    )
    return text + (_FOR_DECIDERS if decides else "")
