"""What the twelve digits of a citizen's number say: province of birth, century and sex, year (TT 07/2016/TT-BCA)."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

# the provinces by the codes of the General Statistics Office; 100 and above are countries of birth
_PROVINCES = frozenset(
    (
        1, 2, 4, 6, 8, 10, 11, 12, 14, 15, 17, 19, 20, 22, 24, 25, 26, 27, 28, 30, 31, 33, 34, 35, 36, 37, 38, 40, 42, 44,
        45, 46, 48, 49, 51, 52, 54, 56, 58, 60, 62, 64, 66, 67, 68, 70, 72, 74, 75, 77, 79, 80, 82, 83, 84, 86, 87, 89, 91,
        92, 93, 94, 95, 96,
    )
)  # fmt: skip
LENGTH = 12


@dataclass(frozen=True, slots=True)
class Says:
    """What a number says of its bearer; `sex` is "1" or "2" as GioiTinh has it."""

    province_known: bool
    sex: str
    year: int


@lru_cache(maxsize=2048)
def read(number: str) -> Says | None:
    """Read a number of twelve digits; None where it has another form."""
    if len(number) != LENGTH or not (number.isascii() and number.isdigit()):
        return None
    province, century = int(number[:3]), int(number[3])
    return Says(
        province in _PROVINCES or province >= 100,
        "2" if century % 2 else "1",
        1900 + century // 2 * 100 + int(number[4:6]),
    )
