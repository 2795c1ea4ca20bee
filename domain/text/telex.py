"""Keys of an input method that stayed in the text: Telex ("Hoangf", "Nguyeenx"), VNI ("Nguye64n"), a key that stuck.

A word is read only where it cannot be Vietnamese as it stands and the reading can. Still a reading: no more than a
suggestion.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from domain.text.syllables import is_possible, is_syllable

_TONE_OF_KEY = {"f": "\u0300", "r": "\u0309", "x": "\u0303", "s": "\u0301", "j": "\u0323"}
_TONE_OF_DIGIT = {"2": "\u0300", "3": "\u0309", "4": "\u0303", "1": "\u0301", "5": "\u0323"}
_TELEX_HATS = (
    ("dd", "đ"),
    ("aw", "ă"),
    ("aa", "â"),
    ("ee", "ê"),
    ("oo", "ô"),
    ("uow", "ươ"),
    ("ow", "ơ"),
    ("uw", "ư"),
)
_HAT = {"a": "â", "e": "ê", "o": "ô"}
_HORN = {"o": "ơ", "u": "ư"}
_VOWELS = frozenset("aeiouyăâêôơư")
_HATTED = frozenset("ăâêôơư")
_LONGEST = 12
_TELEX_SIGN = re.compile(r"[fjw]|dd|aa|ee|oo|.[rsx]", re.IGNORECASE)
_STRONG_SIGN = re.compile(r"[fjw]|dd|(?:aa|ee|oo).*[rsx]", re.IGNORECASE)
_DOUBLED = re.compile(r"(.)\1+")


@lru_cache(maxsize=16384)
def from_telex(word: str, *, surely: bool = False) -> str:
    """Read a word with Telex keys left in it, or give an empty text.

    `surely` leaves alone what only ends in r, s or x, as foreign words do.
    """
    sign = _STRONG_SIGN if surely else _TELEX_SIGN
    if not word.isalpha() or len(word) > _LONGEST or sign.search(word) is None or is_possible(word):
        return ""
    text = word.lower()
    tone, kept = "", ""
    for place, letter in enumerate(text):
        if letter in _TONE_OF_KEY and any(before in _VOWELS for before in _bare(text[:place])):
            if tone:
                return ""
            tone = _TONE_OF_KEY[letter]
        else:
            kept += letter
    for keys, read in _TELEX_HATS:
        kept = kept.replace(keys, read, 1)
    if "w" in kept:  # typed at the end: "Nguowif", "Vanw"
        kept = _late_horn(kept.replace("w", "", 1))
    return _as_cased(word, _toned(kept, tone))


def _late_horn(text: str) -> str:
    if "uo" in text:
        return text.replace("uo", "ươ", 1)
    for plain, read in (("a", "ă"), ("o", "ơ"), ("u", "ư")):
        if plain in text:
            return text.replace(plain, read, 1)
    return text


@lru_cache(maxsize=16384)
def from_vni_keys(word: str, *, surely: bool = False) -> str:
    """Read a word with VNI digit keys left in it, or give an empty text.

    `surely` leaves alone a single digit at the end, as in "Khu2".
    """
    if len(word) > _LONGEST or word.isalpha() or not word[0].isalpha():
        return ""
    digits = [letter for letter in word if letter.isdigit()]
    if surely and len(digits) == 1 and word[-1] == digits[0]:
        return ""
    tone, kept = "", ""
    for letter in word.lower():
        if letter.isalpha():
            kept += letter
        elif letter in _TONE_OF_DIGIT and not tone and any(before in _VOWELS for before in _bare(kept)):
            tone = _TONE_OF_DIGIT[letter]
        elif letter == "6" and (place := _last(kept, _HAT)) >= 0:
            kept = kept[:place] + _HAT[kept[place]] + kept[place + 1 :]
        elif letter == "7" and (place := _last(kept, _HORN)) >= 0:
            pair = place > 0 and kept[place - 1 : place + 1] == "uo"
            kept = kept[: place - pair] + ("ươ" if pair else _HORN[kept[place]]) + kept[place + 1 :]
        elif letter == "8" and "a" in kept:
            kept = kept.replace("a", "ă", 1)
        elif letter == "9" and "d" in kept:
            kept = kept.replace("d", "đ", 1)
        else:
            return ""
    return _as_cased(word, _toned(kept, tone))


def _last(text: str, among: dict[str, str]) -> int:
    return max((place for place, letter in enumerate(text) if letter in among), default=-1)


@lru_cache(maxsize=16384)
def without_stuck_key(word: str) -> str:
    """Read a word in which a letter was typed twice ("Nguyễnn"), or give an empty text."""
    if not word.isalpha() or len(word) > _LONGEST or is_possible(word):
        return ""
    text = word.lower()
    once = _DOUBLED.sub(r"\1", text)
    if once != text:
        return _as_cased(word, once)
    # the same letter with and without its tone: "Hoaàng"
    bare = [_bare(letter)[0] for letter in text]
    left = dict.fromkeys(text[:place] + text[place + 1 :] for place in sorted(_of_pairs(bare)))
    read = sorted(filter(is_syllable, left), key=lambda each: -len(_bare(each)))
    return _as_cased(word, read[0]) if read else ""  # the one that keeps the tone


def _of_pairs(letters: list[str]) -> set[int]:
    pairs = [at for at in range(1, len(letters)) if letters[at] == letters[at - 1]]
    return {place for at in pairs for place in (at - 1, at)}


def _bare(text: str) -> str:
    return unicodedata.normalize("NFD", text)


def _toned(text: str, tone: str) -> str:
    """Put a tone on the vowel that bears it; only a syllable is given back."""
    if tone:
        vowels = [place for place, letter in enumerate(text) if letter in _VOWELS]
        if text.startswith("qu") or (text.startswith("gi") and len(vowels) > 1):
            vowels = vowels[1:]
        if not vowels:
            return ""
        hatted = [place for place in vowels if text[place] in _HATTED]
        closed = vowels[-1] < len(text) - 1
        at = hatted[-1] if hatted else vowels[0]
        if not hatted and (len(vowels) > 2 or (len(vowels) == 2 and closed)):
            at = vowels[1]
        text = text[: at + 1] + tone + text[at + 1 :]
    read = unicodedata.normalize("NFC", text)
    return read if is_syllable(read) else ""


def _as_cased(word: str, read: str) -> str:
    if not read or not is_syllable(read):
        return ""
    if word.isupper() and len(word) > 1:
        return read.upper()
    return read[0].upper() + read[1:] if word[0].isupper() else read
