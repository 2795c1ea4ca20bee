"""What a value may have been meant to say, where a machine or a hand garbled it; one suggestion, and its reason.

Nothing is changed here. A suggestion that leaves the visible text as it is counts as loss-free; every other one has to
be held against the register by an official. Abbreviations ("TT.", "H.") and words of other languages are left alone.
"""

from __future__ import annotations

import re
from functools import lru_cache
from html import unescape

from domain import dates
from domain.fields.shape import Kind
from domain.text import legacy, words
from domain.text.garbled import betrays, has_halves, is_garbled, words_read
from domain.text.letters import ALPHABET, LONGEST_KEPT, tidy
from domain.text.slips import MILD, Repair, Slip
from domain.text.syllables import is_possible, odd_syllables

_NUMBERS = frozenset((Kind.IDENTITY, Kind.CITIZEN, Kind.NUMBER, Kind.BOOK, Kind.DATE))
_SELDOM_TWICE = _NUMBERS | {Kind.NAME}
_ONE_LINE = frozenset((Kind.NAME, Kind.PLACE, Kind.OFFICE)) | _NUMBERS
_WORD = re.compile(r"[^\W_]+")
_MARKED_WORD = re.compile("(?:[^\\W_][\u0300-\u036f]*)+")
_WORD_OF_HYPHENS = re.compile("[^\\W\\d_\u00ad]*\u00ad(?:[^\\W\\d_]|\u00ad)*")
_CAPITALS = "".join(filter(str.isupper, sorted(ALPHABET)))
_KEY_BEFORE_NAME = re.compile(f"(?:([^\\W\\d_]+) )?\\b([^\\W\\d_]+[1-9])(?= [{_CAPITALS}])")
_DIGITS = str.maketrans("OoQIl|０１２３４５６７８９．／", "0001110123456789./")
_SHAPES = {
    Kind.IDENTITY: re.compile(r"(?:\d{9}|\d{12})\Z", re.ASCII),
    Kind.CITIZEN: re.compile(r"\d{12}\Z", re.ASCII),
    Kind.NUMBER: re.compile(r"\d{1,6}(?:/\d{4})?\Z", re.ASCII),
    Kind.BOOK: re.compile(r"\d{1,3}(?:/\d{4})?\Z", re.ASCII),
}
# words found right before, by kind of column: most values are made of them
_RIGHT: dict[Kind, set[str]] = {kind: set() for kind in (Kind.NAME, Kind.PLACE, Kind.OFFICE, Kind.TEXT)}
_MOST_RIGHT = 40_000
_NO_WORDS: frozenset[str] = frozenset()


def is_plain(value: str, kind: Kind) -> bool:
    """Say at once that nothing is wrong with a value: its words were met before, or it is digits and dots.

    False says nothing. A name that is plain has no odd syllable either.
    """
    right = _RIGHT.get(kind)
    if right is None:
        return value.isascii() and (value.isdigit() or value.replace(".", "").isdigit())
    return right.issuperset(value.split(" ")) and value[-1] != ","


def right_words(kind: Kind) -> set[str] | frozenset[str]:
    """Give the words of a kind of column that were found right so far, a set that grows; empty for numbers."""
    return _RIGHT.get(kind, _NO_WORDS)


def repair(value: str, kind: Kind) -> Repair | None:
    """Suggest what a value may be meant to say; None where it looks right, or where nothing can be told.

    Names are read word by word; in places and free texts only what no other language would write counts.
    """
    # names and numbers hardly ever come twice, places do
    if kind in _SELDOM_TWICE and is_plain(value, kind):
        return None
    if len(value) > LONGEST_KEPT:
        return _look(value, kind)
    return _kept(value, kind)


def _remember(value: str, kind: Kind) -> None:
    right = _RIGHT[kind]
    for piece in value.split(" "):
        if piece in right or len(right) >= _MOST_RIGHT:
            continue
        word = piece if kind is Kind.NAME else piece.removesuffix(",")
        if (
            word
            and not words.may_be_keys(word)
            and _look(word, kind) is None
            and not (kind is Kind.NAME and _is_odd(word))
        ):
            right.add(piece)


def _is_odd(word: str) -> bool:
    return bool(odd_syllables(word)) or not word.replace("'", "").isalpha()


