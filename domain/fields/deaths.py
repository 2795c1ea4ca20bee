"""Khai tử: 48 columns."""

from __future__ import annotations

from dataclasses import replace

from domain.fields import codes
from domain.fields.blocks import (
    ABROAD,
    DONE_BY,
    LIVES,
    NOTES,
    NUMBERED,
    ORIGIN,
    PAPERS,
    PLACE,
    REGISTERED,
    RELATION,
    SIGNED,
    O,
    R,
    kind_of_registration,
    one,
    person,
)
from domain.fields.shape import Field, Kind

_COURT = (
    one(
        "nktTinhTrangTuyenBoViecChet",
        "Tòa tuyên bố chết",
        Kind.CODE,
        O,
        "tuyenBo",
        long_label="Tòa án tuyên bố là đã chết",
        code_list=codes.DECLARED,
    ),
    one(
        "nktNgayGhiChuTuyenBoViecChet",
        "Ngày tuyên bố chết",
        Kind.DATE,
        O,
        "tuyenBo",
        long_label="Ngày ghi chú tuyên bố là đã chết",
    ),
    one(
        "nktCanCuTuyenBoViecChet",
        "Căn cứ tuyên bố",
        Kind.TEXT,
        O,
        "tuyenBo",
        long_label="Căn cứ tuyên bố là đã chết",
    ),
    one(
        "nktNgayGhiChuHuyTuyenBoViecChet",
        "Ngày hủy tuyên bố",
        Kind.DATE,
        O,
        "tuyenBo",
        long_label="Ngày ghi chú hủy tuyên bố là đã chết",
    ),
    one(
        "nktCanCuHuyTuyenBoViecChet",
        "Căn cứ hủy tuyên bố",
        Kind.TEXT,
        O,
        "tuyenBo",
        long_label="Căn cứ hủy tuyên bố là đã chết",
    ),
)

FIELDS: tuple[Field, ...] = (
    *NUMBERED,
    REGISTERED,
    kind_of_registration(codes.DEATH_REGISTRATION),
    PLACE,
    *SIGNED,
    DONE_BY,
    NOTES,
    *person("nkt", f"HoTen GioiTinh NgaySinh {ORIGIN} {LIVES} {PAPERS}"),
    one(
        "nktNgayChet",
        "Ngày chết",
        Kind.DATE,
        R,
        "nkt",
        long_label="Ngày, tháng, năm chết",
        also=("Ngày mất",),
    ),
    one(
        "nktNgayChetGhiBangChu",
        "Ngày chết bằng chữ",
        Kind.TEXT,
        O,
        "nkt",
        long_label="Ngày chết ghi bằng chữ",
    ),
    one("nktGioPhutChet", "Giờ phút chết", Kind.TEXT, O, "nkt", long_label="Giờ, phút chết"),
    one("nktNoiChet", "Nơi chết", Kind.PLACE, R, "nkt", also=("Nơi mất",)),
    one("nktNguyenNhanChet", "Nguyên nhân chết", Kind.TEXT, R, "nkt"),
    *_COURT,
    one("gbtLoai", "Loại giấy báo tử", Kind.CODE, O, "gbt", code_list=codes.DEATH_NOTICE),
    one("gbtSo", "Số giấy báo tử", Kind.TEXT, O, "gbt"),
    one("gbtNgay", "Ngày giấy báo tử", Kind.DATE, O, "gbt"),
    one("gbtCoQuanCap", "Nơi cấp báo tử", Kind.OFFICE, O, "gbt", long_label="Cơ quan cấp giấy báo tử"),
    *person("nyc", "HoTen", O),
    replace(RELATION, long_label="Quan hệ với người chết"),
    *person("nyc", PAPERS),
    *ABROAD,
)
