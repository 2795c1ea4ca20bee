"""Planting the same rules' faults in other shapes: what a second person would think of when asked to break a record."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from random import Random

from bot.synthetic import days
from bot.synthetic.labelled_lives import requester, whole_date, without
from bot.synthetic.labelled_people import paper, papered
from bot.synthetic.labelled_shape import Draft, either, slip
from domain.records import RecordType

KS, KH, KT, HN, CMC = RecordType
_PAPERS = (
    "LoaiGiayToTuyThan",
    "SoGiayToTuyThan",
    "NgayCapGiayToTuyThan",
    "NoiCapGiayToTuyThan",
    "GiayToKhac",
)
_SIDE = ("HoTen", "NgaySinh", "DanToc", "QuocTich", "LoaiCuTru", "NoiCuTru", *_PAPERS)
_FAR = (
    "UBND xã Tân Lập, huyện Đan Phượng, thành phố Hà Nội", "UBND xã Đông Khê, huyện Thạch An, tỉnh Cao Bằng",
    "UBND phường Dĩnh Kế, thành phố Bắc Giang, tỉnh Bắc Giang", "UBND xã Cúc Đường, huyện Võ Nhai, tỉnh Thái Nguyên",
)  # fmt: skip
_OTHER_DATES: Mapping[RecordType, tuple[str, ...]] = {
    KS: ("nycNgayCapGiayToTuyThan",), KH: ("chongNgayCapGiayToTuyThan", "voNgayCapGiayToTuyThan", "ngayXacLapQuanHeHonNhan"),
    KT: ("gbtNgay", "nktNgayCapGiayToTuyThan", "nycNgayCapGiayToTuyThan"), HN: ("nxnThoiGianCuTruTu", "nxnThoiGianCuTruDen"),
    CMC: ("cmNgayCapGiayToTuyThan", "nycNgayCapGiayToTuyThan"),
}  # fmt: skip
_BIRTHS: Mapping[RecordType, tuple[str, ...]] = {
    KS: ("nksNgaySinh", "meNgaySinh"), KH: ("chongNgaySinh", "voNgaySinh"), KT: ("nktNgaySinh", "nktNgayChet"),
    HN: ("nxnNgaySinh",), CMC: ("cmNgaySinh", "ncNgaySinh"),
}  # fmt: skip


def far_office(rng: Random, draft: Draft) -> bool:
    """Name an office of another province."""
    return either(rng, draft, "R02", "another province", {draft.place: rng.choice(_FAR)}, slip_case="a")


def word_for_nothing(rng: Random, draft: Draft) -> bool:
    """Leave what a computer writes for nothing."""
    name = {KS: "nksQueQuan", KT: "nktNoiChet", HN: "nxnTinhTrangHonNhan"}[draft.type]
    return draft.has(name) and slip(
        draft, "R04", "word for nothing", {name: rng.choice(("null", "NULL"))}, also=("R20",)
    )


def shape(rng: Random, draft: Draft) -> bool:
    """Write a date that is none by its shape."""
    there = [name for name in _BIRTHS[draft.type] if draft.entry.get(name, "").count(".") == 2]
    if not there:
        return False
    name = rng.choice(there)
    day, month, year = draft.entry[name].split(".")
    other = rng.choice((f"{day}.{month}.{year[2:]}", f"{day}.{month}.{year[:3]}", f"{day}.{month}.{year}{year[-1]}",
                        f"00.00.{year}", f"{day}.{month}", f"{day}{month}{year}"))  # fmt: skip
    return slip(draft, "R05", "shape", {name: other}, also=("R20",))


def other_dates(rng: Random, draft: Draft) -> bool:
    """Let a day that cannot be stand in a lesser field."""
    there = [name for name in _OTHER_DATES[draft.type] if draft.entry.get(name, "").count(".") == 2]
    if not there:
        return False
    name = rng.choice(there)
    changes = {name: f"{rng.choice(('31.02', '31.04', '30.02', '12.17'))}.{draft.entry[name][-4:]}"}
    return either(rng, draft, "R05", "lesser field", changes, also=("R22",) if draft.type is HN else ())


def recognised_unborn(rng: Random, draft: Draft) -> bool:
    """Recognise a child before its birth."""
    other = days.dotted(draft.slot.day + rng.randrange(5, 300))
    if other[-4:] > "2023":
        return False
    return either(
        rng,
        draft,
        "R06",
        "recognised unborn",
        {"ncNgaySinh": other},
        fields=("ngayDangKy",),
        also=("R08", "R22"),
    )


def names_swapped(rng: Random, draft: Draft) -> bool:
    """Exchange the names of two spouses, or of father and mother."""
    man, woman = ("chong", "vo") if draft.type is KH else ("cha", "me")
    if not draft.has(f"{man}HoTen", f"{woman}HoTen"):
        return False
    if draft.type is KS:
        requester(draft, "Nông Văn Thành", "Ông nội")
    for who, middle in ((man, "Văn"), (woman, "Thị")):
        words = draft.entry[f"{who}HoTen"].split()
        draft.entry[f"{who}HoTen"] = f"{words[0]} {middle} {words[-1]}"
    his, hers = draft.entry[f"{man}HoTen"], draft.entry[f"{woman}HoTen"]
    return either(
        rng, draft, "R11", "names swapped", {f"{man}HoTen": hers, f"{woman}HoTen": his}, also=("R15",)
    )


def words_of_another_year(rng: Random, draft: Draft) -> bool:
    """Say another year in words, in the manner of another clerk."""
    name, words = (
        ("nksNgaySinh", "nksNgaySinhBangChu")
        if draft.type is KS
        else ("nktNgayChet", "nktNgayChetGhiBangChu")
    )
    day = whole_date(draft.entry.get(name, ""))
    if day is None or not draft.has(words):
        return False
    said = days.in_words(days.dotted(day - rng.choice((365, 366, 731, 30, 1))))
    for old, new in (("linh", "lẻ"), ("nghìn", "ngàn"), ("mùng", "mồng"), (",", "")):
        if rng.random() < 0.6:
            said = said.replace(old, new)
    return either(rng, draft, "R14", "another clerk's words", {words: said}, fields=(name,))


def old_card(rng: Random, draft: Draft) -> bool:
    """Date a citizen's card to a time before there were any, in a record of later years."""
    if draft.slot.year < 2018:
        return False
    who = "chong" if draft.type is KH else "nxn"
    papered(rng, draft)
    without(draft.entry, who, _PAPERS)
    woman = draft.entry.get(f"{who}GioiTinh") == "2"
    year = draft.entry.get(f"{who}NgaySinh", "")[-4:]
    if not year.isdigit():
        return False
    number = f"020{(0 if year < '2000' else 2) + woman}{year[2:]}{rng.randrange(10**6):06d}"
    draft.entry |= paper(draft, who, "4", number, draft.slot.day - 200)
    changes = {
        f"{who}NgayCapGiayToTuyThan": days.dotted(
            days.first_of(rng.randrange(2003, 2011)) + rng.randrange(300)
        )
    }
    fields = (f"{who}LoaiGiayToTuyThan", f"{who}SoGiayToTuyThan")
    return either(rng, draft, "R17", "card of an older day", changes, fields=fields)


