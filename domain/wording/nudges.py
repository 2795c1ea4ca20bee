"""What the bot says unasked: to officials about their own day, to heads about their units, to the province."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from domain.nudges import NudgeReason
from domain.standing import Behind
from domain.wording import captions
from domain.wording.figures import count, day, percent

SHOWN = 8  # people, or units, in one message
REASON_NOTED = "Đã ghi nhận: {reason}. Lãnh đạo đơn vị sẽ thấy lý do này; có thể chọn lại nếu thay đổi."
NOTHING_DUE = "Không có gì phải nhắc: các đơn vị của anh/chị đang kịp kế hoạch."


def _behind(how: Behind) -> str:
    since = f", từ {day(how.since)}" if how.since else ""
    return f"chậm {count(how.days)} ngày làm việc{since}"


# ── officials ────────────────────────────────────────────────────────────────────────────────────


def morning(
    quota: int, carried: int, unit: str, still_open: int, days_left: int, how: Behind, *, past: bool = False
) -> str:
    """Start an official's day: the quota, what is left from before, and how the unit stands.

    With `past` the deadline is over and there is no quota, only what is still open.
    """
    if past:
        lines = [f"Đã quá hạn, {unit} còn {count(still_open)} hồ sơ chưa rà soát. Đề nghị anh/chị tiếp tục."]
    else:
        rest = f" (trong đó {count(carried)} hồ sơ từ hôm trước)" if carried else ""
        lines = [
            f"Hôm nay anh/chị có {count(quota)} hồ sơ cần rà soát{rest}.",
            f"{unit}: còn {count(still_open)} hồ sơ, {count(days_left)} ngày làm việc đến hạn.",
        ]
    if how.days:
        lines.append(f"Anh/chị đang {_behind(how)}; rà soát hết chỉ tiêu hôm nay là kịp lại.")
    return "\n".join(lines)


def nudge(done: int, quota: int, how: Behind) -> str:
    """Tell an official at half the day how far they are, and ask what stands in the way."""
    late = f" Anh/chị đang {_behind(how)}." if how.days else ""
    return (
        f"Hôm nay anh/chị đã rà soát {count(done)}/{count(quota)} hồ sơ, còn {count(quota - done)}.{late}\n"
        "Nếu có vướng mắc, xin cho biết lý do:"
    )


# ── heads ────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Late:
    """A unit behind its plan."""

    name: str
    done: int
    planned: int
    how: Behind
    said: str = ""  # what its head answered


@dataclass(frozen=True, slots=True)
class Reviewer:
    """An official in a head's digest. `state` says why they cannot be reached or are away, in words, or is empty."""

    name: str
    done: int
    quota: int | None
    how: Behind
    reason: str = ""  # their own, of today
    state: str = ""


BLOCKED = "đã chặn bot"
NOT_LINKED = "chưa kích hoạt"
ON_LEAVE = "nghỉ phép"
NOT_SEEN = "3 ngày làm việc không mở bot"


def late_unit(unit: Late, plan_to: date | None) -> str:
    """Tell how far a unit is behind."""
    until = f" đến hết {day(plan_to)}" if plan_to else ""
    text = (
        f"{unit.name} {_behind(unit.how)}: {count(unit.done)}/{count(unit.planned)} hồ sơ theo kế hoạch{until}, "
        f"thiếu {count(max(0, unit.planned - unit.done))}."
    )
    return text + (f" Đơn vị trả lời: {unit.said}" if unit.said else "")


def late_units(units: Sequence[Late]) -> str:
    """List the units of a subtree that are behind, the latest first."""
    lines = [f"{count(len(units))} đơn vị chậm kế hoạch:"]
    for unit in units[:SHOWN]:
        said = f"; trả lời: {unit.said}" if unit.said else ""
        lines.append(
            f"• {unit.name}: {percent(unit.done, unit.planned, 0)}, thiếu {count(max(0, unit.planned - unit.done))}, "
            f"{_behind(unit.how)}{said}"
        )
    if len(units) > SHOWN:
        lines.append(f"… và {count(len(units) - SHOWN)} đơn vị khác; xem /xephang")
    return "\n".join(lines)


