"""Roles in words, and the sentences by which an admin finds people."""

from __future__ import annotations

from collections.abc import Iterable

from domain import phones
from domain.people import Role
from domain.wording.figures import count

ROLE_WORDS: dict[Role, str] = {
    Role.OFFICIAL: "Cán bộ rà soát",
    Role.HEAD: "Lãnh đạo đơn vị",
    Role.ADMIN: "Quản trị tỉnh",
    Role.AUDITOR: "Giám sát",
    Role.VENDOR: "Đơn vị số hóa",
}
ADD, MOVE, END = "➕ Thêm người", "⇄ Chuyển đơn vị", "✖ Cho thôi"
LOCK, UNLOCK, HAND_OVER = "🔒 Khóa", "🔓 Mở khóa", "🤝 Bàn giao"
YES_LOCK, YES_HAND_OVER = "✔ Khóa", "✔ Bàn giao"
YES_MOVE, YES_END = "✔ Chuyển", "✔ Cho thôi"
ASK = (
    "Gõ họ tên hoặc số điện thoại cần tìm (ví dụ: Nông Thị Hoa, hoặc 0912…). "
    "Cả danh sách một lúc: nạp tệp bằng lệnh rasoat import roster."
)
NOBODY = "Không tìm thấy ai như vậy. Gõ lại họ tên hoặc số điện thoại."
PICK = "Chọn người:"
PICK_OF_MORE = "Có nhiều hơn {0} người như vậy; chọn trong {0} người đầu, hoặc gõ /nhansu kèm tên đầy đủ hơn:"
DROPPED = "Đã thôi tìm, chưa thay đổi gì. Muốn tìm tiếp, gõ /nhansu."
ASK_NEW = (
    "Gõ: họ tên; số điện thoại; mã đơn vị; vai trò. Ví dụ: Nông Thị Hoa; 0912 345 678; 06223; cán bộ. "
    "Vai trò: cán bộ, lãnh đạo, quản trị, giám sát, số hóa. Số điện thoại đã có: người đó thêm một vai trò."
)
FOUR_PARTS = "Cần đủ bốn phần, cách nhau bằng dấu chấm phẩy: họ tên; số điện thoại; mã đơn vị; vai trò."
NO_PHONE = "“{0}” không phải số điện thoại."
OTHER_NAME = "Số này đã ghi cho một người tên khác. Kiểm tra lại số, hoặc gõ đúng họ tên như trong danh sách."
NO_ROLE = "Không có vai trò “{0}”. Chọn: cán bộ, lãnh đạo, quản trị, giám sát, số hóa."
NO_UNIT = "Không có đơn vị mã “{0}” trong phạm vi của anh/chị."
ENDED_UNIT = "{0} đã thôi hoạt động; hãy dùng mã của đơn vị đang hoạt động."
LONG_NAME = "Họ tên phải có từ 2 đến 100 ký tự."
HELD_ALREADY = "{0} đã là {1} ở {2} rồi."
WHICH_POST = "Chuyển nhiệm vụ nào của {0}?"
ASK_WHERE = "Chuyển {0} ({1}, {2}) về đơn vị nào? Gõ mã đơn vị."
NO_POST = "{0} không còn nhiệm vụ nào trong phạm vi của anh/chị."
OTHERS_TOO = "{0} còn nhiệm vụ ngoài phạm vi của anh/chị; xin nhờ quản trị của tỉnh."
LOCKED_ALREADY = "{0} đang bị khóa rồi."
OPEN_ALREADY = "{0} không bị khóa."
NOTHING_LIES = "{0} không giữ hồ sơ nào và không có câu hỏi nào đang chờ, nên không có gì để bàn giao."
NO_COLLEAGUE = "Không có cán bộ nào khác cùng đơn vị để nhận bàn giao của {0}."
NOT_ONESELF = "Không tự chuyển, khóa hoặc cho thôi chính mình; xin nhờ quản trị viên khác."


def about(
    name: str, phone: str, posts: Iterable[tuple[str, str]], linked: Iterable[str], *, locked: bool = False
) -> str:
    """Describe somebody on the roster to an admin."""
    lines = [f"{name} · {phones.shown(phone)}", *(f"• {role}, {unit}" for role, unit in posts)]
    if locked:
        lines.append("🔒 Đang bị khóa")
    channels = ", ".join(linked)
    lines.append(f"Đã kích hoạt trên: {channels}" if channels else "Chưa kích hoạt")
    return "\n".join(lines)


def new_code(name: str, code: str, link: str, days: int) -> str:
    """Hand an admin a new code for somebody."""
    tail = f"\nLiên kết: {link}" if link else ""
    return f"Mã mới của {name}: {code}{tail}\nDùng một lần, trong {days} ngày. Khi dùng, tài khoản cũ trên cùng kênh bị gỡ."


