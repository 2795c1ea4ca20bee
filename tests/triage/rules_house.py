"""A commune of two names, its neighbours, and one faultless record of each type, to be spoiled by a word."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from domain.records import Finding, RecordType
from domain.triage.engine import judge
from domain.triage.shape import About, Gazetteer, Place

KS, KH, KT, HN, CMC = RecordType
TODAY = date(2024, 7, 4)
HOME = "06001"
CAO_LOC, LANG_SON, VAN_LANG = "Huyện Cao Lộc", "Tỉnh Lạng Sơn", "Huyện Văn Lãng"
PLACES = (
    Place("20", LANG_SON, "province", ()),
    Place("183", CAO_LOC, "district", (LANG_SON,), None, date(2025, 6, 30)),
    Place("182", VAN_LANG, "district", (LANG_SON,), None, date(2025, 6, 30)),
    Place(HOME, "Xã Hòa Cư", "commune", (CAO_LOC, LANG_SON)),
    Place(HOME, "Xã Bản Cũ", "commune", (CAO_LOC, LANG_SON), None, date(1999, 12, 31)),
    Place("06002", "Xã Hồng Phong", "commune", (CAO_LOC, LANG_SON)),
    Place("06003", "Xã Hồng Phong", "commune", (VAN_LANG, LANG_SON)),
    Place("06004", "Xã Tân Mỹ", "commune", (VAN_LANG, LANG_SON)),
    Place("06005", "Thị trấn Na Sầm", "commune", (VAN_LANG, LANG_SON), None, date(2025, 6, 30)),
    Place("2025:06005", "Xã Na Sầm", "commune", (LANG_SON,), date(2025, 7, 1)),
)
GAZETTEER = Gazetteer(PLACES)
OFFICE = "UBND xã Hòa Cư, huyện Cao Lộc, tỉnh Lạng Sơn"
HOUSE = "Thôn Nà Pàn, xã Hòa Cư, huyện Cao Lộc, tỉnh Lạng Sơn"


def person(prefix: str, name: str, born: str, *, lives: bool = True) -> dict[str, str]:
    """Write somebody's columns."""
    columns = {"HoTen": name, "NgaySinh": born, "DanToc": "Nùng", "QuocTich": "Việt Nam"}
    return {prefix + suffix: value for suffix, value in columns.items()} | (
        {prefix + "LoaiCuTru": "1", prefix + "NoiCuTru": HOUSE} if lives else {}
    )


_BOOK = {"so": "24", "quyenSo": "01/2005", "trangSo": "12", "ngayDangKy": "21.03.2005"}
CLEAN: Mapping[RecordType, Mapping[str, str]] = {
    KS: _BOOK | {
        "loaiDangKy": "1", "noiDangKy": OFFICE, **person("nks", "Nông Văn Mẫu", "01.03.2005", lives=False),
        "nksGioiTinh": "1", "nksNgaySinhBangChu": "Ngày mùng một tháng ba năm hai nghìn không trăm linh năm",
        "nksNoiSinh": "Trạm y tế xã Hòa Cư", "nksQueQuan": HOUSE, "nksLoaiKhaiSinh": "1",
        **person("me", "Hoàng Thị Thử", "12.05.1980"), **person("cha", "Nông Văn Ví", "1978"),
        "nycHoTen": "Nông Văn Ví", "nycQuanHe": "Cha",
    },
    KH: _BOOK | {
        "loaiDangKy": "1", "noiDangKy": OFFICE, **person("chong", "Nông Văn Ví", "10.01.1980"),
        **person("vo", "Hoàng Thị Thử", "12.05.1982"),
    },
    KT: _BOOK | {
        "loaiDangKy": "1", "noiDangKy": OFFICE, **person("nkt", "Lý Văn Cụ", "1930"), "nktGioiTinh": "1",
        "nktNgayChet": "15.03.2005",
        "nktNgayChetGhiBangChu": "Ngày mười lăm, tháng ba, năm hai nghìn không trăm linh năm",
        "nktNoiChet": HOUSE, "nktNguyenNhanChet": "Tuổi già", "nycHoTen": "Lý Văn Con", "nycQuanHe": "Con",
    },
    HN: _BOOK | {
        "noiCap": OFFICE, **person("nxn", "Nông Văn Ví", "10.01.1980"), "nxnGioiTinh": "1",
        "nxnThoiGianCuTruTu": "10.01.1998", "nxnThoiGianCuTruDen": "21.03.2005",
        "nxnTinhTrangHonNhan": "Chưa đăng ký kết hôn với ai", "nxnLoaiMucDichSuDung": "1",
        "nycHoTen": "Nông Văn Ví", "nycQuanHe": "Bản thân",
    },
    CMC: _BOOK | {
        "loaiDangKy": "1", "noiDangKy": OFFICE, "loaiXacNhan": "1", **person("cm", "Nông Văn Ví", "1978"),
        **person("nc", "Nông Văn Mẫu", "01.03.2004"), "nycHoTen": "Nông Văn Ví",
    },
}  # fmt: skip
SCAN = {record_type: f"{record_type}.2005.01.2005-03-21.024.pdf" for record_type in RecordType}


def findings(
    record_type: RecordType, changes: Mapping[str, str] | None = None, *, scan: str = "", today: date = TODAY
) -> tuple[Finding, ...]:
    """Judge the faultless record of a type with some fields changed; an empty text takes a field away."""
    fields = {name: text for name, text in {**CLEAN[record_type], **(changes or {})}.items() if text}
    return judge(record_type, fields, About(today, HOME, GAZETTEER, scan))


def of(rule: str, record_type: RecordType, changes: Mapping[str, str], **more: str) -> list[Finding]:
    """Judge, and keep what one rule found."""
    return [each for each in findings(record_type, changes, **more) if each.rule == rule]


def told(rule: str, record_type: RecordType, changes: Mapping[str, str], **more: str) -> list[str]:
    """Judge, and name the fields in which one rule found something."""
    return sorted(each.field for each in of(rule, record_type, changes, **more))