def reviewers(people: Sequence[Reviewer]) -> str:
    """List officials with today's figures, for how long each is behind, and why, as they say."""
    lines = []
    for one in people[:SHOWN]:
        figures = (
            f"hôm nay {count(one.done)}/{count(one.quota)}"
            if one.quota is not None
            else f"hôm nay {count(one.done)}"
        )
        parts = [figures, *([_behind(one.how)] if one.how.days else []), *([one.state] if one.state else [])]
        parts += [f"lý do: {one.reason}"] if one.reason else []
        lines.append(f"• {one.name}: {', '.join(parts)}")
    if len(people) > SHOWN:
        lines.append(f"… và {count(len(people) - SHOWN)} người khác; xem /phancong")
    return "\n".join(lines)


def long_behind(people: Sequence[tuple[str, str, Behind]]) -> str:
    """List people that have been behind for days, as (name, unit, how)."""
    lines = ["Cán bộ chậm nhiều ngày:"]
    lines += [f"• {name} ({unit}): {_behind(how)}" for name, unit, how in people[:SHOWN]]
    if len(people) > SHOWN:
        lines.append(f"… và {count(len(people) - SHOWN)} người khác")
    return "\n".join(lines)


DIGEST_ENDS = "Tin này nhắc lại mỗi ngày làm việc cho đến khi kịp kế hoạch hoặc anh/chị trả lời."
ASK_ANSWER = (
    "Gõ câu trả lời của đơn vị (lý do, biện pháp, ngày sẽ kịp), tối đa {most} chữ. Cấp trên sẽ thấy câu này."
)
ANSWERED = (
    "Đã ghi nhận câu trả lời. Tin nhắc về các đơn vị đang chậm tạm dừng cho đến khi có đơn vị chậm mới."
)
TOO_LONG = "Câu trả lời dài quá {most} chữ. Xin gõ ngắn hơn."
DROPPED = "Đã thôi."


def no_document(units: Sequence[str], due: date, *, own: bool) -> str:
    """Ask for assignment documents that are not filed."""
    if own and len(units) == 1:
        return f"{units[0]} chưa nộp văn bản phân công. Hạn {day(due)}: bấm /phancong để nộp."
    lines = [f"{count(len(units))} đơn vị chưa nộp văn bản phân công (hạn {day(due)}):"]
    lines += [f"• {name}" for name in units[:SHOWN]]
    if len(units) > SHOWN:
        lines.append(f"… và {count(len(units) - SHOWN)} đơn vị khác")
    return "\n".join(lines)


def deadline(left: int, due: date, still_open: int, working_days: int, needed: int, forecast: str) -> str:
    """Warn of the deadline: `left` calendar days, negative when it is past."""
    if left > 0:
        head = f"Còn {count(left)} ngày đến hạn {day(due)} ({count(working_days)} ngày làm việc)."
        need = f"Còn {count(still_open)} hồ sơ chưa rà soát, cần {count(needed)} hồ sơ mỗi ngày làm việc."
    elif left == 0:
        head, need = f"Hôm nay là hạn {day(due)}.", f"Còn {count(still_open)} hồ sơ chưa rà soát."
    else:
        head = f"Đã quá hạn {day(due)} {count(-left)} ngày."
        need = f"Còn {count(still_open)} hồ sơ chưa rà soát; đề nghị hoàn thành ngay."
    return "\n".join(part for part in (head, need, forecast) if part)


def deadline_units(units: Sequence[tuple[str, int]]) -> str:
    """List units with open records, the most first."""
    lines = ["Còn nhiều nhất:"] + [f"• {name}: {count(number)}" for name, number in units[:SHOWN]]
    if len(units) > SHOWN:
        lines.append(f"… và {count(len(units) - SHOWN)} đơn vị khác; xem /tiendo")
    return "\n".join(lines)


