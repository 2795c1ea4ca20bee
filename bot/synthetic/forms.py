"""What is printed on the pages of the five registers: title, and labels with the fields written behind them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from domain import fields
from domain.records import RecordType

KS, KH, KT, HN, CMC = RecordType


@dataclass(frozen=True, slots=True)
class Line:
    """A printed line: (label, machine name) once or twice."""

    cells: tuple[tuple[str, str], ...]
    heading: str = ""  # printed instead, when set


TITLE: Mapping[RecordType, str] = {
    KS: "SỔ ĐĂNG KÝ KHAI SINH",
    KH: "SỔ ĐĂNG KÝ KẾT HÔN",
    KT: "SỔ ĐĂNG KÝ KHAI TỬ",
    HN: "SỔ CẤP GIẤY XÁC NHẬN TÌNH TRẠNG HÔN NHÂN",
    CMC: "SỔ ĐĂNG KÝ VIỆC NHẬN CHA, MẸ, CON",
}


def _one(label: str, name: str) -> Line:
    return Line(((label, name),))


def _two(first: tuple[str, str], second: tuple[str, str]) -> Line:
    return Line((first, second))


def _part(heading: str) -> Line:
    return Line((), heading)


def _who(prefix: str, whose: str = "") -> tuple[Line, ...]:
    return (
        _two((f"Họ, chữ đệm, tên{whose}", f"{prefix}HoTen"), ("Ngày sinh", f"{prefix}NgaySinh")),
        _two((f"Dân tộc{whose}", f"{prefix}DanToc"), ("Quốc tịch", f"{prefix}QuocTich")),
        _one(f"Nơi cư trú{whose}", f"{prefix}NoiCuTru"),
    )


def _papers(prefix: str) -> Line:
    return _two(
        ("Giấy tờ tùy thân số", f"{prefix}SoGiayToTuyThan"), ("Cấp ngày", f"{prefix}NgayCapGiayToTuyThan")
    )


_ASKED = _two(("Người đi khai", "nycHoTen"), ("Quan hệ", "nycQuanHe"))
_KIND = _two(("Loại đăng ký", "loaiDangKy"), ("Ghi chú", "ghiChu"))

BODY: Mapping[RecordType, tuple[Line, ...]] = {
    KS: (
        _part("PHẦN GHI VỀ NGƯỜI ĐƯỢC KHAI SINH"),
        _two(("Họ, chữ đệm, tên", "nksHoTen"), ("Giới tính", "nksGioiTinh")),
        _one("Ngày, tháng, năm sinh", "nksNgaySinh"),
        _one("Ghi bằng chữ", "nksNgaySinhBangChu"),
        _one("Nơi sinh", "nksNoiSinh"),
        _two(("Dân tộc", "nksDanToc"), ("Quốc tịch", "nksQuocTich")),
        _one("Quê quán", "nksQueQuan"),
        _part("PHẦN GHI VỀ CHA, MẸ"),
        *_who("me", " mẹ"),
        *_who("cha", " cha"),
        _ASKED,
        _KIND,
    ),
    KH: (_part("CHỒNG"), *_who("chong"), _papers("chong"), _part("VỢ"), *_who("vo"), _papers("vo"),
         _one("Ngày xác lập quan hệ hôn nhân", "ngayXacLapQuanHeHonNhan"), _KIND),
    KT: (
        _part("PHẦN GHI VỀ NGƯỜI CHẾT"),
        *_who("nkt"),
        _two(("Giới tính", "nktGioiTinh"), ("Giấy tờ tùy thân", "nktSoGiayToTuyThan")),
        _two(("Đã chết lúc", "nktGioPhutChet"), ("Ngày", "nktNgayChet")),
        _one("Ghi bằng chữ", "nktNgayChetGhiBangChu"),
        _one("Nơi chết", "nktNoiChet"),
        _one("Nguyên nhân chết", "nktNguyenNhanChet"),
        _two(("Giấy báo tử số", "gbtSo"), ("Ngày", "gbtNgay")),
        _ASKED,
        _KIND,
    ),
    HN: (
        _part("NGƯỜI ĐƯỢC XÁC NHẬN"),
        *_who("nxn"),
        _two(("Giới tính", "nxnGioiTinh"), ("Giấy tờ tùy thân", "nxnSoGiayToTuyThan")),
        _one("Trong thời gian cư trú tại", "nxnThoiGianCuTruTai"),
        _two(("Từ ngày", "nxnThoiGianCuTruTu"), ("Đến ngày", "nxnThoiGianCuTruDen")),
        _one("Tình trạng hôn nhân", "nxnTinhTrangHonNhan"),
        _two(("Mục đích", "nxnLoaiMucDichSuDung"), ("Cụ thể", "nxnMucDichSuDung")),
        _two(("Người yêu cầu", "nycHoTen"), ("Quan hệ", "nycQuanHe")),
    ),
    CMC: (
        _two(("Loại xác nhận", "loaiXacNhan"), ("Quyết định số", "quyetDinhSo")),
        _part("CHA (MẸ)"),
        *_who("cm"),
        _one("Quê quán", "cmQueQuan"),
        _part("CON"),
        *_who("nc"),
        _one("Quê quán", "ncQueQuan"),
        _two(("Người yêu cầu", "nycHoTen"), ("Quan hệ", "nycQHNguoiDuocNhan")),
        _KIND,
    ),
}  # fmt: skip

HEAD = _two(("Số", "so"), ("Quyển số", "quyenSo"))
HEAD_2 = _two(("Trang", "trangSo"), ("Ngày đăng ký", "ngayDangKy"))


def office(record_type: RecordType) -> Line:
    """The line for the office that registered."""
    return _one("Nơi cấp", "noiCap") if record_type is HN else _one("Nơi đăng ký", "noiDangKy")


FOOT = _two(("Người thực hiện", "nguoiThucHien"), ("Người ký", "nguoiKy"))


def written(record_type: RecordType, name: str, entry: Mapping[str, str]) -> str:
    """Give a value as the hand writes it: codes in words, dates with strokes, nothing where nothing stands."""
    value = entry.get(name, "")
    field = fields.find_field(record_type, name)
    if not value or field is None:
        return value
    if field.codes is not None:
        return field.codes.label_of(value) or value
    return value.replace(".", "/") if field.kind is fields.Kind.DATE else value
