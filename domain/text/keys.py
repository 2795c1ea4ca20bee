"""The key by which two texts are the same to a reader: one spelling for each word, whatever the keyboard made of it."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

from domain.text import legacy, tones
from domain.text.letters import LONGEST_KEPT, tidy
from domain.text.syllables import is_syllable

_ETH = str.maketrans("ð", "đ")


def clean(value: str) -> str:
    """Mend a value without changing what is seen of it: letters composed, blanks, Đ for eth, empty address parts.

    A value in an old encoding stays as it is, since its blanks and eths are letters. Twice gives the same as once.
    """
    if value.isascii() or legacy.read(value) is None:
        return tidy(value)
    return value


def canonical(value: str) -> str:
    """Give the key for comparing and searching: as `clean`, in small letters, tones in the old style, one line.

    Accents count, and i and y are two letters: "Lý" and "Lí" have two keys. For search without accents: folding.fold.
    """
    if len(value) > LONGEST_KEPT:
        return _key(value)
    words = [_key_of_syllable(word) for word in value.split(" ")]
    return _kept(value) if "" in words else " ".join(words)


@lru_cache(maxsize=8192)
def _key_of_syllable(word: str) -> str:
    """Give the key of one right Vietnamese syllable, of which names are made that hardly ever come twice; else nothing.

    No old encoding reads as nothing but right syllables, so that the keys of the words are the key of the whole.
    """
    right = word.isalpha() and is_syllable(word) and unicodedata.is_normalized("NFC", word)
    return _key(word) if right else ""


@lru_cache(maxsize=2048)
def _kept(value: str) -> str:
    return _key(value)


def _key(value: str) -> str:
    text = clean(value)
    if text.isascii():
        return " ".join(text.lower().split())
    small = unicodedata.normalize("NFC", text.casefold()).translate(_ETH)
    return " ".join(tones.old_style(small).split())
