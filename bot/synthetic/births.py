"""Invented entries of the register of births."""

from __future__ import annotations

from random import Random

from bot.synthetic import days, names, registrants
from bot.synthetic.books import Slot
from bot.synthetic.names import FEMALE, MALE
from bot.synthetic.places import Commune
from bot.synthetic.registrants import Someone

_YEAR_DAYS = 365.25
_ON_TIME, _AGAIN, _LATE = "1", "2", "4"  # loaiDangKy
_BOTH_KNOWN, _NO_FATHER = "1", "3"  # nksLoaiKhaiSinh


def entry(rng: Random, slot: Slot, home: Commune) -> dict[str, str]:
    """Invent the entry of a birth, as the register has it."""
    kind, born = _when(rng, slot.day)
    sex = MALE if rng.random() < 0.52 else FEMALE
    mother = _parent(rng, home, FEMALE, born, 18, 40)
    father = None if rng.random() < 0.04 else _husband(rng, home, mother, born)
    line = father or mother
    group = line.group if rng.random() < 0.9 else mother.group
    child = registrants.someone(rng, home, sex, born, group=group, family=names.surname_of(line.name))
    fields = slot.fields | {
        "loaiDangKy": kind,
        "noiDangKy": home.office,
        "nksHoTen": child.name,
        "nksGioiTinh": sex,
        "nksNgaySinh": child.born_text,
        "nksNgaySinhBangChu": days.in_words(child.born_text),
        "nksNoiSinh": _birthplace(rng, home, mother, slot.year),
        "nksNoiSinhDVHC": "Tỉnh Lạng Sơn",
        "nksQueQuan": line.home.place,
        "nksDanToc": child.group,
        "nksQuocTich": registrants.VIET_NAM,
        "nksLoaiKhaiSinh": _BOTH_KNOWN if father else _NO_FATHER,
    }
    if kind == _AGAIN:
        fields["ghiChu"] = "Đăng ký lại việc sinh"
    for prefix, parent in (("me", mother), ("cha", father)):
        if parent is not None:
            fields |= registrants.identity(prefix, parent) | registrants.residence(prefix, parent)
    return fields | _requester(rng, slot, mother, father)


def _when(rng: Random, registered: int) -> tuple[str, int]:
    chance = rng.random()
    if chance < 0.83:
        return _ON_TIME, registered - 1 - int(rng.random() * 57)
    if chance < 0.96:
        return _LATE, registered - 62 - int(rng.random() ** 2 * 6 * _YEAR_DAYS)
    return _AGAIN, registered - int((5 + rng.random() * 30) * _YEAR_DAYS)


def _parent(rng: Random, home: Commune, sex: str, born: int, youngest: float, oldest: float) -> Someone:
    own = registrants.of_age(rng, born, youngest, oldest)
    return registrants.someone(rng, home, sex, own, only_year=registrants.knows_only_year(own))


def _husband(rng: Random, home: Commune, mother: Someone, born: int) -> Someone:
    own = min(
        mother.born + int((rng.random() * 10 - 6) * _YEAR_DAYS), born - int(19 * _YEAR_DAYS)
    )  # men are mostly a little older
    group = mother.group if rng.random() < 0.65 else ""
    return registrants.someone(
        rng, home, MALE, own, only_year=registrants.knows_only_year(own), group=group, village=mother.village
    )


def _birthplace(rng: Random, home: Commune, mother: Someone, year: int) -> str:
    chance = rng.random()
    if chance < (0.5 if year < 2005 else 0.08):
        return f"Tại nhà, {mother.address}"
    if chance < 0.7:
        return f"Trạm y tế {home.place}"
    district = home.around.partition(",")[0]
    if chance < 0.9 and district.startswith("huyện"):
        return f"Trung tâm y tế {home.around}"
    return "Bệnh viện đa khoa tỉnh Lạng Sơn"


def _requester(rng: Random, slot: Slot, mother: Someone, father: Someone | None) -> dict[str, str]:
    chance = rng.random()
    if father is not None and chance < 0.6:
        who, relation = father, "Cha"
    elif chance < 0.85 or father is None:
        who, relation = mother, "Mẹ"
    else:
        sex = MALE if chance < 0.93 else FEMALE
        own = father.born - int((20 + rng.random() * 12) * _YEAR_DAYS)
        family = names.surname_of(father.name) if sex == MALE else ""
        who = registrants.someone(
            rng, father.home, sex, own, group=father.group, family=family, village=father.village
        )
        relation = "Ông nội" if sex == MALE else "Bà nội"
    fields = {"nycHoTen": who.name, "nycQuanHe": relation}
    shown = registrants.papers("nyc", who, rng, slot.day)
    if who is mother or who is father:  # one person has one number, in whichever column it stands
        prefix = "me" if who is mother else "cha"
        for suffix in ("LoaiGiayToTuyThan", "SoGiayToTuyThan"):
            if shown:
                fields[prefix + suffix] = shown["nyc" + suffix]
    return fields | shown
