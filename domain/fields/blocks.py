"""What the five header rows share: the register's own columns, and people, each a prefix with suffixes."""

from __future__ import annotations

from dataclasses import dataclass

from domain.fields import codes
from domain.fields.shape import CodeList, Field, Kind, Required

R, C, O = Required.REQUIRED, Required.CONDITIONAL, Required.OPTIONAL  # noqa: E741 - the letters of the source's column M


@dataclass(frozen=True, slots=True)
class Suffix:
    """One thing asked of a person: the words for it, to be followed by whose it is."""

    short: str
    long: str
    kind: Kind
    required: Required
    codes: CodeList | None = None
    also: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Prefix:
    """Somebody in a record: `short` ends a button's label (empty for the one whom the record is about)."""

    short: str
    long: str
    also: tuple[str, ...] = ()


SUFFIXES: dict[str, Suffix] = {
    "HoTen": Suffix("Họ tên", "Họ, chữ đệm, tên", Kind.NAME, R),
    "GioiTinh": Suffix("Giới tính", "Giới tính", Kind.CODE, R, codes.SEX),
    "NgaySinh": Suffix("Ngày sinh", "Ngày, tháng, năm sinh", Kind.DATE, R, also=("Năm sinh",)),
    "DanToc": Suffix("Dân tộc", "Dân tộc", Kind.TEXT, R),
    "QuocTich": Suffix("Quốc tịch", "Quốc tịch", Kind.TEXT, R),
    "QuocTichStr": Suffix("Tên quốc tịch", "Tên quốc tịch", Kind.TEXT, O),
    "QuocTichKhac": Suffix("Q.tịch khác", "Quốc tịch khác", Kind.TEXT, O),
    "QuocTichKhacStr": Suffix("Tên QT khác", "Tên quốc tịch khác", Kind.TEXT, O),
    "QueQuan": Suffix("Quê quán", "Quê quán", Kind.PLACE, O),
    "LoaiCuTru": Suffix("Loại cư trú", "Loại cư trú", Kind.CODE, O, codes.RESIDENCE),
    "NoiCuTru": Suffix("Nơi cư trú", "Nơi cư trú", Kind.PLACE, C, also=("Địa chỉ",)),
    "LoaiGiayToTuyThan": Suffix("Loại giấy", "Loại giấy tờ tùy thân", Kind.CODE, O, codes.PAPER),
    "GiayToKhac": Suffix("Giấy khác", "Giấy tờ tùy thân khác", Kind.TEXT, C),
    "SoGiayToTuyThan": Suffix(
        "Số giấy tờ", "Số giấy tờ tùy thân", Kind.IDENTITY, O, also=("CMND", "CCCD", "Số CMND", "Số CCCD")
    ),
    "NgayCapGiayToTuyThan": Suffix("Ngày cấp", "Ngày cấp giấy tờ tùy thân", Kind.DATE, O),
    "NoiCapGiayToTuyThan": Suffix("Nơi cấp", "Nơi cấp giấy tờ tùy thân", Kind.OFFICE, O),
    "SoDinhDanh": Suffix("Số định danh", "Số định danh cá nhân", Kind.CITIZEN, O),
    "SoDinhDanhCaNhan": Suffix("Số định danh", "Số định danh cá nhân", Kind.CITIZEN, O),
}

PREFIXES: dict[str, Prefix] = {
    "nks": Prefix("", "người được khai sinh", ("con", "trẻ")),
    "me": Prefix("mẹ", "mẹ"),
    "cha": Prefix("cha", "cha", ("bố",)),
    "nyc": Prefix("người YC", "người yêu cầu", ("NYC",)),
    "chong": Prefix("chồng", "chồng", ("nam", "bên nam")),
    "vo": Prefix("vợ", "vợ", ("nữ", "bên nữ")),
    "nkt": Prefix("", "người chết", ("người khai tử",)),
    "nxn": Prefix("", "người được xác nhận"),
    "cm": Prefix("cha/mẹ", "cha/mẹ", ("cha", "mẹ", "người nhận")),
    "nc": Prefix("con", "con", ("người con",)),
}

