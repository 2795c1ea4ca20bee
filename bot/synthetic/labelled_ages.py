"""Planting orders and ages that life or the law does not know, and kinds that do not fit (R07–R10, R18).

A plant changes a draft and says whether it found room; most are slips or faults of the register by the toss of a coin.
"""

from __future__ import annotations

from collections.abc import Mapping
from random import Random

from bot.synthetic import days
from bot.synthetic.labelled_dates import TODAY, Plant, both
from bot.synthetic.labelled_lives import PAPERS, YEAR, born, whole_date, without, years_before
from bot.synthetic.labelled_shape import Draft, either
from domain.records import RecordType

KS, KH, KT, HN, CMC = RecordType
_D2015 = days.first_of(2015)
_MOTHER, _FATHER = ((9, 13), (51, 55), (57, 68)), ((9, 12), (82, 95))


def died_unborn(rng: Random, draft: Draft) -> bool:
    """Let somebody die before birth."""
    died = draft.entry.get("nktNgayChet", "")
    if not died:
        return False
    own = int(died[-4:]) + rng.randrange(1, 3)
    own_date = (
        f"{rng.randrange(1, 29):02d}.{rng.randrange(1, 13):02d}.{own}" if rng.random() < 0.6 else str(own)
    )
    return both(
        rng,
        draft,
        "R07",
        "death before birth",
        {"nktNgaySinh": own_date},
        fields=("nktNgayChet",),
        also=("R05",) if own >= TODAY else (),
    )


def too_old(rng: Random, draft: Draft) -> bool:
    """Let somebody grow older than anybody has."""
    died = int(draft.entry["nktNgayChet"][-4:])
    year = died - rng.randrange(122, 150)
    also = ("R05",) if year < 1900 else ()
    return both(rng, draft, "R07", "over 120", {"nktNgaySinh": str(year)}, fields=("nktNgayChet",), also=also)


def parent_younger(rng: Random, draft: Draft) -> bool:
    """Let a parent be born with or after the child."""
    who = rng.choice(("me", "cha"))
    if not draft.has(f"{who}NgaySinh"):
        return False
    child = int(draft.entry["nksNgaySinh"][-4:])
    own = str(min(child + rng.randrange(1, 30), TODAY - 1))
    if int(own) <= child:
        return False
    own_date = f"{rng.randrange(1, 29):02d}.{rng.randrange(1, 13):02d}.{own}" if rng.random() < 0.5 else own
    return both(rng, draft, "R08", "parent younger", {f"{who}NgaySinh": own_date}, fields=("nksNgaySinh",))


def later_than_registration(rng: Random, draft: Draft) -> bool:
    """Let a paper be issued after the registration it was shown at."""
    there = [
        name
        for name in draft.entry
        if name.startswith(("NgayCap", "gbtNgay")) or name.endswith("NgayCapGiayToTuyThan")
    ]
    if not there:
        return False
    name = rng.choice(there)
    other = days.dotted(min(draft.slot.day + rng.randrange(200, 1500), days.first_of(TODAY) + 150))
    return both(
        rng,
        draft,
        "R08",
        "paper after registration",
        {name: other},
        fields=("ngayDangKy",),
        also=("R06", "R17"),
    )


def _age(prefix: str, spans: tuple[tuple[int, int], ...], kind: str) -> Plant:
    def change(rng: Random, draft: Draft) -> bool:
        child = whole_date(draft.entry["nksNgaySinh"])
        if child is None or not draft.has(f"{prefix}NgaySinh"):
            return False
        years = rng.randint(*rng.choice(spans))
        own = years_before(child, years) - rng.randrange(30, 330)
        text = days.dotted(own) if rng.random() < 0.7 else str(days.year_of(child) - years)
        return both(rng, draft, "R09", kind, {f"{prefix}NgaySinh": text}, fields=("nksNgaySinh",))

    return change


def too_young(rng: Random, draft: Draft) -> bool:
    """Marry somebody below the age of the law of the time."""
    who = rng.choice(("chong", "vo"))
    made = whole_date(draft.entry.get("ngayXacLapQuanHeHonNhan") or draft.entry["ngayDangKy"])
    if made is None or draft.entry["loaiDangKy"] != "1":
        return False
    due = (20 if who == "chong" else 18) - (0 if made >= _D2015 else 1)
    own = years_before(made, due) + rng.randrange(5, 900)
    without(draft.entry, who, PAPERS)
    text = days.dotted(own)
    if rng.random() < 0.2:  # the law takes the first of January
        text = str(days.year_of(made) - due + rng.randrange(2, 4))
    return both(rng, draft, "R10", "too young", {f"{who}NgaySinh": text}, fields=("ngayDangKy",))


def late_as_on_time(rng: Random, draft: Draft) -> bool:
    """Call a late registration one on time."""
    name = "nksNgaySinh" if draft.type is KS else "nktNgayChet"
    event = whole_date(draft.entry.get(name, ""))
    late = 60 if draft.type is KS else 15
    if event is None:
        return False
    if draft.entry["loaiDangKy"] == "4" and draft.slot.day - event > late + 1:
        return either(rng, draft, "R18", "late", {"loaiDangKy": "1"}, fields=(name, "ngayDangKy"))
    if draft.entry["loaiDangKy"] != "1":
        return False
    parents = [
        whole_date(draft.entry.get(f"{who}NgaySinh", ""))
        for who in ("me", "cha")
        if draft.has(f"{who}NgaySinh")
    ]
    earlier = draft.slot.day - late - rng.randrange(5, 400)
    if draft.type is KS and any(own is None or earlier - own < 17 * YEAR for own in parents):
        return False
    born(draft, name, earlier)
    if draft.type is KT:
        draft.entry["nktNgayChetGhiBangChu"] = days.in_words(days.dotted(earlier))
        for suffix in ("Loai", "So", "Ngay", "CoQuanCap"):
            draft.entry.pop(f"gbt{suffix}", None)
    draft.entry["loaiDangKy"] = "4"
    return either(rng, draft, "R18", "late", {"loaiDangKy": "1"}, fields=(name, "ngayDangKy"))


PLANTS: Mapping[str, tuple[tuple[frozenset[RecordType], Plant], ...]] = {
    "R07": ((frozenset({KT}), died_unborn), (frozenset({KT}), too_old)),
    "R08": ((frozenset({KS}), parent_younger), (frozenset({KH, KT, HN}), later_than_registration)),
    "R09": ((frozenset({KS}), _age("me", _MOTHER, "mother's age")), (frozenset({KS}), _age("cha", _FATHER, "father's age"))),
    "R10": ((frozenset({KH}), too_young),),
    "R18": ((frozenset({KS, KT}), late_as_on_time),),
}  # fmt: skip
