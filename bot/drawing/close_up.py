"""One page of a scan looked at closely: fitted to a phone, or a tile of it at one of its levels.

The page as last drawn is kept, since the tiles of a level are asked for together and a page of a register takes
longer to decode than all its tiles take to cut.
"""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any

import pypdfium2
import pypdfium2.raw
from PIL import Image, ImageOps

from bot.drawing.levels import FITTED, TILE, Seen, levels, size_at
from bot.drawing.limits import FILE_BYTES, Unreadable
from bot.drawing.on_paper import jpeg_within, on_paper
from bot.drawing.opening import pdf_of, picture_of

CLOSEST = 40_000_000  # pixels of a level; A4 at 600 dpi has 35 million
LEAST_DPI, PLAIN_DPI = 150, 300  # of a PDF's page: what its pictures have, within bounds, else the second
_IMAGES_LOOKED_AT = 40
FITTED_BYTES = 150_000
TILE_BYTES = 120_000


class Desk:
    """Draws pieces of pages; the page drawn last lies ready."""

    def __init__(self) -> None:
        self._key: tuple[Any, ...] | None = None
        self._page: Image.Image | None = None
        self._told = (0, 0, 0)  # pages, width, height

    def piece(self, path: str, page: int, tile: tuple[int, int, int] | None) -> Seen | Unreadable:
        """Draw page `page` (from 1) fitted, or its tile (level, column, row). Blocks, and never raises for a file."""
        try:
            return self._piece(Path(path), page, tile)
        except MemoryError:
            self._forget()
            return Unreadable("too_large")
        except Exception:  # decoders raise whatever a broken file leads them to
            self._forget()
            return Unreadable("broken")

    def _forget(self) -> None:
        self._key, self._page = None, None

    def _piece(self, path: Path, page: int, tile: tuple[int, int, int] | None) -> Seen | Unreadable:
        stat = path.stat()
        if not 0 < stat.st_size <= FILE_BYTES:
            return Unreadable("too_large" if stat.st_size else "empty")
        level = tile[0] if tile else None
        key = (str(path), stat.st_mtime_ns, stat.st_size, page, level)
        if self._key != key:
            self._forget()
            drawn = _drawn(path, page, level)
            if isinstance(drawn, Unreadable):
                return drawn
            self._page, *told = drawn
            self._key, self._told = key, (told[0], told[1], told[2])
        assert self._page is not None
        pages, width, height = self._told
        if tile is None:
            return Seen(jpeg_within(self._page, FITTED_BYTES), pages, width, height)
        left, top = tile[1] * TILE, tile[2] * TILE
        if left >= self._page.width or top >= self._page.height:
            return Unreadable("no_such_page")
        right, bottom = min(left + TILE, self._page.width), min(top + TILE, self._page.height)
        return Seen(
            jpeg_within(self._page.crop((left, top, right, bottom)), TILE_BYTES), pages, width, height
        )


Drawn = tuple[Image.Image, int, int, int]


def _drawn(path: Path, page: int, level: int | None) -> Drawn | Unreadable:
    with path.open("rb") as file:
        head = file.read(1024)
    return _of_pdf(path, page, level) if b"%PDF-" in head else _of_picture(path, page, level)


def _wanted(width: int, height: int, level: int | None) -> tuple[int, int] | None:
    """Tell the size to draw at; None for a level there is not."""
    if level is None:
        share = min(1.0, FITTED / max(width, height))
        return max(1, round(width * share)), max(1, round(height * share))
    return size_at(width, height, level) if 0 <= level <= levels(width, height) else None


def _of_pdf(path: Path, number: int, level: int | None) -> Drawn | Unreadable:
    document = pdf_of(path)
    if isinstance(document, Unreadable):
        return document
    try:
        pages = len(document)
        if pages == 0:
            return Unreadable("empty")
        if not 1 <= number <= pages:
            return Unreadable("no_such_page")
        page = document[number - 1]
        across, down = page.get_size()
        if not (0 < across < math.inf and 0 < down < math.inf):
            return Unreadable("broken")
        scale = min(_dots(page) / 72, math.sqrt(CLOSEST / (across * down)))
        width, height = max(1, round(across * scale)), max(1, round(down * scale))
        size = _wanted(width, height, level)
        if size is None:
            return Unreadable("no_such_page")
        bitmap = page.render(scale=max(size) / max(across, down))
        picture = bitmap.to_pil().convert("RGB").crop((0, 0, *size))  # it may be a point larger
        bitmap.close()
        page.close()
        return picture, pages, width, height
    finally:
        document.close()


def _dots(page: pypdfium2.PdfPage) -> float:
    """Tell the resolution of a page's largest picture; a page without one is drawn as print is."""
    found = (0.0, float(PLAIN_DPI))
    pictures = page.get_objects(filter=[pypdfium2.raw.FPDF_PAGEOBJ_IMAGE], max_depth=2)
    for _, picture in zip(range(_IMAGES_LOOKED_AT), pictures, strict=False):
        left, bottom, right, top = picture.get_bounds()
        area = (right - left) * (top - bottom)
        if area > found[0] and right > left and top > bottom:
            # the pixels may lie turned on the page: the area tells, the sides do not
            across, down = picture.get_px_size()
            found = (area, 72 * math.sqrt(across * down / area))
    return min(max(found[1], LEAST_DPI), 1200.0)


def _of_picture(path: Path, number: int, level: int | None) -> Drawn | Unreadable:
    if number != 1:
        return Unreadable("no_such_page")
    picture = picture_of(path.read_bytes())
    if isinstance(picture, Unreadable):
        return picture
    with picture:
        turned = picture.getexif().get(0x0112, 1) in (5, 6, 7, 8)
        across, down = (picture.height, picture.width) if turned else picture.size
        share = min(1.0, math.sqrt(CLOSEST / (across * down)))
        width, height = max(1, round(across * share)), max(1, round(down * share))
        size = _wanted(width, height, level)
        if size is None:
            return Unreadable("no_such_page")
        longest = max(size)
        picture.draft("RGB", (longest, longest))  # a large JPEG is decoded small at once
        return on_paper(ImageOps.exif_transpose(picture), size), 1, width, height
