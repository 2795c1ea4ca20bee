"""Clean records of unusual lives: late and repeated registrations, single mothers, old fathers, foreigners, infants.

Each oddity changes a faultless entry in place and says whether it found room.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from random import Random

from bot.synthetic import days, names
from bot.synthetic.labelled_shape import Draft, Entry
from domain.records import RecordType

KS, KH, KT, HN, CMC = RecordType
_YEAR = 365.25
_PAPERS = (
    "LoaiGiayToTuyThan",
    "SoGiayToTuyThan",
    "NgayCapGiayToTuyThan",
    "NoiCapGiayToTuyThan",
    "GiayToKhac",
)
_PARENT = ("HoTen", "NgaySinh", "DanToc", "QuocTich", "QuocTichKhac", "LoaiCuTru", "NoiCuTru", *_PAPERS)
_STRANGERS = (("Lý Vỹ", "Trung Quốc"), ("WANG XIAOMING", "Trung Quốc"), ("Chen Ming", "Đài Loan"),
              ("Kim Min Ho", "Hàn Quốc"), ("Li Jun", "Trung Quốc"))  # fmt: skip
_2001, _2015 = date(2001, 1, 1).toordinal(), date(2015, 1, 1).toordinal()


def whole_date(text: str) -> int | None:
    """Read a dotted date known to the day as an ordinal."""
    parts = text.split(".")
    return date(int(parts[2]), int(parts[1]), int(parts[0])).toordinal() if len(parts) == 3 else None


def years_before(day: int, years: int) -> int:
    """Go back whole years from an ordinal day, to the same day of the calendar; 29/2 becomes 28/2."""
    then = date.fromordinal(day)
    return date(then.year - years, then.month, min(then.day, 28) if then.month == 2 else then.day).toordinal()


def without(entry: Entry, prefix: str, suffixes: tuple[str, ...] = _PARENT) -> None:
    """Take a person out of an entry."""
    for suffix in suffixes:
        entry.pop(prefix + suffix, None)


def born(draft: Draft, name: str, day: int) -> bool:
    """Set a day of birth; a child's in words too."""
    draft.entry[name] = days.dotted(day)
    if name == "nksNgaySinh":
        draft.entry["nksNgaySinhBangChu"] = days.in_words(days.dotted(day))
    return True


def _child(draft: Draft) -> int | None:
    return whole_date(draft.entry["nksNgaySinh"])


def requester(draft: Draft, name: str, relation: str) -> None:
    """Let somebody without papers have asked."""
    without(draft.entry, "nyc", _PAPERS)
    draft.entry |= {"nycHoTen": name, "nycQuanHe": relation}


def _single_mother(rng: Random, draft: Draft) -> bool:
    without(draft.entry, "cha")
    draft.entry["nksLoaiKhaiSinh"] = "3"
    given = draft.entry["nksHoTen"].split(" ", 1)[1]
    draft.entry["nksHoTen"] = f"{names.surname_of(draft.entry['meHoTen'])} {given}"
    requester(draft, draft.entry["meHoTen"], "Mẹ")
    return True


def _foundling(rng: Random, draft: Draft) -> bool:
    for who in ("me", "cha"):
        without(draft.entry, who)
    draft.entry["nksLoaiKhaiSinh"] = rng.choice(("5", "4"))
    requester(draft, "Hoàng Văn Trưởng", "Người nuôi dưỡng")
    return True


def _again(rng: Random, draft: Draft) -> bool:
    child = _child(draft)
    if child is None or not draft.has("meNgaySinh", "chaNgaySinh"):
        return False
    if draft.slot.day - child < 20 * _YEAR:
        back = int((20 + rng.random() * 15) * _YEAR)
        born(draft, "nksNgaySinh", child - back)
        for who in ("me", "cha"):
            draft.entry[f"{who}NgaySinh"] = str(days.year_of(child - back) - rng.randrange(20, 36))
        without(draft.entry, "me", _PAPERS)
        without(draft.entry, "cha", _PAPERS)
        requester(draft, draft.entry["nksHoTen"], "Bản thân")
    draft.entry |= {"loaiDangKy": "2", "ghiChu": "Đăng ký lại"}
    return True


def _late(rng: Random, draft: Draft) -> bool:
    child = _child(draft)
    if child is None or draft.entry["loaiDangKy"] != "1":
        return False
    if not draft.has("meNgaySinh") or draft.entry["meNgaySinh"].count(".") != 2:
        return False
    mother = whole_date(draft.entry["meNgaySinh"]) or 0
    earlier = child - rng.randrange(70, 1400)
    if earlier - mother < 17 * _YEAR or draft.has("chaNgaySinh"):
        father = whole_date(draft.entry.get("chaNgaySinh", ""))
        if father is None or min(earlier - mother, earlier - father) < 17 * _YEAR:
            return False
    draft.entry["loaiDangKy"] = "4"
    return born(draft, "nksNgaySinh", earlier)


def _kind(code: str, note: str) -> Callable[[Random, Draft], bool]:
    def change(rng: Random, draft: Draft) -> bool:
        draft.entry |= {"loaiDangKy": code, "ghiChu": note}
        return True

    return change


