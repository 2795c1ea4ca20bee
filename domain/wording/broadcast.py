"""What is said to whoever sends to many (`/thongbao`), and to those who get it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from domain.broadcast import NotThen, Status, Why, Withheld
from domain.people import Role
from domain.talk.spelling import bare
from domain.wording.captions import ACKNOWLEDGE, ALL, BEHIND, BY_ROLE, BY_UNIT, SILENT, STOP
from domain.wording.figures import count, moment
from domain.wording.people import ROLE_WORDS

EDIT, CANCEL, CORRECT, REMIND, WHO_NOT, ANYWAY = (
    "✏️ Sửa nội dung", "✖ Hủy thông báo", "✏️ Gửi đính chính", "🔔 Nhắc người chưa nhận", "👀 Ai chưa nhận", "✔ Gửi vào {at}"
)  # fmt: skip

PICK_ROLE = "Gửi cho vai trò nào?"
ASK_UNIT = "Gõ tên hoặc mã đơn vị (không cần dấu). Thông báo đến mọi người của đơn vị và các đơn vị bên dưới."
NO_UNIT = "Không có đơn vị nào như vậy trong phạm vi của anh/chị. Gõ lại tên hoặc mã đơn vị."
PICK_UNIT = "Chọn đơn vị:"
PICK_EARLIER = "Gửi cho những người chưa bấm “Đã nhận” của thông báo nào?"
NONE_EARLIER = "Chưa có thông báo nào đã gửi trong phạm vi của anh/chị."
EMPTY = "Không có ai thuộc nhóm người nhận này nên không có gì để gửi. Chọn nhóm khác:"
ASK_TEXT = (
    "Gõ nội dung thông báo{or_file}. *đậm* và _nghiêng_ đặt giữa hai dấu sao hoặc hai dấu gạch dưới; liên kết gõ nguyên."
)  # fmt: skip
OR_FILE = ", hoặc gửi một ảnh hay một tệp kèm chú thích"
NO_TEXT = "Nội dung trống. Gõ nội dung thông báo."
TOO_LONG = "Nội dung dài {length} ký tự; một tin chỉ chứa được {most}. Xin rút ngắn rồi gõ lại."
SHOWN_PLAIN = "Dấu không thành cặp nên hiện nguyên như đã gõ: {pieces}."
CAPTION = "Chữ dài hơn {most} ký tự nên ảnh/tệp đi trước, chữ đi thành một tin riêng ngay sau."
IN_PARTS = "Trên {channel} chữ dài hơn {most} ký tự nên đi thành {parts} tin."
DROPPED = "Đã bỏ, không gửi gì."
ASK_TIME = (
    "Gửi lúc nào? Ví dụ: 15:30, hoặc 8h 05/07, hoặc 8h sáng mai. Chỉ gửi từ 07:00 đến 20:00 ngày làm việc."
)
TRIAL = "Đây là bản xem trước, không tính là đã nhận."
LIKE_YOURS = "Trên {channel} ({people} người): như bản trên."
OTHERWISE = "Trên {channel} ({people} người): {how}."
PLAIN_LOOK, NUMBERED_LOOK, BUTTON_LOOK = "chữ thường", "trả lời bằng số hoặc gõ chữ", "có nút bấm"
ORDERED_ALREADY = "Thông báo này đã được đặt gửi rồi (số {id}); không gửi lần nữa."
ALONE = (
    "Gửi cho {people} người là thông báo toàn tỉnh, cần thêm một quản trị viên đồng ý, nhưng không có quản trị viên nào "
    "khác phụ trách đủ phạm vi này và nhận được tin. Chưa gửi gì. Có thể chọn nhóm nhỏ hơn, hoặc thêm quản trị viên bằng "
    "/nhansu."
)  # fmt: skip
CONSENT_OVER = "Thông báo số {id} không còn chờ đồng ý: {how}."
NOT_YOUR_CONSENT = "Thông báo này cần một quản trị viên khác đồng ý, không phải người soạn."
STOPPED_NOW = (
    "Đã dừng gửi thông báo số {id}. Tin đang trên đường (nếu có) sẽ tới; phần còn lại không gửi nữa."
)
NOTHING_TO_STOP = "Thông báo số {id} không còn đang gửi nên không có gì để dừng."
CANCELLED = "Đã hủy thông báo số {id}; chưa gửi cho ai."
SEEN = "Đã ghi nhận anh/chị đã nhận thông báo."
SEEN_BEFORE = "Đã ghi nhận từ trước."
NONE_TO_SEE = "Không có thông báo nào chờ anh/chị xác nhận."
ALL_SEEN = "Mọi người trong phạm vi của anh/chị đã xác nhận thông báo này."
HEADS_SEE = "Thông báo gần đây, tính trong phạm vi của anh/chị. Chọn để xem ai chưa xác nhận:"
NOT_FOR_YOU = "Việc này dành cho quản trị và lãnh đạo đơn vị."

CHANNELS = {"telegram": "Telegram", "zalo_bot": "Zalo Bot", "zalo_oa": "Zalo OA"}
STATUS_WORDS: dict[Status, str] = {
    Status.WAITING: "đang chờ gửi",
    Status.SENT: "đã gửi tới",
    Status.REFUSED: "kênh từ chối tin",
    Status.BLOCKED: "đã chặn bot",
    Status.UNREACHABLE: "không liên lạc được",
    Status.NOT_LINKED: "chưa liên kết bot",
    Status.WITHHELD: "không gửi nữa",
}
WITHHELD_WORDS: dict[str, str] = {
    Withheld.STOPPED: "đã dừng gửi",
    Withheld.LEFT: "không còn nhiệm vụ trong nhóm nhận",
    Withheld.LOCKED: "tài khoản bị khóa",
    Withheld.SENDER_LEFT: "người gửi không còn là quản trị",
}
STATE_WORDS = {
    "asked": "chờ quản trị viên thứ hai", "scheduled": "đã hẹn giờ", "sending": "đang gửi", "stopping": "đang dừng",
    "stopped": "đã dừng", "done": "đã gửi xong", "refused": "không gửi",
}  # fmt: skip
REFUSED_WHY = {
    "refused": "quản trị viên thứ hai không đồng ý",
    "lapsed": "quá giờ mà chưa có quản trị viên thứ hai đồng ý",
    "cancelled": "đã hủy",
    "file": "không lấy được ảnh/tệp đi kèm từ kênh chat; xin gửi lại ảnh/tệp",
    "late": "bot gián đoạn nên đã quá ngày hẹn",
    Withheld.SENDER_LEFT: "người gửi không còn là quản trị của phạm vi này",
}


def channel(name: str) -> str:
    """Name a channel."""
    return CHANNELS.get(name, name)


def whom(all_: int, behind: int, running: Sequence[str]) -> str:
    """Ask whom it is for, with how many some audiences hold now, below what is on its way."""
    lines = [*running, "Gửi thông báo cho ai?", f"• {ALL}: {count(all_)} người trong phạm vi của anh/chị"]
    lines += [f"• {BY_UNIT} · {BY_ROLE}: chọn tiếp", f"• {BEHIND}: {count(behind)} cán bộ và lãnh đạo"]
    return "\n".join([*lines, f"• {SILENT}: người chưa bấm “{bare(ACKNOWLEDGE)}” của một thông báo trước"])


def running(number: int, state: str, ended: int, of: int, at: str) -> str:
    """Tell of a broadcast on its way."""
    far = f" {count(ended)}/{count(of)}" if state in ("sending", "stopping") else ""
    when = f" lúc {at}" if state == "scheduled" else ""
    return f"Thông báo số {number}: {STATE_WORDS[state]}{when}{far}."


def stop_of(number: int) -> str:
    """Label the button that stops one of several."""
    return f"{STOP} số {number}"


def cancel_of(number: int) -> str:
    """Label the button that calls one off that has not begun."""
    return f"{CANCEL} số {number}"


def of_all(units: Sequence[str]) -> str:
    return f"Tất cả: {', '.join(units)}"


def of_unit(unit: str) -> str:
    return f"Mọi người của {unit} và các đơn vị bên dưới"


def of_role(role: Role, units: Sequence[str]) -> str:
    return f"{ROLE_WORDS[role]}: {', '.join(units)}"


def of_behind() -> str:
    return "Cán bộ và lãnh đạo của các đơn vị đang chậm kế hoạch"


def of_silent(number: int) -> str:
    return f"Người chưa xác nhận thông báo số {number}"


def of_got(number: int) -> str:
    return f"Đúng những người đã nhận thông báo số {number}"


def reached(audience: str, people: int, linked: int) -> str:
    """Tell how many an audience is, and how many of them have the bot."""
    text = f"Người nhận: {audience}. {count(people)} người"
    if linked == people:
        return f"{text}, tất cả đã liên kết bot."
    return f"{text}, {count(linked)} đã liên kết bot; {count(people - linked)} người chưa liên kết sẽ không nhận được."


def shown_plain(pieces: Sequence[str]) -> str:
    return SHOWN_PLAIN.format(pieces=", ".join(f"“{piece}”" for piece in pieces))


def ready(audience: str, minutes: int, second: bool, notes: Sequence[str], ends: str) -> str:
    """Say what can be done with a draft."""
    takes = f"Gửi hết mất khoảng {count(minutes)} phút" + (
        f"; phần chưa kịp trước 20:00 đi tiếp lúc {ends}." if ends else "."
    )
    lines = [audience, takes, *notes]
    if second:
        lines.append(
            "Đây là thông báo toàn tỉnh (hoặc hơn một nửa số người): cần thêm một quản trị viên đồng ý."
        )
    return "\n".join(lines)


def not_then(fault: NotThen) -> str:
    """Refuse a moment in one line, with the next that would do."""
    after = f"Sớm nhất có thể là {moment(fault.next)}."
    match fault.why:
        case Why.PAST:
            return f"Giờ này đã qua. {after}"
        case Why.NIGHT:
            return f"Không gửi ngoài 07:00–20:00. {after}"
        case Why.DAY_OFF:
            name = f" ({fault.reason})" if fault.reason else ""
            return f"Ngày này là ngày nghỉ{name}, không gửi. {after}"
        case Why.FAR:
            return "Chỉ hẹn trước tối đa 60 ngày. Xin chọn ngày gần hơn."
        case Why.SHAPE:
            return f"Chưa hiểu giờ này. {ASK_TIME}"


def send_at(at: datetime) -> str:
    """Label the button that takes the moment offered."""
    return ANYWAY.format(at=moment(at))


def ordered(number: int, people: int, at: datetime | None) -> str:
    """Say that a broadcast is on its way, or when it will be."""
    if at is None:
        return f"Thông báo số {number}: đang gửi cho {count(people)} người. Dừng được bất cứ lúc nào."
    return f"Thông báo số {number}: hẹn gửi lúc {moment(at)} cho {count(people)} người (đếm lại lúc gửi)."


def asked_second(number: int, people: int, names: Sequence[str], until: datetime) -> str:
    """Say who was asked to agree, and by when."""
    return (
        f"Thông báo số {number} cho {count(people)} người cần thêm một quản trị viên đồng ý. Đã hỏi: {', '.join(names)}. "
        f"Đến {moment(until)} chưa ai đồng ý thì không gửi; anh/chị sẽ được báo."
    )


def consent_question(
    number: int, name: str, audience: str, at: datetime | None, until: datetime, look: str
) -> str:
    """Ask a second admin, with the very text."""
    when = f"lúc {moment(at)}" if at is not None else "ngay sau khi đồng ý"
    return f"{name} xin gửi thông báo số {number} {when}. {audience} Trả lời trước {moment(until)}. Nội dung:\n\n{look}"


def agreed(number: int, name: str, at: datetime | None) -> str:
    """Tell that a second admin agreed."""
    return f"{name} đã đồng ý gửi thông báo số {number}: " + (
        f"sẽ gửi lúc {moment(at)}." if at else "bắt đầu gửi."
    )


def you_agreed(number: int, at: datetime | None) -> str:
    return f"Đã đồng ý thông báo số {number}: " + (f"sẽ gửi lúc {moment(at)}." if at else "bắt đầu gửi.")


def refused_by(number: int, name: str) -> str:
    return f"{name} không đồng ý gửi thông báo số {number}; không gửi cho ai. Nội dung vẫn còn trong tin phía trên."


def you_refused(number: int) -> str:
    return f"Đã từ chối thông báo số {number}; không gửi cho ai, người soạn được báo."


def not_begun(number: int, why: str) -> str:
    """Tell a sender that nothing was sent."""
    return f"Thông báo số {number} không gửi cho ai: {REFUSED_WHY.get(why, why)}."


def consent_over(number: int, state: str, name: str) -> str:
    """Tell a second admin that it is decided already."""
    how = STATE_WORDS[state] + (f", do {name} trả lời" if name else "")
    return CONSENT_OVER.format(id=number, how=how)


# ── how it looks ────────────────────────────────────────────────────────────────────────────────


def heading(sender: str, corrects: datetime | None, reminds: datetime | None) -> str:
    """Give the line above the words: who says it, and of what it is a correction or reminder."""
    by = f" · {sender}" if sender else ""
    if corrects is not None:
        return f"✏️ Đính chính thông báo gửi lúc {moment(corrects)}{by}"
    if reminds is not None:
        return f"🔔 Anh/chị chưa xác nhận thông báo gửi lúc {moment(reminds)}{by}"
    return f"📣 Thông báo{by}"
