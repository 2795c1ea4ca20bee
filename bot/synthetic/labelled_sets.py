"""Planting what only several records together show (R12, R13, R23, whole books), and twins and suffixes, which are in order."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from itertools import pairwise
from random import Random
from zlib import crc32

from bot.synthetic import places
from bot.synthetic.labelled_lives import whole_date
from bot.synthetic.labelled_shape import Draft, Label, as_written, slip
from domain import keys
from domain.records import RecordType

Shelf = list[Draft]
KS = RecordType.KS
_SCAN = ("tenFile", "ngayDangKy", "quyenSo")
_FEWEST = 12  # records in a book that is spoiled whole


def _free(shelf: Shelf, at: int, length: int) -> bool:
    """Say whether a stretch lies within one year, with nobody's plants in it, and neither at its end."""
    if not 0 < at <= len(shelf) - length - 1:
        return False
    stretch = shelf[at - 1 : at + length + 1]
    return all(each.slot.year == shelf[at].slot.year and not each.taken for each in stretch)


def _somewhere(rng: Random, shelf: Shelf, length: int) -> int | None:
    for _ in range(12):
        at = rng.randrange(1, max(2, len(shelf)))
        if _free(shelf, at, length):
            return at
    return None


def gap(rng: Random, shelf: Shelf) -> None:
    """Leave out entries in the middle of a year: the vendor's omission, or a number the register skips."""
    length = rng.choice((1, 1, 2, 3, 5))
    at = _somewhere(rng, shelf, length)
    if at is None:
        return
    group = _group(shelf[at])
    for draft in (shelf[at - 1], shelf[at + length]):
        draft.labels.append(Label("R13", "gap", ("so", "quyenSo"), "", also=("R12",), group=group))
        draft.taken = True
    del shelf[at : at + length]


def _group(draft: Draft) -> int:
    """Number a group by where it lies, so that the same seed numbers alike."""
    return crc32(f"{draft.type.value}{draft.home.code}{draft.slot.year}{draft.slot.number}".encode()) or 1


def double_upload(rng: Random, shelf: Shelf) -> None:
    """Hand in one record twice."""
    at = _somewhere(rng, shelf, 1)
    if at is None:
        return
    first = shelf[at]
    second = Draft(first.type, first.home, first.slot, dict(first.entry), taken=True)
    second.labels.append(Label("R12", "double upload", ("so", "tenFile"), "a", tells=True, also=()))
    first.taken = True
    first.excused |= {"R12", "R03", "R01"}
    shelf.insert(at + 1, second)


def number_twice(rng: Random, shelf: Shelf) -> None:
    """Mistype a number as one that is taken, or let the register give it twice."""
    at = _somewhere(rng, shelf, 3)
    if at is None:
        return
    first, second = shelf[at], shelf[at + rng.randrange(1, 3)]
    if first.entry["ngayDangKy"] == second.entry["ngayDangKy"]:
        return
    changes = {"so": first.entry["so"]}
    if rng.random() < 0.5:
        slip(second, "R12", "number mistyped", changes, fields=_SCAN, tells=True, also=("R03",))
    else:
        as_written(second, "R12", "number repeated", changes, fields=_SCAN)
    first.taken = True


def one_scan(rng: Random, shelf: Shelf) -> None:
    """Attach one scan to two records."""
    at = _somewhere(rng, shelf, 3)
    if at is None:
        return
    first, second = shelf[at], shelf[at + rng.randrange(1, 3)]
    if first.entry["ngayDangKy"] == second.entry["ngayDangKy"]:
        return
    second.scan, second.register = first.name, first.entry
    second.typed = second.entry
    second.labels.append(
        Label("R03", "two on one scan", ("tenFile", "so", *_SCAN), "a", tells=True, also=("R01", "R12"))
    )
    first.taken = second.taken = True
    first.excused |= {"R12", "R03", "R01"}


def same_person(rng: Random, shelf: Shelf, earlier: Sequence[Draft]) -> None:
    """Register a child a second time, years later, in another book of this unit or another."""
    able = [  # who is registered again rightly stands in two books
        each
        for each in earlier
        if whole_date(each.entry["nksNgaySinh"]) is not None and each.entry["loaiDangKy"] in ("1", "4")
    ]
    at = _somewhere(rng, shelf, 1)
    if at is None or not able:
        return
    first, second = rng.choice(able), shelf[at]
    child = whole_date(first.entry["nksNgaySinh"]) or 0
    if first is second or second.slot.book == first.slot.book or second.slot.day < child + 70:
        return
    copied = {name: value for name, value in first.entry.items() if name.startswith(("nks", "me", "cha"))}
    kept = {
        name: value
        for name, value in second.entry.items()
        if not name.startswith(("nks", "me", "cha", "nyc", "ghi"))
    }
    for name in [each for each in copied if "GiayToTuyThan" in each]:
        del copied[name]
    second.entry = kept | copied | {"loaiDangKy": "4", "nycHoTen": first.entry["meHoTen"], "nycQuanHe": "Mẹ"}
    second.labels.append(
        Label("R23", "one person, two books", ("nksHoTen", "nksNgaySinh", "meHoTen", "so"), "c")
    )
    second.taken = first.taken = True
    first.excused.add("R23")