def _abroad(rng: Random, draft: Draft) -> bool:
    child = _child(draft)
    if child is None:
        return False
    draft.entry |= {
        "loaiDangKy": "3", "nksNoiSinh": "Bệnh viện nhân dân thành phố Bằng Tường, Quảng Tây, Trung Quốc",
        "soDangKyNuocNgoai": f"{rng.randrange(100, 9999)}", "ngayDangKyNuocNgoai": days.dotted(child),
        "cqNuocNgoaiDaDangKy": "Cơ quan công an thành phố Bằng Tường", "qgNuocNgoaiDaDangKy": "Trung Quốc",
    }  # fmt: skip
    draft.entry.pop("nksNoiSinhDVHC", None)
    return True


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


def _parent_aged(prefix: str, years: tuple[int, int]) -> Callable[[Random, Draft], bool]:
    def change(rng: Random, draft: Draft) -> bool:
        child = _child(draft)
        if child is None or not draft.has(f"{prefix}NgaySinh"):
            return False
        without(draft.entry, prefix, _PAPERS)
        requester(draft, draft.entry["meHoTen"], "Mẹ")
        without(draft.entry, "me", _PAPERS)
        own = years_before(child, rng.randint(*years)) - rng.randrange(1, 300)
        draft.entry[f"{prefix}NgaySinh"] = days.dotted(own) if rng.random() < 0.6 else str(days.year_of(own))
        return True

    return change


def _sex_untold(rng: Random, draft: Draft) -> bool:
    draft.entry["nksGioiTinh"] = "3"
    draft.entry["nksHoTen"] = f"{draft.entry['nksHoTen'].split()[0]} Minh Anh"
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
    without(draft.entry, who, _PAPERS)
    draft.entry[f"{who}NgaySinh"] = days.dotted(own)
    return True


def _only_year(rng: Random, draft: Draft) -> bool:
    who, years = rng.choice((("chong", 20), ("vo", 18)))
    if draft.entry["loaiDangKy"] != "1":
        return False
    without(draft.entry, who, _PAPERS)
    draft.entry[f"{who}NgaySinh"] = str(draft.slot.year - years)  # the law takes the first of January
    return True


def _late_in_life(rng: Random, draft: Draft) -> bool:
    for who in ("chong", "vo"):
        without(draft.entry, who, _PAPERS)
        draft.entry[f"{who}NgaySinh"] = str(days.year_of(draft.slot.day) - rng.randrange(55, 76))
    return not draft.entry.pop("ngayXacLapQuanHeHonNhan", "") or True


def _in_fact(rng: Random, draft: Draft) -> bool:
    """Register late a marriage that has been lived since long before."""
    if draft.slot.year < 2001:
        return False
    since = days.first_of(1970 + rng.randrange(16)) + rng.randrange(365)
    for who, years in (("chong", 21), ("vo", 19)):
        without(draft.entry, who, _PAPERS)
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
            without(draft.entry, each.removesuffix("HoTen"), _PAPERS)
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
    without(draft.entry, "nkt", _PAPERS)
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
    without(draft.entry, "nkt", _PAPERS)
    draft.entry["nktNgaySinh"] = days.dotted(died - rng.choice((0, 0, 1, 3, 40, 300)))
    draft.entry["nktNguyenNhanChet"] = "Sinh non"
    requester(draft, f"{names.surname_of(draft.entry['nktHoTen'])} Văn Thành", "Cha")
    return True


def _very_old(rng: Random, draft: Draft) -> bool:
    died = whole_date(draft.entry["nktNgayChet"])
    if died is None:
        return False
    without(draft.entry, "nkt", _PAPERS)
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
    grown = min(child, draft.slot.day - int((19 + rng.random() * 20) * _YEAR))
    draft.entry["ncNgaySinh"] = days.dotted(grown)
    draft.entry["cmNgaySinh"] = str(min(int(parent[-4:]), days.year_of(grown) - 20))
    without(draft.entry, "cm", _PAPERS)
    without(draft.entry, "nyc", _PAPERS)
    draft.entry |= {
        "loaiXacNhan": "3" if draft.entry["loaiXacNhan"] in "13" else "4", "nycHoTen": draft.entry["ncHoTen"],
        "nycQHNguoiDuocNhan": "Con", "nycQHNguoiNhan": "Bản thân",
    }  # fmt: skip
    return True


ODD: Mapping[RecordType, Mapping[str, Callable[[Random, Draft], bool]]] = {
    KS: {
        "single mother": _single_mother, "foundling": _foundling, "registered again": _again, "late": _late,
        "certificate only": _kind("5", "Cấp bản chính giấy khai sinh"), "kind not known": _kind("6", "Không rõ"),
        "registered abroad": _abroad, "one surname": _one_surname, "mother aged 46": _parent_aged("me", (44, 47)),
        "mother aged 16": _parent_aged("me", (15, 17)), "father aged 70": _parent_aged("cha", (60, 74)),
        "sex not told": _sex_untold, "other words of the date": _other_words, "foreign father": _stranger,
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
