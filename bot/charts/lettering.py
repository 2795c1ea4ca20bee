"""Words on a picture: measured, shortened so that nothing runs out, written plain or bold."""

from __future__ import annotations

from PIL import ImageDraw

from bot.charts import theme
from bot.charts.theme import Colour
from domain.folding import squeeze

MOST = 400  # letters that are looked at: what is longer is cut in any case


def clean(text: str) -> str:
    """Compose the letters, on one line; what cannot be drawn is dropped."""
    return squeeze("".join(letter for letter in text[:MOST] if letter.isprintable() or letter.isspace()))


def width(text: str, size: int, *, bold: bool = False) -> float:
    """Measure a line in pixels."""
    return theme.font(size).getlength(text) + (theme.BOLD if bold else 0)


def fitted(text: str, size: int, room: float, *, bold: bool = False) -> str:
    """Shorten a line to `room` pixels, in its middle: units of one name differ at the end."""
    text = clean(text)
    if width(text, size, bold=bold) <= room:
        return text
    low, high = 0, len(text)  # how many letters may stay
    while low < high:
        middle = (low + high + 1) // 2
        if width(_cut(text, middle), size, bold=bold) <= room:
            low = middle
        else:
            high = middle - 1
    return _cut(text, low)


def _cut(text: str, letters: int) -> str:
    tail = letters * 2 // 5
    return f"{text[: letters - tail].rstrip()}…{text[len(text) - tail :].lstrip() if tail else ''}"


def wrapped(text: str, size: int, room: float, lines: int, *, bold: bool = False) -> list[str]:
    """Break a text between words into at most so many lines; the last is shortened where it must be."""
    found: list[str] = []
    left = clean(text).split(" ")
    while left and len(found) < lines - 1:
        taken = 1
        while taken < len(left) and width(" ".join(left[: taken + 1]), size, bold=bold) <= room:
            taken += 1
        found.append(fitted(" ".join(left[:taken]), size, room, bold=bold))
        left = left[taken:]
    return [*found, fitted(" ".join(left), size, room, bold=bold)] if left else found


def write(
    pen: ImageDraw.ImageDraw, at: tuple[float, float], text: str, size: int, ink: Colour = theme.INK,
    *, anchor: str = "ls", bold: bool = False,
) -> None:  # fmt: skip
    """Write a line; `at` is where its baseline begins, ends or has its middle, by the anchor."""
    pen.text(at, text, fill=ink, font=theme.font(size), anchor=anchor)
    if bold:  # a stroke around the letters would take five times as long
        x, y = at
        pen.text((x + theme.BOLD, y), text, fill=ink, font=theme.font(size), anchor=anchor)


def head(pen: ImageDraw.ImageDraw, title: str, below: str) -> int:
    """Write a picture's title, of two lines at most, and a line below it; returns where the next thing may begin."""
    room = theme.WIDTH - 2 * theme.MARGIN
    y = theme.MARGIN - 2
    for line in wrapped(title, theme.TITLE, room, 2, bold=True):
        y += theme.TITLE + 6
        write(pen, (theme.MARGIN, y), line, theme.TITLE, bold=True)
    for line in wrapped(below, theme.SMALL, room, 2):
        y += theme.SMALL + 10
        write(pen, (theme.MARGIN, y), line, theme.SMALL, theme.MUTED)
    return y + 18
