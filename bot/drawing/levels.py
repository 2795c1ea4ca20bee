"""How close a page of a scan can be looked at: its levels, the size of each, and the tiles they are cut into.

A level is the page at a power of a half of its own resolution, the last level being that resolution itself. What is
below the first level is shown as one picture, fitted to a phone.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

FITTED = 1400  # pixels of the longest side on first sight: a phone's width at its density
TILE = 512


@dataclass(frozen=True, slots=True)
class Seen:
    """A piece of a page as JPEG, and the page it is of: how many there are, and its size at its own resolution."""

    jpeg: bytes
    pages: int
    width: int
    height: int


def levels(width: int, height: int) -> int:
    """Tell the number of the closest level: 0 where the fitted picture shows all there is."""
    return max(0, math.ceil(math.log2(max(width, height) / FITTED)))


def size_at(width: int, height: int, level: int) -> tuple[int, int]:
    """Tell how large a page is at a level."""
    share = 2 ** (levels(width, height) - level)
    return max(1, math.ceil(width / share)), max(1, math.ceil(height / share))
