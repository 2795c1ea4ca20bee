"""Opening a scan's file: a PDF or a picture that may be drawn, or why not."""

from __future__ import annotations

import io
from pathlib import Path

import pypdfium2
from PIL import Image, UnidentifiedImageError

from bot.drawing.limits import PIXELS, Unreadable


def pdf_of(source: bytes | Path) -> pypdfium2.PdfDocument | Unreadable:
    """Open a PDF; from a path it is read piece by piece, where one page of many is all that is needed."""
    try:
        return pypdfium2.PdfDocument(source)
    except pypdfium2.PdfiumError as fault:
        return Unreadable("encrypted" if "password" in str(fault).lower() else "broken")


def picture_of(content: bytes) -> Image.Image | Unreadable:
    """Open a JPEG or PNG that is no larger than this machine can draw; nothing is decoded yet."""
    try:
        picture = Image.open(io.BytesIO(content), formats=("JPEG", "PNG"))
    except UnidentifiedImageError:
        return Unreadable("not_a_scan")
    except Image.DecompressionBombError:
        return Unreadable("too_large")
    if picture.width * picture.height > PIXELS[picture.format or "PNG"]:
        picture.close()
        return Unreadable("too_large")
    return picture
