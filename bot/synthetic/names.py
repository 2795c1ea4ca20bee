"""Invented people's names as they are common in Lạng Sơn: Nùng, Tày, Kinh, Dao and a few others, by chance from a seed.

Only parts of names are listed and put together at random; nobody's name is copied from anywhere.
"""

from __future__ import annotations

from bisect import bisect
from dataclasses import dataclass
from itertools import accumulate
from random import Random

MALE, FEMALE = "1", "2"  # as nksGioiTinh has it


@dataclass(frozen=True, slots=True)
class _Group:
    share: int
    surnames: tuple[str, ...]
    middle: tuple[tuple[str, ...], tuple[str, ...]]  # men's, women's
    given: tuple[tuple[str, ...], tuple[str, ...]]


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


_GIVEN_MEN = _words(
    "Hùng Dũng Tuấn Thắng Sơn Hải Long Cường Kiên Trung Nam Bình Phong Thành Đạt Khải Quân Huy Hiếu Lợi Toàn Vinh "
    "Phúc Tài Duy Lâm Tùng Giang Thuận Việt Tiến Chiến Hiệp Nghĩa Khánh Quý Chung Thịnh Đức Nhất Hoàn Luân Bách"
)
_GIVEN_WOMEN = _words(
    "Lan Hoa Hương Huệ Mai Thảo Trang Ngân Thu Hằng Nga Yến Linh Nhung Hiền Thủy Loan Duyên Bích Oanh Phượng Xuân "
    "Hạnh Dung Liên Ánh Tuyết Vân Quyên Thúy Hường Ngọc My Anh Diệp Chinh Nguyệt Thương Kiều Mến Thoa Lệ Sen"
)
_OLD_MEN = _words("Páo Slấn Phủ Vảng Pảo Sình Coóng Lình Nhất Sầu Chằn Tịnh Phấy Chiu Seng")
_OLD_WOMEN = _words("Múi Mùi Slim Nái Pham Sính Chản Mẩy Nhàn Eng Say Lả Ghến Liều Dẳn")
_MIDDLE_MEN = _words("Văn Văn Văn Văn Đức Minh Quốc Xuân Hữu Công Thanh Ngọc Quang Đình Trọng Anh")
_MIDDLE_WOMEN = _words("Thị Thị Thị Thị Thị Thu Thanh Ngọc Minh Bích Hồng Kim Thúy Phương Lan")

_GROUPS: dict[str, _Group] = {
    "Nùng": _Group(
        43,
        _words(
            "Hoàng Hoàng Nông Nông Vi Vi Lương Chu Hứa Lăng Triệu Lâm Mã Phùng Lý Lộc Lành Liễu Mông Đàm Long Linh"
        ),
        (_MIDDLE_MEN, _MIDDLE_WOMEN),
        (_GIVEN_MEN + _OLD_MEN[:5], _GIVEN_WOMEN + _OLD_WOMEN[:5]),
    ),
    "Tày": _Group(
        35,
        _words("Hoàng Hoàng Nông Nông Lương Hà Dương Bế Đàm Ma La Lường Đinh Vi Hứa Lục Mạc Nguyễn Lô Triệu Trần"),
        (_MIDDLE_MEN, _MIDDLE_WOMEN),
        (_GIVEN_MEN, _GIVEN_WOMEN),
    ),
    "Kinh": _Group(
        16,
        _words("Nguyễn Nguyễn Nguyễn Trần Trần Lê Phạm Vũ Đỗ Bùi Đặng Ngô Đào Phan Hà Đoàn Trịnh Dương"),
        (_MIDDLE_MEN, _MIDDLE_WOMEN),
        (_GIVEN_MEN, _GIVEN_WOMEN),
    ),
    "Dao": _Group(
        5,
        _words("Triệu Triệu Đặng Lý Bàn Dương Phùng Chìu Hoàng"),
        (_words("Văn Tiến Kim Quý Sinh Tài Phúc Hữu"), _words("Thị Mùi Mán Thị Tả Thị Kim")),
        (_OLD_MEN + _GIVEN_MEN[:12], _OLD_WOMEN + _GIVEN_WOMEN[:12]),
    ),
    "Hoa": _Group(
        1, _words("Lâm Trần Lý Hoàng"), (_MIDDLE_MEN, _MIDDLE_WOMEN), (_GIVEN_MEN[:20], _GIVEN_WOMEN[:20])
    ),
}  # fmt: skip
_PEOPLES = tuple(_GROUPS)
_STEPS = tuple(accumulate(group.share for group in _GROUPS.values()))


def people(rng: Random) -> str:
    """Pick an ethnic group as often as it lives in the province."""
    return _PEOPLES[bisect(_STEPS, rng.random() * _STEPS[-1])]


def surname(rng: Random, group: str) -> str:
    """Pick a surname that is common in a group."""
    return _pick(rng, _GROUPS[group].surnames)


def full_name(rng: Random, group: str, sex: str, family: str = "") -> str:
    """Put together surname, middle and given name; `family` is the surname where it is known."""
    names = _GROUPS[group]
    which = 0 if sex == MALE else 1
    middle, given = _pick(rng, names.middle[which]), _pick(rng, names.given[which])
    while given == middle:
        given = _pick(rng, names.given[which])
    return f"{family or _pick(rng, names.surnames)} {middle} {given}"


def surname_of(name: str) -> str:
    """Take the surname from a full name."""
    return name.partition(" ")[0]


def _pick(rng: Random, among: tuple[str, ...]) -> str:
    return among[int(rng.random() * len(among))]  # a third of the time that rng.choice takes
