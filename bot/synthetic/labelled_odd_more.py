"""Clean records with yet other habits: of clerks, of spreadsheets, of a town before it was a city, of people with two names."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from random import Random

from bot.synthetic import days
from bot.synthetic.labelled_lives import PAPERED, PEOPLE, requester, whole_date, without
from bot.synthetic.labelled_shape import Draft
from domain.records import RecordType

KS, KH, KT, HN, CMC = RecordType
_PAPERS = (
    "LoaiGiayToTuyThan",
    "SoGiayToTuyThan",
    "NgayCapGiayToTuyThan",
    "NoiCapGiayToTuyThan",
    "GiayToKhac",
)
_CITY_SINCE = 2003  # Lạng Sơn was a town (thị xã) until October 2002
_GROUPS = (
    "Sán Chay",
    "Sán Dìu",
    "Thái",
    "Mường",
    "Ngái",
    "Khơ-me",
    "Khơ me",
    "Ê-đê",
    "Ê Đê",
    "Gia-rai",
    "La Chí",
    "Hà Nhì",
)
_HOUSES = (
    "Số 12/5 đường Trần Đăng Ninh, {}", "Km6 Quốc lộ 1A, {}", "Khu 4B, {}", "Tổ 3, Khối 2, {}", "Thôn Pò Hà 2, {}",
    "Xóm 7, Bản Nà Lùng, {}", "K2, {}",
)  # fmt: skip


def _whose(draft: Draft) -> list[str]:
    return [who for who in PEOPLE[draft.type] if draft.has(f"{who}HoTen")]


def _renamed(draft: Draft, who: str, other: str) -> bool:
    before = draft.entry[f"{who}HoTen"]
    for name, value in draft.entry.items():
        if name.endswith("HoTen") and value == before:
            draft.entry[name] = other
    return True


def _zeros(rng: Random, draft: Draft) -> bool:
    """Write 0 for codes that were not set, as one client does."""
    for who in ("nyc", *PEOPLE[draft.type]):
        if draft.has(f"{who}HoTen") and who not in ("nks",) and not draft.has(f"{who}SoGiayToTuyThan"):
            draft.entry[f"{who}LoaiGiayToTuyThan"] = "0"
    if draft.type is KT and not draft.has("gbtLoai"):
        draft.entry["gbtLoai"] = "0"
    if draft.type is KS:
        draft.entry |= {"nksMatTich": "0", "nksHanCheNangLucHanhVi": "0"}
    return True


def _code_as_number(rng: Random, draft: Draft) -> bool:
    name = "nxnGioiTinh" if draft.type is HN else "loaiDangKy"
    draft.typed = draft.entry | {
        name: f"{draft.entry[name]}.0" if rng.random() < 0.5 else f"0{draft.entry[name]}"
    }
    return True


def _two_names(rng: Random, draft: Draft) -> bool:
    who = rng.choice([each for each in _whose(draft) if each != "nks"] or [""])
    if not who:
        return False
    name = draft.entry[f"{who}HoTen"]
    return _renamed(draft, who, f"{name} {rng.choice(('(Múi)', '(tức Páo)', '(tên khác: Slấn)'))}")


def _prime(rng: Random, draft: Draft) -> bool:
    who = rng.choice(_whose(draft))
    family = draft.entry[f"{who}HoTen"].split()[0]
    return _renamed(draft, who, f"{family} {rng.choice(('Y Phúc', 'Mí Páo', 'Seo Chúng', 'Boóng', 'Xoong'))}")


def _dashed_date(rng: Random, draft: Draft) -> bool:
    there = [name for name, value in draft.entry.items() if "Ngay" in name and value.count(".") == 2]
    if not there:
        return False
    name = rng.choice(there)
    day, month, year = draft.entry[name].split(".")
    draft.typed = draft.entry | {name: rng.choice((f"{day}-{month}-{year}", f"{year}-{month}-{day}"))}
    return True


def _house(rng: Random, draft: Draft) -> bool:
    there = [name for name in draft.entry if name.endswith("NoiCuTru")]
    for name in there:
        draft.entry[name] = rng.choice(_HOUSES).format(draft.home.place)
    return bool(there)


def _without_commas(rng: Random, draft: Draft) -> bool:
    draft.entry[draft.place] = rng.choice((draft.home.office.replace(",", ""), f"UBND. {draft.home.place}",
                                           draft.home.office.replace("UBND ", "UBND  ").replace("  ", " ")))  # fmt: skip
    return True


def _town(rng: Random, draft: Draft) -> bool:
    if "thành phố Lạng Sơn" not in draft.home.around or draft.slot.year >= _CITY_SINCE:
        return False
    draft.entry = {
        name: value.replace("thành phố Lạng Sơn", "thị xã Lạng Sơn") for name, value in draft.entry.items()
    }
    return True


def _other_ending(rng: Random, draft: Draft) -> bool:
    draft.scan = draft.name.removesuffix(".pdf") + rng.choice((".PDF", ".jpg", ".tif"))
    return True


def _short_book(rng: Random, draft: Draft) -> bool:
    number, year = draft.slot.book.split("/")
    scan = draft.name
    draft.entry["quyenSo"] = rng.choice(
        (number, str(int(number)), f"{int(number)}/{year}", f"{number}.{year}")
    )
    draft.scan = scan
    return True


def _two_pages(rng: Random, draft: Draft) -> bool:
    draft.entry["trangSo"] = f"{draft.slot.page}-{draft.slot.page + 1}"
    return True


def _other_group(rng: Random, draft: Draft) -> bool:
    for who in _whose(draft):
        if draft.has(f"{who}DanToc"):
            draft.entry[f"{who}DanToc"] = rng.choice(_GROUPS)
    return True


def _nation_with_english(rng: Random, draft: Draft) -> bool:
    for who in _whose(draft):
        if draft.has(f"{who}QuocTich"):
            draft.entry[f"{who}QuocTich"] = "Việt Nam (Vietnam)"
    return True


def _number_in_groups(rng: Random, draft: Draft) -> bool:
    who = [
        each
        for each in PAPERED[draft.type]
        if draft.has(f"{each}HoTen") and draft.entry.get("nycQuanHe") not in ("Cha", "Mẹ")
    ]
    if not who:
        return False
    number = f"08{rng.randrange(10**7):07d}"
    without(draft.entry, who[0], _PAPERS)
    draft.entry |= {f"{who[0]}LoaiGiayToTuyThan": "1", f"{who[0]}SoGiayToTuyThan": number}
    draft.typed = draft.entry | {
        f"{who[0]}SoGiayToTuyThan": rng.choice(" .").join((number[:3], number[3:6], number[6:]))
    }
    return True


def _twelve_digits_of_old(rng: Random, draft: Draft) -> bool:
    """Show an identity card of 12 digits, as some were issued before there were citizens' cards."""
    if not 2014 <= draft.slot.year <= 2020 or draft.type is not KH:
        return False
    who, digit = rng.choice((("chong", 0), ("vo", 1)))
    year = draft.entry[f"{who}NgaySinh"][-4:]
    without(draft.entry, who, _PAPERS)
    draft.entry |= {
        f"{who}LoaiGiayToTuyThan": "1", f"{who}NoiCapGiayToTuyThan": "Công an thành phố Hà Nội",
        f"{who}SoGiayToTuyThan": f"020{digit + (2 if year >= '2000' else 0)}{year[2:]}{rng.randrange(10**6):06d}",
        f"{who}NgayCapGiayToTuyThan": days.dotted(days.first_of(2013) + rng.randrange(300)),
    }  # fmt: skip
    return True


