"""The sentences by which an admin finds units and changes the tree."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from domain.people import Role
from domain.wording.figures import count
from domain.wording.people import ROLE_WORDS

ADD, RENAME, MOVE, MERGE, CLOSE = (
    "➕ Thêm đơn vị",
    "✏️ Đổi tên",
    "⇄ Chuyển cấp trên",
    "🔀 Sáp nhập vào…",
    "✖ Đóng",
)
YES_MERGE, YES_CLOSE = "✔ Sáp nhập", "✔ Đóng đơn vị"
LEVEL_WORDS = {"province": "tỉnh", "district": "huyện", "commune": "xã"}

ASK = (
    "Gõ tên đơn vị (không cần dấu, tên cũ cũng được) hoặc mã. Nhiều thay đổi một lúc: nạp tệp bằng lệnh "
    "rasoat import units (danh sách) hoặc rasoat import mergers (sáp nhập)."
)
NONE = "Không tìm thấy đơn vị nào như vậy. Gõ lại tên hoặc mã."
PICK = "Chọn đơn vị:"
PICK_OF_MORE = (
    "Có nhiều hơn {0} đơn vị như vậy; chọn trong {0} đơn vị đầu, hoặc gõ /donvi kèm tên đầy đủ hơn:"
)
DROPPED = "Đã thôi, chưa thay đổi gì. Muốn tìm tiếp, gõ /donvi."
ASK_ADD = "Thêm đơn vị dưới {0}. Gõ: mã; tên; cấp (ví dụ: 06999; Xã Bình Minh; xã)"
ASK_NAME = "Tên mới của {0} là gì? Tên cũ vẫn tìm được."
ASK_PARENT = "Chuyển {0} về dưới đơn vị nào? Gõ mã của cấp trên mới."
ASK_INTO = "Sáp nhập {0} vào đơn vị nào? Gõ mã của đơn vị nhận."
THREE_PARTS = "Cần đủ ba phần, cách nhau bằng dấu chấm phẩy: mã; tên; cấp."
WRONG_CODE = "Mã chỉ gồm chữ, số, dấu chấm và gạch."
NO_LEVEL = "Cấp phải là tỉnh, huyện hoặc xã, và phải thấp hơn cấp trên."
CODE_TAKEN = "Mã {0} đã có: {1}."
NO_CODE = "Không có đơn vị mã “{0}” trong phạm vi của anh/chị. Gõ lại mã."
ENDED = "{0} đã thôi hoạt động nên không thay đổi được nữa."
PARENT_ENDED = "{0} đã thôi hoạt động; hãy chọn đơn vị khác."
SAME_PARENT = "{0} đang nằm dưới {1} rồi."
NOT_ABOVE = "{0} không thể là cấp trên của {1}: phải là cấp rộng hơn và không nằm dưới nó."
NO_MERGER = "Không sáp nhập {0} vào {1} được: {2}."
TOP = "Đơn vị này là phạm vi của chính anh/chị, chỉ cấp trên mới chuyển, sáp nhập hoặc đóng được."
LONG_NAME = "Tên phải có từ 2 đến 100 ký tự."


def at(code: str, name: str, ended: bool) -> str:
    """Name a unit in a list."""
    return f"{code} · {name}" + (" (đã thôi)" if ended else "")


def about(
    name: str,
    code: str,
    scheme: str,
    level: str,
    *,
    above: Sequence[str],
    before: Sequence[str],
    merged: Sequence[str],
    into: str,
    ended: date | None,
    people: Iterable[tuple[str, Role]],
    still_open: int,
    total: int,
) -> str:
    """Describe a unit to an admin; `ended` is its last day, if that is over."""
    lines = [f"{name} · mã {code} (bộ mã {scheme}) · cấp {LEVEL_WORDS[level]}"]
    if above:
        lines.append("Thuộc: " + ", ".join(reversed(above)))
    if into:
        lines.append(f"Đã sáp nhập vào {into}" + (f", hết ngày {ended:%d/%m/%Y}" if ended else ""))
    elif ended:
        lines.append(f"Thôi hoạt động, hết ngày {ended:%d/%m/%Y}")
    if before:
        lines.append("Tên cũ: " + ", ".join(before))
    if merged:
        lines.append("Gồm các đơn vị cũ: " + _listed(merged))
    held = [f"{person} ({ROLE_WORDS[role].lower()})" for person, role in people]
    lines.append("Người: " + (_listed(held) if held else "chưa có ai"))
    lines.append(f"Hồ sơ: {count(total)}, chưa rà soát {count(still_open)}")
    return "\n".join(lines)


def _listed(names: Sequence[str], most: int = 10) -> str:
    shown = ", ".join(names[:most])
    return shown if len(names) <= most else f"{shown} và {count(len(names) - most)} nữa"


def sure_to_merge(old: str, new: str, total: int, posts: int, lost: Sequence[str]) -> str:
    """Tell what a merger will do, before it is done."""
    lines = [
        f"Sáp nhập {old} vào {new} từ hôm nay?",
        f"• {count(total)} hồ sơ và lịch sử rà soát theo về {new}, không đếm hai lần",
        f"• {count(posts)} nhiệm vụ chuyển về {new}; hồ sơ đang giữ vẫn ở người đang giữ",
        f"• {old} thôi hoạt động; tên và mã cũ vẫn tìm được",
    ]
    if lost:
        lines.append(f"• hết cấp dưới nên cũng thôi hoạt động: {_listed(lost)}")
    return "\n".join(lines)


def merged(old: str, new: str, posts: int, released: int, lost: Sequence[str], by: str) -> str:
    """Say that a merger was carried out."""
    lines = [f"Đã sáp nhập {old} vào {new} ({by}). {count(posts)} nhiệm vụ chuyển theo."]
    if released:
        lines.append(f"{count(released)} hồ sơ đang giữ trở về hàng chờ.")
    if lost:
        lines.append(f"Mất cấp, cần giao nhiệm vụ ở đơn vị khác: {_listed(lost)}")
    return "\n".join(lines)


def sure_to_close(name: str) -> str:
    """Ask once more before a unit is closed."""
    return f"Đóng {name}? Từ hôm nay đơn vị không còn trong kế hoạch và xếp hạng; hồ sơ đã rà soát vẫn giữ nguyên."


def cannot_close(name: str, still_open: int, people: int, below: int) -> str:
    """Say what stands in the way of closing a unit."""
    ways = [
        f"còn {count(number)} {what}"
        for number, what in (
            (still_open, "hồ sơ chưa rà soát"),
            (people, "nhiệm vụ (dùng /nhansu để chuyển hoặc cho thôi)"),
            (below, "đơn vị cấp dưới"),
        )
        if number
    ]
    return f"Chưa đóng {name} được: {'; '.join(ways)}."


def closed(name: str, by: str) -> str:
    """Say that a unit was closed."""
    return f"Đã đóng {name} ({by})."


def added(name: str, by: str) -> str:
    """Say that a unit was added."""
    return f"Đã thêm {name} ({by})."


def renamed(old: str, new: str, by: str) -> str:
    """Say that a unit has another name."""
    return f"Đã đổi tên {old} thành {new} ({by})."


def moved(name: str, above: str, released: int, by: str) -> str:
    """Say that a unit hangs elsewhere."""
    tail = f" {count(released)} hồ sơ đang giữ trở về hàng chờ." if released else ""
    return f"Đã chuyển {name} về dưới {above} ({by}).{tail}"
