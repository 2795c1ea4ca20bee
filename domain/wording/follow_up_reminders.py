"""What presses in the follow-up register, as a line on the messages of the day."""

from __future__ import annotations

from domain.wording.figures import count
from domain.wording.follow_ups import TITLE


def own_line(overdue: int, soon: int) -> str:
    """Remind an official of what is theirs in the register; empty where nothing presses."""
    parts = [f"{count(overdue)} quá hạn"] if overdue else []
    parts += [f"{count(soon)} sắp đến hạn"] if soon else []
    return f"{TITLE}: {', '.join(parts)}; xem /theodoi." if parts else ""


def head_line(overdue: int, soon: int, under_way: int) -> str:
    """Remind a head of what presses in the register of their units; empty where nothing does."""
    parts = [f"{count(overdue)} quá hạn"] if overdue else []
    parts += [f"{count(soon)} sắp đến hạn"] if soon else []
    return (
        f"{TITLE}: {', '.join(parts)} trong {count(under_way)} hồ sơ đang xử lý; xem /theodoi."
        if parts
        else ""
    )


def week_line(overdue: int, soon: int, under_way: int) -> str:
    """Sum the register up for a head's week; empty where nothing is under way."""
    if not under_way:
        return ""
    parts = [f"{count(under_way)} hồ sơ đang xử lý"]
    parts += [f"{count(overdue)} quá hạn"] if overdue else []
    parts += [f"{count(soon)} sắp đến hạn"] if soon else []
    return f"{TITLE}: {', '.join(parts)}; xem /theodoi."
