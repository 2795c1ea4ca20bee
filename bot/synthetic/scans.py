"""Drawn scans: the page of a register with an invented entry in blue handwriting, slightly askew, marked as a sample.

Printed paper is drawn and turned once per type and tint; an entry then costs its letters and one slant.
"""

from __future__ import annotations

import io
import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from random import Random
from time import gmtime

from PIL import Image, ImageDraw, ImageFilter, ImageFont

from bot.synthetic import forms
from bot.synthetic.forms import Line
from bot.synthetic.truths import FaultKind, SyntheticRecord
from domain.records import RecordType

WIDTH = 1240  # pixels: A4 at 150 dots an inch
MOST_BYTES = 120_000
SAMPLE = "DỮ LIỆU MẪU"
_MARGIN, _HEAD, _LINE, _FOOT = 70, 150, 52, 150
_TINTS = ((247, 241, 224), (242, 234, 214), (246, 243, 236), (238, 231, 219))
_ANGLES = (0.7, -0.5, 0.3, -0.8)  # degrees, one per tint
_INKS = ((28, 42, 120), (20, 30, 90), (38, 58, 140))
_PRINT, _RULE, _SEAL, _TABLE = (92, 74, 62), (196, 178, 150), (190, 60, 60), (70, 66, 62)
_QUALITIES = (40, 30, 20)
_DPI = 150.0
_EPOCH = gmtime(0)  # a PDF that tells the hour would differ each time


@dataclass(frozen=True, slots=True)
class _Blank:
    """A line to write on: which field, from where, how wide (pixels), on which baseline."""

    name: str
    left: int
    width: int
    base: int


def draw(record: SyntheticRecord, seed: object = "") -> bytes | None:
    """Draw the scan of a record as PDF, or JPEG where its name ends so; None where no scan was handed in."""
    kind = record.truth.kind
    if kind is FaultKind.NO_SCAN:
        return None
    rng = Random(f"{seed}:scan:{record.unit_code}:{record.scan}")
    picture = page(record.type, record.register, rng)
    if kind is FaultKind.BLURRED_SCAN:
        picture = _blurred(picture)
    return _encoded(picture, pdf=not record.scan.lower().endswith((".jpg", ".jpeg")))


def page(record_type: RecordType, entry: Mapping[str, str], rng: Random) -> Image.Image:
    """Draw one page with its entry."""
    variant = rng.randrange(len(_TINTS))
    paper, blanks = _printed(record_type, variant)
    picture = paper.copy()
    slant = 0.12 + rng.random() * 0.16
    upright = Image.new("L", (paper.width + int(slant * paper.height) + 40, paper.height))
    pen = ImageDraw.Draw(upright)
    for blank in blanks:
        _write(pen, blank, forms.written(record_type, blank.name, entry), slant, rng)
    a, b, c, d, e, f = _turn(_ANGLES[variant], paper.size)
    slanted_and_turned = (a + slant * d, b + slant * e, c + slant * f, d, e, f)
    ink = upright.transform(paper.size, Image.Transform.AFFINE, slanted_and_turned, Image.Resampling.BILINEAR)
    picture.paste(rng.choice(_INKS), (0, 0), ink)
    return picture


def _turn(degrees: float, size: tuple[int, int]) -> tuple[float, float, float, float, float, float]:
    """Give the affine map, from the turned page to the straight one, of a turn about its middle."""
    cos, sin = math.cos(math.radians(degrees)), math.sin(math.radians(degrees))
    x, y = size[0] / 2, size[1] / 2
    return cos, sin, x - cos * x - sin * y, -sin, cos, y + sin * x - cos * y


