"""The written assignment of a unit in words: what was filed, what is owed, and how it is filed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from domain.typed_documents import NUMBER_MAX, Why
from domain.typed_names import MOST
from domain.typed_names import Why as NamesWhy
from domain.wording import shown
from domain.wording.figures import count, day

FILE, REPLACE = "Nộp văn bản phân công", "Nộp lại"
OTHER = "🔎 Đơn vị khác"
_NAME_MAX = 80

ASK = (
    "{unit}: gõ số và ngày ký văn bản phân công người rà soát trong một dòng, ví dụ: 15/QĐ-UBND {day}. "
    "Gửi luôn ảnh hoặc PDF kèm dòng đó cũng được."
)
FILE_FIRST = "Đã nhận tệp. Nay gõ số và ngày ký của văn bản trong một dòng, ví dụ: 15/QĐ-UBND 08/07/2024."
ASK_FILE = "Xin gửi ảnh hoặc tệp PDF của văn bản vào đây, hoặc chọn Bỏ qua."
ASK_PHOTO = "Xin gửi ảnh chụp của văn bản vào đây, hoặc chọn Bỏ qua."
FILE_TAKEN = "Đã nhận tệp."
ASK_PEOPLE = f"Văn bản phân công những ai? Gõ họ tên, mỗi dòng một người hoặc cách nhau bằng dấu phẩy, nhiều nhất {MOST} người."
PEOPLE_TAKEN = "Đã ghi những người được phân công."
REPLACED = "Văn bản này vừa được thay bằng văn bản khác. Hiện đang lưu:"
SKIP, OPEN = "Bỏ qua", "📄 Xem văn bản"
SEE_FILE, SEND_FILE = "📎 Xem tệp", "📎 Gửi tệp"
NAME_PEOPLE, EDIT_PEOPLE = "👥 Ghi người được phân công", "👥 Ghi lại người được phân công"
_LISTED = 25
_FILES: dict[str, str] = {
    "": "📎 Chưa có tệp.",
    "waiting": "📎 Tệp đang được tải về.",
    "failed": "📎 Tệp không dùng được, xin gửi lại.",
}
_NO_NAMES: dict[NamesWhy, str] = {
    NamesWhy.NOBODY: "Chưa thấy tên ai.",
    NamesWhy.MANY: f"Nhiều quá {MOST} người; chưa ghi ai.",
    NamesWhy.LONG: "Có tên quá dài; chưa ghi ai. Xin viết mỗi người một dòng.",
}
PICK = "Nộp cho đơn vị nào? Chọn, hoặc gõ tên hay mã đơn vị:"
NO_UNIT = "Không có đơn vị nào như vậy trong phạm vi của anh/chị. Gõ lại tên hoặc mã đơn vị."
DROPPED = "Đã thôi, không nộp gì thêm. Muốn nộp, gõ /phancong."
_NO_DOCUMENT: dict[Why, str] = {
    Why.SHAPE: "Chưa đọc được. Gõ số rồi đến ngày ký trong một dòng, ví dụ: 15/QĐ-UBND 08/07/2024.",
    Why.NO_NUMBER: "Thiếu số văn bản. Gõ số trước ngày, ví dụ: 15/QĐ-UBND {said}.",
    Why.LONG: f"Số văn bản dài quá {NUMBER_MAX} ký tự. Chỉ gõ số và ngày, ví dụ: 15/QĐ-UBND 08/07/2024.",
    Why.IMPOSSIBLE: "Không có ngày {said}. Xin gõ lại số và ngày ký.",
    Why.FUTURE: "Ngày {said} chưa tới. Xin gõ ngày ký trên văn bản, không muộn hơn hôm nay.",
    Why.OLD: "Ngày {said} đã quá một năm, không phải văn bản của đợt này. Xin gõ lại số và ngày ký.",
}


def no_document(why: Why, said: str) -> str:
    """Say why a line names no document that can be filed."""
    return _NO_DOCUMENT[why].format(said=said)


def short(name: str) -> str:
    """Make a name fit to stand in a sentence."""
    return shown.clean(name, _NAME_MAX)


def _due(deadline: date | None, today: date) -> str:
    if deadline is None:
        return ""
    return f" (hạn {day(deadline)})" if today <= deadline else f" (đã quá hạn {day(deadline)})"


def owed(unit: str, deadline: date | None, today: date) -> str:
    """Say that one unit has filed none."""
    return f"📄 {short(unit)} chưa nộp văn bản phân công{_due(deadline, today)}."


def owed_by(missing: int, asked: int, deadline: date | None, today: date) -> str:
    """Say how many units of a subtree have filed none."""
    if not missing:
        return f"📄 Văn bản phân công: cả {count(asked)} đơn vị đã nộp."
    return f"📄 Văn bản phân công: {count(missing)}/{count(asked)} đơn vị chưa nộp{_due(deadline, today)}."


def document(unit: str, number: str, signed_on: date, by: str, filed_at: datetime) -> str:
    """Show what a unit filed; `filed_at` by the clock of the province."""
    who = f", {short(by)}" if by else ""
    return (
        f"📄 {short(unit)}: văn bản phân công số {shown.clean(number, NUMBER_MAX)} "
        f"ngày {day(signed_on)} (nộp {day(filed_at.date())}{who})."
    )


def filed(unit: str, number: str, signed_on: date, *, new: bool) -> str:
    """Say that a document was filed, or that this very one had been."""
    what = "Đã ghi nhận" if new else "Trước đó đã ghi nhận"
    return f"{what} văn bản phân công số {shown.clean(number, NUMBER_MAX)} ngày {day(signed_on)} của {short(unit)}."


def no_names(why: NamesWhy) -> str:
    """Say why a text names nobody that can be written down."""
    return _NO_NAMES[why]


def everybody(count_of: int) -> str:
    """Label the choice of all officials of a unit."""
    return f"👥 Cả {count(count_of)} cán bộ của đơn vị"


def file_line(state: str, name: str) -> str:
    """Say how it stands with the file of a document."""
    return _FILES.get(state) or f"📎 Tệp: {shown.clean(name, 60)}"


def people_line(named: Sequence[tuple[str, bool]]) -> str:
    """List who is named, each with whether they are on the roster of the unit."""
    if not named:
        return "👥 Chưa ghi người được phân công."
    who = "; ".join(
        f"{shown.clean(name, 60)}{'' if known else ' (không có trong danh sách)'}" for name, known in named
    )
    return f"👥 Người được phân công ({count(len(named))}): {who}."


def caption(unit: str, number: str, signed_on: date) -> str:
    """Caption the file of a document."""
    return f"{short(unit)}: văn bản số {shown.clean(number, NUMBER_MAX)} ngày {day(signed_on)}."


def overview(missing: Sequence[str], filed: Sequence[tuple[str, str]]) -> str:
    """List the units that owe a document, then those that filed one with its number, and ask for which."""
    lines = []
    if missing:
        lines.append(f"Chưa nộp ({count(len(missing))}): {_some([short(name) for name in missing])}.")
    if filed:
        named = [f"{short(name)} ({shown.clean(number, 30)})" for name, number in filed]
        lines.append(f"Đã nộp ({count(len(filed))}): {_some(named)}.")
    return "\n".join([*lines, PICK])


def _some(names: Sequence[str]) -> str:
    rest = len(names) - _LISTED
    return "; ".join(names[:_LISTED]) + (f" và {count(rest)} đơn vị nữa" if rest > 0 else "")
