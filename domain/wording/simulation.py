"""The words of a simulated drive: its options, its table, and why it cannot be run."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from domain.wording import figures

HELP_OPEN = "số hồ sơ chưa rà soát"
HELP_COMMUNES = "số xã"
HELP_PEOPLE = "số người rà soát, kể cả người của huyện giúp nhiều xã"
HELP_SEED = "số gieo: cùng số thì cùng đợt"
HELP_FROM = "ngày đầu, ví dụ 2024-07-04"
HELP_DEADLINE = "ngày cuối còn tính"
HELP_OUTAGE = "NGÀY:SỐ, máy chủ ngừng bấy nhiêu ngày làm việc từ ngày ấy; dùng được nhiều lần"
HELP_RESERVE = "kế hoạch nhắm xong trước hạn bấy nhiêu ngày làm việc"
HELP_KNOWN = "danh sách ghi đúng sức từng người (chi_tieu_ngay), không ghi cao hơn"
HELP_UNITS = "liệt kê mọi đơn vị"

POLICIES: Mapping[str, str] = {"plan": "Kế hoạch", "equal": "Chia đều", "fcfs": "Tự nhận"}
UNIT, RECORDS, PEOPLE, NEEDED, SHORT, NAMED = "Đơn vị", "Hồ sơ", "Người", "Cần/ngày", "Thiếu", "Báo thiếu"
FIGURES = "Mô phỏng đợt rà soát"
UNITS = "Ngày xong của từng đơn vị"
NEVER = "chưa xong"
NOTHING = "–"
ROWS: Mapping[str, str] = {
    "late_units": "Đơn vị trễ hạn",
    "late_records": "Hồ sơ trễ hạn của các đơn vị ấy",
    "open_again": "Hồ sơ gửi lại chờ rà soát ở đơn vị đã xong",
    "at_vendor": "Hồ sơ còn ở bên số hóa vào hạn",
    "decided": "Quyết định đến hết hạn",
    "last_finish": "Đơn vị cuối cùng xong",
    "never": "Đơn vị sau hạn một năm vẫn chưa xong",
    "named": "Đơn vị được báo thiếu người ngày đầu / về sau",
    "late_unnamed": "Đơn vị trễ mà không được báo thiếu",
    "loads": "Hồ sơ/người/ngày: p10 / p50 / p90 / cao nhất",
    "spread": "Độ lệch chuẩn của số ấy",
    "unequal": "Chênh giữa mọi người (hệ số biến thiên)",
    "within_units": "Chênh trong một đơn vị (hệ số biến thiên)",
    "idle_days": "Ngày công không có việc khi đơn vị còn hồ sơ",
    "unfinished_days": "Ngày công không làm hết phần được giao",
}

WHOLE_NUMBER = "{option}: phải là số nguyên từ {least} trở lên"
TOO_MANY = "{option}: nhiều nhất {most}"
DEADLINE_FIRST = "--deadline phải sau hoặc bằng --from"
NO_WORKDAY = "từ --from đến --deadline không có ngày làm việc nào"
FORM_OF_OUTAGE = "--outage: “{value}” không đọc được; viết như 2024-09-09:3"
TOO_LONG = "--deadline: cách --from nhiều nhất {years} năm"


def numbered_commune(number: int) -> str:
    """Name a commune beyond those of 2024."""
    return f"xã số {number}"


def drive(
    records: int, communes: int, people: int, of_districts: int, first: date, deadline: date, days: int
) -> str:
    """Say what is simulated."""
    return (
        f"{figures.count(records)} hồ sơ, {figures.count(communes)} xã, {figures.count(people)} người "
        f"({figures.count(of_districts)} của huyện), {figures.day(first)} – {figures.day(deadline)}: "
        f"{figures.count(days)} ngày làm việc"
    )


def options(reserve: int, lost: int, *, known_pace: bool) -> str:
    """Say what was assumed beside."""
    parts = [
        f"kế hoạch để dành {reserve} ngày làm việc trước hạn" if reserve else "kế hoạch nhắm đúng ngày hạn",
        "danh sách ghi đúng sức từng người" if known_pace else "danh sách không ghi sức từng người",
    ]
    if lost:
        parts.append(f"máy chủ ngừng {lost} ngày làm việc")
    return "; ".join(parts)


def more_units(hidden: int) -> str:
    """Say how many units the table leaves out."""
    return f"… và {figures.count(hidden)} đơn vị khác, xong sớm hơn; xem đủ: --units"


INVENTED = "Người, sức làm và ngày nghỉ là số giả định; kết quả để so sánh cách giao việc, không phải dự báo."
