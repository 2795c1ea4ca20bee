"""Photos as Telegram keeps them: looked into, refused when odd, and kept in a small and a large size."""

from __future__ import annotations

import io
import warnings
from dataclasses import dataclass

from PIL import Image

from bot.sandbox.errors import bad

BYTES_MAX = 10 * 1024 * 1024
SIDES_MAX = 10_000  # width and height together
RATIO_MAX = 20
LARGE = 1280  # longest side of what is kept (telegram.md §4)
SMALL = 90


@dataclass(frozen=True, slots=True)
class Picture:
    """One size of a photo."""

    content: bytes
    width: int
    height: int


def sizes(content: bytes) -> list[Picture]:
    """Make the sizes of a photo, largest last; raises the 400 of a picture Telegram does not take.

    One that fits is kept byte for byte as its largest size.
    """
    if len(content) > BYTES_MAX:
        raise bad(
            f"file of size {len(content)} bytes is too big for a photo; the maximum size is {BYTES_MAX} bytes"
        )
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            picture = Image.open(io.BytesIO(content))
            width, height = picture.size
            if width + height > SIDES_MAX or max(width, height) > RATIO_MAX * min(width, height):
                raise bad("PHOTO_INVALID_DIMENSIONS")
            picture.load()
            plain = picture.convert("RGB")
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise bad("IMAGE_PROCESS_FAILED") from None
    large = (
        Picture(content, width, height)
        if max(width, height) <= LARGE and picture.format == "JPEG"
        else _scaled(plain, LARGE)
    )
    return [large] if max(width, height) <= SMALL else [_scaled(plain, SMALL), large]


def _scaled(picture: Image.Image, side: int) -> Picture:
    smaller = picture.copy()
    smaller.thumbnail((side, side))
    target = io.BytesIO()
    smaller.save(target, "JPEG", quality=85)
    return Picture(target.getvalue(), *smaller.size)


def blank(width: int = 320, height: int = 200) -> bytes:
    """A plain picture, for a phone that sends just any."""
    target = io.BytesIO()
    Image.new("RGB", (width, height), "#f4ecd8").save(target, "JPEG")
    return target.getvalue()
