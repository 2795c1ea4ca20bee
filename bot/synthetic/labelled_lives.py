"""What the makers of labelled records share: who stands in which type, days, and taking people out of an entry."""

from __future__ import annotations

from datetime import date

from bot.synthetic import days
from bot.synthetic.labelled_shape import Draft, Entry
from domain.records import RecordType

KS, KH, KT, HN, CMC = RecordType
PEOPLE = {KS: ("nks", "me", "cha"), KH: ("chong", "vo"), KT: ("nkt",), HN: ("nxn",), CMC: ("cm", "nc")}
PAPERED = {KS: ("nyc",), KH: ("chong", "vo"), KT: ("nyc",), HN: (), CMC: ()}
YEAR = 365.25  # days
PAPERS = (
    "LoaiGiayToTuyThan",
    "SoGiayToTuyThan",
    "NgayCapGiayToTuyThan",
    "NoiCapGiayToTuyThan",
    "GiayToKhac",
)
PARENT = ("HoTen", "NgaySinh", "DanToc", "QuocTich", "QuocTichKhac", "LoaiCuTru", "NoiCuTru", *PAPERS)


def whole_date(text: str) -> int | None:
    """Read a dotted date known to the day as an ordinal."""
    parts = text.split(".")
    return date(int(parts[2]), int(parts[1]), int(parts[0])).toordinal() if len(parts) == 3 else None


def years_before(day: int, years: int) -> int:
    """Go back whole years from an ordinal day, to the same day of the calendar; 29/2 becomes 28/2."""
    then = date.fromordinal(day)
    return date(then.year - years, then.month, min(then.day, 28) if then.month == 2 else then.day).toordinal()


def without(entry: Entry, prefix: str, suffixes: tuple[str, ...] = PARENT) -> None:
    """Take a person out of an entry."""
    for suffix in suffixes:
        entry.pop(prefix + suffix, None)


def born(draft: Draft, name: str, day: int) -> bool:
    """Set a day of birth; a child's in words too."""
    draft.entry[name] = days.dotted(day)
    if name == "nksNgaySinh":
        draft.entry["nksNgaySinhBangChu"] = days.in_words(days.dotted(day))
    return True


def requester(draft: Draft, name: str, relation: str) -> None:
    """Let somebody without papers have asked."""
    without(draft.entry, "nyc", PAPERS)
    draft.entry |= {"nycHoTen": name, "nycQuanHe": relation}