def _dead_parent(rng: Random, draft: Draft) -> bool:
    if not draft.has("chaHoTen"):
        return False
    without(draft.entry, "cha", _PAPERS)
    without(draft.entry, "me", _PAPERS)
    draft.entry["chaNoiCuTru"] = rng.choice(("Đã chết", "(Đã chết)", "đã chết năm 1998"))
    requester(draft, draft.entry["meHoTen"], "Mẹ")
    return True


def _infant_by_year(rng: Random, draft: Draft) -> bool:
    died = whole_date(draft.entry["nktNgayChet"])
    if died is None:
        return False
    without(draft.entry, "nkt", _PAPERS)
    draft.entry["nktNgaySinh"] = str(days.year_of(died))
    draft.entry["nktNguyenNhanChet"] = "Viêm phổi"
    requester(draft, "Nông Văn Thành", "Cha")
    return True


def _no_words(rng: Random, draft: Draft) -> bool:
    name = "nksNgaySinhBangChu" if draft.type is KS else "nktNgayChetGhiBangChu"
    return bool(draft.entry.pop(name, ""))


def _abroad(rng: Random, draft: Draft) -> bool:
    draft.entry.pop("nxnMucDichSuDung", None)
    draft.entry["nxnLoaiMucDichSuDung"] = rng.choice("234")
    return True


_ALL = frozenset(RecordType)
ODD: Mapping[str, tuple[frozenset[RecordType], Callable[[Random, Draft], bool]]] = {
    "zero codes": (_ALL, _zeros), "code as a number": (_ALL, _code_as_number), "two names": (_ALL, _two_names),
    "name of few": (_ALL, _prime), "dashes in a date": (_ALL, _dashed_date), "house number": (_ALL, _house),
    "office without commas": (_ALL, _without_commas), "town before the city": (_ALL, _town),
    "scan with another ending": (_ALL, _other_ending), "short book": (_ALL, _short_book),
    "two pages": (_ALL, _two_pages), "other group": (_ALL, _other_group), "nation in English": (_ALL, _nation_with_english),
    "number in groups": (frozenset({KS, KH, KT}), _number_in_groups),
    "twelve digits of old": (frozenset({KH}), _twelve_digits_of_old), "dead father": (frozenset({KS}), _dead_parent),
    "infant by year": (frozenset({KT}), _infant_by_year), "no words": (frozenset({KS, KT}), _no_words),
    "to marry abroad": (frozenset({HN}), _abroad),
}  # fmt: skip
