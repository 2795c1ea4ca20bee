"""Planting what is wrong about people: mixed up, of another sex, group or nation, with papers that cannot be (R11, R15–R17, R19, R22)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from random import Random

from bot.synthetic import days
from bot.synthetic.labelled_lives import PEOPLE, requester, whole_date, without
from bot.synthetic.labelled_shape import Draft, Entry, either, slip
from domain.records import RecordType

KS, KH, KT, HN, CMC = RecordType
Plant = Callable[[Random, Draft], bool]
_PAPERS = (
    "LoaiGiayToTuyThan",
    "SoGiayToTuyThan",
    "NgayCapGiayToTuyThan",
    "NoiCapGiayToTuyThan",
    "GiayToKhac",
)
_SIDE = ("HoTen", "NgaySinh", "DanToc", "QuocTich", "LoaiCuTru", "NoiCuTru", *_PAPERS)
_PAPERED = {KS: ("nyc", "me", "cha"), KH: ("chong", "vo"), KT: ("nkt", "nyc"), HN: ("nxn",), CMC: ("cm",)}
_NO_GROUPS = ("Nùn", "Kih", "Xyz", "07", "02", "7", "Việt Nam", "Lạng Sơn", "Nam", "Khôngg", "Nugn", "Kinnh")
_NO_NATIONS = ("Việt Nan", "Nùng", "Vệt Nam", "704", "Lạng Sơn", "Trung Quôc")


def swapped(rng: Random, draft: Draft) -> bool:
    """Put the husband where the wife stands and the wife where the husband does."""
    for who, middle in (("chong", "Văn"), ("vo", "Thị")):
        words = draft.entry[f"{who}HoTen"].split()
        draft.entry[f"{who}HoTen"] = f"{words[0]} {middle} {words[-1]}"
    changes = {}
    for suffix in _SIDE:
        for to, of in (("chong", "vo"), ("vo", "chong")):
            if draft.entry.get(of + suffix) != draft.entry.get(to + suffix):
                changes[to + suffix] = draft.entry.get(of + suffix, "")
    return either(rng, draft, "R11", "swapped", changes)


def same_person(rng: Random, draft: Draft) -> bool:
    """Name one person as both."""
    of, to = ("chong", "vo") if rng.random() < 0.5 else ("vo", "chong")
    names = ("HoTen", "NgaySinh", "DanToc")
    return either(rng, draft, "R11", "one person", {to + each: draft.entry[of + each] for each in names},
                  fields=(of + "HoTen",), also=())  # fmt: skip


def same_number(rng: Random, draft: Draft) -> bool:
    """Give two people one number."""
    if draft.type is KS:
        requester(draft, "Nông Văn Thành", "Ông nội")
        first, second = rng.choice((("me", "cha"), ("cha", "nyc"), ("me", "nyc")))
    else:
        first, second = "chong", "vo"
    if not draft.has(f"{first}HoTen", f"{second}HoTen"):
        return False
    number = f"08{rng.randrange(10**7):07d}"
    for who in (first, second):
        without(draft.entry, who, _PAPERS)
        draft.entry |= {f"{who}LoaiGiayToTuyThan": "1", f"{who}SoGiayToTuyThan": number}
    draft.entry[f"{second}SoGiayToTuyThan"] = f"08{rng.randrange(10**7):07d}"
    return either(rng, draft, "R11", "one number", {f"{second}SoGiayToTuyThan": number},
                  fields=(f"{first}SoGiayToTuyThan",))  # fmt: skip


def sex(rng: Random, draft: Draft) -> bool:
    """Write the other sex than the name hints at."""
    who = {KS: "nks", KT: "nkt", HN: "nxn"}[draft.type]
    words = draft.entry[f"{who}HoTen"].split()
    man = draft.entry[f"{who}GioiTinh"] == "1"
    other = f"{words[0]} {'Văn' if man else 'Thị'} {words[-1]}"
    before = draft.entry[f"{who}HoTen"]
    for name, value in draft.entry.items():
        if name.endswith("HoTen") and value == before:
            draft.entry[name] = other
    return slip(draft, "R15", "sex", {f"{who}GioiTinh": "2" if man else "1"}, fields=(f"{who}HoTen",))


def group(rng: Random, draft: Draft) -> bool:
    """Write an ethnic group that there is not."""
    name = f"{rng.choice(PEOPLE[draft.type])}DanToc"
    return draft.has(name) and either(
        rng, draft, "R16", "group", {name: rng.choice(_NO_GROUPS)}, also=("R20",)
    )


def nation(rng: Random, draft: Draft) -> bool:
    """Write a nation that there is not."""
    name = f"{rng.choice(PEOPLE[draft.type])}QuocTich"
    return draft.has(name) and either(
        rng, draft, "R16", "nation", {name: rng.choice(_NO_NATIONS)}, also=("R20",)
    )


def foreign_group(rng: Random, draft: Draft) -> bool:
    """Write a foreign nation beside an ethnic group of this country."""
    who = rng.choice(PEOPLE[draft.type])
    if not draft.has(f"{who}QuocTich", f"{who}DanToc"):
        return False
    return either(rng, draft, "R16", "foreign, with a group", {f"{who}QuocTich": rng.choice(("Trung Quốc", "Hàn Quốc"))},
                  fields=(f"{who}DanToc",))  # fmt: skip


def papered(rng: Random, draft: Draft) -> str:
    """Pick somebody to show a paper and take away what they and the others showed; empty where nobody is there."""
    who = rng.choice(_PAPERED[draft.type])
    if not draft.has(f"{who}HoTen"):
        return ""
    for each in ("nyc", "me", "cha") if draft.type is KS else (who,):
        without(draft.entry, each, _PAPERS)
    if draft.type in (KS, CMC, HN):
        without(draft.entry, "nyc", _PAPERS)
    return who


def paper(draft: Draft, who: str, kind: str, number: str, given: int) -> Entry:
    """Give the fields of a paper."""
    base = {"LoaiGiayToTuyThan": kind, "SoGiayToTuyThan": number}
    if who not in ("me", "cha"):  # births have no columns for the day of a parent's paper
        base |= {"NgayCapGiayToTuyThan": days.dotted(given), "NoiCapGiayToTuyThan": "Công an tỉnh Lạng Sơn"}
    return {who + suffix: value for suffix, value in base.items()}


def length(rng: Random, draft: Draft) -> bool:
    """Leave out or double a digit of an identity number."""
    who = papered(rng, draft)
    if not who:
        return False
    number = f"08{rng.randrange(10**7):07d}"
    draft.entry |= paper(draft, who, "1", number, draft.slot.day - 400)
    at = rng.randrange(2, 8)
    other = number[:at] + (number[at + 1 :] if rng.random() < 0.5 else number[at] * 2 + number[at + 1 :])
    return either(rng, draft, "R17", "length", {f"{who}SoGiayToTuyThan": other})


def citizen(rng: Random, draft: Draft) -> bool:
    """Let a citizen's number speak of another century, sex or year than the person's."""
    who = {KH: rng.choice(("chong", "vo")), KT: "nkt", HN: "nxn", CMC: "cm"}[draft.type]
    year = draft.entry.get(f"{who}NgaySinh", "")[-4:]
    if (
        draft.slot.year < 2018
        or not year.isdigit()
        or (who == "cm" and draft.entry["loaiXacNhan"] not in "12")
    ):
        return False
    papered(rng, draft)
    without(draft.entry, who, _PAPERS)
    woman = (
        draft.entry[f"{who}GioiTinh"] == "2"
        if draft.has(f"{who}GioiTinh")
        else who == "vo" or draft.entry.get("loaiXacNhan") == "2"
    )
    digit = (0 if int(year) < 2000 else 2) + woman
    tail = f"{rng.randrange(10**6):06d}"
    given = min(draft.slot.day - 200, whole_date(draft.entry.get("nktNgayChet", "")) or draft.slot.day) - 100
    draft.entry |= paper(draft, who, "4", f"020{digit}{int(year) % 100:02d}{tail}", given)
    wrong_year = f"{(int(year) + rng.randrange(1, 99)) % 100:02d}"
    other = rng.choice((f"020{digit}{wrong_year}{tail}", f"020{(digit + 2) % 4}{int(year) % 100:02d}{tail}"))
    return either(rng, draft, "R17", "citizen", {f"{who}SoGiayToTuyThan": other}, fields=(f"{who}NgaySinh",))


def too_soon(rng: Random, draft: Draft) -> bool:
    """Issue a citizen's card before there were any."""
    who = papered(rng, draft)
    if not who or who in ("me", "cha") or draft.slot.year > 2010:
        return False
    draft.entry |= paper(draft, who, "1", f"08{rng.randrange(10**7):07d}", draft.slot.day - 400)
    kind = f"{who}LoaiGiayToTuyThan"
    changes = {kind: "4", f"{who}SoGiayToTuyThan": f"0200{rng.randrange(40, 80)}{rng.randrange(10**6):06d}"}
    return either(rng, draft, "R17", "card too soon", changes, fields=(f"{who}NgayCapGiayToTuyThan",))


