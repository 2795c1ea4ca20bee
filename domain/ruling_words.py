"""The words of a question or ruling made comparable: folded, their accents kept beside, short forms in full.

A word without accents may be any that folds to it; one with them is only the same word. Phrases that mean the same are
found through the field's table of synonyms.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from domain import folding
from domain.synonyms import FILLERS, SHORT, SYNONYMS

_TONES = frozenset("\u0300\u0301\u0303\u0309\u0323")
_RUN = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class Word:
    """A word folded, and with its accents in an order that does not depend on where the tone is put."""

    plain: str
    accented: str  # empty where no accent was typed

    def is_of(self, other: Word) -> bool:
        """Say whether this word, as typed, can be the other, which stands with its accents."""
        return self.plain == other.plain and (not self.accented or self.accented == other.accented)


def read(text: str) -> tuple[Word, ...]:
    """Split a text into its words."""
    found: list[Word] = []
    for each in _RUN.findall(folding.nfc(text).lower()):
        plain = _with_y(folding.fold(each))
        if plain in SHORT:
            found += [Word(word, "") for word in SHORT[plain].split()]
        else:
            found.append(Word(plain, "" if each.isascii() else _accents(each)))
    return tuple(found)


def _with_y(word: str) -> str:
    """Write "kí", "lí" as "ký", "lý": both spellings are in use."""
    is_one = len(word) in (2, 3) and word.endswith("i") and not set(word[:-1]) & set("aeiouy")
    return f"{word[:-1]}y" if is_one else word


def _accents(word: str) -> str:
    apart = unicodedata.normalize("NFD", word)
    tone = "".join(mark for mark in apart if mark in _TONES)
    return _with_y("".join(mark for mark in apart if mark not in _TONES)) + tone


def search_text(title: str, text: str) -> str:
    """Write what a database's index holds of a ruling: folded words, blanks between."""
    return " ".join(word.plain for word in read(f"{title} {text}"))


# ── what means the same ──────────────────────────────────────────────────────────────────────────

_Phrase = tuple[tuple[Word, ...], frozenset[int]]


@cache
def _table() -> Mapping[str, tuple[_Phrase, ...]]:
    """Tell, of each word that begins a phrase, the phrases from the longest on, and the rows that hold each."""
    rows: dict[tuple[Word, ...], set[int]] = {}
    for number, row in enumerate(SYNONYMS):
        for phrase in row:
            rows.setdefault(read(phrase), set()).add(number)
    found: dict[str, list[_Phrase]] = {}
    for phrase_words in sorted(rows, key=lambda each: (-len(each), [word.accented for word in each])):
        found.setdefault(phrase_words[0].plain, []).append((phrase_words, frozenset(rows[phrase_words])))
    return {word: tuple(phrases) for word, phrases in found.items()}


def meanings(of: Sequence[Word]) -> Iterable[frozenset[int]]:
    """Find phrases of the table from left to right, the longest first, and give the rows of each."""
    place = 0
    while place < len(of):
        for phrase, rows in _table().get(of[place].plain, ()):
            if _stands(phrase, of[place : place + len(phrase)]):
                yield rows
                place += len(phrase)
                break
        else:
            place += 1


def _stands(phrase: Sequence[Word], typed: Sequence[Word]) -> bool:
    if len(phrase) != len(typed) or not all(one.is_of(word) for one, word in zip(typed, phrase, strict=True)):
        return False
    # "la" alone is "là" far more often than "lạ"
    return len(phrase) > 1 or bool(typed[0].accented) or phrase[0].plain not in FILLERS


def wanted(question: str) -> tuple[str, ...]:
    """List the phrases, folded, of which a ruling must hold one to be looked at: telling words, and synonyms."""
    asked = read(question)
    rows = {row for found in meanings(asked) for row in found}
    phrases = {
        " ".join(word.plain for word in phrase)
        for known in _table().values()
        for phrase, found in known
        if found & rows
    }
    telling = {word.plain for word in asked if word.plain not in FILLERS}
    return tuple(sorted(telling | phrases)) or tuple(sorted({word.plain for word in asked}))
