"""What is said of files that people send: why one is not taken, and that one could not be fetched."""

from __future__ import annotations

from datetime import datetime

from domain.attachments import MOST, Why
from domain.wording import figures, shown

ONE_IS_ENOUGH = "Mỗi lần chỉ nhận một tệp: tôi giữ tệp đầu tiên, các tệp sau không tính. Nhiều trang, xin gộp thành một PDF."
ONLY_PICTURES = "Kênh này chỉ chuyển được ảnh. Xin chụp ảnh rồi gửi, hoặc gửi tệp PDF trên Telegram."
_SEND = "Xin gửi ảnh (JPEG, PNG) hoặc tệp PDF."
REFUSED: dict[Why, str] = {
    Why.TYPE: f"Loại tệp này tôi không nhận. {_SEND}",
    Why.LARGE: f"Tệp lớn quá {MOST // 1024 // 1024} MB, tôi không nhận được. Xin nén lại hoặc chụp ảnh rồi gửi.",
    Why.BROKEN: f"Tệp hỏng, hoặc ảnh quá nhiều điểm, không mở được. {_SEND}",
    Why.EMPTY: f"Tệp rỗng. {_SEND}",
}
_REASONS: dict[Why, str] = {
    Why.TYPE: "không phải ảnh JPEG, PNG hay PDF",
    Why.LARGE: f"lớn quá {MOST // 1024 // 1024} MB",
    Why.BROKEN: "hỏng, hoặc ảnh quá nhiều điểm",
    Why.EMPTY: "rỗng",
    Why.GONE: "kênh chat không còn giữ tệp",
    Why.AWAY: "không tải được từ kênh chat",
}


def not_fetched(name: str, sent_at: datetime, why: Why) -> str:
    """Tell who sent a file that we do not have it; `sent_at` by the clock of the province."""
    called = f" “{shown.clean(name, 60)}”" if name else ""
    return (
        f"⚠️ Tệp{called} anh/chị gửi lúc {sent_at:%H:%M} ngày {figures.day(sent_at.date())} không dùng được: "
        f"{_REASONS[why]}. Xin gửi lại."
    )


def not_sent(text: str) -> str:
    """Say under a message that its file cannot be shown."""
    return f"{text}\n(Tệp kèm theo không gửi được.)".strip()
