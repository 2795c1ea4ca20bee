"""Who works where, as heads see and change it (`/phancong`)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from domain.wording.figures import count

WEIGHTS = {0: "⏸ Không giao", 50: "Nửa phần", 100: "Phần đầy đủ", 150: "Gấp rưỡi", 200: "Gấp đôi"}
FIX = "🔒 Đặt chỉ tiêu tay"
UNFIX = "🔓 Theo kế hoạch"
MOVE = "⇄ Chuyển hồ sơ"
LEND = "👥 Cử sang đơn vị khác"
OTHER_UNIT = "🔎 Đơn vị khác"
LEND_TODAY, LEND_WEEK, LEND_ON = "✔ Hết hôm nay", "✔ Hết tuần này", "✔ Đến khi có lệnh mới"

UNTIL = "Đến bao giờ?"
LENT = "Đã cử"
NO_DEADLINE = "Chưa đặt hạn hoàn thành nên chưa có kế hoạch ngày."
NOT_PLANNED = "Hôm nay chưa có kế hoạch cho đơn vị này (ngày nghỉ, hoặc không còn hồ sơ chưa rà soát)."
NOBODY = "Chưa có cán bộ rà soát nào."
ASK_NUMBER = "Gõ chỉ tiêu mỗi ngày của {name} (0–{most}); kế hoạch sẽ giữ đúng số này cho tới khi bỏ."
WRONG_NUMBER = "Xin gõ một số từ 0 đến {most}."
ASK_UNIT = "Gõ tên hoặc mã đơn vị cần người, trong phạm vi của anh/chị."
ASK_STAFF_UNIT = "Gõ tên hoặc mã đơn vị cần xem."
NO_UNIT = "Không có đơn vị nào như vậy trong phạm vi của anh/chị. Gõ lại tên hoặc mã đơn vị."
PICK_UNIT = "Chọn đơn vị:"
WHOM = "Chuyển {number} hồ sơ đang chờ của {name} cho ai?"
NO_COLLEAGUE = (
    "Không có ai khác cùng rà soát đơn vị này để nhận hồ sơ. Có thể cử người từ đơn vị khác sang trước."
)
NOTHING_TO_MOVE = "{name} không còn hồ sơ nào đang chờ để chuyển."
CHANGED = "Phân công vừa thay đổi, xin xem lại."
OUT_OF_REACH = (
    "Đơn vị đó nằm ngoài phạm vi của anh/chị. Điều người giữa hai đơn vị phải do cấp quản lý cả hai."
)
THERE_ALREADY = "{name} đang rà soát ở {unit} rồi."
DROPPED = "Đã thôi, phân công giữ nguyên."


def overview(
    unit: str,
    units: int,
    needed: int,
    given: int,
    shortfall: int,
    short: Sequence[tuple[str, int, Sequence[tuple[str, int]]]],
) -> str:
    """Tell how a subtree's day is staffed; `short` are (unit, missing, neighbours with room)."""
    lines = [
        f"{unit}: hôm nay {count(units)} đơn vị có chỉ tiêu, cần {count(needed)}, đã giao {count(given)} hồ sơ."
    ]
    if shortfall:
        lines.append(f"Thiếu người cho {count(shortfall)} hồ sơ:")
    for name, missing, near in short:
        help_from = ", ".join(f"{other} còn {count(room)}" for other, room in near)
        lines.append(f"• {name}: thiếu {count(missing)}" + (f" (bên cạnh: {help_from})" if near else ""))
    return "\n".join(lines)


def unit(name: str, needed: int, given: int, shortfall: int, days_left: int, still_open: int) -> str:
    """Head a unit's view."""
    text = (
        f"{name}: còn {count(still_open)} hồ sơ, {count(days_left)} ngày làm việc; "
        f"hôm nay cần {count(needed)}, đã giao {count(given)}"
    )
    return text + (f", thiếu {count(shortfall)}." if shortfall else ".")


