"""Text made comparable: one spelling for the same letters, and a folded form without accents for searching."""

from __future__ import annotations

import re
import unicodedata

_ALIKE = str.maketrans(
    {"Ð": "Đ", "ð": "đ", "\u00a0": " ", "\u202f": " ", "\u2007": " "}
)  # Icelandic eth typed for Đ
_INVISIBLE = re.compile("[\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]")
_FOLDED_D = str.maketrans({"đ": "d", "Đ": "d", "Ð": "d", "ð": "d"})
_BLANKS = re.compile(r"\s+")
_EMPTY = re.compile(r"[\s,;.\-–—_/]*\Z")
_NOT_WORD = re.compile(r"[^a-z0-9]+")


def nfc(text: str) -> str:
    """Compose the letters (NFC), mend look-alikes of Đ, drop invisible characters; blanks stay as typed."""
    if text.isascii():
        return text
    return unicodedata.normalize("NFC", _INVISIBLE.sub("", text).translate(_ALIKE))


def squeeze(text: str) -> str:
    """Compose the letters and turn each run of blanks, line breaks too, into one blank; none at the ends."""
    return _BLANKS.sub(" ", nfc(text)).strip()


def fold(text: str) -> str:
    """Lower the case, remove accents, write đ as d and squeeze blanks, for comparing and searching only."""
    if text.isascii():
        return " ".join(text.lower().split())
    plain = unicodedata.normalize("NFD", _INVISIBLE.sub("", text).translate(_FOLDED_D))
    return " ".join("".join(letter for letter in plain if not unicodedata.combining(letter)).lower().split())


def words(text: str) -> tuple[str, ...]:
    """Split the folded text into its runs of letters and digits."""
    return tuple(word for word in _NOT_WORD.split(fold(text)) if word)


def is_blank(text: str) -> bool:
    """Say whether a value holds nothing: blanks, or the separators left over from empty parts (", , ,")."""
    return _EMPTY.match(text) is not None
