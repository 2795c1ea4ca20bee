"""Invented entries of the register of marital-status certificates."""

from __future__ import annotations

from random import Random

from bot.synthetic import days, registrants
from bot.synthetic.books import Slot
from bot.synthetic.names import FEMALE, MALE
from bot.synthetic.places import Commune

_YEAR_DAYS = 365.25
_MARRY, _OTHER = "1", "5"  # nxnLoaiMucDichSuDung
_STATUS = (
    "Chưa đăng ký kết hôn với ai",
    "Chưa đăng ký kết hôn với ai",
    "Chưa đăng ký kết hôn với ai",
    "Đã ly hôn, hiện tại chưa đăng ký kết hôn với ai",
    "Vợ hoặc chồng đã chết, hiện tại chưa đăng ký kết hôn với ai",
)
_PURPOSES = ("Vay vốn ngân hàng", "Chuyển nhượng quyền sử dụng đất", "Bổ sung hồ sơ xin việc làm")


def entry(rng: Random, slot: Slot, home: Commune) -> dict[str, str]:
    """Invent the entry of a certificate; the place is noiCap here, and there is no kind of registration."""
    sex = MALE if rng.random() < 0.55 else FEMALE
    born = registrants.of_age(rng, slot.day, 20.5, 48)
    who = registrants.someone(rng, home, sex, born, only_year=registrants.knows_only_year(born) / 2)
    to_marry = rng.random() < 0.8
    since = born + int(18 * _YEAR_DAYS) + int(rng.random() * 300)
    shown = registrants.papers("nxn", who, rng, slot.day)
    asked_self = rng.random() < 0.92
    fields = slot.fields | {
        "noiCap": home.office,
        **registrants.identity("nxn", who),
        "nxnGioiTinh": sex,
        **registrants.residence("nxn", who),
        **shown,
        "nxnThoiGianCuTruTai": who.address,
        "nxnThoiGianCuTruTu": days.dotted(min(since, slot.day - 200)),
        "nxnThoiGianCuTruDen": days.dotted(slot.day),
        "nxnTinhTrangHonNhan": rng.choice(_STATUS),
        "nxnLoaiMucDichSuDung": _MARRY if to_marry else _OTHER,
    }
    if not to_marry:
        fields["nxnMucDichSuDung"] = rng.choice(_PURPOSES)
    if asked_self:
        fields |= {"nycHoTen": who.name, "nycQuanHe": "Bản thân"}
        fields |= {name.replace("nxn", "nyc", 1): value for name, value in shown.items()}
    else:
        parent = registrants.someone(
            rng, home, FEMALE, born - int(24 * _YEAR_DAYS), group=who.group, village=who.village
        )
        fields |= {"nycHoTen": parent.name, "nycQuanHe": "Mẹ"}
    return fields
