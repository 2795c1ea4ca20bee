"""What the demo tells in the terminal while its story is played."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from domain.records import TYPE_LABEL, RecordType
from domain.wording.figures import WEEKDAYS, count, day, moment

TITLE = "Rà soát: hai ngày làm việc ở xã Hòa Cư, từ thứ Năm 04/07/2024"
INVENTED = "Mọi tên người, số điện thoại, hồ sơ và bản quét dưới đây đều do phần mềm tự đặt ra."
BUILDING = "Đang dựng dữ liệu giả định và nạp như thật…"

SCENERY = "Nạp dữ liệu"
ACTIVATION = "Kích hoạt bằng liên kết và số điện thoại"
PRACTICE = "Tập dượt sáu thẻ trước khi làm thật"
MORNING = "Bảy giờ: chia chỉ tiêu trong ngày"
ZALO = "Cùng một người, thêm Zalo OA bằng mã liên kết"
LEAVE = "Đồng nghiệp nghỉ ốm, có người trực thay"
REVIEW = "Rà soát hồ sơ thật, mỗi loại trường hợp một lần"
HEAD = "Lãnh đạo xem tiến độ, thấy đơn vị thiếu người và điều người bằng hai chạm"
ADMIN = "Quản trị viên cấp lại mã cho người đổi máy"
BROADCAST = "Thông báo tới một xã: xem trước, gửi, người nhận xác nhận"
EVENING = "Đồng hồ tới tối: báo cáo ngày và niêm phong gửi về tỉnh"
NUDGE = "Chiều hôm sau: nhắc một lần người chưa xong một nửa"
DIGEST = "Cuối chiều: lãnh đạo đơn vị chậm nhận tin tổng hợp kèm lý do"
FIGURES = "Số liệu và nhật ký"

CLEAN = "Dữ liệu đúng như sổ, sổ đầy đủ: phê duyệt, một chạm."
SLIP = "Trường hợp b: người nhập gõ sai một ô. Sửa theo sổ và duyệt, không trả lại."
VENDOR = "Trường hợp a: bên số hóa nhầm. Trả lại kèm lý do."
REGISTER = (
    "Trường hợp c: dữ liệu đúng như sổ, chính sổ gốc thiếu. Thử duyệt, rồi thử trả lại: bot đều hỏi sổ ghi thế nào, "
    "và chuyển sang danh sách theo dõi."
)
UNDO = "Chạm nhầm thì hoàn tác, rồi quyết định lại."
SCAN = "Xem bản quét cạnh mọi ô dữ liệu trên trang rà soát: liên kết một lần, không có ảnh nào qua tin nhắn."
SAME_WORK = (
    "Hai kênh chung một danh sách: thẻ đang mở trên Telegram hiện tiếp trên Zalo, rồi lại về Telegram."
)
STRANGER = "Người lạ nhắn vào chỉ nhận một câu hướng dẫn."
WRONG_FIRST = "Cố ý trả lời sai một thẻ: bot giải thích bằng câu của công văn rồi hỏi lại."
HEARD = "Máy chủ giả và bot thật đã nói chuyện với nhau qua HTTP."
WHOLE = "Kiểm tra lại từ nhật ký"

WALKS = "Đồng hồ dừng ở từng giờ nhắc trên đường đi."
NEVER_BACK = "đồng hồ của bản trình diễn chỉ đi tới"
BY_HAND = "Lãnh đạo nhắc"
NOT_TAKEN = "kênh không nhận"

BROADCAST_UNIT = "hoa cu"
BROADCAST_TEXT = "Đề nghị các đồng chí *nộp báo cáo tuần* trước 16 giờ thứ Sáu."
SEALED = "Niêm phong mỗi tối nằm cả trong máy của quản trị viên: nhật ký bị sửa về sau là lộ."
WELL_AGAIN = "Hôm qua nghỉ ốm thì không bị nhắc; hôm nay đi làm lại, chưa làm hồ sơ nào."
FROM_THERE = "Lãnh đạo xử lý ngay trên tin: nhắc, điều chuyển hoặc trả lời. Nhắc rồi thì không nhắc lại."

HELP_PORT = "cổng của trang có ba điện thoại"
HELP_STORY_ONLY = "kể xong thì dừng, không cần trình duyệt"

PROGRESS = "hồ sơ, đạt"  # in the words on a unit's progress, among all that is told beside it

TAPS = "chạm"
TYPES = "gõ"
SHARES = "chia sẻ số điện thoại của mình"

BROKEN = "Câu chuyện dừng giữa chừng: {0}"
BUSY = "cổng {0} đang có chương trình khác dùng; chọn cổng khác bằng --port"


def taken_in(units: int, people: int, records: Mapping[RecordType, int]) -> str:
    """Say what the import took in."""
    parts = ", ".join(f"{TYPE_LABEL[kind].lower()} {count(number)}" for kind, number in records.items())
    total = count(sum(records.values()))
    return f"{count(units)} đơn vị, {count(people)} người, {total} hồ sơ ({parts})."


def activated(number: int) -> str:
    """Say how many codes were made."""
    return f"{count(number)} mã kích hoạt, mỗi người một mã dùng một lần."


def planned(
    unit: str, still_open: int, days: int, needed: int, shares: Sequence[tuple[str, int]], shortfall: int
) -> str:
    """Say what a unit's day is."""
    each = ", ".join(f"{name} {count(number)}" for name, number in shares)
    tail = f"; thiếu {count(shortfall)}" if shortfall else ""
    return f"{unit}: còn {count(still_open)} hồ sơ / {count(days)} ngày làm việc → hôm nay {count(needed)}: {each}{tail}."


