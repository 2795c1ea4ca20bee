"""Pictures small enough for Zalo: at most one megabyte, with room for what stands around the bytes."""

from __future__ import annotations

import io

from PIL import Image, ImageOps

PICTURE_MAX = 900 * 1024
QUALITIES = (85, 70, 55)
SHRINK = 0.75
SIDE_MIN = 200
PIXELS_MAX = 60_000_000  # an A3 page at 400 dpi; more is not opened


class NoPicture(ValueError):
    """The bytes are no picture that can be sent; the text says why."""


def fitting(content: bytes) -> tuple[bytes, str]:
    """Give the bytes as they are if they may be sent so, else drawn anew and smaller; and the name's ending.

    Raises NoPicture. Takes up to seconds for a large picture: not for the event loop's own thread.
    """
    try:
        with Image.open(io.BytesIO(content)) as image:
            if image.format in ("JPEG", "PNG") and len(content) <= PICTURE_MAX:
                return content, "png" if image.format == "PNG" else "jpg"
            if image.width * image.height > PIXELS_MAX:
                raise NoPicture("too many pixels")
            # phones turn a picture by a note beside the dots, which goes when it is drawn anew
            return _smaller(ImageOps.exif_transpose(image)), "jpg"
    except NoPicture:
        raise
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError) as fault:
        raise NoPicture(type(fault).__name__) from None


def _smaller(image: Image.Image) -> bytes:
    if image.mode in ("RGBA", "LA", "P"):  # what is clear becomes white, as on paper
        over = image.convert("RGBA")
        drawn = Image.new("RGB", over.size, "white")
        drawn.paste(over, mask=over.getchannel("A"))
    else:
        drawn = image.convert("L" if image.mode in ("1", "L") else "RGB")
    while True:
        for quality in QUALITIES:
            target = io.BytesIO()
            drawn.save(target, "JPEG", quality=quality, optimize=True)
            if target.tell() <= PICTURE_MAX:
                return target.getvalue()
        if max(drawn.size) * SHRINK < SIDE_MIN:
            raise NoPicture("cannot be made small enough")
        size = (max(1, int(drawn.width * SHRINK)), max(1, int(drawn.height * SHRINK)))
        drawn = drawn.resize(size, Image.Resampling.LANCZOS)
