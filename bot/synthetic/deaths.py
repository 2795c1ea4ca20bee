"""Invented entries of the register of deaths."""

from __future__ import annotations

from random import Random

from bot.synthetic import days, names, registrants
from bot.synthetic.books import Slot
from bot.synthetic.names import FEMALE, MALE
from bot.synthetic.places import Commune
from bot.synthetic.registrants import Someone

_YEAR_DAYS = 365.25
_ON_TIME, _LATE = "1", "4"  # loaiDangKy
_CAUSES_OLD = ("Tuổi già", "Già yếu", "Bệnh tuổi già", "Tai biến mạch máu não", "Suy tim")
_CAUSES = ("Bệnh phổi", "Ung thư gan", "Tai nạn giao thông", "Bệnh tim", "Xơ gan", "Đuối nước", "Suy thận")
_RELATIONS = (("Con", -20.0, -40.0), ("Vợ", 5.0, -8.0), ("Chồng", 8.0, -5.0), ("Cháu", -40.0, -60.0))


def entry(rng: Random, slot: Slot, home: Commune) -> dict[str, str]:
    """Invent the entry of a death, as the register has it."""
    late = rng.random() < 0.2
    died = slot.day - (16 + int(rng.random() ** 2 * 900) if late else int(rng.random() * 14))
    born = died - int((20 + 72 * rng.random() ** 0.4) * _YEAR_DAYS)
    sex = MALE if rng.random() < 0.56 else FEMALE
    dead = registrants.someone(rng, home, sex, born, only_year=registrants.knows_only_year(born))
    at_home = rng.random() < 0.8
    fields = slot.fields | {
        "loaiDangKy": _LATE if late else _ON_TIME,
        "noiDangKy": home.office,
        **registrants.identity("nkt", dead),
        "nktGioiTinh": sex,
        **registrants.residence("nkt", dead),
        **registrants.papers("nkt", dead, rng, slot.day),
        "nktNgayChet": days.dotted(died),
        "nktNgayChetGhiBangChu": days.in_words(days.dotted(died)),
        "nktGioPhutChet": _hour(rng),
        "nktNoiChet": f"Tại nhà, {dead.address}" if at_home else "Bệnh viện đa khoa tỉnh Lạng Sơn",
        "nktNguyenNhanChet": rng.choice(_CAUSES_OLD if died - born > 68 * _YEAR_DAYS else _CAUSES),
    }
    if not at_home:
        fields |= {
            "gbtLoai": "1",
            "gbtSo": f"{rng.randint(1, 180)}/GBT",
            "gbtNgay": days.dotted(died),
            "gbtCoQuanCap": "Bệnh viện đa khoa tỉnh Lạng Sơn",
        }
    fields |= _requester(rng, slot, dead)
    return {name: value for name, value in fields.items() if value}


def _hour(rng: Random) -> str:
    return f"{rng.randrange(24):02d} giờ {rng.randrange(0, 60, 5):02d} phút" if rng.random() < 0.7 else ""


def _requester(rng: Random, slot: Slot, dead: Someone) -> dict[str, str]:
    while True:
        relation, older, younger = rng.choice(_RELATIONS)
        own = dead.born - int((younger + rng.random() * (older - younger)) * _YEAR_DAYS)
        wrong_side = relation == ("Vợ" if dead.sex == FEMALE else "Chồng")
        if not wrong_side and slot.day - own > 18 * _YEAR_DAYS:
            break
        if slot.day - dead.born < 45 * _YEAR_DAYS:  # too young for grown children: a parent comes
            relation = "Cha"
            own = dead.born - int((20 + rng.random() * 15) * _YEAR_DAYS)
            break
    sex = {"Vợ": FEMALE, "Chồng": MALE, "Cha": MALE}.get(relation) or (MALE if rng.random() < 0.7 else FEMALE)
    family = names.surname_of(dead.name) if relation in ("Con", "Cha") and dead.sex == MALE else ""
    who = registrants.someone(rng, dead.home, sex, own, group=dead.group, family=family, village=dead.village)
    return {
        "nycHoTen": who.name,
        "nycQuanHe": relation,
        **registrants.papers("nyc", who, rng, slot.day),
    }
