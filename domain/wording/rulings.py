"""The sentences of making, replacing and withdrawing rulings."""

from __future__ import annotations

from collections.abc import Sequence

from domain.records import RecordType
from domain.review import Case
from domain.rulings import Draft, Ruling
from domain.wording.figures import count
from domain.wording.questions import ruling_text, topic

PUBLISH = "Ban hành hướng dẫn"
NEW = "➕ Ban hành hướng dẫn mới"
WITHDRAW, WITHDRAW_SURE = "Thu hồi", "✔ Thu hồi hướng dẫn"
CASES: dict[str, str] = {
    Case.VENDOR.value: "(a) Trả lại số hóa",
    Case.SLIP.value: "(b) Sửa và duyệt",
    Case.REGISTER.value: "(c) Theo dõi, không trả lại",
    "": "Không thuộc (a), (b), (c)",
}
NO_TOPIC = "Không gắn chủ đề"
KEEP_BOTH = "Giữ cả hai"
PUBLISH_ONLY = "Ban hành, không trả lời câu nào"
ONLY_THIS = "Ban hành, chỉ trả lời câu này"

ASK_TEXT = (
    "Gõ nội dung hướng dẫn, tối đa 1.000 ký tự. Muốn có tiêu đề riêng thì ghi ở dòng đầu rồi xuống dòng."
)
TOO_SHORT = "Xin gõ nội dung rõ hơn, ít nhất 3 chữ cái."
ASK_CASES = "Hướng dẫn dẫn tới trường hợp nào của công văn? Chọn, hoặc gõ nhiều trường hợp, ví dụ “a, c”."
NO_CASES = "Chỉ có các trường hợp a, b, c."
ASK_TOPICS = (
    "Hướng dẫn áp dụng cho loại điểm nghi ngờ hay loại hồ sơ nào? Thẻ có điểm ấy sẽ hiện số hướng dẫn. Chọn, hoặc gõ mã, "
    "ví dụ “R04, R12” hoặc “KS”."
)
NO_TOPICS = "Không đọc được mã chủ đề. Mã là R01 đến R23, KS, KH, KT, HN hoặc CMC."
MADE_ALREADY = "Hướng dẫn này đã được ban hành ở lượt vừa rồi."
CHANGED = "Số câu hỏi đang chờ vừa thay đổi; xin xem lại."
DROPPED = "Đã bỏ, chưa ban hành gì."
NONE_STAND = "Chưa có hướng dẫn nào còn hiệu lực."
LIST = "Hướng dẫn còn hiệu lực (mới nhất trước). Chọn để xem, hoặc gõ vài chữ để tìm:"
NOT_FOUND = "Không tìm thấy hướng dẫn nào gần với lời ấy."
GONE = "Hướng dẫn này đã được thu hồi."


def types() -> tuple[tuple[str, str], ...]:
    """List the types of records as (key, label)."""
    return tuple((each.value, topic(each.value)) for each in RecordType)


def in_list(ruling: Ruling) -> str:
    """Label a ruling in the list."""
    return f"{ruling.number}. {ruling.title}"


def conflict(draft: Draft, against: Sequence[Ruling]) -> str:
    """Say which standing rulings lead elsewhere, and ask what is to become of them."""
    lines = [f"Mâu thuẫn với {', '.join(each.number for each in against)}:"]
    lines += [
        f"• {each.number} dẫn tới trường hợp {_cases(each.cases)}: {ruling_text(each, 300)}"
        for each in against
    ]
    lines.append(f"Hướng dẫn mới dẫn tới trường hợp {_cases(draft.cases)}. Thay hướng dẫn cũ hay giữ cả hai?")
    return "\n".join(lines)


def replace(against: Sequence[Ruling]) -> str:
    """Label the button that replaces what contradicts."""
    return f"Thay {', '.join(each.number for each in against)}"


def _cases(cases: str) -> str:
    return ", ".join(f"({case})" for case in cases)


def preview(draft: Draft, waiting: int, replaced: Sequence[str]) -> str:
    """Show a ruling before it is made, with how many waiting questions it would answer."""
    lines = [
        "Xem trước hướng dẫn:",
        draft.title,
        draft.text,
        f"Trường hợp: {_cases(draft.cases) or CASES['']}",
        f"Chủ đề: {'; '.join(topic(each) for each in draft.topics) or NO_TOPIC}",
    ]
    if replaced:
        lines.append(f"Thay thế: {', '.join(replaced)}")
    lines.append(
        f"{count(waiting)} câu hỏi đang chờ cùng chủ đề sẽ được trả lời bằng hướng dẫn này."
        if waiting
        else "Không có câu hỏi nào đang chờ cùng chủ đề."
    )
    return "\n".join(lines)


def publish_and_answer(waiting: int) -> str:
    """Label the button that makes the ruling and answers with it."""
    return f"✔ Ban hành, trả lời {count(waiting)} câu" if waiting else "✔ Ban hành"


def published(number: str, answered: int) -> str:
    """Say that a ruling was made."""
    return f"Đã ban hành {number}" + (f", trả lời {count(answered)} câu hỏi." if answered else ".")


def withdraw_question(ruling: Ruling) -> str:
    """Ask before a ruling is withdrawn."""
    return f"Thu hồi hướng dẫn này? Thẻ sẽ không hiện nữa; nội dung vẫn được lưu.\n\n{ruling_text(ruling)}"


def withdrawn(number: str) -> str:
    """Say that a ruling was withdrawn."""
    return f"Đã thu hồi {number}."
