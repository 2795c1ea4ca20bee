"""Surnames whose misspelling shows: "Nguyển" is a syllable that can be, and nobody's surname.

Only long and frequent surnames are held against; a short one (Lô, Lộ, Lỗ) has too many neighbours that are surnames,
and so only slips that are nobody's surname are listed of it.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from itertools import product

from domain.text.syllables import is_syllable

_FREQUENT = "Nguyễn Trần Phạm Hoàng Huỳnh Lương Dương Đặng Triệu Trịnh Trương Phùng Đoàn Nông Phan Quách Tăng Khổng Thân"
# surnames themselves, if rare, or words too near to one to be held against it
_ALSO = "Lường Phan Phán Trân Tráng Đăng Đường Doãn Doan Hoằng Nòng Trướng Trường Triều Thần Thàn Tang Tằng Khống Đoan Phàn Phẩm Dường"
# of short surnames, with tones that none has: lists of Vietnamese surnames know none of these, nor "Hoành"
_OF_SHORT = {"Vũ": "Vủ Vụ", "Bùi": "Bủi Bũi Búi Bụi Bui", "Hứa": "Hừa Hửa Hữa Hựa Hưa", "Hoàng": "Hoành"}
# after these "không" is no surname with its tone lost, but says that there is no name ("không đọc được")
_NOT = "rõ có còn biết nhớ ghi tên xác khai đọc ký được thấy đặt nhìn cha bố mẹ chồng vợ"
_FORMS = {"a": "aăâ", "e": "eê", "o": "oôơ", "u": "uư", "d": "dđ"}
_TONES = ("", "\u0300", "\u0309", "\u0303", "\u0301", "\u0323")


def _bare(word: str) -> str:
    letters = unicodedata.normalize("NFD", word.lower()).replace("đ", "d")
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


def _spellings(bare: str) -> set[str]:
    """List every syllable that has the letters of a word, with any hats and any tone."""
    found = set()
    for letters in product(*(_FORMS.get(letter, letter) for letter in bare)):
        for place, letter in enumerate(letters):
            if letter in "aăâeêioôơuưy":
                for tone in _TONES:
                    word = "".join((*letters[: place + 1], tone, *letters[place + 1 :]))
                    found.add(unicodedata.normalize("NFC", word))
    return {word for word in found if is_syllable(word)} | {bare}


@lru_cache(maxsize=1)
def _meant() -> dict[str, str]:
    """Tie each misspelling to its one surname; worked out when first asked for, not when the bot starts."""
    surnames = _FREQUENT.split()
    kept = {word.lower() for word in (*surnames, *_ALSO.split())}
    meant: dict[str, set[str]] = {}
    for surname in surnames:
        for spelling in _spellings(_bare(surname)):
            if spelling not in kept:
                meant.setdefault(spelling, set()).add(surname)
    found = {spelling: names.pop() for spelling, names in meant.items() if len(names) == 1}
    return found | {slip.lower(): surname for surname, slips in _OF_SHORT.items() for slip in slips.split()}


def meant(name: str) -> str:
    """Give a name with the surname it may be meant to begin with; empty where nothing tells, or for a single word."""
    surname, blank, rest = name.partition(" ")
    found = _meant().get(surname.lower()) if blank else None
    if found is None or (surname.lower() == "không" and rest.lower().partition(" ")[0] in _NOT.split()):
        return ""
    return f"{found.upper() if surname.isupper() and len(surname) > 1 else found} {rest}"
