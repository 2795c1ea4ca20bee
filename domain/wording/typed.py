"""What people type in place of a button: the words the reader knows, and what is said when they are not clear."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from domain.folding import fold
from domain.talk.meanings import Vocabulary
from domain.talk.spelling import bare
from domain.wording import captions


def _folded(*phrases: str) -> frozenset[str]:
    return frozenset(fold(phrase) for phrase in phrases)


VOCABULARY = Vocabulary(
    undo=captions.UNDO,
    # only captions that lead to another question; whatever decides must be typed whole
    short={
        captions.FIX: ("sua",),
        captions.RETURN: ("tra lai",),
        captions.FOLLOW_UP: ("so goc", "so goc sai", "so goc thieu"),
        captions.ROUTE: ("huong xu ly",),
        captions.NOTE: ("ghi chu",),
    },
    assent=_folded(
        "ok", "oki", "okie", "oke", "okay", "okela", "okla", "kê", "ừ", "ừm", "vâng", "dạ", "dạ vâng", "yes", "y",
        "có", "rồi", "được", "được rồi", "đúng", "đúng rồi", "đúng hết", "chuẩn", "chuẩn rồi", "chính xác", "xong",
        "xong rồi", "tốt", "đồng ý", "chấp nhận", "thông qua", "duyệt", "duyệt hết", "duyệt rồi", "pd", "đạt",
        "hợp lệ", "👍", "👌", "✅", "✔", "☑", "🆗", "💯", "🙆",
    ),
    approving="duyet",
    particles=_folded("ạ", "nhé", "nha", "nhá", "đi", "luôn", "rồi", "em", "anh", "chị", "bạn", "bot", "thôi", "à"),
    numbers=_folded("chọn", "mục", "câu", "ý"),  # not "số": a card is titled "Số 1 · Quyển …", and "số 1" may name it
)  # fmt: skip

CARD = "thẻ hồ sơ"
LIST = "danh sách"
# the router's names of conversations, as people know them
_CALLED = {
    "leave": "nghỉ phép",
    "more_work": "làm thêm",
    "staffing": "phân công",
    "people": "nhân sự",
    "units": "đơn vị",
    "schedule": "lịch làm việc",
    "nudge_times": "giờ nhắc",
    "assignment": "văn bản phân công",
    "quiet": "dừng nhắc",
    "nudge": "nhắc việc",
    "digest": "tổng hợp",
    "linking": "liên kết",
    "broadcast": "gửi thông báo",
    "broadcast_consent": "đồng ý thông báo",
    "broadcast_ack": "thông báo",
    "question": "vướng mắc",
    "reply": "trả lời vướng mắc",
    "ruling": "hướng dẫn",
    "book": "quyển sổ",
    "follow_up": "theo dõi sổ gốc",
    "retriage": "rà lại hồ sơ trả",
    "returned": "hồ sơ trả lại",
    "again": "trả lại lần hai",
    "report": "tệp báo cáo",
    "list": "hôm nay",
    "page_device": "thiết bị mở trang",
}
GONE = "Danh sách ấy đã trả lời xong hoặc không còn hiệu lực, nên chưa làm gì cả."
WHICH = "Lời vừa gõ có thể hiểu nhiều cách, nên chưa làm gì cả. Ý anh/chị là:"


def called(step: str, *, is_card: bool) -> str:
    """Name a prompt by what it is about."""
    return CARD if is_card else _CALLED.get(step, LIST)


def near(labels: Iterable[str]) -> str:
    """Say that nothing was done, and what has to be typed whole."""
    whole = " · ".join(f"“{bare(label)}”" for label in labels)
    return f"Tôi chưa chắc ý anh/chị nên chưa làm gì cả. Xin bấm nút hoặc gõ trọn: {whole}."


def meant(label: str, place: str) -> str:
    """Label a choice between meanings: what is chosen, and where."""
    return f"{label} ({place})"


def as_words(words: str, place: str) -> str:
    """Label the meaning that the words are a value."""
    return f"Ghi “{words}” ({place})"


def tagged(text: str, own: str, others: Sequence[tuple[str, str]]) -> str:
    """Put the tags of what is open behind a prompt's words: its own, and those of the others with their names."""
    rest = ", ".join(f"{tag} ({name})" for tag, name in others)
    return f"{text}\n[{own}] Còn chờ trả lời: {rest}. Trả lời ở đó thì gõ mã trước, ví dụ “{others[0][0]} 1”."
