"""The words of the follow-up register on paper, and of the list of returns to look at anew."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from domain import masking
from domain.fields import find_field
from domain.follow_ups import Standing
from domain.records import RecordType
from domain.wording import shown
from domain.wording.follow_up_entry import STANDING_WORDS
from domain.wording.follow_ups import OVERDUE

SHEET = "Theo dõi sổ gốc"
RETRIAGE_SHEET = "Rà lại"
YES, NO = "Có", "Không"
FILE_NAME = "theo-doi-so-goc-{day}.xlsx"
WHOLE = "Danh sách dài, nên bot lập cả sổ theo dõi của đơn vị thành tệp và gửi ngay khi xong."
RETRIAGE_FILE = "ra-lai-ho-so-tra-{day}.xlsx"
LABELS: Mapping[str, str] = {
    "ma_don_vi": "Mã đơn vị",
    "loai": "Loại",
    "nam": "Năm",
    "so": "Số",
    "quyen": "Quyển số",
    "trang": "Trang số",
    "ly_do": "Mã lý do",
    "don_vi": "Đơn vị",
    "ho_ten": "Họ tên",
    "o": "Ô cần xử lý",
    "so_ghi": "Sổ gốc ghi",
    "sai_thieu": "Sổ sai/thiếu",
    "huong_xu_ly": "Hướng xử lý",
    "tham_quyen": "Thẩm quyền (gợi ý)",
    "moi_cong_dan": "Mời công dân",
    "nguoi_xu_ly": "Người xử lý",
    "han": "Hạn",
    "tinh_trang": "Tình trạng",
    "ghi_chu": "Ghi chú",
    "ngay_mo": "Ngày mở",
    "ngay_ket_thuc": "Ngày kết thúc",
    "dau_hieu": "Dấu hiệu",
    "diem": "Điểm",
    "lan": "Lần",
    "ly_do_chu": "Đã trả lại vì",
    "ma_ho_so": "Mã hồ sơ",
}
RETRIAGE_TITLE = "DANH SÁCH HỒ SƠ ĐÃ TRẢ LẠI CẦN RÀ LẠI (CÓ THỂ DO SỔ GỐC)"


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the signature block."""

    left: str = ""
    right: str = ""
    bold: bool = False


def signatures(on: date) -> Sequence[Line]:
    """Write the block in which the form is signed."""
    return (
        Line(right=f"Ngày {on.day:02d} tháng {on.month:02d} năm {on.year}"),
        Line("NGƯỜI LẬP", "NGƯỜI ĐỨNG ĐẦU ĐƠN VỊ", bold=True),
        Line("(ký, ghi rõ họ tên)", "(ký, ghi rõ họ tên, đóng dấu)"),
    )


def subject(name: str, detail: str) -> str:
    """Name whom an entry is about; in a chat that masks, by initials."""
    return masking.initials(name) if name and detail == "masked" else name


def shows(record_type: RecordType, about: Sequence[str], text: str, detail: str) -> str:
    """Write what the register shows, masked where a chat gets it."""
    if detail in ("", "full") or not text:
        return text
    field = find_field(record_type, about[0]) if len(about) == 1 else None
    return shown.value(field, text, detail)


def standing(of: Standing, *, late: bool) -> str:
    """Say where an entry stands."""
    return f"{STANDING_WORDS[of]} ({OVERDUE.lower()})" if late else STANDING_WORDS[of]


def note(text: str, closing: str) -> str:
    """Join what was noted while it was under way and at its end."""
    return "; ".join(part for part in (text, f"Kết thúc: {closing}" if closing else "") if part)
