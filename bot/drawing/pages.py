"""Drawing the pages of a scan as JPEG small enough for a chat.

Files come from outside: pictures that would fill the memory and broken PDFs end in a value, never in an exception.
What ends in neither, a PDF that is drawn for ever or a fault in native code, is why this runs in a process of its own
(child.py) and not in the bot's.
"""

from __future__ import annotations

import hashlib
import math
from collections.abc import Iterator
from pathlib import Path

import pypdfium2
from PIL import Image, ImageOps

from bot.drawing.limits import (
    FILE_BYTES,
    FLATTEST,
    JPEG_BYTES,
    LONGEST_SIDE,
    MAX_PAGES,
    Unreadable,
)
from bot.drawing.on_paper import jpeg_within, on_paper
from bot.drawing.opening import pdf_of, picture_of
from domain.talk.ports import Page


def pages(path: Path, max_pages: int = MAX_PAGES) -> list[Page] | Unreadable:
    """Draw a PDF, JPEG or PNG: each page at most 1,600 pixels long and 300 kB. Blocks; see `bot.scans.load`."""
    try:
        size = path.stat().st_size
        if size == 0:
            return Unreadable("empty")
        if size > FILE_BYTES:
            return Unreadable("too_large")
        content = path.read_bytes()
        if b"%PDF-" in content[:1024]:
            return _pdf_pages(content, max_pages)
        return _picture_pages(content)
    except MemoryError:
        return Unreadable("too_large")
    except Exception:  # decoders raise whatever a broken file leads them to
        return Unreadable("broken")


def _pdf_pages(content: bytes, max_pages: int) -> list[Page] | Unreadable:
    document = pdf_of(content)
    if isinstance(document, Unreadable):
        return document
    try:
        total = len(document)
        pictures = list(_drawn(document, max_pages))
    finally:
        document.close()
    return _numbered(pictures, total) if pictures else Unreadable("empty")


def _drawn(document: pypdfium2.PdfDocument, max_pages: int) -> Iterator[Image.Image]:
    for number in range(min(len(document), max_pages)):
        page = document[number]
        longest = max(page.get_size())
        if not 0 < longest < math.inf:
            raise ValueError("a page without a size")
        # The bitmap is bounded by the scale, whatever size the page claims.
        bitmap = page.render(scale=LONGEST_SIDE / longest)
        yield bitmap.to_pil().convert("RGB")
        bitmap.close()
        page.close()


def _picture_pages(content: bytes) -> list[Page] | Unreadable:
    picture = picture_of(content)
    if isinstance(picture, Unreadable):
        return picture
    with picture:
        picture.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))  # a large JPEG is decoded small at once
        upright = ImageOps.exif_transpose(picture)
        return _numbered([on_paper(upright, (LONGEST_SIDE, LONGEST_SIDE))], 1)


def _numbered(pictures: list[Image.Image], total: int) -> list[Page]:
    drawn = [_jpeg(picture) for picture in pictures]
    return [
        Page(jpeg, hashlib.sha256(jpeg).hexdigest(), f"{number}/{total}" if total > 1 else "")
        for number, jpeg in enumerate(drawn, 1)
    ]


def _jpeg(picture: Image.Image) -> bytes:
    shortest = max(picture.size) // FLATTEST + 1
    if min(picture.size) < shortest:  # a strip: Telegram would refuse it as a photo
        size = (max(picture.width, shortest), max(picture.height, shortest))
        picture = ImageOps.pad(picture, size, color="white")
    return jpeg_within(picture, JPEG_BYTES)