GROUP_LABEL: dict[str, str] = {
    "so": "Sổ hộ tịch",
    "nks": "Người được khai sinh",
    "matTich": "Mất tích, hạn chế năng lực hành vi",
    "me": "Mẹ",
    "cha": "Cha",
    "honNhan": "Quan hệ hôn nhân",
    "chong": "Chồng",
    "vo": "Vợ",
    "nkt": "Người chết",
    "tuyenBo": "Tòa án tuyên bố chết",
    "gbt": "Giấy báo tử",
    "nxn": "Người được xác nhận",
    "cm": "Cha/mẹ (bên nhận)",
    "nc": "Con",
    "nyc": "Người yêu cầu",
    "nuocNgoai": "Đăng ký ở nước ngoài",
}


def person(
    prefix: str, suffixes: str, required: Required | None = None, *, only_158: bool = False
) -> tuple[Field, ...]:
    """Make the fields of one person, in the order of the suffixes given, which blanks separate.

    `required` takes the place of what the suffixes ask for by themselves.
    """
    return tuple(_persons(prefix, suffix, required, only_158) for suffix in suffixes.split())


def _persons(prefix: str, suffix: str, required: Required | None, only_158: bool) -> Field:
    who, what = PREFIXES[prefix], SUFFIXES[suffix]
    names = (who.short, who.long, *who.also)
    return Field(
        name=prefix + suffix,
        label=f"{what.short} {who.short}".strip(),
        long_label=f"{what.long} {who.long}",
        kind=what.kind,
        required=required or what.required,
        group=prefix,
        codes=what.codes,
        also=tuple(
            dict.fromkeys(
                f"{words} {name}".strip() for words in (what.short, what.long, *what.also) for name in names
            )
        ),
        only_158=only_158,
    )


def one(
    name: str,
    label: str,
    kind: Kind,
    required: Required,
    group: str,
    *,
    long_label: str = "",
    code_list: CodeList | None = None,
    also: tuple[str, ...] = (),
) -> Field:
    """Make a field of its own; without `long_label` the short one serves for both."""
    return Field(name, label, long_label or label, kind, required, group, code_list, also)


PAPERS = "LoaiGiayToTuyThan GiayToKhac SoGiayToTuyThan NgayCapGiayToTuyThan NoiCapGiayToTuyThan"
ORIGIN = "DanToc QuocTich QuocTichKhac"
LIVES = "LoaiCuTru NoiCuTru"

NUMBERED = (
    one("so", "Số", Kind.NUMBER, R, "so", long_label="Số đăng ký", also=("Số vào sổ",)),
    one("quyenSo", "Quyển số", Kind.BOOK, R, "so", also=("Quyển",)),
    one("trangSo", "Trang số", Kind.NUMBER, O, "so", also=("Trang",)),
)
REGISTERED = one("ngayDangKy", "Ngày đăng ký", Kind.DATE, R, "so", long_label="Ngày, tháng, năm đăng ký")
PLACE = one("noiDangKy", "Nơi đăng ký", Kind.OFFICE, R, "so")
SIGNED = (
    one("nguoiKy", "Người ký", Kind.NAME, O, "so"),
    one("chucVuNguoiKy", "Chức vụ người ký", Kind.TEXT, O, "so"),
)
DONE_BY = one("nguoiThucHien", "Người thực hiện", Kind.NAME, O, "so", long_label="Công chức thực hiện")
NOTES = one("ghiChu", "Ghi chú", Kind.TEXT, O, "so")
ABROAD = (
    one(
        "soDangKyNuocNgoai",
        "Số ĐK nước ngoài",
        Kind.TEXT,
        C,
        "nuocNgoai",
        long_label="Số đăng ký ở nước ngoài",
    ),
    one(
        "ngayDangKyNuocNgoai",
        "Ngày ĐK nước ngoài",
        Kind.DATE,
        C,
        "nuocNgoai",
        long_label="Ngày đăng ký ở nước ngoài",
    ),
    one(
        "cqNuocNgoaiDaDangKy",
        "CQ nước ngoài",
        Kind.OFFICE,
        C,
        "nuocNgoai",
        long_label="Cơ quan nước ngoài đã đăng ký",
    ),
    one(
        "qgNuocNgoaiDaDangKy", "Nước đã đăng ký", Kind.TEXT, C, "nuocNgoai", long_label="Quốc gia đã đăng ký"
    ),
)
RELATION = one(
    "nycQuanHe",
    "Quan hệ người YC",
    Kind.TEXT,
    O,
    "nyc",
    long_label="Quan hệ của người yêu cầu",
    also=("Quan hệ",),
)


def kind_of_registration(code_list: CodeList) -> Field:
    """Make loaiDangKy with the list that this type uses."""
    return one("loaiDangKy", "Loại đăng ký", Kind.CODE, R, "so", code_list=code_list)
