"""Kết hôn: 44 columns; nobody asks but the two themselves."""

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
    C,
    O,
    kind_of_registration,
    one,
    person,
)
from domain.fields.shape import Field, Kind

_SPOUSE = f"HoTen NgaySinh {ORIGIN} {LIVES} {PAPERS}"

FIELDS: tuple[Field, ...] = (
    *NUMBERED,
    REGISTERED,
    kind_of_registration(codes.MARRIAGE_REGISTRATION),
    PLACE,
    *SIGNED,
    one(
        "ngayXacLapQuanHeHonNhan",
        "Ngày xác lập",
        Kind.DATE,
        O,
        "honNhan",
        long_label="Ngày xác lập quan hệ hôn nhân",
    ),
    DONE_BY,
    NOTES,
    one("tinhTrangKetHon", "Tình trạng kết hôn", Kind.TEXT, O, "honNhan"),
    one(
        "huyKetHonNgayGhiChu",
        "Ngày hủy kết hôn",
        Kind.DATE,
        C,
        "honNhan",
        long_label="Ngày ghi chú hủy kết hôn",
    ),
    one("huyKetHonCanCu", "Căn cứ hủy kết hôn", Kind.TEXT, C, "honNhan"),
    one(
        "congNhanKetHonNgayGhiChu",
        "Ngày công nhận",
        Kind.DATE,
        C,
        "honNhan",
        long_label="Ngày ghi chú công nhận kết hôn",
    ),
    one(
        "congNhanKetHonCanCu",
        "Căn cứ công nhận",
        Kind.TEXT,
        C,
        "honNhan",
        long_label="Căn cứ công nhận kết hôn",
    ),
    *person("chong", _SPOUSE),
    *person("vo", _SPOUSE),
    *ABROAD,
)
