"""The sentences of the review: what was done, what is asked, and the rule in the official's words."""

from __future__ import annotations

from collections.abc import Sequence

from domain.review import PROPOSED_ROUTE, FollowUpKind, Move, ReturnReason, Route, State
from domain.wording import captions
from domain.wording.figures import count

STATE_WORDS: dict[State, str] = {
    State.PENDING: "Chưa rà soát",
    State.APPROVED: "Đã phê duyệt",
    State.RETURNED: "Trả lại số hóa",
    State.FOLLOW_UP: "Theo dõi (sổ gốc)",
    State.ASKED: "Chờ trả lời",
    State.UNSTATED: "Chưa rõ trạng thái",
}
MOVE_WORDS: dict[Move, str] = {
    Move.APPROVE: "Đã phê duyệt",
    Move.FIX: "Đã sửa và phê duyệt",
    Move.RETURN: "Đã trả lại số hóa",
    Move.FOLLOW_UP: "Đã đưa vào danh sách theo dõi",
    Move.ASK: "Đã hỏi vướng mắc",
    Move.SKIP: "Đã để sau",
    Move.RESOLVE: "Đã giải quyết theo dõi",
    Move.RETRIAGE: "Đã chuyển từ trả lại sang theo dõi",
}
GUARD_SENTENCE = (
    "Trường hợp này không trả lại đơn vị số hóa: dữ liệu đúng như sổ ghi. "
    "Đưa vào danh sách theo dõi; sổ sai hay thiếu thế nào?"
)
RULES = (
    "Câu hỏi quyết định: dữ liệu nhập có đúng như sổ (bản quét) không?\n\n"
    "a) Không đúng, do bên số hóa nhầm: hồ sơ của đơn vị khác, bản quét của trường hợp khác, thiếu nhiều ô mà sổ có ghi "
    "→ Trả lại số hóa.\n\n"
    "b) Không đúng, chỉ sai sót nhỏ khi nhập, bản quét đúng của hồ sơ → Sửa theo sổ và duyệt.\n\n"
    "c) Đúng như sổ, nhưng sổ gốc ghi sai hoặc thiếu → không trả lại; đưa vào danh sách theo dõi để bổ sung, cải chính, "
    "thay đổi theo luật.\n\n"
    "Đúng như sổ và sổ đầy đủ → Phê duyệt."
)
RETURN_QUESTION = (
    "Trả lại số hóa vì sao? Chỉ chọn khi dữ liệu khác sổ; sổ cũng ghi như vậy thì chọn dòng cuối."
)
SKIP_QUESTION = "Hồ sơ này đã để sau hai lần. Lý do lần này? Chọn hoặc gõ lý do."
SKIP_TOO_SHORT = "Xin gõ lý do rõ hơn, ít nhất 3 chữ."
NOTE_QUESTION = "Gõ ghi chú cho danh sách theo dõi (ô nào, sổ ghi thế nào), tối đa 300 ký tự."
ROUTE_QUESTION = "Chọn hướng xử lý theo luật cho hồ sơ này."
NOTHING_TO_UNDO = "Hôm nay không còn quyết định nào để hoàn tác."
UNDO_TOO_LATE = "Hồ sơ vừa rồi đã được xử lý tiếp, không hoàn tác được nữa."
NO_SCAN = "Hồ sơ này chưa có bản quét trong máy chủ. Xin đối chiếu với sổ giấy."
SCAN_NOT_IN_CHAT = "Thiết lập của tỉnh không gửi bản quét qua tin nhắn. Xin đối chiếu với sổ giấy."
FULL_NOT_IN_CHAT = "Thiết lập của tỉnh không hiện đủ thông tin qua tin nhắn. Xin đối chiếu với sổ giấy."
NO_WORK_ROLE = "Anh/chị không có nhiệm vụ rà soát. Gõ /huongdan để xem các lệnh của mình."


def done(move: Move, name: str, *, reason: ReturnReason | None = None, route: str = "") -> str:
    """Say what was done with the record just decided."""
    words = f"{MOVE_WORDS[move]}: {name}"
    if reason is not None:
        words += f" ({captions.RETURN_REASONS[reason]})"
    if route:
        words += f" (hướng: {route})"
    return words + "."


def follow_question(
    route: str, note: str, kinds: Sequence[FollowUpKind] = tuple(FollowUpKind), *, guarded: bool
) -> str:
    """Ask what is wrong with the register, naming the legal way each answer proposes."""
    ways = "\n".join(
        f"• {captions.FOLLOW_UP_KINDS[kind]} → {route or PROPOSED_ROUTE[kind].value}" for kind in kinds
    )
    opening = (
        GUARD_SENTENCE
        if guarded
        else "Sổ gốc sai hay thiếu thế nào? Hồ sơ vào danh sách theo dõi, không trả lại."
    )
    return f"{opening}\n{ways}" + (f"\nGhi chú: {note}" if note else "")


def route_of(kind: FollowUpKind, chosen: str) -> str:
    """Tell the legal way that goes into the log: the one chosen, else the one the kind proposes."""
    return chosen or PROPOSED_ROUTE[kind].value


def routes() -> tuple[tuple[str, str], ...]:
    """List the legal ways as (key, caption)."""
    return tuple((f"w{place}", captions.ROUTES[route]) for place, route in enumerate(Route))


def position(done_today: int, waiting: int) -> str:
    """Say where in the day's list a card stands."""
    return f"Hồ sơ {count(done_today + 1)}/{count(done_today + waiting)} hôm nay"


def day_over(done_today: int) -> str:
    """Say that the day's list is done; holds no personal data, since it stays in the chat."""
    if done_today == 0:
        return f"{captions.NONE_LEFT}. Đơn vị không có hồ sơ nào đang chờ anh/chị."
    return f"{captions.NONE_LEFT}. Hôm nay anh/chị đã rà soát {count(done_today)} hồ sơ. Cảm ơn anh/chị."


def day_list(done: Sequence[tuple[str, str, bool]], finished: int, waiting: int, limit: int) -> str:
    """List a day: (record's name, what was done, undone), newest first; `finished` is how many of these count."""
    head = f"Hôm nay: đã xong {count(finished)}, còn {count(waiting)} hồ sơ trong danh sách."
    lines = [f"• {name}: {what}{' (đã hoàn tác)' if undone else ''}" for name, what, undone in done[:limit]]
    more = len(done) - limit
    if more > 0:
        lines.append(f"… và {count(more)} hồ sơ trước đó")
    return "\n".join([head, *lines])


def undone(move: Move, name: str) -> str:
    """Say what was taken back."""
    return f"Đã hoàn tác “{MOVE_WORDS[move]}”: {name}. Hồ sơ trở lại chưa rà soát."
