"""Planting wrong dates: days that cannot be, registrations before the event, figures and words that differ (R05, R06, R14).

A plant changes a draft and says whether it found room; most are slips or faults of the register by the toss of a coin.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from random import Random

from bot.synthetic import days
from bot.synthetic.labelled_lives import whole_date
from bot.synthetic.labelled_shape import Draft, Entry, as_written, either, slip
from domain.records import RecordType

KS, KH, KT, HN, CMC = RecordType
Plant = Callable[[Random, Draft], bool]
TODAY = 2024
_WORDS = {"nksNgaySinh": "nksNgaySinhBangChu", "nktNgayChet": "nktNgayChetGhiBangChu"}
_DATED: Mapping[RecordType, tuple[str, ...]] = {
    KS: ("nksNgaySinh", "meNgaySinh", "chaNgaySinh"), KH: ("chongNgaySinh", "voNgaySinh"),
    KT: ("nktNgaySinh", "nktNgayChet"), HN: ("nxnNgaySinh",), CMC: ("cmNgaySinh", "ncNgaySinh"),
}  # fmt: skip
_NO_SUCH = ("31.02", "30.02", "31.04", "31.06", "31.09", "31.11", "29.02", "32.01", "00.05", "45.03")
_LUNAR = ("Nhâm Tý", "Ất Mùi", "Canh Thân", "Năm Mậu Ngọ", "mùng 5 tháng Giêng năm Quý Hợi", "15/8 âm lịch năm Đinh Mão",
          "Giáp Dần", "tháng Chạp năm Tân Dậu")  # fmt: skip


def _words(changes: Entry, entry: Mapping[str, str]) -> Entry:
    """Say the changed dates in words where the register says them in words."""
    said = {_WORDS[name]: days.in_words(value) for name, value in changes.items() if name in _WORDS}
    return {name: value for name, value in said.items() if entry.get(name)}


def both(rng: Random, draft: Draft, rule: str, kind: str, changes: Entry, **more: tuple[str, ...]) -> bool:
    """Plant values as a slip or as the register has them, then said in words too."""
    follow = _words(changes, draft.entry)
    return either(rng, draft, rule, kind, changes, follow=follow, **more)


def _some_date(rng: Random, draft: Draft) -> str:
    there = [name for name in _DATED[draft.type] if draft.has(name)]
    return rng.choice(there) if there else ""


def impossible(rng: Random, draft: Draft) -> bool:
    """Write a day that no calendar has."""
    name = _some_date(rng, draft)
    if not name:
        return False
    day = rng.choice(_NO_SUCH)
    year = int(draft.entry[name][-4:])
    return both(
        rng, draft, "R05", "impossible", {name: f"{day}.{year - year % 4 + 1 if day == '29.02' else year}"}
    )


def swapped(rng: Random, draft: Draft) -> bool:
    """Write the month before the day, where no month has that number."""
    there = [
        name
        for name in _DATED[draft.type]
        if draft.entry.get(name, "").count(".") == 2 and draft.entry[name] > "13"
    ]
    if not there:
        return False
    name = rng.choice(there)
    day, month, year = draft.entry[name].split(".")
    return both(rng, draft, "R05", "swapped", {name: f"{month}.{day}.{year}"})


def far_year(rng: Random, draft: Draft) -> bool:
    """Write a year that cannot be meant."""
    name = _some_date(rng, draft)
    if not name:
        return False
    text, year = draft.entry[name][:-4], draft.entry[name][-4:]
    other = rng.choice(
        (f"{year[0]}1{year[2:]}", f"5{year[1:]}", f"18{year[2:]}", f"3{year[1:]}", f"{year[0]}8{year[2:]}")
    )
    if 1900 <= int(other) <= TODAY:
        other = f"5{year[1:]}"
    return both(rng, draft, "R05", "far year", {name: text + other}, also=("R06", "R07", "R08"))


def seen_registered(rng: Random, draft: Draft) -> bool:
    """Mistype the day of registration so that it cannot be; the scan's name bears witness to the right one."""
    right = draft.entry["ngayDangKy"]
    day, month, year = right.split(".")
    other = rng.choice((f"31.02.{year}", f"{day}.{month}.5{year[1:]}", f"{day}.13.{year}"))
    also = ("R03", "R06")
    return slip(
        draft, "R05", "registered, seen", {"ngayDangKy": other}, fields=("tenFile",), tells=True, also=also
    )