@lru_cache(maxsize=4096)
def _kept(value: str, kind: Kind) -> Repair | None:
    if is_plain(value, kind):
        return None
    found = _look(value, kind)
    if found is None and kind in _RIGHT:
        _remember(value, kind)
    return found


def _look(value: str, kind: Kind) -> Repair | None:
    if kind is Kind.CODE:
        return None
    reading = legacy.read(value, titled=kind is Kind.NAME)
    if reading is not None:
        return Repair(tidy(reading.value), False, Slip(reading.encoding.value))
    if not value.isascii() and (garbled := words_read(value, kind is Kind.NAME)) is not None:
        return garbled
    text = tidy(value)
    if "&" in text and (read := tidy(unescape(text))) != text and ";" in text:
        return Repair(read, False, Slip.ENTITY)
    seen = text
    if kind in _ONE_LINE and "\n" in text:
        text = text.replace("\n", " ")
    read, why = _number(text, kind) if kind in _NUMBERS else _words(text, kind)
    if kind is Kind.PLACE or kind is Kind.OFFICE:
        read, why = _keys_before_names(read, why)
    if why is not None:
        return Repair(read, False, why)
    if text == value or not text:
        return None
    if any(sign in value for sign in "\u00adÐð") and any(map(betrays, text)):
        return None  # in an encoding that could not be read these are letters
    if is_garbled(value) if kind is Kind.NAME else has_halves(value):
        return None
    if "\u00ad" in value and (doubts := _horns(value, kind)) is not None:
        return Repair(text, False, Slip.UNTIDY) if doubts else None
    return Repair(text, text == seen, Slip.UNTIDY)


def _horns(value: str, kind: Kind) -> bool | None:
    """Say whether a soft hyphen might be the ư of TCVN3: False where the word is none without it, None where it is not."""
    held = [word for word in _WORD_OF_HYPHENS.findall(value) if "\u00ad" in word]
    if kind is Kind.NAME and not all(is_possible(word.replace("\u00ad", "")) for word in held):
        return False
    return True if any(is_possible(word.replace("\u00ad", "ư")) for word in held) else None


def _number(text: str, kind: Kind) -> tuple[str, Slip | None]:
    if (text.isascii() and text.isdigit()) or not any(map(str.isdigit, text)):
        return text, None
    read = text.translate(_DIGITS).removeprefix("'")  # the mark by which spreadsheets know a text
    if read == text or len(read) > 40:
        return text, None
    if kind is Kind.DATE:
        right = isinstance(dates.parse(read), dates.PartialDate)
    else:
        right = _SHAPES[kind].match(re.sub(r"[ .\-]", "", read)) is not None
    return (read, Slip.LETTER_IN_NUMBER) if right else (text, None)


def _words(text: str, kind: Kind) -> tuple[str, Slip | None]:
    name = kind is Kind.NAME
    read_word = words.read_in_name if name else words.read_in_text
    word_of = _MARKED_WORD if name and words.MARK.search(text) is not None else _WORD
    typed = word_of.findall(text)
    if not any(map(read_word, typed)):
        return text, None
    slips = [read[1] for word in typed if (read := read_word(word)) is not None]
    # "V1 VĂN BÌNH", "LÝ THỊ GHi": one word alone does not tell that all are in capitals
    others = [word for word in typed if len(word) > 1 and read_word(word) is None] if name else []
    in_capitals = bool(others) and all(map(str.isupper, others))
    mended = word_of.sub(
        lambda found: (
            found[0] if (read := read_word(found[0])) is None else read[0].upper() if in_capitals else read[0]
        ),
        text,
    )
    # beside a word of another language, a word that could be mended is most likely of that language too
    if name and not all(map(is_possible, word_of.findall(mended))):
        return text, None
    return mended, next((slip for slip in slips if slip not in MILD), slips[0])


def _keys_before_names(text: str, why: Slip | None) -> tuple[str, Slip | None]:
    """Read the single VNI keys at the ends of words in a place, where a name follows."""
    if len(text) > LONGEST_KEPT or (found := _KEY_BEFORE_NAME.search(text)) is None:
        return text, why
    while found is not None:
        read = words.read_before_a_name(found[2], found[1] or "")
        if read is not None:
            text, why = text[: found.start(2)] + read[0] + text[found.end(2) :], why or read[1]
        found = _KEY_BEFORE_NAME.search(text, found.start(2) + 1)
    return text, why
