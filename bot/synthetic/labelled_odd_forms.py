"""Clean records that look unusual in form: dates, numbers, places, papers and scans as registers really have them.

Each oddity changes a faultless entry in place and says whether it found room.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from random import Random

from bot.synthetic import days
from bot.synthetic.labelled_lives import PAPERED, PEOPLE
from bot.synthetic.labelled_shape import Draft, Files

_AFAR = (
    "xã Đông Hội, huyện Đông Anh, thành phố Hà Nội", "xã Nghĩa Hòa, huyện Lạng Giang, tỉnh Bắc Giang",
    "xã Hồng Châu, huyện Đông Hưng, tỉnh Thái Bình", "huyện Thạch An, tỉnh Cao Bằng", "tỉnh Cao Lạng",
    "xã Phúc Thọ, huyện Nghi Lộc, tỉnh Nghệ An", "Lạng Sơn", "Bắc Sơn, Lạng Sơn",
)  # fmt: skip
# communes that were merged before any list at hand begins (before 2020)
_FORMER = {
    "huyện Tràng Định": ("xã Bắc Ái",),
    "huyện Văn Lãng": ("xã Tân Lang", "xã Tân Việt", "xã Trùng Quán"),
    "huyện Văn Quan": ("xã Xuân Mai", "xã Vĩnh Lại"),
}  # fmt: skip
_FORMER_UNTIL = 2019


def _page_blank(rng: Random, draft: Draft) -> bool:
    return draft.entry.pop("trangSo", "") != ""


def _with_year(rng: Random, draft: Draft) -> bool:
    draft.entry["so"] = rng.choice(("{0:02d}/{1}", "{0}/{1}", "{0:02d}/")).format(
        draft.slot.number, draft.slot.year
    )
    return True


def _padded(rng: Random, draft: Draft) -> bool:
    draft.entry["so"] = f"{draft.slot.number:03d}"
    return True


def _dates(draft: Draft) -> list[str]:
    return [name for name, value in draft.entry.items() if "Ngay" in name and value.count(".") == 2]


def _respelled_date(rng: Random, draft: Draft, spell: Callable[[str], str]) -> bool:
    there = _dates(draft)
    if not there:
        return False
    name = rng.choice(there)
    draft.typed = draft.entry | {name: spell(draft.entry[name])}
    return True


def _spaced_date(rng: Random, draft: Draft) -> bool:
    return _respelled_date(rng, draft, lambda text: text.replace(".", ". "))


def _slashed_date(rng: Random, draft: Draft) -> bool:
    return _respelled_date(rng, draft, lambda text: text.replace(".", "/"))


def _short_date(rng: Random, draft: Draft) -> bool:
    return _respelled_date(rng, draft, lambda text: ".".join(part.lstrip("0") for part in text.split(".")))


def _in_part(rng: Random, draft: Draft) -> bool:
    keep = rng.choice((3, 6))
    names = [f"{who}NgaySinh" for who in PEOPLE[draft.type] if who not in ("nks", "nc", "chong", "vo")]
    there = [name for name in names if draft.entry.get(name, "").count(".") == 2]
    if not there:
        return False
    name = rng.choice(there)
    draft.entry[name] = draft.entry[name][keep:]
    return True


def _local_place(rng: Random, draft: Draft) -> bool:
    there = [name for name in draft.entry if name.endswith("NoiCuTru")]
    for name in there:
        _, comma, rest = draft.entry[name].partition(",")
        village = rng.choice(("Phjạ", "Slùng", "Pjàu", "Khuổi Slao", "Phjêng Lình", "Kéo Slao"))
        draft.entry[name] = f"Bản {village}{comma}{rest}"
    return bool(there)


def _afar(rng: Random, draft: Draft) -> bool:
    there = [name for name in draft.entry if name.endswith(("QueQuan", "NoiCuTru"))]
    if not there:
        return False
    draft.entry[rng.choice(there)] = rng.choice(_AFAR)
    return True


def _short_place(rng: Random, draft: Draft) -> bool:
    there = [name for name in draft.entry if name.endswith(("QueQuan", "NoiCuTru"))]
    short = (
        ("thành phố ", "TP. "),
        ("thị trấn ", "TT. "),
        ("huyện ", "H. "),
        ("tỉnh ", "T. "),
        ("phường ", "P. "),
    )
    for name in there:
        for whole, cut in short:
            draft.entry[name] = draft.entry[name].replace(whole, cut)
    return bool(there)


def _office_otherwise(rng: Random, draft: Draft) -> bool:
    home = draft.home
    district = home.around.partition(", ")[0]
    draft.entry[draft.place] = rng.choice((
        f"Ủy ban nhân dân {home.place}", f"Uỷ ban nhân dân {home.name}", f"UBND {home.name}",
        f"UBND {home.name} - {district} - Lạng Sơn", home.office.upper(), f"UBND {home.name}, {district}",
        f"UBND {home.name}, {home.around.replace('tỉnh ', '')}",
    ))  # fmt: skip
    return True


def _former_name(rng: Random, draft: Draft) -> bool:
    former = _FORMER.get(draft.home.around.partition(", ")[0])
    if former is None or draft.slot.year > _FORMER_UNTIL:
        return False
    place = f"{rng.choice(former)}, {draft.home.around}"
    draft.entry[draft.place] = f"UBND {place}"
    for name in draft.entry:
        if name.endswith(("NoiCuTru", "QueQuan")) and draft.home.name in draft.entry[name]:
            draft.entry[name] = place
    return True


def _paper(rng: Random, draft: Draft, kind: str, number: str, office: str, given: int) -> bool:
    who = [each for each in PAPERED[draft.type] if draft.has(f"{each}HoTen")]
    who = [
        each for each in who if draft.entry.get("nycQuanHe") not in ("Cha", "Mẹ", "Bản thân") or each != "nyc"
    ]
    if not who or given >= draft.slot.day:
        return False
    prefix = rng.choice(who)
    draft.entry |= {
        f"{prefix}LoaiGiayToTuyThan": kind, f"{prefix}SoGiayToTuyThan": number,
        f"{prefix}NgayCapGiayToTuyThan": days.dotted(given), f"{prefix}NoiCapGiayToTuyThan": office,
    }  # fmt: skip
    return True


def _nine_digits(rng: Random, draft: Draft) -> bool:
    given = draft.slot.day - rng.randrange(40, 900)
    return _paper(rng, draft, "1", f"08{rng.randrange(10**7):07d}", "Công an tỉnh Lạng Sơn", given)


def _soldier(rng: Random, draft: Draft) -> bool:
    number = rng.choice(("QĐ {}", "{}", "SQ-{}")).format(rng.randrange(10**5, 10**8))
    given = draft.slot.day - rng.randrange(40, 900)
    return _paper(rng, draft, rng.choice("56"), number, rng.choice(("Bộ Quốc phòng", "Quân khu 1")), given)


def _passport(rng: Random, draft: Draft) -> bool:
    given = draft.slot.day - rng.randrange(40, 900)
    return _paper(rng, draft, "2", f"B{rng.randrange(10**7):07d}", "Cục Quản lý xuất nhập cảnh", given)


def _no_number(rng: Random, draft: Draft) -> bool:
    if not _paper(rng, draft, "8", "", "UBND xã", draft.slot.day - 3):
        return False
    for name in [
        each for each, value in draft.entry.items() if each.endswith("LoaiGiayToTuyThan") and value == "8"
    ]:
        draft.entry[name.removesuffix("LoaiGiayToTuyThan") + "GiayToKhac"] = "Giấy xác nhận của UBND xã"
    return True


def _dashed_scan(rng: Random, draft: Draft) -> bool:
    draft.scan = draft.name.lower().removesuffix(".pdf").replace(".", "-") + ".pdf"
    return True


def _own_scan_name(rng: Random, draft: Draft) -> bool:
    draft.scan = f"IMG_{draft.type.value}_{draft.slot.year}_{draft.slot.number:04d}_{draft.slot.book[:2]}.pdf"
    return True


def _short_scan_name(rng: Random, draft: Draft) -> bool:
    parts = draft.name.split(".")
    draft.scan = ".".join([*parts[:4], parts[4].lstrip("0").zfill(2), parts[5]])
    return True


def _null_scan_name(rng: Random, draft: Draft) -> bool:
    parts = draft.name.split(".")
    draft.scan = ".".join([*parts[:4], "null", parts[5]])
    return True


def _scan_unnamed(rng: Random, draft: Draft) -> bool:
    draft.files = Files.UNNAMED
    return True


def _noted(rng: Random, draft: Draft) -> bool:
    draft.entry["ghiChu"] = rng.choice((
        "Thay đổi họ theo Quyết định số 12/QĐ-UBND ngày 03/4/2010 của UBND huyện", "Cấp bản sao ngày 1-6-2012",
        "Bổ sung phần ghi về cha, đã nhận cha con", "Viết chồng lên chữ cũ, có dấu sửa",
    ))  # fmt: skip
    return True


ODD: Mapping[str, Callable[[Random, Draft], bool]] = {
    "page blank": _page_blank, "number with year": _with_year, "number padded": _padded,
    "blanks in a date": _spaced_date, "strokes in a date": _slashed_date, "date without zeros": _short_date,
    "date in part": _in_part,
    "Tày–Nùng place": _local_place, "from afar": _afar,
    "short words of place": _short_place, "office otherwise": _office_otherwise, "former commune": _former_name,
    "nine digits": _nine_digits, "soldier's paper": _soldier, "passport": _passport, "other paper": _no_number,
    "scan with dashes": _dashed_scan, "scan with a name of its own": _own_scan_name,
    "scan padded to two": _short_scan_name, "scan without number": _null_scan_name, "scan not named": _scan_unnamed,
    "noted later": _noted,
}  # fmt: skip