def more_digits(rng: Random, draft: Draft) -> bool:
    """Give a citizen's number a digit too many or too few, or an identity number letters."""
    who = papered(rng, draft)
    if not who:
        return False
    number = f"08{rng.randrange(10**7):07d}"
    draft.entry |= paper(draft, who, "1", number, draft.slot.day - 400)
    other = rng.choice(
        (number[:5], f"{number}0801", f"{number[:4]}X{number[5:]}", f"{number[:4]} {number[4:7]}")
    )
    return either(rng, draft, "R17", "no such number", {f"{who}SoGiayToTuyThan": other}, also=("R20",))


def mother_not_there(rng: Random, draft: Draft) -> bool:
    """Leave the mother's part empty where the record says that she is known."""
    if not draft.has("chaHoTen", "meHoTen"):
        return False
    requester(draft, draft.entry["chaHoTen"], "Cha")
    without(draft.entry, "me", _SIDE)
    draft.entry["nksLoaiKhaiSinh"] = "2"
    return either(
        rng,
        draft,
        "R19",
        "mother not there",
        {"nksLoaiKhaiSinh": rng.choice("13")},
        fields=("meHoTen", "chaHoTen"),
    )


_ALL = frozenset(RecordType)
PLANTS: Mapping[str, tuple[tuple[frozenset[RecordType], Callable[[Random, Draft], bool]], ...]] = {
    "R02": ((_ALL, far_office),),
    "R04": ((frozenset({KS, KT, HN}), word_for_nothing),),
    "R05": ((_ALL, shape), (_ALL, other_dates)),
    "R06": ((frozenset({CMC}), recognised_unborn),),
    "R11": ((frozenset({KH, KS}), names_swapped),),
    "R14": ((frozenset({KS, KT}), words_of_another_year),),
    "R17": ((frozenset({KH, HN}), old_card), (_ALL, more_digits)),
    "R19": ((frozenset({KS}), mother_not_there),),
}  # fmt: skip
