"""Xác nhận tình trạng hôn nhân: 35 columns; issued rather than registered, so no kind and nothing abroad."""

from __future__ import annotations

from dataclasses import replace

from domain.fields import codes
from domain.fields.blocks import (
    DONE_BY,
    LIVES,
    NOTES,
    NUMBERED,
    ORIGIN,
    PAPERS,
    REGISTERED,
    RELATION,
    SIGNED,
    C,
    O,
    R,
    one,
    person,
)
from domain.fields.shape import Field, Kind

FIELDS: tuple[Field, ...] = (
    *NUMBERED,
    REGISTERED,
    one("noiCap", "Nơi cấp", Kind.OFFICE, R, "so", long_label="Nơi cấp giấy xác nhận", also=("Nơi đăng ký",)),
    *SIGNED,
    DONE_BY,
    NOTES,
    *(
        # "Nơi cấp" and "Ngày cấp" alone mean the certificate's own
        replace(field, label=f"{field.label} giấy tờ", also=())
        if field.label in ("Nơi cấp", "Ngày cấp")
        else field
        for field in person("nxn", f"HoTen GioiTinh NgaySinh {ORIGIN} {LIVES} {PAPERS}")
    ),
    one("nxnThoiGianCuTruTai", "Cư trú tại", Kind.PLACE, O, "nxn", long_label="Trong thời gian cư trú tại"),
    one("nxnThoiGianCuTruTu", "Cư trú từ ngày", Kind.DATE, O, "nxn", long_label="Thời gian cư trú từ ngày"),
    one(
        "nxnThoiGianCuTruDen", "Cư trú đến ngày", Kind.DATE, O, "nxn", long_label="Thời gian cư trú đến ngày"
    ),
    one("nxnTinhTrangHonNhan", "Tình trạng hôn nhân", Kind.TEXT, R, "nxn"),
    one(
        "nxnLoaiMucDichSuDung",
        "Loại mục đích",
        Kind.CODE,
        O,
        "nxn",
        long_label="Loại mục đích sử dụng",
        code_list=codes.PURPOSE,
    ),
    one("nxnMucDichSuDung", "Mục đích sử dụng", Kind.TEXT, C, "nxn"),
    *person("nyc", "HoTen", O),
    replace(RELATION, long_label="Quan hệ với người được xác nhận"),
    *person("nyc", PAPERS),
)
