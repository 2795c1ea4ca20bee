"""The sentences of the check that log, seals, records and counts agree: one line that names the first difference.

And of the seal itself, as it goes out at night: what is copied from there is what the check takes.
"""

from __future__ import annotations

from domain import seal
from domain.integrity import Breach, Difference
from domain.seal import Compared, Seal
from domain.wording.figures import count, day

HELP_SEAL = (
    "so với bản niêm phong đã nhận: “2024-07-04 ab12-cd34-ef56-7890” hoặc dán cả dòng tin nhắn; lặp lại được"
)
SEAL_UNREADABLE = (
    "--seal: không đọc được “{value}”; viết như “2024-07-04 ab12-cd34-ef56-7890” hoặc dán cả dòng"
)

_COLUMNS = {
    "state": "trạng thái",
    "state_on": "ngày vào trạng thái",
    "revision": "lần",
    "from_state": "trạng thái trước",
    "to_state": "trạng thái sau",
    "hash": "mã",
    "units": "số đơn vị",
    "decisions": "số quyết định",
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
    Breach.CONFIRMED: "{place}: số đối chiếu với phần mềm 158 của {detail} đang là {found}, đếm lại là {expected}.",
    Breach.CONFIRMED_NOTHING: "{place}: có tình trạng trong phần mềm 158 nhưng hồ sơ không còn.",
    Breach.SEAL_UNCHAINED: "{place}: không nối với niêm phong trước (mã trước là {found}, phải là {expected}); "
    "có niêm phong bị sửa, xóa hoặc chen vào.",
    Breach.SEAL_CHANGED: "{place}: đã bị sửa sau khi niêm phong ({column} ghi là {found}, tính lại là {expected}).",
    Breach.SEALED_GONE: "{place}: đã niêm phong (mã {expected}) nhưng không còn trong nhật ký; "
    "nhật ký bị cắt hoặc viết lại từ quyết định số {detail}.",
    Breach.SEALED_CHANGED: "{place}: đã niêm phong với mã {expected}, trong nhật ký nay là {found}; "
    "nhật ký bị viết lại ở khoảng từ quyết định số {detail} đến số này.",
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
    if found.day is not None:
        parts.append(f"niêm phong ngày {day(found.day)}")
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


def whole(units: int, decisions: int, records: int, seals: int = 0) -> str:
    """Say that all agrees, and how much was looked at."""
    sealed = f", {count(seals)} niêm phong còn nguyên" if seals else ""
    return (
        f"Toàn vẹn: {count(decisions)} quyết định của {count(units)} đơn vị nối liền, "
        f"{count(records)} hồ sơ và các số đếm khớp với nhật ký{sealed}."
    )


def sealed_day(sealed: Seal) -> str:
    """Tell a day's seal as people keep and copy it, and how many decisions it covers from the first day on."""
    return (
        f"Niêm phong ngày {day(sealed.day)}: {seal.short(sealed.hash)} ({count(sealed.decisions)} quyết định)"
    )


def compared(one: Compared) -> str:
    """Say whether the seal stored is the one somebody has a copy of."""
    given, on = seal.short(one.copy.digits), day(one.copy.day)
    if one.stored is None:
        return f"Niêm phong ngày {on}: không có trong cơ sở dữ liệu; bản đã nhận là {given}."
    if one.is_same:
        return f"Niêm phong ngày {on}: {given}, khớp với bản đã nhận."
    return (
        f"Niêm phong ngày {on}: bản đã nhận là {given}, trong cơ sở dữ liệu là {seal.short(one.stored)}; "
        "nếu bản nhận chép đúng thì nhật ký đến hôm đó đã bị viết lại."
    )
