"""The sentences around a difficulty: asking, what answers at once, who answers, and what came of it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime

from domain import folding, keys, masking
from domain.fields import fields_of
from domain.fields.shape import Kind
from domain.people import Role
from domain.records import TYPE_LABEL, Record, RecordType
from domain.rulings import QuestionState, Ruling, cut
from domain.wording import card, findings, shown
from domain.wording.figures import count

FITS, FITS_NOT = "👍 Đúng ý", "Không đúng ý"
REPLY, PASS_ON, CLOSE = "Trả lời", "Chuyển cấp trên", "Đóng"
CLOSE_SURE, BACK_TO_LIST = "✔ Đóng, không trả lời", "◂ Danh sách câu hỏi"
RULINGS = "📚 Hướng dẫn đã ban hành"

ASK_ABOUT_CARD = (
    "Vướng mắc gì ở hồ sơ này? Gõ câu hỏi (có thể kèm một ảnh). Người trả lời chỉ thấy thẻ đã che tên, số giấy tờ và "
    "địa chỉ; xin đừng ghi họ tên, số giấy tờ trong câu hỏi."
)
ASK_ANYTHING = "Gõ vướng mắc cần hỏi (có thể kèm một ảnh)."
TOO_SHORT = "Xin gõ câu hỏi rõ hơn, ít nhất 3 chữ cái."
PICTURE_KEPT = "Đã nhận ảnh. Xin gõ câu hỏi kèm theo."
PRACTICE = "Hồ sơ tập dượt không gửi câu hỏi; dòng cuối thẻ cho biết sổ ghi gì."
IS_IT = "Hướng dẫn này có trả lời đúng điều anh/chị hỏi không?"
MATCH_OVER = "Câu hỏi này đã được trả lời lượt vừa rồi. Muốn hỏi tiếp, gõ /vuongmac."
GLAD = "Đã ghi: {number} trả lời vướng mắc này."
NOBODY_YET = "Chưa có người trả lời nào dùng bot; câu hỏi được giữ và chuyển ngay khi có."
NOT_OPEN = "Câu hỏi này không còn chờ trả lời."
GONE_BACK = "Câu hỏi này đã được rút: cán bộ đã hoàn tác."
ASK_ANSWER = "Gõ câu trả lời, tối đa 1.000 ký tự. Hồ sơ sẽ trở lại đầu danh sách của cán bộ."
ANSWER_TOO_SHORT = "Xin gõ câu trả lời rõ hơn, ít nhất 3 chữ cái."
CLOSE_QUESTION = "Đóng câu hỏi mà không trả lời? Hồ sơ trở lại đầu danh sách của cán bộ."
NO_LEVEL_ABOVE = "Không còn cấp nào ở trên để chuyển."
NONE_OPEN = "Không có câu hỏi nào đang chờ trả lời."
DROPPED = "Đã bỏ."
NO_OWN = "Anh/chị chưa hỏi vướng mắc nào."
TAKEN_BACK = "Đã rút câu hỏi."
CLOSED_WITHOUT = "đã đóng, không có câu trả lời"
_WORDS = 160
_NAME_LEAST = 4  # letters; a shorter name would black out ordinary words

_ROLE = {Role.HEAD: "lãnh đạo", Role.ADMIN: "quản trị"}
_STATE = {
    QuestionState.OPEN: "đang chờ",
    QuestionState.ANSWERED: "đã trả lời",
    QuestionState.CLOSED: CLOSED_WITHOUT,
    QuestionState.WITHDRAWN: "đã rút",
}


def masked(text: str, record: Record | None = None) -> str:
    """Take identity numbers out of a question's words, and of its record's people leave initials."""
    words = masking.numbers_within(text)
    if record is None:
        return words
    for field in fields_of(record.type):
        name = folding.squeeze(record.fields.get(field.name, ""))
        if field.kind is Kind.NAME and len(name) >= _NAME_LEAST and " " in name:
            words = re.sub(re.escape(name), masking.initials(name), words, flags=re.IGNORECASE)
    return words


def masked_card(record: Record) -> str:
    """Write a record's card as whoever answers sees it: no identity numbers, no addresses, names as initials."""
    return card.card(record, "masked")


def topic(name: str) -> str:
    """Say in words what a topic is: a finding's reason, or a type of record."""
    if name in findings.REASON:
        return f"{name} ({findings.REASON[name]})"
    return TYPE_LABEL[RecordType(name)] if name in RecordType.__members__ else name


def about(number: str, book: str) -> str:
    """Name the record a question is about; empty where it is a general one."""
    return keys.entry_name(shown.clean(number, 24), shown.clean(book, 24)) if number or book else ""


def match(ruling: Ruling, words: str) -> str:
    """Show the ruling that may answer."""
    return f"Anh/chị hỏi: {cut(words, _WORDS)}\n\n{ruling_text(ruling)}\n\n{IS_IT}"


def ruling_text(ruling: Ruling, most: int = 1200) -> str:
    """Write a ruling: number, title, text."""
    gone = " (đã thu hồi)" if ruling.withdrawn else ""
    return cut(f"{ruling.number}{gone}. {ruling.title}\n{ruling.text}", most)


