"""Small files for page tests."""

from __future__ import annotations

import io

from PIL import Image


def jpeg(width: int = 640, height: int = 400) -> bytes:
    """A plain picture of paper colour."""
    drawn = io.BytesIO()
    Image.new("RGB", (width, height), "#f4ecd8").save(drawn, "JPEG")
    return drawn.getvalue()
