"""The words of what was decided here held against what the staging software says."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from domain.reconciliation import Kind, Sums
from domain.review import State
from domain.wording import figures

SHEET = "Lệch với 158"
NOBODY_SAID = "chưa có số liệu"
NO_RECORD = "không có hồ sơ"
THERE: Mapping[State, str] = {
    State.PENDING: "Chưa rà soát",
    State.APPROVED: "Đã phê duyệt",
    State.RETURNED: "Từ chối",
    State.FOLLOW_UP: "Theo dõi",
    State.UNSTATED: "Không rõ",
}
KINDS: Mapping[Kind, str] = {
    Kind.WRONG_RETURN: "158 đã từ chối, ở đây theo dõi vì sổ gốc (trả nhầm)",
    Kind.RETURNED_APPROVED_THERE: "158 đã phê duyệt, ở đây trả lại số hóa",
    Kind.FOLLOW_UP_APPROVED_THERE: "158 đã phê duyệt, ở đây theo dõi vì sổ gốc",
    Kind.APPROVED_REFUSED_THERE: "158 đã từ chối, ở đây phê duyệt",
    Kind.DECIDED_WATCHED_THERE: "158 theo dõi, ở đây đã phê duyệt hoặc trả lại",
    Kind.OPEN_APPROVED_THERE: "158 đã phê duyệt, ở đây chưa quyết định",
    Kind.OPEN_DECIDED_THERE: "158 đã từ chối hoặc theo dõi, ở đây chưa quyết định",
    Kind.UNKNOWN_WORDS: "158 ghi tình trạng không rõ",
    Kind.NOT_HERE: "158 có, ở đây không có hồ sơ",
    Kind.NOT_THERE: "ở đây có, chưa có số liệu của 158 (không có trong tệp, hoặc trùng số)",
    Kind.TO_KEY_IN: "đã quyết định ở đây, 158 chưa nhập",
    Kind.UNDECIDED: "chưa quyết định ở cả hai bên",
    Kind.AGREES: "khớp: đã quyết định như nhau ở cả hai bên",
}
LABELS: Mapping[str, str] = {
    "ma_don_vi": "Mã đơn vị",
    "loai": "Loại",
    "nam": "Năm",
    "so": "Số",
    "quyen": "Quyển số",
    "trang": "Trang số",
    "ly_do": "Loại lệch",
    "noi_dung": "Lệch thế nào",
    "o_day": "Ở đây",
    "ben_158": "Trong phần mềm 158",
    "so_lieu_luc": "Số liệu 158 đến",
    "ho_ten": "Họ tên",
    "nguoi": "Người quyết định",
    "luc_quyet": "Quyết định lúc",
    "ma_ho_so": "Mã hồ sơ",
    "don_vi": "Đơn vị",
}


def agreement(by_kind: Mapping[Kind, int], records: int) -> list[str]:
    """Tell in lines how many records stand how, what there is none of left out."""
    lines = [f"Đối chiếu với phần mềm 158 ({figures.count(records)} hồ sơ):"]
    lines += [f"• {KINDS[kind]}: {figures.count(by_kind[kind])}" for kind in Kind if by_kind.get(kind)]
    return lines


def wrong_returns(number: int) -> str:
    """Tell that the staging software refused what has to be followed up here."""
    return (
        f"CẦN SỬA NGAY: {figures.count(number)} hồ sơ bị từ chối nhầm trong phần mềm 158 (sổ gốc sai hoặc thiếu, "
        "không phải lỗi số hóa). Danh sách: rasoat export mismatches --out lech.xlsx"
    )


def as_of(at: datetime) -> str:
    """Say of which moment what is known of the staging software is."""
    return f"Số liệu của phần mềm 158 đến {figures.moment(at)}"


def progress_line(sums: Sums, at: datetime) -> str:
    """Tell in the progress of a subtree how its records stand in the staging software."""
    wrong = sums.by_kind[Kind.WRONG_RETURN]
    parts = [f"đã xác nhận {figures.count(sums.confirmed)}"]
    if to_key := sums.by_kind[Kind.TO_KEY_IN]:
        parts.append(f"chờ nhập {figures.count(to_key)}")
    if sums.mismatches:
        of_them = f" (trả nhầm {figures.count(wrong)})" if wrong else ""
        parts.append(f"lệch {figures.count(sums.mismatches)}{of_them}")
    return f"Phần mềm 158, số liệu đến {figures.moment(at)}: {', '.join(parts)}."