def rulings_text(made: Sequence[Ruling]) -> str:
    """Write the rulings on what a card is about, together short enough to stand above the general rule."""
    return "\n\n".join(ruling_text(each, 900 // len(made)) for each in made)


def answer_of(ruling: Ruling) -> str:
    """Write a ruling as the answer to one question."""
    return f"{ruling.title}. {ruling.text}"


def sent(role: Role, unit_name: str, due: datetime) -> str:
    """Say whose turn it is to answer, and until when (local time)."""
    return f"Đã chuyển tới {_ROLE[role]} {unit_name}, hạn trả lời {due:%H:%M %d/%m}."


def handed_on(name: str, role: Role, unit_name: str, due: datetime) -> str:
    """Tell who asked that another level has it now."""
    what = f"Vướng mắc {name}" if name else "Vướng mắc anh/chị hỏi"
    return f"{what} đã chuyển lên {_ROLE[role]} {unit_name}, hạn trả lời {due:%H:%M %d/%m}."


def still_yours(due: datetime) -> str:
    """Head a question that nobody above can take."""
    return f"Câu hỏi đã quá hạn, không còn cấp trên để chuyển; hạn mới {due:%H:%M %d/%m}."


def question(
    name: str, unit_name: str, asker: str, asked: datetime, words: str, card_text: str, due: datetime | None, passed: int
) -> str:  # fmt: skip
    """Show a question to whoever may answer it."""
    head = f"Vướng mắc: {name or 'câu hỏi chung'} · {unit_name}"
    lines = [head, f"{asker} hỏi lúc {asked:%H:%M %d/%m}:", cut(words, 700)]
    if due is not None:
        moved = f", đã chuyển cấp {count(passed)} lần" if passed else ""
        lines.append(f"Hạn trả lời: {due:%H:%M %d/%m}{moved}.")
    if card_text:
        lines += ["", cut(card_text, 800)]
    return "\n".join(lines)


def inbox(total: int, listed: int) -> str:
    """Head the list of questions that wait."""
    more = f" Dưới đây là {count(listed)} câu đến hạn trước." if total > listed else ""
    return f"{count(total)} câu hỏi đang chờ trả lời.{more} Chọn một câu:"


def in_list(name: str, unit_name: str, due: datetime | None, words: str) -> str:
    """Label a question in the list."""
    until = f" · hạn {due:%d/%m}" if due else ""
    return f"{name or cut(words, 30)} · {unit_name}{until}"


def answered_to(name: str, words: str, answer: str, by: str, number: str, *, back: bool) -> str:
    """Tell who asked what the answer is."""
    source = number or by
    head = f"Trả lời vướng mắc{f' {name}' if name else ''} ({source}):"
    tail = "\nHồ sơ đã trở lại đầu danh sách của anh/chị." if back else ""
    return f"{head}\n{cut(answer, 1200)}\n\nAnh/chị đã hỏi: {cut(words, _WORDS)}{tail}"


def answered_many(number: str, title: str, text: str, names: Sequence[str]) -> str:
    """Tell who asked several questions that one ruling answers them."""
    listed = "; ".join(name for name in names if name)
    tail = f"\nHồ sơ trở lại đầu danh sách: {listed}." if listed else ""
    return f"{number} trả lời {count(len(names))} vướng mắc của anh/chị:\n{title}. {cut(text, 1000)}{cut(tail, 500)}"


def closed_to(name: str, words: str, *, back: bool) -> str:
    """Tell who asked that their question was closed."""
    tail = " Hồ sơ đã trở lại đầu danh sách của anh/chị." if back else ""
    return f"Vướng mắc{f' {name}' if name else ''} {CLOSED_WITHOUT}: {cut(words, _WORDS)}.{tail}"


def done(asker: str, *, back: bool) -> str:
    """Say to who answered that the answer went out."""
    return f"Đã gửi trả lời cho {asker}." + (" Hồ sơ trở lại đầu danh sách của cán bộ." if back else "")


def closed(asker: str) -> str:
    """Say to who closed a question that it is so."""
    return f"Đã đóng câu hỏi của {asker}."


def settled(state: QuestionState, by: str, answer: str) -> str:
    """Tell whoever comes second what became of a question."""
    if state is QuestionState.WITHDRAWN:
        return GONE_BACK
    if state is QuestionState.ANSWERED:
        return f"{NOT_OPEN} {by or 'Hướng dẫn'} đã trả lời: {cut(answer, 500)}"
    return f"{NOT_OPEN} Câu hỏi {_STATE[state]}."


def own(lines: Sequence[tuple[str, str, QuestionState, str]]) -> str:
    """List what somebody asked: (record's name, words, state, answer), the newest first."""
    if not lines:
        return NO_OWN
    rows = []
    for name, words, state, answer in lines:
        said = f"\n  → {cut(answer, 200)}" if answer else ""
        rows.append(f"• {name or 'Câu hỏi chung'}: {cut(words, 80)} ({_STATE[state]}){said}")
    return "\n".join(["Các vướng mắc anh/chị đã hỏi:", *rows])


def take_back(words: str) -> str:
    """Label the button that takes an own question back."""
    return f"Rút: {cut(words, 30)}"