def other_units_book(rng: Random, shelf: Shelf) -> None:
    """Put a whole book of another unit among this one's."""
    book = _book(rng, shelf)
    other = places.neighbour(shelf[0].home, places.communes(), rng) if book else None
    for draft in book:
        assert other is not None
        as_written(draft, "R02", "book of another unit", {draft.place: other.office}, case="a", tells=True)


def shifted_book(rng: Random, shelf: Shelf) -> None:
    """Attach to each record of a book the scan of the next one."""
    book = _book(rng, shelf)
    shown = [each.name for each in book[1:]]
    for draft, following, scan in zip(book, book[1:], shown, strict=False):
        draft.scan, draft.register, draft.typed = scan, following.entry, draft.entry
        draft.labels.append(
            Label("R03", "scans shifted", ("tenFile", "so", *_SCAN), "a", tells=True, also=("R01", "R12"))
        )
    for draft in book:
        draft.taken = True
    if book:
        book[-1].excused |= {"R03", "R01", "R12"}  # keeps its own scan, which the one before has too


def _book(rng: Random, shelf: Shelf) -> Shelf:
    by_book: dict[tuple[str, int], Shelf] = defaultdict(list)
    for draft in shelf:
        by_book[draft.slot.book, 0].append(draft)
    fit = [book for book in by_book.values() if len(book) >= _FEWEST and not any(each.taken for each in book)]
    return rng.choice(fit) if fit else []


def twins(rng: Random, shelf: Shelf) -> None:
    """Register twins one after the other: alike but for their names."""
    at = _somewhere(rng, shelf, 2)
    if at is None:
        return
    first, second = shelf[at], shelf[at + 1]
    family, *middle, given = first.entry["nksHoTen"].split()
    other = rng.choice([each for each in ("Hà", "Giang", "Phong", "Dương", "Bình") if each != given])
    own = {name: second.entry[name] for name in ("so", "quyenSo", "trangSo") if name in second.entry}
    second.entry = first.entry | own | {"nksHoTen": " ".join([family, *middle, other])}
    for draft in (first, second):
        draft.oddity, draft.taken = "twins", True


def suffix(rng: Random, shelf: Shelf) -> None:
    """Give the last entry of a year the number before it with a letter."""
    ends = [
        at
        for at in range(1, len(shelf))
        if at + 1 == len(shelf) or shelf[at + 1].slot.year != shelf[at].slot.year
    ]
    ends = [at for at in ends if not shelf[at].taken and not shelf[at - 1].taken
            and shelf[at - 1].slot.year == shelf[at].slot.year and shelf[at - 1].entry["so"].isdigit()]  # fmt: skip
    if ends:
        draft = shelf[rng.choice(ends)]
        draft.entry["so"] = f"{draft.slot.number - 1}{rng.choice('aA')}"
        draft.oddity, draft.taken = "number with a letter", True


_OFTEN: tuple[tuple[Callable[[Random, Shelf], None], float], ...] = (  # per hundred records of a shelf
    (gap, 1.0), (double_upload, 0.7), (number_twice, 1.2), (one_scan, 0.7), (suffix, 0.3),
)  # fmt: skip
_BOOKS = ((other_units_book, 0.12), (shifted_book, 0.12))  # chance for a shelf


def plant(rng: Random, shelf: Shelf, earlier: Sequence[Draft]) -> None:
    """Plant into a shelf what concerns several of its records. `earlier`: births of other units that stand by."""
    for spoil, chance in _BOOKS:
        if rng.random() < chance * min(1.0, len(shelf) / 80):
            spoil(rng, shelf)
    for spoil, share in _OFTEN:
        for _ in range(_times(rng, share * len(shelf) / 100)):
            spoil(rng, shelf)
    if shelf and shelf[0].type is KS:
        for _ in range(_times(rng, len(shelf) / 100)):
            same_person(rng, shelf, [each for each in (*shelf, *earlier) if not each.labels])
        for _ in range(_times(rng, len(shelf) / 150)):
            twins(rng, shelf)


def _times(rng: Random, mean: float) -> int:
    return int(mean) + (rng.random() < mean - int(mean))


def excuse(shelf: Sequence[Draft]) -> None:
    """Note where numbers as typed are missing or stand twice: a rule that says so of a clean record is right."""
    by_year: dict[int, dict[int, list[Draft]]] = defaultdict(lambda: defaultdict(list))
    same: dict[str, list[Draft]] = defaultdict(list)
    for draft in shelf:
        typed = draft.typed or draft.register or draft.entry
        key = keys.natural_key(draft.type, typed)
        if isinstance(key, keys.Key):
            number = keys.entry_number(key.number)
            if number:
                by_year[key.year][number[0]].append(draft)
                same[key.text].append(draft)
    for drafts in same.values():
        if len(drafts) > 1:
            for draft in drafts:
                draft.excused.add("R12")
    for numbers in by_year.values():
        order = [0, *sorted(numbers)]
        for before, after in pairwise(order):
            if after - before > 1:
                for draft in (*numbers.get(before, ()), *numbers[after]):
                    draft.excused.add("R13")