def lunar(rng: Random, draft: Draft) -> bool:
    """Let the register count by the moon: its own fault, as nobody mistypes a date into that."""
    there = [
        name for name in _DATED[draft.type] if draft.has(name) and name not in ("nksNgaySinh", "ncNgaySinh")
    ]
    if not there:
        return False
    return as_written(draft, "R05", "lunar", {rng.choice(there): rng.choice(_LUNAR)}, tells=True)


def registered_before(rng: Random, draft: Draft) -> bool:
    """Let the event lie behind its registration."""
    name = "nksNgaySinh" if draft.type is KS else "nktNgayChet"
    if not draft.has(name):
        return False
    other = days.dotted(min(draft.slot.day + rng.randrange(2, 500), days.first_of(TODAY) + 100))
    return both(rng, draft, "R06", "before the event", {name: other}, fields=("ngayDangKy",))


def registered_early(rng: Random, draft: Draft) -> bool:
    """Mistype the year of registration to one before the event; the scan's name bears witness."""
    name = "nksNgaySinh" if draft.type is KS else "nktNgayChet"
    event = draft.entry.get(name, "")[-4:]
    if not event or draft.entry["loaiDangKy"] == "2":
        return False
    other = f"{draft.entry['ngayDangKy'][:-4]}{int(event) - rng.randrange(1, 4)}"
    return slip(
        draft,
        "R06",
        "early, seen",
        {"ngayDangKy": other},
        fields=(name, "tenFile"),
        tells=True,
        also=("R03",),
    )


def registered_later(rng: Random, draft: Draft) -> bool:
    """Mistype the year of registration to one that is still to come; the scan's name bears witness."""
    other = f"{draft.entry['ngayDangKy'][:-4]}{TODAY + rng.randrange(3, 40)}"
    return slip(
        draft,
        "R06",
        "to come, seen",
        {"ngayDangKy": other},
        fields=("tenFile",),
        tells=True,
        also=("R03", "R05"),
    )


def words_differ(rng: Random, draft: Draft) -> bool:
    """Let figures and words tell different days."""
    name = "nksNgaySinh" if draft.type is KS else "nktNgayChet"
    words = _WORDS[name]
    day = whole_date(draft.entry.get(name, ""))
    if day is None or not draft.has(words):
        return False
    other = day - rng.choice((1, 2, 3, 7, 10, 31, 365))
    if rng.random() < 0.5:
        changes = {words: days.in_words(days.dotted(other))}
        return either(rng, draft, "R14", "words", changes, fields=(name,))
    if (
        draft.type is KS
        and draft.slot.day - other > 58 > draft.slot.day - day
        and draft.entry["loaiDangKy"] == "1"
    ):
        return False
    return either(rng, draft, "R14", "figures", {name: days.dotted(other)}, fields=(words,))


PLANTS: Mapping[str, tuple[tuple[frozenset[RecordType], Plant], ...]] = {
    "R05": (
        (frozenset(RecordType), impossible), (frozenset(RecordType), swapped), (frozenset(RecordType), far_year),
        (frozenset(RecordType), seen_registered), (frozenset({KS, KH, KT, HN, CMC}), lunar),
    ),
    "R06": (
        (frozenset({KS, KT}), registered_before), (frozenset({KS, KT}), registered_early),
        (frozenset(RecordType), registered_later),
    ),
    "R14": ((frozenset({KS, KT}), words_differ),),
}  # fmt: skip
