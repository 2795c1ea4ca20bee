"""One word as it may have been meant: keys left in it, a letter of another alphabet, a digit for a letter, a stuck shift."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache

from domain.text import telex, tones
from domain.text.slips import Slip
from domain.text.syllables import is_possible, is_syllable

# letters that look Vietnamese and are not: gha for ư, Cyrillic, a caron for a breve
_ALIKE = str.maketrans("ƣƢǎǍАВСЕНІКМОРТХаеорсху", "ưƯăĂABCEHIKMOPTXaeopcxy")
_ALIKE_LETTERS = re.compile("[ƣƢǎǍ\u0400-\u04ff]")
MARK = re.compile("[\u0300-\u036f]")  # what composing leaves of them stands on no vowel
# what places of every level are called by, as far as it has marks to be typed
_LEVELS = frozenset(
    [
        "tỉnh",
        "thành",
        "phố",
        "huyện",
        "quận",
        "xã",
        "phường",
        "thị",
        "trấn",
        "thôn",
        "bản",
        "xóm",
        "làng",
        "ấp",
        "tổ",
    ]
)
_VNI_SIGN = re.compile("[aeoy][ùõ]", re.IGNORECASE)
_HELD_SHIFT = re.compile(r"[^\W\d_]{2,}\Z")


@lru_cache(maxsize=16384)
def read_in_name(word: str) -> tuple[str, Slip] | None:
    """Read a word of somebody's name: what was meant and what went wrong; None where it is right or beyond reading."""
    if word.isalpha():
        if is_possible(word):
            return _from_capitals(word) or _first(word, ((_moved, Slip.TONE_BESIDE),))
        return _first(
            word,
            (
                (_moved, Slip.TONE_ON_CONSONANT),
                (_alike, Slip.LOOK_ALIKE),
                (telex.from_telex, Slip.TELEX),
                (telex.without_stuck_key, Slip.STUCK_KEY),
            ),
        )
    if word.isdigit():
        return None
    if MARK.search(word) is not None:
        return _first(word, ((_moved, Slip.TONE_ON_CONSONANT),))
    return _first(word, ((telex.from_vni_keys, Slip.VNI_KEYS), (_digit_for_letter, Slip.DIGIT_IN_WORD)))


@lru_cache(maxsize=16384)
def read_in_text(word: str) -> tuple[str, Slip] | None:
    """Read a word of a place or a note, where other languages and numbers stand beside: only what is beyond doubt."""
    if word.isalpha():
        if is_syllable(word):
            return None
        return _first(
            word,
            (
                (_alike, Slip.LOOK_ALIKE),
                (_surely_telex, Slip.TELEX),
                (_level_in_telex, Slip.TELEX),
                (_surely_stuck, Slip.STUCK_KEY),
            ),
        )
    if word.isdigit():
        return None
    return _first(word, ((_surely_vni_keys, Slip.VNI_KEYS), (_digit_inside, Slip.DIGIT_IN_WORD)))


def read_before_a_name(word: str, before: str) -> tuple[str, Slip] | None:
    """Read a word with one VNI key at its end, where a name follows: "tinh3 Lạng Sơn", "tỉnh Lang5 Sơn".

    Alone it may be a number ("Khu2", "thon6"). `before` is the word before it.
    """
    read = telex.from_vni_keys(word)
    is_read = read.lower() in _LEVELS or (read[:1].isupper() and before.lower() in _LEVELS)
    return (read, Slip.VNI_KEYS) if is_read else None


def may_be_keys(word: str) -> bool:
    """Say whether a word might be read otherwise where a name stands behind it."""
    return word[-1:].isdigit() and bool(telex.from_vni_keys(word))


def _level_in_telex(word: str) -> str:
    read = telex.from_telex(word)
    return read if read.lower() in _LEVELS else ""


def _first(word: str, readers: tuple[tuple[Callable[[str], str], Slip], ...]) -> tuple[str, Slip] | None:
    for reader, slip in readers:
        if read := reader(word):
            return read, slip
    return None


def _moved(word: str) -> str:
    if _VNI_SIGN.search(word) is not None:
        return ""  # "QUYÙ" is Quý in VNI rather than Quỳu
    read = tones.misplaced(word)
    return read if is_syllable(read) else ""


def _surely_telex(word: str) -> str:
    return telex.from_telex(word, surely=True)


def _surely_vni_keys(word: str) -> str:
    return telex.from_vni_keys(word, surely=True)


def _surely_stuck(word: str) -> str:
    return "" if word.isascii() else telex.without_stuck_key(word)


def _alike(word: str) -> str:
    if _ALIKE_LETTERS.search(word) is None:
        return ""
    read = word.translate(_ALIKE)
    return read if is_syllable(read) else ""


def _digit_inside(word: str) -> str:
    return _digit_for_letter(word) if word[0].isalpha() and word[-1].isalpha() else ""


def _digit_for_letter(word: str) -> str:
    capitals = sum(map(str.isupper, word)) > 1
    for one in "li":
        read = word.replace("0", "O" if capitals else "o").replace("1", one.upper() if capitals else one)
        if word[0].isdigit():
            read = read[0].upper() + read[1:]
        if is_syllable(read):
            return read
    return ""


def _from_capitals(word: str) -> tuple[str, Slip] | None:
    """Mend a shift key held too long ("NGuyễn", "PhaN") or capitals locked ("nGUYỄN"); names of one letter or in capitals throughout are as meant."""
    held = len(word) > 2 and word[:2].isupper() and word[2:].islower()
    locked = len(word) > 1 and word[0].islower() and word[1:].isupper()
    last = len(word) > 2 and word[:-1].istitle() and word[-1].isupper()
    if (held or locked or last) and _HELD_SHIFT.match(word):
        return word[0].upper() + word[1:].lower(), Slip.CAPITALS
    return None
