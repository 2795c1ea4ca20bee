"""What is said while a field is corrected: which field, what to type, why a value is not taken, before and after."""

from __future__ import annotations

from collections.abc import Sequence

from domain.field_values import Reason, Rejected
from domain.fields import Field, Kind, Required
from domain.wording import captions, shown

PICK_FIELD = "Ô nào nhập sai so với sổ? Chọn ô, hoặc gõ cả tên ô và giá trị, ví dụ: Họ tên mẹ: Nông Thị Mẫu"
CHECK = "Anh/chị đã đối chiếu với sổ (bản quét) chưa? Sẽ lưu:"
SAME = "Giá trị vừa gõ trùng với dữ liệu đang có, chưa có gì để sửa."

_REGISTER_TOO = f"nếu sổ ghi đúng như vậy, chọn “{captions.FOLLOW_UP}”"
_REJECTED: dict[Reason, str] = {
    Reason.EMPTY: "Chưa có nội dung. Gõ giá trị đúng như sổ ghi.",
    Reason.TOO_LONG: "Dài quá {0} ký tự. Gõ ngắn hơn, đúng phần sổ ghi.",
    Reason.CONTROL: "Có ký tự lạ không lưu được. Gõ lại bằng bàn phím.",
    Reason.REQUIRED: f"Ô này không bỏ trống được. Nếu sổ để trống, chọn “{captions.FOLLOW_UP}”.",
    Reason.NOT_A_DATE: "Chưa đúng dạng ngày. Gõ ngày/tháng/năm, tháng/năm hoặc chỉ năm, ví dụ 05/03/2005.",
    Reason.NO_SUCH_DAY: f"Không có ngày này trong lịch. Xem lại sổ; {_REGISTER_TOO}.",
    Reason.YEAR_OUT_OF_RANGE: f"Năm {{0}} không hợp lý. Xem lại sổ; {_REGISTER_TOO}.",
    Reason.NOT_IN_LIST: "Không có trong danh mục. Gõ mã hoặc tên: {0}.",
    Reason.NOT_A_NUMBER: "Chưa đúng dạng số. Ví dụ: 24, 24a hoặc 01/2018.",
    Reason.NOT_A_BOOK: "Chưa đúng dạng quyển số. Ví dụ: 01/2005.",
    Reason.NOT_AN_IDENTITY: "Số giấy tờ phải có 9 hoặc 12 chữ số (hộ chiếu: chữ cái rồi chữ số).",
    Reason.NOT_A_CITIZEN_NUMBER: "Số định danh cá nhân phải có đúng 12 chữ số.",
    Reason.DIGITS_IN_NAME: "Họ tên không có chữ số. Gõ lại đúng như sổ ghi.",
    Reason.NO_LETTER: "Họ tên phải có chữ cái. Gõ lại đúng như sổ ghi.",
}
_LIMITS = (80, 40, 24)
_MORE = "• và {0} ô đã sửa trước đó"
_EXAMPLE: dict[Kind, str] = {
    Kind.DATE: "ngày/tháng/năm, tháng/năm hoặc chỉ năm",
    Kind.NUMBER: "ví dụ 24",
    Kind.BOOK: "ví dụ 01/2005",
    Kind.IDENTITY: "9 hoặc 12 chữ số",
    Kind.CITIZEN: "12 chữ số",
}


def rejected(field: Field, why: Rejected) -> str:
    """Say in one line why a value typed for this field is not taken and what to do instead."""
    args = ("; ".join(why.args),) if why.reason is Reason.NOT_IN_LIST else why.args
    return f"{field.label}: {_REJECTED[why.reason].format(*args)}"


def ask_value(field: Field, before: str, detail: str = "full") -> str:
    """Ask for the value of one field, showing what stands there now as far as `detail` allows."""
    form = _EXAMPLE.get(field.kind)
    lines = [
        field.long_label,
        f"Đang ghi: {shown.value(field, before, detail) or shown.NOTHING}",
        f"Gõ giá trị đúng như sổ ghi ({form})." if form else "Gõ giá trị đúng như sổ ghi.",
    ]
    if field.codes is not None:
        lines[-1] = "Chọn hoặc gõ đúng như sổ ghi."
    if field.required is not Required.REQUIRED:
        lines.append("Sổ để trống thì gõ dấu gạch ngang (-).")
    return "\n".join(lines)


def untouched(labels: Sequence[str]) -> str:
    """Name what was found gravely suspicious where none of it is being changed, and what to do if it is the register's."""
    return (
        f"⚠️ Chưa sửa chỗ nghi ngờ nghiêm trọng: {', '.join(labels)}. "
        f"Nếu sổ cũng ghi như vậy, bấm {captions.DROP} rồi chọn {captions.FOLLOW_UP}."
    )


def tip(field: Field, suggestion: str) -> str:
    """Label a suggestion that may be chosen instead of typed."""
    return f"💡 {shown.value(field, suggestion, 'full')}"


def change(field: Field, before: str, after: str, detail: str = "full", limit: int = 80) -> str:
    """Set before and after side by side; what was just typed is shown unmasked, so that it can be checked."""
    old = shown.value(field, before, detail, limit=limit) or shown.NOTHING
    new = shown.value(field, after, "full", limit=limit) or shown.NOTHING
    return f"• {field.label}: {old} → {new}"


def changes(drafted: Sequence[tuple[Field, str, str]], detail: str, room: int) -> list[str]:
    """Set every (field, before, after) side by side in at most `room` characters; the newest ones stay if any must go."""
    for limit in _LIMITS:
        lines = [change(field, before, after, detail, limit) for field, before, after in drafted]
        if sum(len(line) + 1 for line in lines) <= room:
            return lines
    kept: list[str] = []
    for line in reversed(lines):
        if sum(len(each) + 1 for each in (line, *kept)) > room - len(_MORE):
            break
        kept.insert(0, line)
    return [_MORE.format(len(lines) - len(kept)), *kept]


def many(reason: str) -> str:
    """Say that so many wrong fields are no small slip any more, naming the reason for returning the record."""
    return f"Sai nhiều ô như vậy không còn là sai sót nhỏ: nên trả lại số hóa, lý do “{reason}”."
