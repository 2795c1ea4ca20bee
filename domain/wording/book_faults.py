"""The sentences about a book whose serving stopped: what was found, what would go, what was decided."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from domain import book_faults
from domain.book_faults import StopState
from domain.people import Role
from domain.records import TYPE_LABEL
from domain.review import ReturnReason, State
from domain.wording import captions
from domain.wording.figures import count, moment
from domain.wording.review import STATE_WORDS

SEE = "👁 Xem trước"
RETURN_ALL = "↩️ Trả cả quyển"
GO_ON = "▶ Rà soát tiếp"
UNDO_ALL = "↶ Hoàn tác cả quyển"
CONFIRM = "✔ Đồng ý trả cả quyển"
KEEP = "✖ Chưa trả"

QUESTION = (
    "Xin quyết định: trả cả quyển cho đơn vị số hóa, hay rà soát tiếp từng hồ sơ? "
    "Trong lúc chờ, hồ sơ của quyển không được phát cho cán bộ."
)
UNTOUCHED = "Hồ sơ đã quyết định giữ nguyên; lỗi của sổ gốc không bao giờ trả lại đơn vị số hóa."
UNTIL = "Hoàn tác được đến 24:00 hôm nay."
NOT_RETURNED = "Chưa trả hồ sơ nào."
COUNT_CHANGED = "Số hồ sơ vừa thay đổi, xin xem lại."
NOBODY = "Chưa có lãnh đạo nào dùng bot; xin báo trực tiếp lãnh đạo đơn vị."
_DECIDER = {Role.HEAD: "Lãnh đạo", Role.ADMIN: "Quản trị viên"}
_DECIDED = (State.APPROVED, State.RETURNED, State.FOLLOW_UP, State.ASKED, State.UNSTATED)


def name(book: str, book_key: str) -> str:
    """Name a book by its number and what it registers."""
    return f"Quyển {book} ({TYPE_LABEL[book_faults.type_of(book_key)]})"


def told(what: str, same_fault: int, reason: ReturnReason, decider: tuple[Role, str] | None) -> str:
    """Tell the official, above the next card, why no more of a book comes and who decides: (role, unit)."""
    who = f"{_DECIDER[decider[0]]} ({decider[1]}) sẽ quyết định." if decider else NOBODY
    return (
        f"{what} tạm dừng: {count(same_fault)} hồ sơ cùng trả vì “{captions.RETURN_REASONS[reason]}”. {who}"
    )


def stopped(what: str, unit: str, same_fault: int, reason: ReturnReason, pending: int) -> str:
    """Tell whoever decides that a book stopped, and ask."""
    return (
        f"{what}, {unit}: tạm dừng.\n"
        f"• Đã trả lại số hóa cùng lý do “{captions.RETURN_REASONS[reason]}”: {count(same_fault)} hồ sơ\n"
        f"• Chưa rà soát: {count(pending)} hồ sơ\n"
        f"{QUESTION}"
    )


def preview(
    what: str, unit: str, reason: ReturnReason, by_state: Mapping[State, int], going: int, staying: int
) -> str:
    """Show what would go as one lot and what stays, with a warning where faults of the register were found."""
    lines = [
        f"Xem trước: {what}, {unit}.",
        f"• Sẽ trả lại: {count(going)} hồ sơ chưa rà soát, lý do “{captions.RETURN_REASONS[reason]}”",
        f"• {UNTOUCHED}",
    ]
    if staying:
        lines.append(f"• Ở lại để rà soát: {count(staying)} hồ sơ có dấu hiệu lỗi ở chính sổ gốc")
    kept = [f"{STATE_WORDS[state]}: {count(by_state[state])}" for state in _DECIDED if by_state.get(state)]
    if kept:
        lines.append(f"• Đã quyết định: {' · '.join(kept)}")
    if follow_ups := by_state.get(State.FOLLOW_UP, 0):
        lines.append(
            f"⚠️ Quyển này có {count(follow_ups)} hồ sơ theo dõi vì sổ gốc sai hoặc thiếu. Trong số chưa rà soát "
            "có thể còn hồ sơ như vậy, không được trả lại: xin cân nhắc rà soát tiếp."
        )
    return "\n".join(lines)


def confirm(what: str, unit: str, reason: ReturnReason, pending: int) -> str:
    """Ask once more before a whole book goes."""
    return (
        f"Trả cả quyển cho đơn vị số hóa?\n{what}, {unit}: {count(pending)} hồ sơ chưa rà soát, "
        f"lý do “{captions.RETURN_REASONS[reason]}”.\n{UNTOUCHED}\n{UNTIL}"
    )


def nothing_open(what: str) -> str:
    """Say that there is nothing to return."""
    return f"{what} không còn hồ sơ chưa rà soát nào để trả. Bấm “{GO_ON}” để kết thúc việc tạm dừng."


def returned(what: str, unit: str, reason: ReturnReason, went: int) -> str:
    """Say that the lot went."""
    return f"Đã trả cả quyển: {what}, {unit}, {count(went)} hồ sơ, lý do “{captions.RETURN_REASONS[reason]}”.\n{UNTIL}"


def going_on(what: str, unit: str, reason: ReturnReason) -> str:
    """Say that the book goes on."""
    return (
        f"{what}, {unit}: rà soát tiếp, hồ sơ được phát lại cho cán bộ. "
        f"Quyển không tạm dừng nữa vì lý do “{captions.RETURN_REASONS[reason]}”."
    )


def undone(back: int, left: int) -> str:
    """Say how much of a lot came back."""
    words = f"Đã hoàn tác cả quyển: {count(back)} hồ sơ trở lại chưa rà soát."
    return words + (f" Giữ nguyên {count(left)} hồ sơ đã được xử lý tiếp từ đó." if left else "")


_DONE = {StopState.RETURNED: "đã trả cả quyển", StopState.GOING_ON: "đã cho rà soát tiếp"}


def decided(what: str, unit: str, state: StopState, who: str, at: datetime | None, *, undoable: bool) -> str:
    """Say what was decided about a book, by whom and when."""
    words = f"{what}, {unit}: {who} {_DONE[state]}"
    words += f" lúc {moment(at)}." if at else "."
    if state is StopState.RETURNED:
        words += (
            f"\n{UNTIL}" if undoable else "\nĐã qua 24:00 của ngày trả, không hoàn tác cả quyển được nữa."
        )
    return words


def open_books(total: int) -> str:
    """Count the books that wait for a decision."""
    return f"Quyển đang dừng: {count(total)}"


def open_book(what: str, unit: str, reason: ReturnReason) -> str:
    """Name one of several books that wait, as a line and as the caption of its button."""
    return f"{what} · {unit} · {captions.RETURN_REASONS[reason]}"


def more(number: int) -> str:
    """Count the books that the list leaves out."""
    return f"… và {count(number)} quyển khác"
