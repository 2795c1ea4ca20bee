"""What is said of the Zalo bot: to the operator at the start, and to people where Zalo cannot carry a thing."""

from __future__ import annotations

TOKEN_REFUSED = "Zalo không nhận mã bot này"
TOKEN_FORM = "mã bot Zalo có dạng 123456:ABC…"
NO_PUBLIC_ADDRESS = (
    "cần địa chỉ công khai của máy chủ để Zalo gửi tin về (RASOAT_ZALO_BOT__WEBHOOK_SECRET đã đặt)"
)
NO_PICTURE = "Bản quét chưa gửi được qua Zalo. Xin xem trên máy đang chạy phần mềm hoặc đối chiếu sổ giấy."


def file_not_sent(text: str, name: str) -> str:
    """Put the words that came with a file, and that the file itself cannot come this way."""
    line = f"Zalo Bot không gửi được tệp «{name}». Xin lấy tệp này trên Telegram hoặc nhờ quản trị gửi."
    return f"{text}\n\n{line}" if text.strip() else line
