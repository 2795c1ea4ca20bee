"""What `rasoat looks` says: who was shown a record whole on the review page."""

from __future__ import annotations

from domain.wording.figures import count

HELP_KEY = "hồ sơ: KS.05957.2005.24 (loại.mã đơn vị.năm.số), hoặc “2005|24” cùng với --unit và --type"
HELP_UNIT = "mã đơn vị của hồ sơ"
BAD_KEY = "“{key}” không đọc được; viết KS.05957.2005.24, hoặc “2005|24” cùng với --unit và --type"
NO_RECORD = "không có hồ sơ {key}"
NOBODY = "{key}: chưa ai mở hồ sơ này trên trang rà soát."
WHEN, WHO, ROLE, WHAT = "Lúc", "Người xem", "Vai trò khi ấy", "Đã xem"
FIELDS, SCAN = "mọi ô dữ liệu", "bản quét, trang {page}"
LEFT, UNKNOWN = "không còn vai trò", "(không còn trong danh sách)"


def title(key: str, number: str, book: str, looks: int) -> str:
    """Name a record above its looks."""
    where = f" · Quyển {book}" if book else ""
    return f"{key} · Số {number}{where} · {count(looks)} lượt xem"


def what(scan_page: int) -> str:
    """Say what was shown: the fields, or a page of the scan."""
    return SCAN.format(page=scan_page) if scan_page else FIELDS
