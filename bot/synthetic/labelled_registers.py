"""Planting what is wrong with scan, office and what is left empty (R01–R04, R21), and input that nobody should hand in."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from random import Random

from bot.synthetic import births, books, certificates, days, deaths, marriages, places, recognitions
from bot.synthetic.labelled_lives import PEOPLE
from bot.synthetic.labelled_shape import Draft, Entry, Files, Label, as_written, either, slip
from bot.synthetic.places import Commune
from domain.records import RecordType

KS, KH, KT, HN, CMC = RecordType
Plant = Callable[[Random, Draft], bool]
_SCAN = ("tenFile", "so", "ngayDangKy", "quyenSo")
REQUIRED: Mapping[RecordType, tuple[str, ...]] = {  # to approve, as the reference has it; parents see `_required`
    KS: ("nksHoTen", "nksGioiTinh", "nksNgaySinh", "nksDanToc", "nksQuocTich", "nksNoiSinh", "nksQueQuan",
         "nksLoaiKhaiSinh"),
    KH: ("chongHoTen", "chongNgaySinh", "chongDanToc", "chongQuocTich", "voHoTen", "voNgaySinh", "voDanToc", "voQuocTich"),
    KT: ("nktHoTen", "nktGioiTinh", "nktNgaySinh", "nktDanToc", "nktQuocTich", "nktNgayChet", "nktNoiChet",
         "nktNguyenNhanChet"),
    HN: ("nxnHoTen", "nxnGioiTinh", "nxnNgaySinh", "nxnDanToc", "nxnQuocTich", "nxnTinhTrangHonNhan"),
    CMC: ("cmHoTen", "cmNgaySinh", "cmDanToc", "cmQuocTich", "ncHoTen", "ncNgaySinh", "ncDanToc", "ncQuocTich", "loaiXacNhan"),
}  # fmt: skip
_REGISTER = ("so", "quyenSo", "ngayDangKy", "loaiDangKy")
_PARENT = ("HoTen", "NgaySinh", "DanToc", "QuocTich", "NoiCuTru")
_NEW_UNITS = ("phường Kỳ Lừa, tỉnh Lạng Sơn", "phường Lương Văn Tri, tỉnh Lạng Sơn", "xã Na Sầm, tỉnh Lạng Sơn",
              "xã Ba Sơn, tỉnh Lạng Sơn", "xã Thiện Tân, tỉnh Lạng Sơn")  # fmt: skip


def invent(rng: Random, draft: Draft, home: Commune) -> Entry:
    """Invent what another entry in the same place of a book would have."""
    match draft.type:
        case RecordType.KS:
            return births.entry(rng, draft.slot, home)
        case RecordType.KH:
            return marriages.entry(rng, draft.slot, home, places.neighbour(home, places.communes(), rng))
        case RecordType.KT:
            return deaths.entry(rng, draft.slot, home)
        case RecordType.HN:
            return certificates.entry(rng, draft.slot, home)
        case RecordType.CMC:
            return recognitions.entry(rng, draft.slot, home)


def _labelled(draft: Draft, label: Label) -> bool:
    draft.labels.append(label)
    draft.taken = True
    return True


def no_scan(rng: Random, draft: Draft) -> bool:
    """Hand in no scan, an empty one, or two under one name that the unit's own folder does not have."""
    draft.files = rng.choice((Files.NONE, Files.NONE, Files.TINY, Files.TWO))
    return _labelled(
        draft, Label("R01", f"scan {draft.files}", ("tenFile",), "a", tells=draft.files is not Files.TWO)
    )


def other_unit(rng: Random, draft: Draft) -> bool:
    """Type another commune's entry under this one's number, or let this register name another office."""
    other = places.neighbour(draft.home, places.communes(), rng)
    if rng.random() < 0.5:
        changes = {draft.place: other.office}
        return as_written(draft, "R02", "other office in the register", changes)
    draft.register = draft.entry
    draft.typed = invent(rng, draft, other) | books.office_of("other", other).signed(rng, draft.slot.year)
    return _labelled(
        draft, Label("R02", "other unit's entry", (draft.place,), "a", right=draft.entry[draft.place])
    )


def same_name(rng: Random, draft: Draft) -> bool:
    """Name the commune of the same name in another district."""
    others = [
        each
        for each in places.communes()
        if each.name == draft.home.name and each.around != draft.home.around
    ]
    if not others:
        return False
    changes = {draft.place: rng.choice(others).office}
    return either(rng, draft, "R02", "same name, other district", changes, slip_case="a")


def other_type(rng: Random, draft: Draft) -> bool:
    """Attach the scan of another type's book."""
    kind = rng.choice([each for each in RecordType if each is not draft.type])
    draft.scan = f"{kind.value}.{draft.name.partition('.')[2]}"
    return _labelled(draft, Label("R03", "scan of another type", _SCAN, "a", tells=True, also=("R01",)))


def other_entry(rng: Random, draft: Draft) -> bool:
    """Attach the scan of another entry: another day and another number."""
    day = draft.slot.day + rng.choice((-1, 1)) * rng.randrange(10, 300)
    number = draft.slot.number + rng.randrange(2, 30)
    shown = invent(rng, draft, draft.home) | {"so": str(number), "ngayDangKy": days.dotted(day)}
    draft.typed, draft.register = draft.entry, shown
    return _labelled(draft, Label("R03", "scan of another entry", _SCAN, "a", tells=True, also=("R01",)))