def _blurred(picture: Image.Image) -> Image.Image:
    """Take the picture out of focus until no letter can be read, and pale."""
    small = picture.reduce(8).filter(ImageFilter.BoxBlur(2))
    return small.resize(picture.size, Image.Resampling.BICUBIC).point(lambda shade: 110 + shade // 2)


def _write(pen: ImageDraw.ImageDraw, blank: _Blank, text: str, slant: float, rng: Random) -> None:
    if not text:
        return
    size = 30
    while size > 16 and _font(size).getlength(text) > blank.width:
        size -= 1
    font = _font(size)
    left = float(blank.left)
    shade = rng.randrange(215, 256)
    for word in text.split(" "):
        base = blank.base - 3 + rng.randrange(-1, 2)
        # the slant moves a row by its height times the slope: written that much further right, it ends in place
        pen.text((left + slant * base, base), word, fill=shade, font=font, anchor="ls")
        left += font.getlength(word + " ")


@lru_cache(maxsize=32)
def _printed(record_type: RecordType, variant: int) -> tuple[Image.Image, tuple[_Blank, ...]]:
    lines = (forms.HEAD, forms.HEAD_2, forms.office(record_type), *forms.BODY[record_type], forms.FOOT)
    height = _HEAD + _LINE * len(lines) + _FOOT
    paper = _paper(height, variant)
    pen = ImageDraw.Draw(paper)
    pen.rectangle((_MARGIN - 30, 30, WIDTH - _MARGIN + 30, height - 30), outline=_RULE, width=3)
    pen.text((WIDTH / 2, 72), "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", fill=_PRINT, font=_font(22), anchor="mm")
    pen.text((WIDTH / 2, 118), forms.TITLE[record_type], fill=_PRINT, font=_font(34), anchor="mm")
    blanks: list[_Blank] = []
    for at, line in enumerate(lines):
        blanks += _ruled(pen, line, _HEAD + _LINE * at + 40)
    _seal(pen, WIDTH - 260, height - 105)
    for place, anchor in (((_MARGIN, height - 50), "ls"), ((WIDTH - _MARGIN, 56), "rs")):
        pen.text(place, f"{SAMPLE} · không có thật", fill=_SEAL, font=_font(16), anchor=anchor)
    turn = _turn(_ANGLES[variant], paper.size)
    turned = paper.transform(
        paper.size, Image.Transform.AFFINE, turn, Image.Resampling.BICUBIC, fillcolor=_TABLE
    )
    return turned, tuple(blanks)


def _ruled(pen: ImageDraw.ImageDraw, line: Line, base: int) -> list[_Blank]:
    if line.heading:
        pen.text((_MARGIN, base), line.heading, fill=_PRINT, font=_font(21), anchor="ls")
        return []
    blanks = []
    edges = (_MARGIN, WIDTH - _MARGIN) if len(line.cells) == 1 else (_MARGIN, 760, WIDTH - _MARGIN)
    for (label, name), left, right in zip(line.cells, edges, edges[1:], strict=False):
        pen.text((left, base), f"{label}:", fill=_PRINT, font=_font(21), anchor="ls")
        start = left + int(_font(21).getlength(f"{label}: ")) + 6
        for dot in range(start, right - 16, 8):
            pen.line((dot, base + 4, dot + 3, base + 4), fill=_RULE, width=2)
        blanks.append(_Blank(name, start, right - 20 - start, base))
    return blanks


def _seal(pen: ImageDraw.ImageDraw, x: int, y: int) -> None:
    for radius in (62, 56, 30):
        pen.ellipse((x - radius, y - radius, x + radius, y + radius), outline=_SEAL, width=3)
    pen.text((x, y), "MẪU", fill=_SEAL, font=_font(22), anchor="mm")


def _paper(height: int, tint: int) -> Image.Image:
    """Make old paper: a tint with soft blotches, darker towards the spine."""
    rng = Random(f"paper:{tint}:{height}")
    blotches = Image.frombytes("L", (24, 24), rng.randbytes(24 * 24)).filter(ImageFilter.BoxBlur(2))
    stains = blotches.resize((WIDTH, height), Image.Resampling.BICUBIC).point(lambda shade: shade // 3)
    spine = Image.linear_gradient("L").rotate(90).resize((WIDTH, height))
    paper = Image.new("RGB", (WIDTH, height), _TINTS[tint])
    paper.paste((205, 190, 160), (0, 0), stains)
    paper.paste((120, 108, 92), (0, 0), spine.point(lambda shade: max(0, shade - 235) * 6))
    return paper


@lru_cache(maxsize=1)
def _letters() -> bytes:
    return files("bot.synthetic.data").joinpath("DejaVuSans.ttf").read_bytes()


@lru_cache(maxsize=64)
def _font(size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(io.BytesIO(_letters()), size, layout_engine=ImageFont.Layout.BASIC)


def _encoded(picture: Image.Image, *, pdf: bool) -> bytes:
    content = b""
    for quality in _QUALITIES:
        target = io.BytesIO()
        if pdf:
            picture.save(
                target,
                "PDF",
                quality=quality,
                resolution=_DPI,
                title=SAMPLE,
                creationDate=_EPOCH,
                modDate=_EPOCH,
            )
        else:
            picture.save(target, "JPEG", quality=quality)
        content = target.getvalue()
        if len(content) < MOST_BYTES:
            break
    return content
