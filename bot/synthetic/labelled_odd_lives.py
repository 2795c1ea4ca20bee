"""Clean records of unusual lives: foreigners, late marriages, infants and the very old, children who claim a parent.

Each oddity changes a faultless entry in place and says whether it found room.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from random import Random

from bot.synthetic import days, labelled_odd_births, names
from bot.synthetic.labelled_lives import PAPERS, YEAR, requester, whole_date, without, years_before
from bot.synthetic.labelled_shape import Draft
from domain.records import RecordType

KS, KH, KT, HN, CMC = RecordType
_STRANGERS = (("Lý Vỹ", "Trung Quốc"), ("WANG XIAOMING", "Trung Quốc"), ("Chen Ming", "Đài Loan"),
              ("Kim Min Ho", "Hàn Quốc"), ("Li Jun", "Trung Quốc"))  # fmt: skip
_2001, _2015 = date(2001, 1, 1).toordinal(), date(2015, 1, 1).toordinal()


def _one_surname(rng: Random, draft: Draft) -> bool:
    first, second = ("cha", "me") if draft.type is KS else ("chong", "vo")
    if not draft.has(f"{first}HoTen", f"{second}HoTen"):
        return False
    before = draft.entry[f"{second}HoTen"]
    other = f"{names.surname_of(draft.entry[f'{first}HoTen'])} {before.split(' ', 1)[1]}"
    for name, value in draft.entry.items():
        if name.endswith("HoTen") and value == before:
            draft.entry[name] = other
    return True


def _other_words(rng: Random, draft: Draft) -> bool:
    name = "nksNgaySinhBangChu" if draft.type is KS else "nktNgayChetGhiBangChu"
    if not draft.has(name):
        return False
    text = draft.entry[name]
    for old, new in rng.sample((
        ("linh", "lẻ"), ("nghìn", "ngàn"), ("không trăm linh", "linh"), ("mùng", "mồng"), ("mùng ", ""),
        ("tháng tư", "tháng bốn"), ("lăm", "nhăm"), (", ", " "), ("Ngày ", ""),
    ), 3):  # fmt: skip
        text = text.replace(old, new)
    draft.entry[name] = text.upper() if rng.random() < 0.2 else text
    return True


def _just_old_enough(rng: Random, draft: Draft) -> bool:
    """Marry on the first day on which the law of the time allows it."""
    who, years = rng.choice((("chong", 20), ("vo", 18)))
    if not _2001 <= draft.slot.day or draft.entry["loaiDangKy"] != "1":
        return False
    day = draft.slot.day
    own = years_before(day, years) if day >= _2015 else years_before(day, years - 1) - 1
    without(draft.entry, who, PAPERS)
    draft.entry[f"{who}NgaySinh"] = days.dotted(own)
    return True


def _only_year(rng: Random, draft: Draft) -> bool:
    who, years = rng.choice((("chong", 20), ("vo", 18)))
    if draft.entry["loaiDangKy"] != "1":
        return False
    without(draft.entry, who, PAPERS)
    draft.entry[f"{who}NgaySinh"] = str(draft.slot.year - years)  # the law takes the first of January
    return True


def _late_in_life(rng: Random, draft: Draft) -> bool:
    for who in ("chong", "vo"):
        without(draft.entry, who, PAPERS)
        draft.entry[f"{who}NgaySinh"] = str(days.year_of(draft.slot.day) - rng.randrange(55, 76))
    return not draft.entry.pop("ngayXacLapQuanHeHonNhan", "") or True


def _in_fact(rng: Random, draft: Draft) -> bool:
    """Register late a marriage that has been lived since long before."""
    if draft.slot.year < 2001:
        return False
    since = days.first_of(1970 + rng.randrange(16)) + rng.randrange(365)
    for who, years in (("chong", 21), ("vo", 19)):
        without(draft.entry, who, PAPERS)
        draft.entry[f"{who}NgaySinh"] = str(days.year_of(since) - years - rng.randrange(8))
    draft.entry["ngayXacLapQuanHeHonNhan"] = days.dotted(since)
    return True


def _stranger(rng: Random, draft: Draft) -> bool:
    who = {KH: "chong", KT: "nkt", HN: "nxn", CMC: "cm", KS: "cha"}[draft.type]
    name, nation = rng.choice(_STRANGERS)
    if not draft.has(f"{who}HoTen") or (who == "cm" and draft.entry["loaiXacNhan"] not in "13"):
        return False
    if who in ("nkt", "nxn"):
        draft.entry[f"{who}GioiTinh"] = "1"
    before = draft.entry[f"{who}HoTen"]
    for each, value in list(draft.entry.items()):
        if each.endswith("HoTen") and value == before:
            draft.entry[each] = name
            without(draft.entry, each.removesuffix("HoTen"), PAPERS)
    draft.entry |= {f"{who}QuocTich": nation, f"{who}DanToc": rng.choice(("", "Khác", "Người nước ngoài"))}
    if draft.type in (KH, HN, CMC):
        draft.entry |= {
            f"{who}LoaiGiayToTuyThan": "2", f"{who}SoGiayToTuyThan": f"E{rng.randrange(10**8):08d}",
            f"{who}NgayCapGiayToTuyThan": days.dotted(draft.slot.day - 300),
            f"{who}NoiCapGiayToTuyThan": "Công an Quảng Tây, Trung Quốc",
        }  # fmt: skip
    return True


def _long_dead(rng: Random, draft: Draft) -> bool:
    died = draft.slot.day - rng.randrange(800, 9000)
    aged = rng.randrange(25, 90)
    without(draft.entry, "nkt", PAPERS)
    without(draft.entry, "gbt", ("Loai", "So", "Ngay", "CoQuanCap"))
    draft.entry |= {
        "loaiDangKy": rng.choice("45"), "nktNgayChet": days.dotted(died) if rng.random() < 0.6 else str(days.year_of(died)),
        "nktNgaySinh": str(days.year_of(died) - aged),
    }  # fmt: skip
    draft.entry["nktNgayChetGhiBangChu"] = days.in_words(draft.entry["nktNgayChet"])
    requester(draft, "Nông Văn Cháu", "Cháu")
    return True


def _infant(rng: Random, draft: Draft) -> bool:
    died = whole_date(draft.entry["nktNgayChet"])
    if died is None:
        return False
    without(draft.entry, "nkt", PAPERS)
    draft.entry["nktNgaySinh"] = days.dotted(died - rng.choice((0, 0, 1, 3, 40, 300)))
    draft.entry["nktNguyenNhanChet"] = "Sinh non"
    requester(draft, f"{names.surname_of(draft.entry['nktHoTen'])} Văn Thành", "Cha")
    return True


def _very_old(rng: Random, draft: Draft) -> bool:
    died = whole_date(draft.entry["nktNgayChet"])
    if died is None:
        return False
    without(draft.entry, "nkt", PAPERS)
    draft.entry["nktNgaySinh"] = str(max(1900, days.year_of(died) - rng.randrange(99, 113)))
    draft.entry["nktNguyenNhanChet"] = "Tuổi già"
    requester(draft, "Nông Văn Chắt", "Cháu")
    return True


def _no_purpose(rng: Random, draft: Draft) -> bool:
    for name in ("nxnLoaiMucDichSuDung", "nxnMucDichSuDung"):
        draft.entry.pop(name, None)
    return True


def _no_period(rng: Random, draft: Draft) -> bool:
    for name in ("nxnThoiGianCuTruTai", "nxnThoiGianCuTruTu", "nxnThoiGianCuTruDen"):
        draft.entry.pop(name, None)
    return True


def _child_claims(rng: Random, draft: Draft) -> bool:
    child = whole_date(draft.entry["ncNgaySinh"])
    parent = draft.entry["cmNgaySinh"]
    if child is None:
        return False
    grown = min(child, draft.slot.day - int((19 + rng.random() * 20) * YEAR))
    draft.entry["ncNgaySinh"] = days.dotted(grown)
    draft.entry["cmNgaySinh"] = str(min(int(parent[-4:]), days.year_of(grown) - 20))
    without(draft.entry, "cm", PAPERS)
    without(draft.entry, "nyc", PAPERS)
    draft.entry |= {
        "loaiXacNhan": "3" if draft.entry["loaiXacNhan"] in "13" else "4", "nycHoTen": draft.entry["ncHoTen"],
        "nycQHNguoiDuocNhan": "Con", "nycQHNguoiNhan": "Bản thân",
    }  # fmt: skip
    return True


ODD: Mapping[RecordType, Mapping[str, Callable[[Random, Draft], bool]]] = {
    KS: {
        **labelled_odd_births.ODD, "one surname": _one_surname, "other words of the date": _other_words,
        "foreign father": _stranger,
    },
    KH: {
        "just old enough": _just_old_enough, "only the year of birth": _only_year, "late in life": _late_in_life,
        "lived since long": _in_fact, "one surname": _one_surname, "foreign husband": _stranger,
    },
    KT: {
        "long dead": _long_dead, "infant": _infant, "very old": _very_old, "other words of the date": _other_words,
        "foreigner": _stranger,
    },
    HN: {"no purpose": _no_purpose, "no period": _no_period, "foreigner": _stranger},
    CMC: {"the child claims": _child_claims, "foreign father": _stranger},
}  # fmt: skip
