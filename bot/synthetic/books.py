"""The shelf of one commune and type: books opened and carried on, numbers that run through the year, who signed.

Numbers run from 01 within a calendar year, through every book of that year; a book carried into the next year starts
at 01 again (NĐ 158/2005 Đ.68). So small communes have books that span years.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from random import Random

from bot.synthetic import days, names
from bot.synthetic.names import FEMALE, MALE
from bot.synthetic.places import Commune

FIRST_YEAR, LAST_YEAR = 1995, 2023
FEWEST_A_YEAR = 12  # a drive with few entries fills few years, rather than thin ones
SMALLEST_BOOK, LARGEST_BOOK = 30, 100
_TERMS = (1994, 1999, 2004, 2011, 2016, 2021)  # years in which people's committees were elected
_CLERK_YEARS = 9


@dataclass(frozen=True, slots=True)
class Slot:
    """A place in a book to be filled by an entry, with those who wrote and signed it."""

    year: int  # of registration
    day: int  # of registration, an ordinal
    number: int
    book: str  # "01/2005"
    page: int
    fields: dict[str, str]  # so, quyenSo, trangSo, ngayDangKy, nguoiKy, chucVuNguoiKy, nguoiThucHien


@dataclass(frozen=True, slots=True)
class Office:
    """Who signs and writes in a commune's office, by the year."""

    chairs: tuple[str, ...]
    deputies: tuple[str, ...]
    clerks: tuple[str, ...]
    level: str  # "xã"

    def signed(self, rng: Random, year: int) -> dict[str, str]:
        """Give the fields of signer and writer of an entry of that year."""
        term = sum(year >= each for each in _TERMS) - 1
        chair = rng.random() < 0.7
        return {
            "nguoiKy": (self.chairs if chair else self.deputies)[term],
            "chucVuNguoiKy": f"{'Chủ tịch' if chair else 'Phó Chủ tịch'} UBND {self.level}",
            "nguoiThucHien": self.clerks[(year - FIRST_YEAR) // _CLERK_YEARS],
        }


def office_of(seed: object, commune: Commune) -> Office:
    """Staff a commune's office, the same for every type of book."""
    rng = Random(f"{seed}:office:{commune.code}")

    def staff(count: int, men: float) -> tuple[str, ...]:
        return tuple(
            names.full_name(rng, names.people(rng), MALE if rng.random() < men else FEMALE)
            for _ in range(count)
        )

    level = "thị trấn" if commune.name.startswith("thị trấn") else commune.name.partition(" ")[0]
    clerks = (LAST_YEAR - FIRST_YEAR) // _CLERK_YEARS + 1
    return Office(staff(len(_TERMS), 0.85), staff(len(_TERMS), 0.7), staff(clerks, 0.4), level)


def slots(rng: Random, office: Office, count: int) -> Iterator[Slot]:
    """Lay out `count` places, in the order of the books."""
    length = max(1, min(LAST_YEAR - FIRST_YEAR + 1, count // FEWEST_A_YEAR))
    first = rng.randint(FIRST_YEAR, LAST_YEAR - length + 1)
    per_year = shares(count, [0.6 + rng.random() for _ in range(length)])
    per_page = rng.choice((1, 2))
    book, filled, room, page, lines = "", 0, 0, 0, 0
    for year, entries in enumerate(per_year, start=first):
        opened = 0
        lines = per_page  # a new year begins on a new page
        for number, day in enumerate(sorted(days.office_day(rng, year) for _ in range(entries)), start=1):
            if filled == room:
                opened, filled, room = opened + 1, 0, rng.randint(SMALLEST_BOOK, LARGEST_BOOK)
                book, page, lines = f"{opened:02d}/{year}", 0, per_page
            if lines == per_page:
                page, lines = page + 1, 0
            filled, lines = filled + 1, lines + 1
            place = {
                "so": str(number),
                "quyenSo": book,
                "trangSo": str(page),
                "ngayDangKy": days.dotted(day),
            }
            yield Slot(year, day, number, book, page, place | office.signed(rng, year))


def shares(total: int, weights: Sequence[float]) -> list[int]:
    """Share a whole number by weights, the largest remainders rounded up; the shares add up to the total."""
    scale = total / sum(weights)
    exact = [weight * scale for weight in weights]
    whole = [int(share) for share in exact]
    by_rest = sorted(range(len(weights)), key=lambda at: (whole[at] - exact[at], at))
    for at in by_rest[: total - sum(whole)]:
        whole[at] += 1
    return whole
