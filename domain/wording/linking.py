"""Several channels of one person, in words (`/lienket`)."""

from __future__ import annotations

from collections.abc import Sequence

CHANNELS: dict[str, str] = {"telegram": "Telegram", "zalo_bot": "Zalo Bot", "zalo_oa": "Zalo OA"}
LINK = "🔗 Liên kết kênh khác"


def name(channel: str) -> str:
    """Name a channel for people."""
    return CHANNELS.get(channel, channel)


def prefer(channel: str) -> str:
    """Label the button that makes a channel the preferred one."""
    return f"Ưu tiên {name(channel)}"


def overview(channels: Sequence[str], preferred: str) -> str:
    """Say on which channels somebody is linked, and which one is written to first."""
    lines = [f"• {name(channel)}{' (ưu tiên)' if channel == preferred else ''}" for channel in channels]
    return "\n".join(["Anh/chị đang dùng bot trên:", *lines])


def code(digits: str, minutes: int, others: Sequence[str]) -> str:
    """Hand out the short code for another channel."""
    where = ", ".join(name(channel) for channel in others) or "kênh kia"
    return (
        f"Mã liên kết: {digits}\nMở bot trên {where} và gõ mã này trong {minutes} phút; dùng một lần. "
        "Công việc trên hai kênh là một: đang làm dở ở đây thì làm tiếp ở kia được."
    )


def preferred_now(channel: str) -> str:
    """Say that a channel is written to first from now on."""
    return f"Từ nay bot nhắn trước qua {name(channel)}; khi kênh ấy không tới được thì nhắn qua kênh còn lại."
