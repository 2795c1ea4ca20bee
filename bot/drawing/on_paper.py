"""Pictures made fit to be shown: small, with colours of 8 bits, on white, as JPEG of so many bytes."""

from __future__ import annotations

import io

from PIL import Image

from bot.drawing.limits import QUALITIES


def on_paper(picture: Image.Image, within: tuple[int, int]) -> Image.Image:
    """Make it small, with colours of 8 bits, on white: the rest would turn black or blank on the way to JPEG."""
    if picture.mode.startswith("I"):  # greys of 16 bits
        picture = picture.convert("I").point(lambda grey: grey / 256).convert("L")
    elif picture.mode in ("1", "P"):  # cannot be averaged, and thin lines would vanish
        picture = picture.convert("RGBA" if picture.has_transparency_data else "RGB")
    picture.thumbnail(within, reducing_gap=2.0)
    if picture.has_transparency_data:
        paper = Image.new("RGBA", picture.size, "white")
        paper.alpha_composite(picture.convert("RGBA"))
        picture = paper
    return picture.convert("RGB")


def jpeg_within(picture: Image.Image, most: int) -> bytes:
    """Write a JPEG of at most so many bytes: first of lower quality, then smaller."""
    while True:
        for quality in QUALITIES:
            target = io.BytesIO()
            picture.save(target, "JPEG", quality=quality)
            if target.tell() <= most:
                return target.getvalue()
        picture = picture.resize((max(1, picture.width * 3 // 4), max(1, picture.height * 3 // 4)))
