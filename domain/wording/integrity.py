"""The sentences of the check that log, records and counts agree: one line that names the first difference."""

from __future__ import annotations

from domain.integrity import Breach, Difference
from domain.wording.figures import count

_COLUMNS = {
    "state": "trạng thái",
    "state_on": "ngày vào trạng thái",
    "revision": "lần",
    "from_state": "trạng thái trước",
    "to_state": "trạng thái sau",
}
_SENTENCES: dict[Breach, str] = {
    Breach.UNREADABLE: "{place}: có giá trị không đọc được.",
    Breach.GAP: "{place}: mất số thứ tự {expected}, sau đó là {found}; có dòng bị xóa hoặc chen vào.",
    Breach.UNCHAINED: "{place}: không nối với dòng trước (mã trước là {found}, phải là {expected}).",
    Breach.CHANGED: "{place}: nội dung đã bị sửa sau khi ghi (mã ghi là {found}, tính lại là {expected}).",
    Breach.HEAD: "{place}: cuối nhật ký không khớp với đầu chuỗi đang giữ "
    "(đang giữ {found}, nhật ký hết ở {expected}).",
    Breach.NO_RECORD: "{place}: quyết định về một hồ sơ không còn trong cơ sở dữ liệu.",
    Breach.OTHER_UNIT: "{place}: nằm trong nhật ký của đơn vị {found} nhưng hồ sơ thuộc đơn vị {expected}.",
    Breach.STEP: "{place}: không thể nối tiếp quyết định trước; {column} là {found}, phải là {expected}.",
    Breach.RECORD: "{place}: {column} đang là {found}, theo nhật ký phải là {expected}.",
    Breach.TALLY: "{place}: số đếm theo ngày của {detail} đang là {found}, đếm lại là {expected}.",
    Breach.TOTAL: "{place}: tổng của {detail} đang là {found}, đếm lại là {expected}.",
}
_HASH_SHOWN = 12


def difference(found: Difference) -> str:
    """Name a difference in one line: where it is, what is stored, what it should be."""
    return _SENTENCES[found.breach].format(
        place=_place(found),
        column=_COLUMNS.get(found.detail, found.detail),
        detail=found.detail,
        expected=_short(found.expected) or "không có",
        found=_short(found.found) or "trống",
    )


def _place(found: Difference) -> str:
    parts = []
    if found.unit:
        parts.append(f"đơn vị {found.unit}")
    if found.seq is not None:
        parts.append(f"quyết định số {found.seq}")
    if found.record_id is not None:
        parts.append(f"hồ sơ #{found.record_id}")
    place = ", ".join(parts) or f"bảng {found.detail}"
    return f"Sai khác: {place}"


def _short(value: str) -> str:
    """Cut hashes, which nobody reads to their end."""
    head, colon, tail = value.rpartition(":")
    return head + colon + (tail[:_HASH_SHOWN] + "…" if len(tail) == 64 else tail)


def whole(units: int, decisions: int, records: int) -> str:
    """Say that all agrees, and how much was looked at."""
    return (
        f"Toàn vẹn: {count(decisions)} quyết định của {count(units)} đơn vị nối liền, "
        f"{count(records)} hồ sơ và các số đếm khớp với nhật ký."
    )
