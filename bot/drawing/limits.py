"""How much a scan may ask of this machine, and what is said of one that asks for more."""

from __future__ import annotations

from dataclasses import dataclass

MAX_PAGES = 6
LONGEST_SIDE = 1600  # pixels; Telegram itself shows about 1280
JPEG_BYTES = 300_000
QUALITIES = (82, 70, 55, 40)
FILE_BYTES = 64 * 1024 * 1024
PIXELS = {
    "JPEG": 75_000_000,
    "PNG": 40_000_000,
}  # A3 at 600 dpi has 70 million; a PNG is decoded at full size
FLATTEST = 18  # Telegram takes photos up to 20 times as long as wide

DRAW_S = 15.0  # of the clock, for all pages of a scan
CPU_S = 15  # of a processor; ends a drawing whose bot was killed before it could end it
MEMORY_BYTES = 1 << 30  # a PNG of 40 million greys of 16 bits takes most of it
DRAWN_BY_ONE = 100  # scans that one process draws before another takes its place


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A file that cannot be drawn: empty, encrypted, broken, too_large, not_a_scan, no_such_page, too_slow,
    crashed or stopped."""

    reason: str