def other_codes(rng: Random, draft: Draft) -> bool:
    """Number a paper as the online portal does."""
    who = papered(rng, draft)
    if not who:
        return False
    draft.entry |= paper(draft, who, "1", f"08{rng.randrange(10**7):07d}", draft.slot.day - 400)
    changes = {f"{who}LoaiGiayToTuyThan": rng.choice(("9", "10", "11"))}  # new card, certificate of it
    return slip(draft, "R17", "other codes", changes, fields=(f"{who}SoGiayToTuyThan",), also=("R16",))


def parents(rng: Random, draft: Draft) -> bool:
    """Say that a parent is not known, of whom there is everything; or that both are, of whom one is not there."""
    if draft.has("chaHoTen", "meHoTen"):
        return either(rng, draft, "R19", "known after all", {"nksLoaiKhaiSinh": rng.choice(("2", "3", "4", "5"))},
                      fields=("chaHoTen", "meHoTen"))  # fmt: skip
    if draft.has("meHoTen"):
        return either(rng, draft, "R19", "not there", {"nksLoaiKhaiSinh": "1"}, fields=("chaHoTen",), also=())
    return False


def no_father(rng: Random, draft: Draft) -> bool:
    """Say that both parents are known where the father's part is empty."""
    without(draft.entry, "cha", (*_SIDE, "QuocTichKhac"))
    requester(draft, draft.entry["meHoTen"], "Mẹ")
    draft.entry["nksLoaiKhaiSinh"] = "3"
    return either(rng, draft, "R19", "not there", {"nksLoaiKhaiSinh": "1"}, fields=("chaHoTen",))


