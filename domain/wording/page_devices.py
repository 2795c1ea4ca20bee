"""What somebody is told when the page is opened, or a PIN chosen, in their name."""

from __future__ import annotations

from datetime import datetime

from domain.wording import captions

NOT_ME = "⛔ Không phải tôi"
OPENED = (
    "Trang rà soát vừa được mở với tên anh/chị trên một thiết bị mới, lúc {time}. "
    "Nếu không phải anh/chị mở, xin {how} “{button}”."
)
PIN_CHOSEN = (
    "Mã PIN của trang rà soát vừa được đặt với tên anh/chị, lúc {time}. "
    "Nếu không phải anh/chị đặt, xin {how} “{button}”."
)
CLOSED = (
    "Đã đóng mọi phiên trang rà soát mở với tên anh/chị; liên kết chưa mở cũng hết hiệu lực, thiết bị nào mở lại "
    "đều sẽ được báo."
)
_LOOK_OFFICIAL = f"Xin xem lại việc hôm nay bằng /homnay. Muốn mở lại trang: bấm “{captions.FULL}” trên thẻ để lấy liên kết mới."
_LOOK_OTHER = f"Muốn mở lại trang: gõ /tiendo rồi bấm “{captions.OPEN_PROGRESS}” để lấy liên kết mới."
_HELP = "Nếu nghi người khác vào được tin nhắn này, xin báo quản trị viên khóa hoặc cấp lại mã kích hoạt (/nhansu)."
_HELP_PIN = (
    "Mã PIN vẫn là mã vừa đặt: xin quản trị viên cấp lại mã kích hoạt (/nhansu) để đặt mã PIN của anh/chị."
)


def opened(at: datetime, *, tapped: bool) -> str:
    """Say that the page was opened on a device it was not opened on before; the instant is the reader's own time."""
    return OPENED.format(time=_when(at), how=_how(tapped), button=_bare(NOT_ME))


def pin_chosen(at: datetime, *, tapped: bool) -> str:
    """Say that a first PIN was chosen."""
    return PIN_CHOSEN.format(time=_when(at), how=_how(tapped), button=_bare(NOT_ME))


def closed(*, reviews: bool, pin: bool) -> str:
    """Say what was done for whoever it was not, and what to do next."""
    return "\n".join([CLOSED, _LOOK_OFFICIAL if reviews else _LOOK_OTHER, _HELP_PIN if pin else _HELP])


def _when(at: datetime) -> str:
    return f"{at:%H:%M} ngày {at:%d/%m/%Y}"


def _how(tapped: bool) -> str:
    return "bấm" if tapped else "gõ"


def _bare(label: str) -> str:
    return label.partition(" ")[2]
