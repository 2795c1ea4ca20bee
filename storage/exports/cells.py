"""What stands in the cells of a table that goes out, and what its columns are called."""

from __future__ import annotations

from dataclasses import dataclass

Cell = str | int | float


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its name for programs, its label for people, and what its cells are.

    `width` is in characters, and only a wish: a workbook fits its columns to what stands in them. `typed` cells hold
    what somebody typed (names, notes) and are wrapped; `share` cells are 0 … 1.
    """

    name: str
    width: int = 12
    typed: bool = False
    share: bool = False
    label: str = ""


def letters(place: int) -> str:
    """Name a column of a workbook by its place, counted from 0: A, B … Z, AA."""
    name = ""
    place += 1
    while place:
        place, rest = divmod(place - 1, 26)
        name = chr(ord("A") + rest) + name
    return name
