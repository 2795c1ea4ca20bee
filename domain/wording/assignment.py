"""The written assignment of a unit in words: what was filed, what is owed, and how it is filed."""

from __future__ import annotations

from datetime import date, datetime

from domain.typed_documents import NUMBER_MAX, Why
from domain.wording import shown
from domain.wording.figures import count, day

FILE, REPLACE = "Nộp văn bản phân công", "Nộp lại"
OTHER = "🔎 Đơn vị khác"
_NAME_MAX = 80

ASK = (
    "{unit}: gõ số và ngày ký văn bản phân công người rà soát trong một dòng, ví dụ: 15/QĐ-UBND {day}. "
    "Tệp văn bản đơn vị tự lưu."
)
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
