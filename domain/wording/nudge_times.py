"""When the bot speaks by itself, in words (`/lich nhac`): the kinds by name, and what an admin may set."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import time

from domain.folding import fold
from domain.nudges import Kind
from domain.wording import shown

BUTTON = "🔔 Giờ nhắc"
OFF, USUAL = "Tắt", "Mặc định"
_OFF_WORDS, _USUAL_WORDS = ("tat", "khong", "off"), ("mac dinh", "nhu cu", "bo")
NAME_MAX = 60

# how a kind is typed, the first as it is shown; and what it is
_KINDS: dict[Kind, tuple[tuple[str, ...], str]] = {
    Kind.MORNING: (("sáng", "buổi sáng"), "danh sách đầu ngày của cán bộ"),
    Kind.NEWS: (("tin", "tin sáng"), "tin kế hoạch ngày cho lãnh đạo"),
    Kind.ASSIGNMENT: (("phân công",), "nhắc nộp văn bản phân công"),
    Kind.LEADERBOARD: (("xếp hạng",), "bảng xếp hạng thứ Hai"),
    Kind.DEADLINE: (("hạn", "nhắc hạn"), "nhắc hạn hoàn thành"),
    Kind.NUDGE: (("chiều", "buổi chiều"), "nhắc cán bộ chưa xong nửa ngày việc"),
    Kind.DIGEST: (("lãnh đạo", "tổng hợp"), "tổng hợp cho lãnh đạo đơn vị chậm"),
    Kind.REPORT: (("báo cáo",), "báo cáo ngày và niêm phong của tỉnh"),
}
SHOWN = tuple(_KINDS)  # as the day goes
_BY_WORDS: dict[str, Kind] = {
    fold(words): kind for kind, (names, _) in _KINDS.items() for words in (*names, kind.value)
}

UNCHANGED = "Giờ nhắc chưa thay đổi."
MENTION = "Giờ bot nhắc từng loại: gõ /lich nhac."
HOW = (
    "Đổi: chọn loại, hoặc gõ /lich nhac sáng 7h45 · /lich nhac chiều tắt · /lich nhac chiều mặc định. "
    "Chỉ cho một đơn vị: gõ mã đơn vị trước, ví dụ: /lich nhac 06223 sáng 7h45."
)
ASK = "{kind}: hiện là {now}. Gõ giờ mới, ví dụ 07:45 hoặc 14h30, hoặc chọn:"
DROPPED = "Đã thôi, giờ nhắc giữ nguyên. Muốn xem lại, gõ /lich nhac."
NO_UNIT = f"Không có đơn vị mã {{code}} trong phạm vi của anh/chị. {UNCHANGED}"
_NAMES = ", ".join(names[0] for names, _ in _KINDS.values())
NO_KIND = f"Không có loại nhắc “{{said}}”. Các loại: {_NAMES}. {UNCHANGED}"
WRONG_TIME = f"“{{said}}” không phải là giờ. Gõ như 07:45, 7h45 hoặc 7h. {UNCHANGED}"
TOO_MANY = f"Sau giờ còn thừa chữ “{{said}}”. Gõ: /lich nhac LOẠI GIỜ, mã đơn vị (nếu có) đứng trước loại. {UNCHANGED}"
NEVER_AT = f"Không đặt “{{kind}}” lúc {{at}} được: chỉ nhắc từ 07:00 đến 19:30. {UNCHANGED}"
REPORT_NEVER_AT = (
    f"Không đặt “{{kind}}” lúc {{at}} được: báo cáo ngày chỉ gửi từ 17:00 đến 20:00. {UNCHANGED}"
)
NOT_SET = f"{{unit}} không đặt riêng giờ cho loại “{{kind}}”, nên không có gì để bỏ. {UNCHANGED}"
NEXT_TIME = "Giờ ấy hôm nay đã qua nên tính từ lần sau."


def name(kind: Kind) -> str:
    """Name a kind as it is typed: "sáng"."""
    return _KINDS[kind][0][0]


def button(kind: Kind) -> str:
    """Label the button of a kind: "Giờ sáng"; the bare word may be a command ("báo cáo")."""
    return f"Giờ {name(kind)}"


def _headed(kind: Kind) -> str:
    word = name(kind)
    return word[0].upper() + word[1:]


def asked(kind: Kind, now: Sequence[time | None]) -> str:
    """Ask for a kind's new time; `now` are the times that hold where it is asked for."""
    held = ", ".join(dict.fromkeys(at(due) for due in now))
    return ASK.format(kind=f"{_headed(kind)} ({_KINDS[kind][1]})", now=held)


def split_kind(text: str) -> tuple[Kind | None, str]:
    """Part a kind, at the beginning of a line, from what follows; (None, text) where it begins with none."""
    words = text.split()
    for length in (2, 1):
        kind = _BY_WORDS.get(fold(" ".join(words[:length])))
        if kind is not None and len(words) >= length:
            return kind, " ".join(words[length:])
    return None, text


def is_off(words: str) -> bool:
    """Say whether the words switch a kind off."""
    return fold(words) in _OFF_WORDS


def is_usual(words: str) -> bool:
    """Say whether the words take a setting back."""
    return fold(words) in _USUAL_WORDS


def at(due: time | None) -> str:
    """Show when a kind is due: "07:45", or that it is switched off."""
    return "tắt" if due is None else f"{due:%H:%M}"


def line(kind: Kind, due: time | None, unit: str, by: str) -> str:
    """Show a kind in a line of the table: what it is, when it is due, and who set that (nobody: `unit` is empty)."""
    if not unit:
        who = "mặc định"
    else:
        who = shown.clean(unit, NAME_MAX) + (f", {shown.clean(by, NAME_MAX)} đặt" if by else "")
    return f"• {_headed(kind)} ({_KINDS[kind][1]}): {at(due)} · {who}"


def table(unit: str, lines: Sequence[str]) -> str:
    """Show the times of a unit."""
    return "\n".join([f"Giờ nhắc · {shown.clean(unit, NAME_MAX)}", *lines])


def more_units(number: int) -> str:
    """Tell that other units of the asker are not shown."""
    return f"… và {number} đơn vị khác: gõ /lich nhac kèm mã đơn vị."


def named(units: Sequence[str]) -> str:
    """Name some units, the first of them."""
    return ", ".join(shown.clean(unit, NAME_MAX) for unit in units[:3]) + (
        f" và {len(units) - 3} đơn vị khác" if len(units) > 3 else ""
    )


def done(kind: Kind, due: time | None, units: Sequence[str], others: Sequence[str], *, late: bool) -> str:
    """Tell what holds from now on and where, and which units below keep to a time of their own."""
    what = f"không gửi “{name(kind)}” nữa" if due is None else f"“{name(kind)}” lúc {at(due)}"
    lines = [f"Đã đặt cho {named(units)} và các đơn vị trực thuộc: {what}."]
    lines += [f"Vẫn theo giờ đã đặt riêng: {named(others)}."] if others else []
    return "\n".join([*lines, NEXT_TIME] if late else lines)


def taken_back(kind: Kind, lines: Sequence[tuple[str, time | None]], *, late: bool) -> str:
    """Tell what holds in units once their own setting is gone."""
    now = [
        f"Đã bỏ giờ “{name(kind)}” do {shown.clean(unit, NAME_MAX)} đặt; nay là {at(due)}."
        for unit, due in lines
    ]
    return "\n".join([*now, NEXT_TIME] if late else now)