def post(role: Role, unit: str) -> str:
    """Name a post."""
    return f"{ROLE_WORDS[role]}, {unit}"


def added(name: str, role: Role, unit: str, by: str) -> str:
    """Say that somebody is on the roster now."""
    return f"Đã thêm {name}: {ROLE_WORDS[role]}, {unit} ({by})."


def first_code(name: str, code: str, link: str, days: int) -> str:
    """Hand an admin the code of somebody who was just put on the roster."""
    tail = f"\nLiên kết: {link}" if link else ""
    return (
        f"Mã kích hoạt của {name}: {code}{tail}\nDùng một lần, trong {days} ngày, cùng số điện thoại đã ghi."
    )


def sure_to_move(name: str, role: Role, old: str, new: str, waiting: int) -> str:
    """Tell what moving somebody will do, before it is done."""
    tail = f" {count(waiting)} hồ sơ đang giữ ở {old} trở về hàng chờ của {old}." if waiting else ""
    return f"Chuyển {name} ({ROLE_WORDS[role].lower()}) từ {old} về {new}?{tail}"


def moved(name: str, old: str, new: str, released: int, by: str) -> str:
    """Say that somebody was moved."""
    tail = f" {count(released)} hồ sơ trở về hàng chờ của {old}." if released else ""
    return f"Đã chuyển {name} từ {old} về {new} ({by}).{tail}"


def sure_to_end(name: str, posts: Iterable[str], waiting: int) -> str:
    """Tell what ending somebody's posts will do, before it is done."""
    lines = [f"Cho {name} thôi các nhiệm vụ sau?", *(f"• {one}" for one in posts)]
    if waiting:
        lines.append(f"{count(waiting)} hồ sơ đang giữ trở về hàng chờ của đơn vị.")
    return "\n".join(
        [*lines, "Có hiệu lực từ thao tác kế tiếp của người đó; việc đã làm vẫn giữ trong nhật ký."]
    )


def ended(name: str, released: int, by: str) -> str:
    """Say that somebody's posts ended."""
    tail = f" {count(released)} hồ sơ trở về hàng chờ." if released else ""
    return f"Đã cho {name} thôi nhiệm vụ ({by}).{tail}"


def sure_to_lock(name: str, waiting: int) -> str:
    """Tell what locking somebody will do, before it is done."""
    lines = [f"Khóa {name}? Người đó không làm được gì và không nhận tin nào cho đến khi mở khóa."]
    if waiting:
        lines.append(f"{count(waiting)} hồ sơ đang giữ trở về hàng chờ của đơn vị.")
    return "\n".join([*lines, "Có hiệu lực ngay, từ thao tác kế tiếp của người đó."])


def locked(name: str, released: int, by: str) -> str:
    """Say that somebody was locked."""
    tail = f" {count(released)} hồ sơ trở về hàng chờ." if released else ""
    return f"Đã khóa {name} ({by}).{tail}"


def unlocked(name: str, by: str) -> str:
    """Say that somebody was unlocked."""
    return f"Đã mở khóa {name} ({by}). Có việc lại khi người đó gõ /batdau, hoặc từ kế hoạch kế tiếp."


def _lies(records: int, questions: int, follow_ups: int) -> str:
    parts = [f"{count(records)} hồ sơ"]
    parts += [f"{count(questions)} câu hỏi đang chờ"] if questions else []
    parts += [f"{count(follow_ups)} mục theo dõi sổ gốc"] if follow_ups else []
    return ", ".join(parts[:-1]) + " và " + parts[-1] if len(parts) > 1 else parts[0]


def hand_to_whom(name: str, records: int, questions: int, follow_ups: int) -> str:
    """Ask who takes over."""
    return f"{name} đang giữ {_lies(records, questions, follow_ups)}. Bàn giao cho ai?"


def sure_to_hand_over(name: str, to: str, records: int, questions: int, follow_ups: int) -> str:
    """Tell what handing over will do, before it is done."""
    return f"Bàn giao {_lies(records, questions, follow_ups)} của {name} cho {to}?"


def handed_over(name: str, to: str, records: int, questions: int, follow_ups: int, *, left: int) -> str:
    """Say that it was handed over, and what stays because the other does not review it."""
    tail = f" {count(left)} hồ sơ của đơn vị khác còn ở lại với {name}." if left else ""
    return f"Đã bàn giao {_lies(records, questions, follow_ups)} của {name} cho {to}.{tail}"


def handed_to_you(name: str, records: int, questions: int, follow_ups: int) -> str:
    """Tell somebody what came to them."""
    return f"Quản trị viên đã bàn giao {_lies(records, questions, follow_ups)} của {name} cho anh/chị. Gõ /batdau để làm."


def handed_from_you(to: str, records: int, questions: int, follow_ups: int) -> str:
    """Tell somebody what went from them."""
    return f"Quản trị viên đã bàn giao {_lies(records, questions, follow_ups)} của anh/chị cho {to}."
