"""Slips of the hand, as typists make them: one letter of a name, one digit of a date, day and month exchanged."""

from __future__ import annotations

import unicodedata
from random import Random

_TONES = {"\u0301": "\u0300", "\u0300": "\u0301", "\u0309": "\u0303", "\u0303": "\u0309", "\u0323": "\u0301"}
_HATS = ("\u0302", "\u0306", "\u031b")
_LETTERS = {
    "a": "ă", "ă": "a", "â": "ă", "e": "ê", "ê": "e", "o": "ô", "ô": "ơ", "ơ": "o", "u": "ư", "ư": "u", "i": "ì",
    "n": "m", "m": "n", "đ": "d", "h": "n", "t": "r", "y": "i",
}  # fmt: skip


def in_name(rng: Random, name: str) -> str:
    """Change one letter, or its tone, in one syllable of a name; most often not in the surname."""
    syllables = name.split()
    at = len(syllables) - 1 if rng.random() < 0.7 else rng.randrange(len(syllables))
    if rng.random() < 0.15 and syllables[at][-1].isascii():
        syllables[at] += syllables[at][-1]  # a key that stuck
    else:
        syllables[at] = _altered(rng, syllables[at])
    return " ".join(syllables)


def _altered(rng: Random, syllable: str) -> str:
    toned = unicodedata.normalize("NFD", syllable)
    tones = [place for place, letter in enumerate(toned) if letter in _TONES]
    if tones and rng.random() < 0.6:
        place = tones[0]
        before, tone, after = toned[:place], _TONES[toned[place]], toned[place + 1 :]
        if after[:1] in _HATS:  # the dot below comes first in NFD, all other tones after the hat
            before, after = before + after[0], after[1:]
        return unicodedata.normalize("NFC", before + tone + after)
    places = [place for place, letter in enumerate(syllable) if letter in _LETTERS and place > 0]
    if not places:
        return f"{syllable}n"
    place = places[rng.randrange(len(places))]
    return syllable[:place] + _LETTERS[syllable[place]] + syllable[place + 1 :]


def in_date(rng: Random, date: str) -> str:
    """Change one digit of a dotted date: of the year's last two, or the last of the day."""
    places = [len(date) - 1, len(date) - 2]
    if date.count(".") == 2:
        places.append(1)
    place = places[rng.randrange(len(places))]
    digit = (int(date[place]) + rng.randrange(1, 10)) % 10
    return f"{date[:place]}{digit}{date[place + 1 :]}"


def day_for_month(date: str) -> str:
    """Exchange day and month of a dotted date; the date itself where they are equal or it is known in part."""
    parts = date.split(".")
    if len(parts) != 3:
        return date
    return f"{parts[1]}.{parts[0]}.{parts[2]}"