# ── the province ─────────────────────────────────────────────────────────────────────────────────


def report(
    unit: str, on: date, done_today: int, done: int, planned: int, still_open: int, behind: int, units: int
) -> str:
    """Sum up a day for the province."""
    plan = f", {percent(done, planned, 0)} kế hoạch đến nay" if planned else ""
    return (
        f"{unit}, ngày {day(on)}: rà soát {count(done_today)} hồ sơ; từ đầu đợt {count(done)}{plan}; "
        f"còn {count(still_open)}. Chậm kế hoạch: {count(behind)}/{count(units)} đơn vị."
    )


def unreachable(blocked: int, not_linked: int) -> str:
    """Count officials who hear nothing."""
    parts = [f"{count(blocked)} {BLOCKED}"] if blocked else []
    parts += [f"{count(not_linked)} {NOT_LINKED}"] if not_linked else []
    return f"Cán bộ không nhận được tin: {', '.join(parts)}." if parts else ""


# ── nudging by hand ──────────────────────────────────────────────────────────────────────────────

WHY_NOT: dict[str, str] = {
    "left": "không còn phân công",
    "not_linked": NOT_LINKED,
    "blocked": BLOCKED,
    "day_off": "ngày nghỉ",
    "leave": ON_LEAVE,
    "finished": "đã xong hôm nay",
    "no_quota": "không có chỉ tiêu",
    "at_work": "đã bắt đầu",
    "on_track": "đã quá nửa",
    "on_plan": "kịp kế hoạch",
    "muted": "xin không nhắc hôm nay",
    "cap": "hôm nay đã nhận đủ số tin nhắc",
    "quiet": "ngoài giờ nhắc",
    "late": "đã quá giờ của tin này",
    "off": "đơn vị tắt loại tin này",
    "in_digest": "gộp vào tin chiều",
    "united": "gộp trong một tin",
    "filed": "đã nộp",
    "answered": "lãnh đạo đã trả lời",
    "nothing": "không có gì để nói",
}
KIND_WORDS: dict[str, str] = {
    "morning": "Thẻ buổi sáng",
    "nudge": "Nhắc buổi chiều",
    "news": "Tin kế hoạch ngày",
    "assignment": "Văn bản phân công",
    "leaderboard": "Xếp hạng tuần",
    "digest": "Tổng hợp cho lãnh đạo",
    "deadline": "Cảnh báo hạn",
    "report": "Báo cáo ngày",
    "by_hand": "Nhắc tay",
}


def nudged(sent: Sequence[str], withheld: Sequence[tuple[str, str]]) -> str:
    """Tell a head whom the bot reminds now, and whom not and why, as (name, reason code)."""
    more = f" và {count(len(sent) - SHOWN)} người khác" if len(sent) > SHOWN else ""
    lines = [
        f"Đã nhắc {count(len(sent))} người: {', '.join(sent[:SHOWN])}{more}."
        if sent
        else "Không nhắc thêm ai."
    ]
    if withheld:
        lines.append("Không nhắc:")
        lines += [f"• {name}: {WHY_NOT.get(reason, reason)}" for name, reason in withheld[:SHOWN]]
        if len(withheld) > SHOWN:
            lines.append(f"… và {count(len(withheld) - SHOWN)} người khác")
    return "\n".join(lines)


def nudged_enough(most: int) -> str:
    """Refuse a head who has nudged often enough today."""
    return f"Hôm nay anh/chị đã nhắc {count(most)} lần, mai mới nhắc tiếp được. Có thể dùng /phancong để điều chuyển."


def reason(code: str) -> str:
    """Word an official's reason."""
    return captions.NUDGE_REASONS[NudgeReason(code)] if code in list(NudgeReason) else code
