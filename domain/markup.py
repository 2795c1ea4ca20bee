"""Simple formatting as people type it: *bold* and _italic_, everything else as it stands.

A sign that has no partner, or whose pair would cross another, is shown as typed: nothing that somebody types can break
a message. Addresses are never touched, however many signs they hold.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any


class Look(StrEnum):
    """How words look."""

    BOLD = "bold"
    ITALIC = "italic"


@dataclass(frozen=True, slots=True)
class Mark:
    """A run of letters with a look: where it begins and how long it is, both in letters (code points)."""

    look: Look
    start: int
    length: int


@dataclass(frozen=True, slots=True)
class Marked:
    """Words without their signs, and how they look; `plain` holds the pieces whose sign stands for itself."""

    text: str
    marks: tuple[Mark, ...] = ()
    plain: tuple[str, ...] = ()


SIGNS = {"*": Look.BOLD, "_": Look.ITALIC}
SAID_MAX = 24  # letters of a piece that is quoted
_ADDRESS = re.compile(r"\b(?:https?://|www\.)\S+", re.IGNORECASE)


def read(text: str) -> Marked:
    """Take the signs out of a text; a pair lies within one line and hugs its words, as in “*hạn 29/10*”."""
    kept: list[str] = []
    marks: list[Mark] = []
    odd: list[str] = []
    at = 0
    for number, line in enumerate(unicodedata.normalize("NFC", text).split("\n")):
        if number:
            kept.append("\n")
            at += 1
        pairs, alone = _pairs(line)
        drop = {place for pair in pairs for place in pair}
        odd += [_quoted(line, place) for place in alone]
        for opens, closes in pairs:
            start = at + _before(opens, drop)
            length = at + _before(closes, drop) - start
            marks.append(Mark(SIGNS[line[opens]], start, length))
        words = "".join(letter for place, letter in enumerate(line) if place not in drop)
        kept.append(words)
        at += len(words)
    marks.sort(key=lambda mark: (mark.start, -mark.length))
    return Marked("".join(kept), tuple(marks), tuple(dict.fromkeys(odd)))


def _before(place: int, drop: Iterable[int]) -> int:
    return place - sum(other < place for other in drop)


def _pairs(line: str) -> tuple[list[tuple[int, int]], list[int]]:
    """Find the pairs of signs in a line, one within another or apart, and the signs that only look like one."""
    shut = [found.span() for found in _ADDRESS.finditer(line)]
    open_at: list[int] = []
    pairs: list[tuple[int, int]] = []
    alone: list[int] = []
    for place, letter in enumerate(line):
        if letter not in SIGNS or any(first <= place < last for first, last in shut):
            continue
        partner = next((one for one in reversed(open_at) if line[one] == letter), None)
        if partner is not None and _may_close(line, place) and place > partner + 1:
            within = [one for one in open_at if one > partner]
            alone += within  # their partner would lie outside
            open_at = open_at[: open_at.index(partner)]
            pairs.append((partner, place))
        elif _may_open(line, place) and partner is None:
            open_at.append(place)
        elif _may_close(line, place) or _may_open(line, place):
            alone.append(place)
    return pairs, sorted([*alone, *open_at])


def _may_open(line: str, place: int) -> bool:
    after = line[place + 1 : place + 2]
    return not line[:place][-1:].isalnum() and bool(after) and not after.isspace()


def _may_close(line: str, place: int) -> bool:
    before = line[:place][-1:]
    return bool(before) and not before.isspace() and not line[place + 1 : place + 2].isalnum()


def _quoted(line: str, place: int) -> str:
    piece = line[place : place + SAID_MAX]
    return piece if place + SAID_MAX >= len(line) else piece.rstrip() + "…"


def packed(marks: Iterable[Mark]) -> list[list[str | int]]:
    """Give marks as JSON values."""
    return [[mark.look.value, mark.start, mark.length] for mark in marks]


def unpacked(kept: Iterable[Sequence[Any]]) -> tuple[Mark, ...]:
    """Read what `packed` gave."""
    return tuple(Mark(Look(look), int(start), int(length)) for look, start, length in kept)


def moved(marks: Iterable[Mark], by: int) -> tuple[Mark, ...]:
    """Give the marks of words that come to stand so many letters further on."""
    return tuple(Mark(mark.look, mark.start + by, mark.length) for mark in marks)
