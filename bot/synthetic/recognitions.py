"""Invented entries of the register of recognitions of father, mother and child."""

from __future__ import annotations

from random import Random

from bot.synthetic import days, names, registrants
from bot.synthetic.books import Slot
from bot.synthetic.names import FEMALE, MALE
from bot.synthetic.places import Commune

_YEAR_DAYS = 365.25
_FATHER, _MOTHER = "1", "2"  # loaiXacNhan: who recognises the child
_DECISIONS_UNTIL = 2015  # before Luật Hộ tịch 2014 took effect a recognition was a decision


def entry(rng: Random, slot: Slot, home: Commune) -> dict[str, str]:
    """Invent the entry of a recognition: `cm` the parent, `nc` the child, whom the parent recognises."""
    by_father = rng.random() < 0.9
    born = slot.day - int((0.2 + rng.random() * 14) * _YEAR_DAYS)
    parent_born = registrants.of_age(rng, born, 19, 38)
    parent = registrants.someone(
        rng,
        home,
        MALE if by_father else FEMALE,
        parent_born,
        only_year=registrants.knows_only_year(parent_born),
    )
    child = registrants.someone(
        rng,
        home,
        MALE if rng.random() < 0.5 else FEMALE,
        born,
        group=parent.group,
        family=names.surname_of(parent.name),
        village=parent.village,
    )
    shown = registrants.papers("cm", parent, rng, slot.day)
    fields = slot.fields | {
        "loaiDangKy": "1",
        "loaiXacNhan": _FATHER if by_father else _MOTHER,
        "noiDangKy": home.office,
        **_side("cm", parent),
        **shown,
        **_side("nc", child),
        "nycHoTen": parent.name,
        "nycQHNguoiDuocNhan": "Cha" if by_father else "Mẹ",
        "nycQHNguoiNhan": "Bản thân",
        **{"nyc" + name.removeprefix("cm"): value for name, value in shown.items()},
    }
    if slot.year <= _DECISIONS_UNTIL:
        fields["quyetDinhSo"] = f"{slot.number}/QĐ-UBND"
    if rng.random() < 0.15:
        fields["ghiChu"] = f"Theo bản cam đoan ngày {days.dotted(slot.day - 1).replace('.', '/')}"
    return fields


def _side(prefix: str, who: registrants.Someone) -> dict[str, str]:
    origin = {prefix + "QueQuan": who.home.place}
    return registrants.identity(prefix, who) | origin | registrants.residence(prefix, who)
