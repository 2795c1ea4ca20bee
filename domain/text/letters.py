"""Letters that look right but are not: other forms of the same letter, blanks nobody sees, an eth typed for Đ.

What is mended here leaves the visible text as it was, so that one tap may take it over.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

LETTERS = "aàảãáạăằẳẵắặâầẩẫấậbcdđeèẻẽéẹêềểễếệghiìỉĩíịklmnoòỏõóọôồổỗốộơờởỡớợpqrstuùủũúụưừửữứựvxyỳỷỹýỵ"
ALPHABET = frozenset(LETTERS + LETTERS.upper())
LONGEST_KEPT = 200  # longer values are rare and would only fill the memory

_INVISIBLE = "\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"
_CONTROLS = "\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f"
_BLANKS = "\u0009\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000"
_UNSEEN = re.compile(f"[{_INVISIBLE}{_CONTROLS}]+")
_BLANK_RUN = re.compile(f"[ {_BLANKS}]+")
_LINE_END = re.compile(" ?(?:\r\n|[\r\n\u2028\u2029])(?: |\r\n|[\r\n\u2028\u2029])*")
# Icelandic never begins a word with eth, Vietnamese never has đ anywhere else
_ETH = re.compile(r"(?<![^\W\d_])[Ðð]")
_EMPTY_PARTS = re.compile("(?: ?,){2,}")
_UNTIDY = re.compile(
    f"[{_INVISIBLE}{_CONTROLS}{_BLANKS}Ðð\r\u2028\u2029]|  |\n[ \n]| \n|\\A[\\s,]|[\\s,]\\Z|, ?,| ,,"
)


def tidy(value: str) -> str:
    """Compose the letters (NFC), drop what nobody sees, keep one blank of a run and no commas of empty parts.

    An eth that begins a word becomes Đ or đ. Line breaks stay, as notes have them. Twice gives the same as once.
    """
    if len(value) > LONGEST_KEPT:
        return _tidied(value)
    return _kept(value)


@lru_cache(maxsize=4096)
def _kept(value: str) -> str:
    return _tidied(value)


def _tidied(value: str) -> str:
    if _UNTIDY.search(value) is None and (value.isascii() or unicodedata.is_normalized("NFC", value)):
        return value
    # what is unseen goes first: it may stand between a letter and its mark
    text = unicodedata.normalize("NFC", _UNSEEN.sub("", value))
    text = _ETH.sub(_as_d, text)
    text = _LINE_END.sub("\n", _BLANK_RUN.sub(" ", text))
    return _EMPTY_PARTS.sub(",", text).strip(" \n,")


def _as_d(found: re.Match[str]) -> str:
    return "Đ" if found[0] == "Ð" else "đ"


def is_foreign(letter: str) -> bool:
    """Say whether a character is a letter or sign that no Vietnamese word is written with."""
    return not letter.isascii() and letter not in ALPHABET
