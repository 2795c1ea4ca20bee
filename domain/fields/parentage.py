"""Nhận cha, mẹ, con: 50 columns. `cm` is the parent and `nc` the child, whoever of them asked."""

from __future__ import annotations

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
    SIGNED,
    O,
    R,
    kind_of_registration,
    one,
    person,
)
from domain.fields.shape import Field, Kind

_SIDE = f"HoTen NgaySinh {ORIGIN} QueQuan {LIVES} {PAPERS}"

FIELDS: tuple[Field, ...] = (
    *NUMBERED,
    one("quyetDinhSo", "Quyết định số", Kind.TEXT, O, "so"),
    REGISTERED,
    kind_of_registration(codes.PARENTAGE_REGISTRATION),
    one("loaiXacNhan", "Loại xác nhận", Kind.CODE, R, "so", code_list=codes.RECOGNITION),
    PLACE,
    *SIGNED,
    DONE_BY,
    NOTES,
    *person("cm", _SIDE),
    *person("nc", _SIDE),
    *person("nyc", "HoTen", O),
    one(
        "nycQHNguoiDuocNhan",
        "QH người được nhận",
        Kind.TEXT,
        O,
        "nyc",
        long_label="Quan hệ với người được nhận",
    ),
    one("nycQHNguoiNhan", "QH người nhận", Kind.TEXT, O, "nyc", long_label="Quan hệ với người nhận"),
    *person("nyc", PAPERS),
    *ABROAD,
)
