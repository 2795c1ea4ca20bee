"""The words of overtime: a person's own line, and the statement that is signed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from domain.overtime import Kind
from domain.overtime_caps import MONTH_CAP_MINUTES, YEAR_CAP_MINUTES, Reach, Warned
from domain.wording import figures

_HOUR = 60

KINDS: Mapping[Kind, str] = {
    Kind.ORDINARY: "ngày thường",
    Kind.REST: "ngày nghỉ hằng tuần",
    Kind.HOLIDAY: "ngày lễ, tết",
    Kind.ORDINARY_NIGHT: "đêm ngày thường",
    Kind.REST_NIGHT: "đêm ngày nghỉ hằng tuần",
    Kind.HOLIDAY_NIGHT: "đêm ngày lễ, tết",
}

SHEET = "Làm thêm giờ"
TITLE = "BẢNG KÊ THỜI GIAN LÀM THÊM GIỜ RÀ SOÁT DỮ LIỆU HỘ TỊCH"
PROPOSED = "Đề nghị; thủ trưởng đơn vị xác nhận"
LABELS: Mapping[str, str] = {
    "ho_ten": "Họ và tên",
    "ma_don_vi": "Mã đơn vị",
    "thang": "Tháng",
    "loai_ngay": "Loại ngày",
    "phut": "Số phút",
    "don_vi": "Đơn vị",
    "loai_ngay_chu": "Loại ngày (chữ)",
    "canh_bao": "Cảnh báo",
    "ma_nguoi": "Mã người",
}
PER_PERSON = "Cộng theo người"
TOTAL = "Tổng cộng"
PREPARED = "Người lập"
HEAD = "Thủ trưởng đơn vị"
SIGN = "(ký, ghi rõ họ tên)"
DATED = "Ngày …… tháng …… năm ………"


def duration(minutes: int) -> str:
    """Write minutes as hours and minutes: 3 giờ 25 phút."""
    hours, rest = divmod(minutes, _HOUR)
    parts = [f"{figures.count(hours)} giờ"] if hours else []
    parts += [f"{rest} phút"] if rest or not hours else []
    return " ".join(parts)


def _by_kind(by_kind: Mapping[Kind, int]) -> str:
    return ", ".join(f"{KINDS[kind]} {duration(by_kind[kind])}" for kind in Kind if by_kind.get(kind))


def own(month: date, by_kind: Mapping[Kind, int], warned: Warned | None) -> str:
    """Tell somebody their overtime of a month, and what cap is near; empty where there is nothing to tell."""
    lines = []
    if total := sum(by_kind.values()):
        lines.append(
            f"Ngoài giờ tháng {month:%m/%Y}: {duration(total)} ({_by_kind(by_kind)}). "
            "Số liệu tính từ giờ quyết định; thủ trưởng đơn vị xác nhận."
        )
    if warned is not None:
        lines += [f"⚠️ Làm thêm giờ {line}." for line in _warnings(warned)]
    return "\n".join(lines)


def _warnings(warned: Warned) -> list[str]:
    return [
        line
        for line in (
            _warning(warned.month, "tháng", MONTH_CAP_MINUTES),
            _warning(warned.year, "năm", YEAR_CAP_MINUTES),
        )
        if line
    ]


def _warning(reach: Reach, span: str, cap_minutes: int) -> str:
    cap = f"mức {cap_minutes // _HOUR} giờ một {span}"
    if reach is Reach.OVER:
        return f"đã vượt {cap}"
    return f"đã từ 80 % {cap}" if reach is Reach.NEAR else ""


def warned(found: Warned | None) -> str:
    """Write the warnings of a row; empty where there is none."""
    return "; ".join(_warnings(found)) if found else ""


def period(since: date | None, until: date) -> str:
    """Name the days of a statement."""
    if since is None:
        return f"Đến hết ngày {figures.day(until)}"
    return f"Từ ngày {figures.day(since)} đến hết ngày {figures.day(until)}"


def units(names: Iterable[str]) -> str:
    """Name the units of a statement."""
    return f"Đơn vị: {', '.join(names)}"


def counted(idle_minutes: int) -> str:
    """Say how the minutes came about."""
    return (
        "Tính từ giờ của từng quyết định rà soát ngoài giờ hành chính; "
        f"khoảng nghỉ giữa hai quyết định tính tối đa {idle_minutes} phút"
    )


def sum_of(name: str, by_kind: Mapping[Kind, int]) -> str:
    """Sum up one person, or all of them."""
    total = sum(by_kind.values())
    line = f"{name}: {duration(total)} ({figures.count(total)} phút)"
    return f"{line}: {_by_kind(by_kind)}" if total else line
