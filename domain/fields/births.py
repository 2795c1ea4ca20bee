"""Khai sinh: 60 columns, 69 in the layout of the 158 import file."""

from __future__ import annotations

from dataclasses import replace

from domain.fields import codes
from domain.fields.blocks import (
    ABROAD,
    DONE_BY,
    NOTES,
    NUMBERED,
    PAPERS,
    PLACE,
    REGISTERED,
    RELATION,
    SIGNED,
    C,
    O,
    R,
    kind_of_registration,
    one,
    person,
)
from domain.fields.shape import Field, Kind


def _parent(prefix: str) -> tuple[Field, ...]:
    # a parent's data are due unless nksLoaiKhaiSinh says that this parent is not determined
    return (
        *person(prefix, "SoDinhDanhCaNhan", only_158=True),
        *person(prefix, "HoTen NgaySinh DanToc QuocTich", C),
        *person(prefix, "QuocTichStr", only_158=True),
        *person(prefix, "QuocTichKhac"),
        *person(prefix, "QuocTichKhacStr", only_158=True),
        *person(prefix, "LoaiCuTru NoiCuTru LoaiGiayToTuyThan SoGiayToTuyThan"),
    )


def _note(name: str, label: str, kind: Kind, long_label: str) -> Field:
    code_list = codes.DECLARED if kind is Kind.CODE else None
    return one(name, label, kind, O, "matTich", long_label=long_label, code_list=code_list)


_LOST, _LIMITED = "nksMatTich", "nksHanCheNangLucHanhVi"
_NOTES = (
    _note(_LOST, "Mất tích", Kind.CODE, "Tuyên bố mất tích"),
    _note(_LOST + "NgayGhiChuTuyenBo", "Ngày TB mất tích", Kind.DATE, "Ngày ghi chú tuyên bố mất tích"),
    _note(_LOST + "CanCuTuyenBo", "Căn cứ TB mất tích", Kind.TEXT, "Căn cứ tuyên bố mất tích"),
    _note(
        _LOST + "NgayGhiChuHuyTuyenBo", "Ngày hủy mất tích", Kind.DATE, "Ngày ghi chú hủy tuyên bố mất tích"
    ),
    _note(_LOST + "CanCuHuyTuyenBo", "Căn cứ hủy mất tích", Kind.TEXT, "Căn cứ hủy tuyên bố mất tích"),
    _note(_LIMITED, "Hạn chế NLHV", Kind.CODE, "Hạn chế năng lực hành vi"),
    _note(
        _LIMITED + "NgayGhiChuTuyenBo",
        "Ngày hạn chế NLHV",
        Kind.DATE,
        "Ngày ghi chú hạn chế năng lực hành vi",
    ),
    _note(_LIMITED + "CanCuTuyenBo", "Căn cứ hạn chế NLHV", Kind.TEXT, "Căn cứ hạn chế năng lực hành vi"),
    _note(
        _LIMITED + "NgayGhiChuHuyTuyenBo",
        "Ngày hủy hạn chế",
        Kind.DATE,
        "Ngày ghi chú hủy hạn chế năng lực hành vi",
    ),
    # the header says "NgayCanCu", vendors type the ground of the decision here
    _note(
        _LIMITED + "NgayCanCuHuyTuyenBo",
        "Căn cứ hủy hạn chế",
        Kind.TEXT,
        "Căn cứ hủy hạn chế năng lực hành vi",
    ),
)

FIELDS: tuple[Field, ...] = (
    *NUMBERED,
    REGISTERED,
    kind_of_registration(codes.BIRTH_REGISTRATION),
    PLACE,
    *SIGNED,
    DONE_BY,
    NOTES,
    *person("nks", "SoDinhDanh", only_158=True),
    *person("nks", "HoTen GioiTinh NgaySinh"),
    one("nksNgaySinhBangChu", "Ngày sinh bằng chữ", Kind.TEXT, O, "nks", long_label="Ngày sinh ghi bằng chữ"),
    one("nksNoiSinh", "Nơi sinh", Kind.PLACE, R, "nks", long_label="Nơi sinh (chi tiết)"),
    one("nksNoiSinhDVHC", "Tỉnh nơi sinh", Kind.TEXT, O, "nks", long_label="Nơi sinh theo đơn vị hành chính"),
    *person("nks", "QueQuan", R),
    *person("nks", "DanToc QuocTich"),
    *person("nks", "QuocTichStr", only_158=True),
    *person("nks", "QuocTichKhac"),
    *person("nks", "QuocTichKhacStr", only_158=True),
    one("nksLoaiKhaiSinh", "Loại khai sinh", Kind.CODE, R, "nks", code_list=codes.BIRTH_KIND),
    *_NOTES,
    *_parent("me"),
    *_parent("cha"),
    *person("nyc", "HoTen", O),
    replace(RELATION, long_label="Quan hệ với người được khai sinh"),
    *person("nyc", PAPERS),
    *ABROAD,
)
