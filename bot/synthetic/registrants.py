"""Invented people as a register names them: who they are, where they live, which papers they showed."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

from bot.synthetic import days, names
from bot.synthetic.names import FEMALE, MALE
from bot.synthetic.places import Commune

VIET_NAM = "Việt Nam"
_IDENTITY_CARD, _CITIZEN_CARD = "1", "4"
_FIRST_CITIZEN_CARDS = 2016
_YEAR_DAYS = 365.25
_OLD_OFFICE = "Công an tỉnh Lạng Sơn"
_NEW_OFFICE = "Cục Cảnh sát quản lý hành chính về trật tự xã hội"


@dataclass(frozen=True, slots=True)
class Someone:
    """One invented person; `born` is an ordinal day, `born_text` what the register knows of it."""

    name: str
    sex: str
    group: str
    born: int
    born_text: str
    home: Commune
    village: str

    @property
    def address(self) -> str:
        """Where this person lives, from the village up."""
        return f"{self.village}, {self.home.name}, {self.home.around}"


def someone(
    rng: Random,
    home: Commune,
    sex: str,
    born: int,
    *,
    only_year: float = 0.0,
    group: str = "",
    family: str = "",
    village: str = "",
) -> Someone:
    """Invent a person living in a commune; group, surname and village are picked where they are not given.

    `only_year` is the chance that the register knows no more than the year of birth.
    """
    group = group or names.people(rng)
    village = village or home.villages[int(rng.random() * len(home.villages))]
    name = names.full_name(rng, group, sex, family)
    return Someone(name, sex, group, born, days.in_part(rng, born, only_year), home, village)


def of_age(rng: Random, on: int, youngest: float, oldest: float) -> int:
    """Pick a day of birth (ordinal) for somebody who is between those ages, in years, on a day."""
    age = youngest + (oldest - youngest) * rng.random() * rng.random() ** 0.3
    return on - int(age * _YEAR_DAYS) - 1


def knows_only_year(born: int) -> float:
    """Tell how likely a register gives only the year of birth: the older the person, the more so."""
    year = days.year_of(born)
    return 0.75 if year < 1950 else 0.55 if year < 1975 else 0.2 if year < 1990 else 0.04


def identity(prefix: str, who: Someone) -> dict[str, str]:
    """Give name, birth, ethnic group and nationality under a person's prefix."""
    return {
        prefix + "HoTen": who.name,
        prefix + "NgaySinh": who.born_text,
        prefix + "DanToc": who.group,
        prefix + "QuocTich": VIET_NAM,
    }


def residence(prefix: str, who: Someone) -> dict[str, str]:
    """Give kind and place of residence under a person's prefix."""
    return {prefix + "LoaiCuTru": "1", prefix + "NoiCuTru": who.address}


def papers(prefix: str, who: Someone, rng: Random, on: int) -> dict[str, str]:
    """Give the identity paper shown on a day, or nothing, as most entries have none."""
    year = days.year_of(on)
    chance = 0.03 if year < 2005 else 0.15 if year < _FIRST_CITIZEN_CARDS else 0.35
    if rng.random() > chance or on - who.born < 16 * _YEAR_DAYS:
        return {}
    newer = year > _FIRST_CITIZEN_CARDS and rng.random() < 0.7
    earliest = max(who.born + int(14.5 * _YEAR_DAYS), days.first_of(_FIRST_CITIZEN_CARDS) if newer else 0)
    given = earliest + int(rng.random() * max(1, min(on - earliest, 3650)))
    number = citizen_number(rng, who) if newer else f"08{rng.randrange(10**7):07d}"
    return {
        prefix + "LoaiGiayToTuyThan": _CITIZEN_CARD if newer else _IDENTITY_CARD,
        prefix + "SoGiayToTuyThan": number,
        prefix + "NgayCapGiayToTuyThan": days.dotted(given),
        prefix + "NoiCapGiayToTuyThan": _NEW_OFFICE if newer else _OLD_OFFICE,
    }


def citizen_number(rng: Random, who: Someone) -> str:
    """Invent a citizen's number whose digits of province, century, sex and year fit the person."""
    year = days.year_of(who.born)
    digit = (0 if year < 2000 else 2) + (who.sex == FEMALE)
    return f"020{digit}{year % 100:02d}{rng.randrange(10**6):06d}"


def other_sex(sex: str) -> str:
    """Give the other of the two sexes that registers know."""
    return FEMALE if sex == MALE else MALE