def period(rng: Random, draft: Draft) -> bool:
    """Let a stay end before it began."""
    since, until = draft.entry.get("nxnThoiGianCuTruTu", ""), draft.entry.get("nxnThoiGianCuTruDen", "")
    changes = {"nxnThoiGianCuTruTu": until, "nxnThoiGianCuTruDen": since}
    return bool(since and until) and either(rng, draft, "R22", "period", changes)


def purpose(rng: Random, draft: Draft) -> bool:
    """Name another purpose and leave it out."""
    draft.entry |= {"nxnLoaiMucDichSuDung": "5", "nxnMucDichSuDung": "Vay vốn ngân hàng"}
    return either(
        rng,
        draft,
        "R22",
        "purpose",
        {"nxnMucDichSuDung": ""},
        fields=("nxnLoaiMucDichSuDung",),
        also=("R04",),
    )


def child_older(rng: Random, draft: Draft) -> bool:
    """Let a child be older than the parent who recognises it."""
    child = int(draft.entry["ncNgaySinh"][-4:])
    without(draft.entry, "cm", _PAPERS)
    without(draft.entry, "nyc", _PAPERS)
    changes = {"cmNgaySinh": str(min(child + rng.randrange(1, 12), 2023))}
    if int(changes["cmNgaySinh"]) <= child:
        return False
    return either(rng, draft, "R22", "parent younger", changes, fields=("ncNgaySinh",), also=("R08",))


_ALL, _PAPER_TYPES = frozenset(RecordType), frozenset(RecordType)
PLANTS: Mapping[str, tuple[tuple[frozenset[RecordType], Plant], ...]] = {
    "R11": ((frozenset({KH}), swapped), (frozenset({KH}), same_person), (frozenset({KH, KS}), same_number)),
    "R15": ((frozenset({KS, KT, HN}), sex),),
    "R16": ((_ALL, group), (_ALL, nation), (_ALL, foreign_group)),
    "R17": (
        (_PAPER_TYPES, length), (frozenset({KH, KT, HN, CMC}), citizen), (frozenset({KH, HN, CMC}), too_soon),
        (_PAPER_TYPES, other_codes),
    ),
    "R19": ((frozenset({KS}), parents), (frozenset({KS}), no_father)),
    "R22": ((frozenset({HN}), period), (frozenset({HN}), purpose), (frozenset({CMC}), child_older)),
}  # fmt: skip
