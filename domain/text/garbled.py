"""Values in which some words were read in another encoding than the rest, and the halves of letters that this leaves."""

from __future__ import annotations

import re

from domain.text import legacy, words
from domain.text.letters import LONGEST_KEPT, is_foreign, tidy
from domain.text.slips import Repair, Slip
from domain.text.syllables import is_possible

_HALF = re.compile("[ÃÂ]\u00a0")  # of "à", or of a hard blank
_CONTROL = re.compile("[\u0080-\u009f]")
_HALF_OR_CONTROL = re.compile("[ÃÂ\u0080-\u009f](?:(?<![ÃÂ])|\u00a0)")
_SIGN = re.compile("[\u00a1-\u00a9\u00ab\u00ac\u00ae-\u00b3\u00b6\u00b8\u00b9\u00bb-\u00bf×÷ƒˆ˜†‡‚„‰‹›€™]")
_TYPED = re.compile("(?:[ÃÂ]\u00a0|[^ \u00a0])+")


def words_read(value: str, name: bool) -> Repair | None:
    """Read the words that are in an old encoding beside others that are not, as after a half-done conversion."""
    if len(value) > LONGEST_KEPT:
        return None
    typed = _TYPED.findall(value)
    beside = {
        word: reading
        for word in typed
        if name
        and _cannot_stand(word)
        and (reading := legacy.read(word, titled=True)) is not None
        and reading.encoding is legacy.Encoding.VNI  # by TCVN3 "Phùc" would be Phực
    }
    if not (beside or any(map(betrays, value)) or _HALF.search(value)):
        return None
    betraying = {word for word in typed if any(map(betrays, word)) or _HALF.search(word)}
    readings = beside | {
        word: reading
        for word in betraying
        if (reading := legacy.read(word, titled=name) or _whole(word, value)) is not None
    }
    if not readings.keys() >= betraying:
        return None
    mended = _TYPED.sub(lambda found: readings[found[0]].value if found[0] in readings else found[0], value)
    first = next(readings[word] for word in typed if word in readings)
    return Repair(tidy(mended), False, Slip(first.encoding.value))


def _cannot_stand(word: str) -> bool:
    """Say whether a word has no foreign letter and still is no word, nor one with a key too many: "Vaên" in VNI."""
    return (
        not word.isascii()
        and word.isalpha()
        and not is_possible(word)
        and not any(map(betrays, word))
        and words.read_in_name(word) is None
    )


def _whole(word: str, value: str) -> legacy.Reading | None:
    """Read the "HÃ\u00a0" of a value in small letters: by itself it might be a word in capitals and a blank."""
    read = word.replace("Ã\u00a0", "à")
    is_small = read != word and not value.isupper() and read[1:].islower() and is_possible(read.strip(",.;"))
    return legacy.Reading(read, legacy.Encoding.UTF8_AS_CP1252) if is_small else None


def betrays(letter: str) -> bool:
    """Say whether a letter is one that Vietnamese does not write, whatever an old encoding may mean by it."""
    return is_foreign(letter) and letter not in "Ðð\u00a0"


def has_halves(value: str) -> bool:
    """Say whether a value holds what only UTF-8 read as something else leaves: bytes of letters, taken for blanks and controls.

    "LÃ\u00a0VĂN ANH" is Lã and a hard blank: an à in it would make no word.
    """
    if value.isascii() or _HALF_OR_CONTROL.search(value) is None:
        return False
    if _CONTROL.search(value) is not None:
        return True
    halves = [word for word in _TYPED.findall(value) if _HALF.search(word)]
    return bool(halves) and not (
        value.isupper()
        and not any("Â\u00a0" in word or is_possible(word.replace("Ã\u00a0", "à")) for word in halves)
    )


def is_garbled(name: str) -> bool:
    """Say whether a name holds signs that no language writes names with, and that old encodings leave behind."""
    return _SIGN.search(name) is not None or has_halves(name)
