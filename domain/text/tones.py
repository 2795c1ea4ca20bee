"""Where a syllable's tone stands: "hòa" and "hoà" are one word, so both get one spelling when they are compared.

The key is the old style, in which the names of communes are written. It is for comparing only: what is stored and
shown stays as the register has it. i and y are never exchanged: Lý and Lí are two names.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from domain.text.letters import LONGEST_KEPT

_MARKS = frozenset("\u0300\u0309\u0303\u0301\u0323")
_HATTED = frozenset("ăâêôơư")
_SHAPE = re.compile(r"(qu|gi(?=[aeouăâêôơư])|[bcdđfghjklmnpqrstvwxz]*)([aeiouyăâêôơư]{1,3})([a-z]*)\Z")
_WORD = re.compile(r"(?:[^\W\d_][\u0300\u0309\u0303\u0301\u0323]*)+")
# marks stand alone where they were put on a consonant, and ñ is such an n
_TONED = re.compile(
    "[àảãáạèẻẽéẹìỉĩíịòỏõóọùủũúụỳỷỹýỵằẳẵắặầẩẫấậềểễếệồổỗốộờởỡớợừửữứựñ\u0300\u0309\u0303\u0301\u0323]"
)
# without a consonant behind it, either vowel may bear the tone: "hòa", "hoà"
_EITHER = frozenset(("oa", "oe", "uy"))
_LONGEST = 12  # of a word: "nghiêng" has seven letters


def old_style(text: str) -> str:
    """Put every tone of a composed text in small letters where the old style has it; other words stay."""
    if _TONED.search(text) is None:
        return text
    if len(text) > LONGEST_KEPT:
        return _WORD.sub(_placed, text)
    return " ".join(map(_placed_in, text.split(" ")))


@lru_cache(maxsize=8192)
def _placed_in(piece: str) -> str:
    return _WORD.sub(_placed, piece)


def _placed(found: re.Match[str]) -> str:
    word = found[0]
    return word if len(word) > _LONGEST or word.isascii() else _place(word)


def misplaced(word: str) -> str:
    """Give a word, in any case, with its tone on the vowel that bears it; empty where it may stand as it does.

    A tone on a consonant ("Hoang̀", "Nguyêñ"), or beside the vowel on which both styles have it ("Trừơng", "Tòan").
    """
    if word.isascii() or len(word) > _LONGEST:
        return ""
    small = word.lower()
    read = _place(small)
    if read == small:
        return ""
    letters = unicodedata.normalize("NFD", small)
    bare = unicodedata.normalize("NFC", "".join(letter for letter in letters if letter not in _MARKS))
    shape = _SHAPE.match(bare)
    if shape is None or len(read) != len(bare) or "oo" in bare:  # of "Pjoóc" nobody says which
        return ""
    if len(word) == len(bare) and "ñ" not in small and shape[2] in _EITHER and not shape[3]:
        return ""
    capitals = [letter.isupper() for letter in word if not unicodedata.combining(letter)]
    return "".join(
        letter.upper() if capital else letter for letter, capital in zip(read, capitals, strict=True)
    )


@lru_cache(maxsize=8192)
def _place(word: str) -> str:
    letters = unicodedata.normalize("NFD", word)
    marks = [letter for letter in letters if letter in _MARKS]
    if len(marks) != 1:
        return word
    bare = unicodedata.normalize("NFC", "".join(letter for letter in letters if letter not in _MARKS))
    shape = _SHAPE.match(bare)
    if shape is None:
        return word
    before, vowels, after = shape.groups()
    at = _carrier(vowels, closed=bool(after))
    toned = f"{before}{vowels[: at + 1]}{marks[0]}{vowels[at + 1 :]}{after}"
    return unicodedata.normalize("NFC", toned)


def _carrier(vowels: str, *, closed: bool) -> int:
    """Tell which of one to three vowels bears the tone; `closed` by a consonant."""
    hats = [place for place, letter in enumerate(vowels) if letter in _HATTED]
    if hats:
        return hats[-1]  # of ươ the second
    if len(vowels) == 1:
        return 0
    return 1 if len(vowels) == 3 or closed else 0
