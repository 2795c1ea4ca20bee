"""The system's state as an admin reads it in the chat (`/hethong`)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta

from domain.wording import shown
from domain.wording.backup import age
from domain.wording.figures import count, decimal, moment

REFRESH = "↻ Cập nhật"
THAW = "▶ Cho gửi tiếp"
THAWED = "Đã cho gửi tiếp. Những lời nhắc đã quá giờ sẽ tự bỏ."
THAWED_ALREADY = "Bot đang gửi bình thường, không có gì bị giữ lại."
FROZEN = "⏸ Đang giữ tin tự gửi từ lúc {0} (sau khi khôi phục); bot chỉ trả lời."
NO_FACTS = "Phần đang chạy: chưa rõ."

CHANNELS: Mapping[str, str] = {"telegram": "Telegram", "zalo_bot": "Zalo Bot", "zalo_oa": "Zalo OA"}
PARTS: Mapping[str, str] = {"inbound": "nhận tin", "delivery": "gửi tin", "timers": "hẹn giờ"}
PRIORITIES: Mapping[int, str] = {0: "câu trả lời", 1: "lời nhắc", 2: "thông báo"}
_KINDS: Mapping[str, str] = {"late": "tin ngoài 48 giờ", "template": "tin mẫu"}


def running(version: str, migration: str, up_s: int, parts: Iterable[str]) -> str:
    """Name the version that runs, for how long, and what this process does."""
    named = ", ".join(PARTS.get(part, part) for part in parts)
    return f"Rà soát {version or '?'} (bảng {migration}), chạy {age(timedelta(seconds=up_s))}: {named}"


def channel(name: str, *, alive: bool, heard: timedelta | None, alarm: str) -> str:
    """Tell whether a channel is heard, and what only a person can mend."""
    sign = "⚠️" if alarm or not alive else "✅"
    since = f", nghe lần cuối {age(heard)} trước" if heard is not None else ""
    state = f"đang nghe{since}" if alive else f"chưa nghe được{since}"
    tail = f"; cần cấp quyền lại ({shown.clean(alarm, 60)})" if alarm else ""
    return f"{sign} {CHANNELS.get(name, name)}: {state}{tail}"


def elsewhere(leading: Sequence[str]) -> str:
    """Name what other processes, or this one, hold: delivery, timers, polling."""
    return f"Đang giữ việc: {', '.join(leading)}"


def queues(inbox_open: int, parked: int, waiting: Mapping[int, int], oldest: timedelta | None) -> list[str]:
    """Tell what waits on the way in and on the way out."""
    held = f", {count(parked)} thao tác gặp lỗi đang để lại" if parked else ""
    lines = [f"Chờ xử lý: {count(inbox_open)}{held}"]
    out = ", ".join(
        f"{count(waiting[kind])} {name}" for kind, name in PRIORITIES.items() if waiting.get(kind)
    )
    since = f"; lâu nhất {age(oldest)}" if out and oldest is not None else ""
    return [*lines, f"Chờ gửi: {out or '0'}{since}"]


def failures(failed: Sequence[tuple[str, int]]) -> str:
    """Tell what could not be sent in the last day, by reason."""
    if not failed:
        return "Gửi hỏng trong 24 giờ: không"
    return "Gửi hỏng trong 24 giờ: " + ", ".join(f"{reason} {count(number)}" for reason, number in failed)


def month(sent: int, limit: int) -> str:
    """Tell how much of its month Zalo Bot has used."""
    return f"Zalo Bot tháng này: {count(sent)}/{count(limit)} tin"


def account(expires: timedelta | None, alarm: str, sent: Mapping[str, int]) -> str:
    """Tell how long the Official Account's token is good, and what was counted this month."""
    if alarm:
        good = f"⚠️ cần cấp quyền lại ({shown.clean(alarm, 60)})"
    elif expires is None:
        good = "chưa có mã truy cập"
    else:
        good = f"mã truy cập còn {age(expires)}" if expires > timedelta(0) else "mã truy cập đã hết hạn"
    used = "".join(f", {_KINDS.get(kind, kind)}: {count(number)}" for kind, number in sorted(sent.items()))
    return f"Zalo OA: {good}{used}"


def database(kind: str, version: str, size: int, disk_free: int | None) -> str:
    """Tell the kind of database, its size, and the room left beside it."""
    name = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}.get(kind, kind)
    room = f", đĩa còn {_bytes(disk_free)}" if disk_free is not None else ""
    return f"Cơ sở dữ liệu: {name} {version}, {_bytes(size)}{room}"


def _bytes(size: int) -> str:
    return f"{decimal(size / 1e9)} GB" if size >= 1_000_000_000 else f"{count(-(-size // 1_000_000))} MB"


def backup(since: timedelta | None) -> str:
    """Tell how old the last backup is."""
    if since is None:
        return "⚠️ Chưa có bản sao lưu nào"
    sign = "⚠️ " if since >= timedelta(days=2) else ""
    return f"{sign}Sao lưu gần nhất: {age(since)} trước"


def seal(line: str | None) -> str:
    """Tell the newest seal."""
    return f"Niêm phong gần nhất: {line}" if line else "Chưa có niêm phong nào"


def as_of(at: datetime) -> str:
    """Tell when this was read."""
    return f"Hệ thống lúc {moment(at)}"