def number_off(rng: Random, draft: Draft) -> bool:
    """Mistype the number."""
    number = draft.slot.number
    other = int(str(number)[::-1].rstrip("0") or 0) if number > 12 else number + 60
    if other in (number, 0):
        other = number + 100
    return slip(draft, "R03", "number", {"so": str(other)}, fields=_SCAN, also=("R12",))


def day_off(rng: Random, draft: Draft) -> bool:
    """Mistype the day of registration within the month, so that only the scan's name can tell."""
    day, rest = draft.entry["ngayDangKy"].split(".", 1)
    other = f"{int(day) % 28 + 1:02d}.{rest}"
    return slip(draft, "R03", "day", {"ngayDangKy": other}, fields=_SCAN, also=("R06", "R18"))


def book_off(rng: Random, draft: Draft) -> bool:
    """Mistype the book."""
    number, year = draft.slot.book.split("/")
    other = rng.choice((f"{int(number) + 1:02d}/{year}", f"{number}/{int(year) + rng.choice((-2, -1, 1))}"))
    return slip(draft, "R03", "book", {"quyenSo": other}, fields=_SCAN)


def _required(draft: Draft) -> list[str]:
    names = [
        *REQUIRED[draft.type],
        *(each for each in _REGISTER if each != "loaiDangKy" or draft.type is not HN),
        draft.place,
    ]
    if draft.type is KS:
        known = [who for who in ("me", "cha") if draft.has(f"{who}HoTen")]
        names += [who + suffix for who in known for suffix in _PARENT]
    return [name for name in names if draft.has(name)]


def empty(rng: Random, draft: Draft) -> bool:
    """Leave out one or two fields that the register has, or that it has not either."""
    gone = rng.sample(_required(draft), rng.choice((1, 1, 2)))
    written = [name for name in gone if name not in _REGISTER]
    changes = dict.fromkeys(gone, "")
    if written == gone and rng.random() < 0.6:
        follow = {
            words: ""
            for name, words in (
                ("nksNgaySinh", "nksNgaySinhBangChu"),
                ("nktNgayChet", "nktNgayChetGhiBangChu"),
            )
            if name in gone
        }
        return as_written(draft, "R04", "empty", changes, follow=follow)
    return slip(draft, "R04", "empty", changes)


def several_empty(rng: Random, draft: Draft) -> bool:
    """Leave out several fields that the register shows."""
    there = [name for name in _required(draft) if name not in _REGISTER and name != draft.place]
    if len(there) < 4:
        return False
    return slip(
        draft, "R04", "several empty", dict.fromkeys(rng.sample(there, rng.randint(3, 4)), ""), case="a"
    )


def separators(rng: Random, draft: Draft) -> bool:
    """Leave only the separators of an empty place."""
    name = {KS: "nksQueQuan", KT: "nktNoiChet"}.get(draft.type, "")
    return draft.has(name) and slip(
        draft, "R04", "separators", {name: rng.choice((", , , ", ",,,", "-", "..."))}, also=("R20",)
    )


def too_new(rng: Random, draft: Draft) -> bool:
    """Name a unit that there was not yet: typed from today's list, or said so by the register."""
    there = [name for name in draft.entry if name.endswith(("NoiCuTru", "QueQuan"))]
    if not there or draft.slot.year > 2020:
        return False
    name = rng.choice(there)
    return slip(draft, "R21", "unit too new", {name: rng.choice(_NEW_UNITS)}, tells=True)


def nothing(rng: Random, draft: Draft) -> bool:
    """Type nothing at all."""
    changes = dict.fromkeys(draft.entry, "")
    draft.scan = draft.name
    return slip(draft, "R04", "nothing", changes, case="a", tells=True)


def endless(rng: Random, draft: Draft) -> bool:
    """Fill a field with more than a page can hold."""
    name = f"{rng.choice(PEOPLE[draft.type])}HoTen"
    if not draft.has(name):
        return False
    return slip(draft, "R20", "endless", {name: f"{draft.entry[name]} " * 1_500}, also=("R15", "R16", "R04"))


def no_code(rng: Random, draft: Draft) -> bool:
    """Write a code that its list does not have."""
    name = {
        KS: "nksGioiTinh",
        KH: "loaiDangKy",
        KT: "gbtLoai",
        HN: "nxnLoaiMucDichSuDung",
        CMC: "loaiXacNhan",
    }[draft.type]
    changes = {name: rng.choice(("9", "12", "33"))}
    return slip(draft, "R16", "no such code", changes, also=("R04", "R18", "R19", "R20", "R22", "R17", "R15"))


_ALL = frozenset(RecordType)
PLANTS: Mapping[str, tuple[tuple[frozenset[RecordType], Plant], ...]] = {
    "R01": ((_ALL, no_scan),),
    "R02": ((_ALL, other_unit), (_ALL, same_name)),
    "R03": ((_ALL, other_type), (_ALL, other_entry), (_ALL, number_off), (_ALL, day_off), (_ALL, book_off)),
    "R04": ((_ALL, empty), (_ALL, empty), (_ALL, several_empty), (frozenset({KS, KT}), separators)),
    "R21": ((_ALL, too_new),),
    "bad": ((_ALL, nothing), (_ALL, endless), (_ALL, no_code)),
}  # fmt: skip
