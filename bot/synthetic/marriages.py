"""Invented entries of the register of marriages."""

from __future__ import annotations

from random import Random

from bot.synthetic import days, registrants
from bot.synthetic.books import Slot
from bot.synthetic.names import FEMALE, MALE
from bot.synthetic.places import Commune
from bot.synthetic.registrants import Someone

_YEAR_DAYS = 365.25
_FIRST, _AGAIN = "1", "2"  # loaiDangKy


def entry(rng: Random, slot: Slot, home: Commune, other: Commune) -> dict[str, str]:
    """Invent the entry of a marriage; in two of five one of the two comes from `other`."""
    again = rng.random() < 0.04
    made = slot.day - (int((3 + rng.random() * 20) * _YEAR_DAYS) if again else 0)
    apart = rng.random()
    man = _spouse(rng, other if apart < 0.2 else home, MALE, made, 20.1)
    woman = _spouse(
        rng, other if apart > 0.8 else home, FEMALE, made, 18.1, man.group if rng.random() < 0.6 else ""
    )
    fields = slot.fields | {
        "loaiDangKy": _AGAIN if again else _FIRST,
        "noiDangKy": home.office,
        "ngayXacLapQuanHeHonNhan": days.dotted(made) if again or slot.year > 2015 else "",
    }
    if again:
        fields["ghiChu"] = "Đăng ký lại việc kết hôn"
    if rng.random() < 0.02:
        fields["tinhTrangKetHon"] = "Đã ly hôn"
    for prefix, who in (("chong", man), ("vo", woman)):
        fields |= registrants.identity(prefix, who) | registrants.residence(prefix, who)
        fields |= registrants.papers(prefix, who, rng, slot.day)
    return {name: value for name, value in fields.items() if value}


def _spouse(rng: Random, home: Commune, sex: str, made: int, youngest: float, group: str = "") -> Someone:
    born = registrants.of_age(rng, made, youngest, youngest + 22)
    # a date with only the year must still leave no doubt about the age of marriage
    only_year = registrants.knows_only_year(born) if made - born > (youngest + 1.5) * _YEAR_DAYS else 0.0
    return registrants.someone(rng, home, sex, born, only_year=only_year, group=group)
