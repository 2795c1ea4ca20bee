"""How pictures look: one opaque sheet of paper that reads alike on a light and a dark phone, its inks and its letters.

Sizes are pixels of a sheet 720 wide, which a phone shows at half: letters of 22 are 11 there, the smallest used.
"""

from __future__ import annotations

import io
from collections.abc import Mapping
from functools import lru_cache
from importlib.resources import files

from PIL import Image, ImageDraw, ImageFont

from domain.ranking import Band

Colour = tuple[int, int, int]

WIDTH = 720
MARGIN = 28
SMALL, TEXT, TITLE = 22, 24, 32
BOLD = 0.9  # pixels to the right, where it is written once more: the font that is shipped has no bold cut

PAPER: Colour = (252, 252, 250)
EDGE: Colour = (150, 156, 168)  # seen against a white page and a black one
INK: Colour = (24, 29, 40)
MUTED: Colour = (82, 89, 104)
GRID: Colour = (214, 217, 223)
OWN_ROW: Colour = (255, 240, 196)
OWN_INK: Colour = (94, 60, 0)
PLAN: Colour = (40, 84, 160)
AREA: Colour = (201, 228, 213)
FORECAST: Colour = (232, 160, 40)
OUTLOOK: Colour = (250, 232, 200)
LATE: Colour = (160, 24, 24)

# ink of a band, and the tint under its pattern; without colour solid, striped and dotted tell them apart
BAND_INK: Mapping[str, Colour] = {
    Band.REACHED.value: (18, 116, 66),
    Band.NEAR.value: (158, 92, 0),
    Band.SLOW.value: (176, 36, 30),
}
BAND_TINT: Mapping[str, Colour] = {
    Band.REACHED.value: (18, 116, 66),
    Band.NEAR.value: (247, 219, 165),
    Band.SLOW.value: (250, 222, 219),
}
TEXT_ON: tuple[tuple[Colour, Colour], ...] = (  # every ink that letters are written in, on what
    (INK, PAPER), (MUTED, PAPER), (MUTED, OWN_ROW), (INK, OWN_ROW), (OWN_INK, OWN_ROW), (OWN_INK, PAPER), (PLAN, PAPER), (LATE, PAPER),
    *((ink, paper) for ink in BAND_INK.values() for paper in (PAPER, OWN_ROW)),
)  # fmt: skip


BLENDED: tuple[tuple[Colour, Colour], ...] = (  # lines and shades that meet, with soft edges in between
    *((line, ground) for line in (BAND_INK["reached"], PLAN, LATE, INK, MUTED) for ground in (PAPER, AREA, OUTLOOK)),
    (BAND_INK["reached"], AREA), (AREA, PAPER), (OUTLOOK, PAPER), (GRID, PAPER), (FORECAST, INK),
)  # fmt: skip
SHADES = 6  # between two colours


@lru_cache(maxsize=1)
def palette() -> Image.Image:
    """Make the palette of all pictures: every colour there is, and the shades at the edges of letters and lines."""
    pairs = dict.fromkeys((*TEXT_ON, *BLENDED, *zip(BAND_INK.values(), BAND_TINT.values(), strict=True)))
    colours: dict[Colour, None] = dict.fromkeys((PAPER, EDGE, INK, MUTED, GRID, OWN_ROW, OWN_INK))
    for step in range(SHADES):
        for one, other in pairs:
            red, green, blue = (a + (b - a) * step // (SHADES - 1) for a, b in zip(one, other, strict=True))
            colours.setdefault((red, green, blue))
    listed = list(colours)[:256]
    sheet = Image.new("P", (1, 1))
    sheet.putpalette([part for colour in listed for part in colour])
    return sheet


@lru_cache(maxsize=8)
def font(size: int) -> ImageFont.FreeTypeFont:
    """Load the letters of a size. They are composed ones (NFC), so no shaping engine is needed."""
    return ImageFont.truetype(io.BytesIO(_letters()), size, layout_engine=ImageFont.Layout.BASIC)


@lru_cache(maxsize=1)
def _letters() -> bytes:
    return files("bot.synthetic.data").joinpath("DejaVuSans.ttf").read_bytes()


@lru_cache(maxsize=16)
def fill(band: str, width: int, height: int) -> Image.Image:
    """Make what a band's bars are cut from: solid, striped or dotted."""
    sheet = Image.new("RGB", (width, height), BAND_TINT[band])
    pen, ink = ImageDraw.Draw(sheet), BAND_INK[band]
    if band == Band.NEAR.value:
        for x in range(-height, width, 10):
            pen.line((x, height, x + height, 0), fill=ink, width=4)
    elif band == Band.SLOW.value:
        for row, y in enumerate(range(4, height, 8)):
            for x in range(4 + 4 * (row % 2), width, 8):
                pen.rectangle((x, y, x + 2, y + 2), fill=ink)
    return sheet
