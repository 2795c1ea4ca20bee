"""The first columns of every table that lists entries of registers: outside programs rely on them (design, section 10)."""

from __future__ import annotations

from collections.abc import Mapping

from storage.exports.cells import Column

Own = tuple[
    str, int, bool
]  # a column's name, width in characters, and whether somebody typed what stands in it
_FIRST: tuple[Own, ...] = (
    ("ma_don_vi", 10, False),
    ("loai", 6, False),
    ("nam", 6, False),
    ("so", 8, True),
    ("quyen", 10, True),
    ("trang", 7, True),
)


def columns(labels: Mapping[str, str], *own: Own, why: int) -> tuple[Column, ...]:
    """Give the columns of a table of entries: which entry, why it is listed (`why` characters wide), then its own."""
    return tuple(
        Column(name, width, typed, label=labels[name])
        for name, width, typed in (*_FIRST, ("ly_do", why, False), *own)
    )