def member(
    name: str,
    waiting: int,
    done: int,
    weight: int,
    fixed: int | None,
    until: date | None,
    reason: str,
    home: str,
) -> str:
    """Describe an official in a unit's list."""
    parts = [f"xong {count(done)}, còn {count(waiting)}"]
    if fixed is not None:
        parts.append(f"chỉ tiêu tay {count(fixed)}")
    elif weight != 100:
        parts.append(f"phần {count(weight)} %")
    if until is not None:
        parts.append(f"đến {until:%d/%m}")
    if reason in REASONS:
        parts.append(REASONS[reason])
    where = f" ({home})" if home else ""
    return f"• {name}{where}: {', '.join(parts)}"


REASONS = {"leave": "nghỉ phép", "absent": "3 ngày không mở bot", "no_weight": "tạm không giao"}


def lend_button(person: str, from_unit: str, to_unit: str) -> str:
    """Label the button that proposes to lend somebody."""
    return f"⇄ {person} ({from_unit}) → {to_unit}"


def lend_question(person: str, from_unit: str, to_unit: str, missing: int, number: int) -> str:
    """Ask until when somebody is lent."""
    need = f"{to_unit} thiếu {count(missing)} hồ sơ hôm nay. " if missing else ""
    today = f", nhận ngay {count(number)} hồ sơ hôm nay" if number else ""
    return f"{need}Cử {person} ({from_unit}) sang hỗ trợ {to_unit}{today}. {UNTIL}"


def lent(person: str, to_unit: str, until: date | None, came: int) -> str:
    """Say that somebody was lent."""
    span = f"đến hết {until:%d/%m/%Y}" if until else "đến khi có lệnh mới"
    return f"{LENT} {person} hỗ trợ {to_unit} {span}; hôm nay giao ngay {count(came)} hồ sơ."


def lent_you(to_unit: str, until: date | None, came: int) -> str:
    """Tell somebody that they were lent."""
    span = f"đến hết {until:%d/%m/%Y}" if until else "đến khi có lệnh mới"
    more = f" {count(came)} hồ sơ đã thêm vào danh sách hôm nay; gõ /batdau." if came else ""
    return f"Anh/chị được cử hỗ trợ rà soát {to_unit} {span}.{more}"


def weight_set(name: str, weight: int, back: int, *, was_out: bool) -> str:
    """Say what a weight means from when."""
    if weight == 0:
        tail = f"; {count(back)} hồ sơ đang chờ đã trở về hàng chờ" if back else ""
        return f"{name}: tạm không giao hồ sơ{tail}."
    when = "từ hôm nay" if was_out else "từ kế hoạch ngày mai"
    return f"{name}: nhận {count(weight)} % phần đầy đủ, {when}."


def fixed_set(name: str, number: int | None, back: int) -> str:
    """Say what a number set by hand does."""
    if number is None:
        return f"{name}: chỉ tiêu lại theo kế hoạch, từ ngày mai."
    tail = f"; {count(back)} hồ sơ đã trở về hàng chờ" if back else ""
    return f"{name}: chỉ tiêu {count(number)} hồ sơ/ngày, đặt tay, từ hôm nay{tail}."


def moved(number: int, from_name: str, to_name: str) -> str:
    """Say that records changed desks."""
    return f"Đã chuyển {count(number)} hồ sơ của {from_name} sang {to_name}, giữ nguyên lịch sử."


def moved_to_you(number: int, from_name: str) -> str:
    """Tell who got a colleague's records."""
    return f"{count(number)} hồ sơ của {from_name} đã chuyển sang danh sách hôm nay của anh/chị; gõ /batdau."


def moved_from_you(number: int, to_name: str) -> str:
    """Tell whose records went to a colleague."""
    return f"{count(number)} hồ sơ đang chờ của anh/chị đã chuyển cho {to_name}."


def no_more_for_you() -> str:
    """Tell somebody that they get nothing for now."""
    return "Lãnh đạo đơn vị tạm không giao hồ sơ rà soát cho anh/chị; hồ sơ đang chờ đã trở về đơn vị."


def all_of(number: int) -> str:
    """Label the button that moves all."""
    return f"Tất cả {count(number)}"


def half_of(number: int) -> str:
    """Label the button that moves half."""
    return f"Một nửa ({count(number)})"
