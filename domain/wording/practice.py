"""The words around practice cards: what the register shows, whether the answer was right, and why."""

from __future__ import annotations

from domain.fields import find_field
from domain.practice import Practice, Right, Wrong
from domain.review import Case, FollowUpKind, ReturnReason
from domain.wording import captions, shown
from domain.wording.card import between

NO_SCAN = "Hồ sơ tập dượt không có bản quét; dòng cuối thẻ cho biết sổ ghi gì."
CLOSING = "Đã xong phần tập dượt. Từ đây là hồ sơ thật: mỗi quyết định đều được ghi lại."

# what the register or the scan shows beside each card
_SOURCE: dict[str, str] = {
    "slip_in_name": "Sổ gốc ghi: mẹ là Hoàng Thị Thử; các ô khác đúng như trên.",
    "register_blank": "Sổ gốc ghi: ô quê quán để trống; các ô khác đúng như trên.",
    "other_unit": "Bản quét: sổ kết hôn của xã Hòa Thử, số 31/2011. Anh/chị đang rà soát sổ của xã Bình Minh.",
    "slip_in_date": "Sổ gốc ghi: chết ngày 10/05/2018; các ô khác đúng như trên.",
    "register_wrong": "Sổ gốc ghi: sinh ngày 31/02/1990, đúng như trên; các ô khác cũng đúng như trên.",
    "other_scan": "Bản quét: trang của trường hợp khác (số 53, Nông Văn Khác), không phải số 52.",
}
_WHY: dict[Case, str] = {
    Case.VENDOR: (
        "Trường hợp này trả lại đơn vị số hóa: dữ liệu hoặc bản quét là của nơi khác, của người khác, "
        "nên không đối chiếu và sửa tại xã được."
    ),
    Case.SLIP: (
        "Trường hợp này sửa rồi phê duyệt, không trả lại: dữ liệu và bản quét đúng là của nhau, "
        "chỉ có chỗ gõ nhầm so với sổ."
    ),
    Case.REGISTER: (
        "Trường hợp này không trả lại đơn vị số hóa: dữ liệu đã nhập đúng như sổ, chính sổ gốc ghi thiếu hoặc sai. "
        "Đưa vào danh sách theo dõi để bổ sung, cải chính theo luật."
    ),
}
_BUTTON: dict[Case, str] = {
    Case.VENDOR: captions.RETURN,
    Case.SLIP: captions.FIX,
    Case.REGISTER: captions.FOLLOW_UP,
}
_REASONS: dict[str, str] = {
    **{reason.value: captions.RETURN_REASONS[reason] for reason in ReturnReason},
    **{kind.value: captions.FOLLOW_UP_KINDS[kind] for kind in FollowUpKind},
}


def heading(practice: Practice, total: int) -> str:
    """Head a practice card: "Tập dượt 2/6"."""
    return f"Tập dượt {practice.number}/{total}"


def source(practice: Practice) -> str:
    """Say what the register or the scan shows."""
    return _SOURCE[practice.key]


def with_source(text: str, practice: Practice) -> str:
    """Put what the register shows under a card's text, the whole still at most 1,000 characters."""
    return between(text, tail=source(practice))


def right(practice: Practice, total: int, verdict: Right | None = None) -> str:
    """Say that the answer was right, and after the last card that the real ones follow."""
    words = "Đúng rồi."
    if verdict is not None and verdict.better_reason:
        words += f" Lý do sát hơn: “{_REASONS[verdict.better_reason]}”."
    return f"{words} {CLOSING}" if practice.number >= total else words


def wrong(practice: Practice, verdict: Wrong) -> str:
    """Explain in the words of the rule why the answer was wrong and which button is right."""
    if verdict.move_was_right:
        field = find_field(practice.record.type, practice.field)
        label = field.label if field else practice.field
        return f"Chọn đúng nút, nhưng giá trị chưa đúng như sổ. Chỉ sửa ô “{label}” thành: {shown.value(field, practice.value, 'full')}."
    return f"Chưa đúng. {_WHY[verdict.case]} Chọn “{_BUTTON[verdict.case]}”."
