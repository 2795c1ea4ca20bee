"""What is said of a broadcast on its way and at its end, and who is silent."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from domain import folding
from domain.broadcast import Status
from domain.talk.spelling import bare
from domain.wording.broadcast import REFUSED_WHY, STATE_WORDS, STATUS_WORDS, WITHHELD_WORDS
from domain.wording.captions import ACKNOWLEDGE, SILENT
from domain.wording.figures import count, percent

CELLS = 12


def bar(done: int, of: int) -> str:
    """Draw how far something is."""
    full = CELLS * done // of if of else CELLS
    return "▓" * full + "░" * (CELLS - full)


def progress(number: int, done: int, of: int, left_s: float | None, by_status: Mapping[Status, int]) -> str:
    """Tell how far a broadcast is; without `left_s` it waits."""
    if done >= of:
        left = "xong"
    elif left_s is None:
        left = "tạm chờ đến giờ được gửi"
    elif left_s < 60:
        left = "còn chưa đến 1 phút"
    else:
        left = f"còn khoảng {count(-(-int(left_s) // 60))} phút"
    lines = [
        f"Thông báo số {number}",
        f"{bar(done, of)} {percent(done, of, 0)}",
        f"{count(done)}/{count(of)} người, {left}",
    ]
    return "\n".join([*lines, *_not_sent(by_status, {})])


def _not_sent(by_status: Mapping[Status, int], withheld: Mapping[str, int]) -> list[str]:
    lines = []
    for status in (Status.REFUSED, Status.BLOCKED, Status.UNREACHABLE, Status.NOT_LINKED, Status.WITHHELD):
        if number := by_status.get(status, 0):
            why = ", ".join(
                f"{count(n)} {WITHHELD_WORDS.get(reason, reason)}" for reason, n in sorted(withheld.items())
            )
            more = f" ({why})" if status is Status.WITHHELD and why else ""
            lines.append(f"• {STATUS_WORDS[status]}: {count(number)}{more}")
    return lines


def report(
    number: int, state: str, of: int, by_status: Mapping[Status, int], withheld: Mapping[str, int], seen: int, why: str
) -> str:  # fmt: skip
    """Tell how a broadcast ended for all."""
    sent = by_status.get(Status.SENT, 0)
    reason = f" ({REFUSED_WHY[why]})" if why in REFUSED_WHY else ""
    lines = [
        f"Thông báo số {number}: {STATE_WORDS[state]}{reason}.",
        f"• {STATUS_WORDS[Status.SENT]}: {count(sent)}/{count(of)}",
    ]
    return "\n".join(
        [*lines, *_not_sent(by_status, withheld), f"• đã bấm “{bare(ACKNOWLEDGE)}”: {count(seen)}"]
    )


def others_told(number: int, sent: int, of: int) -> str:
    """Tell the other admins that a broadcast stopped because its sender is no admin any more."""
    return (
        f"Thông báo số {number} đã dừng ở {count(sent)}/{count(of)} người vì người gửi không còn là quản trị. "
        f"Muốn gửi cho người còn lại: /thongbao, chọn “{SILENT}”, thông báo số {number}."
    )


SHOWN = 40


def earlier(number: int, on: datetime, text: str, seen: int, of: int) -> str:
    """Label a broadcast in a list."""
    words = folding.squeeze(text)
    short = words if len(words) <= 24 else words[:23].rstrip() + "…"
    return f"Số {number} · {on:%d/%m} · {short} · {count(seen)}/{count(of)}"


def silent(number: int, lines: Sequence[tuple[str, str, Status]], total: int) -> str:
    """List who has not acknowledged, unit by unit."""
    head = f"Chưa xác nhận thông báo số {number}: {count(total)} người."
    rows, last = [head], ""
    for unit, name, status in lines:
        if unit != last:
            rows.append(f"{unit}:")
            last = unit
        rows.append(f"• {name}" + ("" if status is Status.SENT else f" ({STATUS_WORDS[status]})"))
    if total > len(lines):
        rows.append(f"… và {count(total - len(lines))} người nữa; đủ danh sách: rasoat export broadcast.")
    return "\n".join(rows)
