"""Values of single fields as rules read them: is anything there, which code is it, are two texts the same words."""

from __future__ import annotations

from functools import lru_cache

from domain.fields.shape import CodeList
from domain.text import canonical

LONGEST = 200  # characters; what is longer is no code and nobody's name
NOTHING = " ,;.-–—_?/\\\t\r\n\u00a0\u200b\ufeff"
_SAID = (
    "không", "không rõ", "không có", "không biết", "không nhớ", "không ghi", "không xác định", "chưa xác định",
    "chưa rõ", "không có thông tin", "không khai", "bỏ trống", "để trống", "x", "sổ không ghi", "trong sổ không ghi",
    "sổ gốc không ghi", "sổ để trống", "sổ gốc để trống", "sổ bỏ trống", "sổ gốc bỏ trống",
)  # fmt: skip
# what programs and typists put where they had nothing, which no register says
PLACEHOLDERS = frozenset((
    "null", "Null", "NULL", "none", "None", "NONE", "nan", "NaN", "n/a", "N/A", "#N/A", "undefined", "xx", "xxx", "XXX",
))  # fmt: skip
SAYS_NOTHING = PLACEHOLDERS.union(
    form for words in _SAID for form in (words, words.capitalize(), words.upper())
)


def empty(text: str | None) -> bool:
    """Say whether a value holds nothing but blanks and the separators of empty parts (", , ,")."""
    return not text or (text[0] in NOTHING and not text.strip(NOTHING))


def says_nothing(text: str) -> bool:
    """Say whether words stand for nothing ("không rõ"): the register may well have them."""
    return text in SAYS_NOTHING


def absent(text: str | None) -> bool:
    """Say whether a value is empty or stands for nothing."""
    return empty(text) or says_nothing(text or "")


@lru_cache(maxsize=4096)
def code(text: str, codes: CodeList) -> str:
    """Read a code, or its words, as the exchange files number it; empty where it is none ("1.0" and "01" are "1")."""
    if len(text) > LONGEST:
        return ""
    plain = text.strip().removesuffix(".0")
    plain = plain.lstrip("0") or "0" if plain.isdecimal() else plain
    return codes.code_of(plain) or ""


def same_words(one: str, other: str) -> bool:
    """Say whether two texts are the same words, whatever their case, blanks and place of tones; two empty ones are not."""
    if one == other:
        return not empty(one)
    if abs(len(one) - len(other)) > LONGEST or len(one) > LONGEST:
        return False
    return _comparable(one) == _comparable(other) != ""


@lru_cache(maxsize=4096)
def _comparable(text: str) -> str:
    return canonical(text)