def grown(name: str, before: int, after: int) -> str:
    """Say how a stand-in's list has grown."""
    return f"Danh sách của {name}: {count(before)} → {count(after)} hồ sơ."


def done(number: int, left: int) -> str:
    """Say how far the official came."""
    return f"Đã quyết định {count(number)} hồ sơ, còn {count(left)} trong danh sách hôm nay: xin mời anh/chị làm tiếp."


def reached(at: datetime) -> str:
    """Say where the clock has come to."""
    return f"Đồng hồ tới {at.hour:02d}:{at.minute:02d} {WEEKDAYS[at.weekday()]} {day(at.date())}."


def goes_on(at: datetime) -> str:
    """Say where the clock stands when the story is over."""
    return (
        f"Đồng hồ đang ở {moment(at)} ({WEEKDAYS[at.weekday()]}); các nút trên trang đưa tới giờ nhắc kế tiếp: "
        "thứ Hai 08:00 (xếp hạng tuần), T-3, T-1, T+1."
    )


def silence(on: date, sent: int, silent: Sequence[tuple[str, int]]) -> str:
    """Count what was said unasked on a day and what was not, by (reason, number)."""
    number = sum(each for _, each in silent)
    reasons = ", ".join(f"{reason} {count(each)}" for reason, each in silent)
    return f"Tin nhắc ngày {day(on)}: đã gửi {count(sent)}, không gửi {count(number)} ({reasons})."


def due(deadline: date) -> str:
    """Name the deadline, before the buttons of its warnings."""
    return f"Hạn {day(deadline)}:"


def warning(mark: str, at: datetime) -> str:
    """Say what the button of a warning leads to; `mark` is "T-3" or "T+1"."""
    days = count(abs(int(mark[1:])))
    words = f"còn {days} ngày đến hạn" if mark[1] == "-" else f"quá hạn {days} ngày"
    return f"Cảnh báo {words}: {WEEKDAYS[at.weekday()]} {moment(at)}"


def invitation(page: str, other_page: str, code: str) -> str:
    """Say where the phones are."""
    return (
        f"Ba điện thoại (cán bộ, lãnh đạo, quản trị), mỗi máy có Telegram, Zalo OA và Zalo Bot: {page}\n"
        f"Tự kích hoạt từ đầu như một cán bộ mới: {other_page} rồi gõ mã {code}\n"
        "Ctrl-C để dừng."
    )
