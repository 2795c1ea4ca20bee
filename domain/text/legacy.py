"""Texts in an encoding of before Unicode, or read in the wrong one: TCVN3 (.VnTime), VNI, UTF-8 taken for cp1252.

A whole value is read, never parts of it: whoever typed "Nguyễn" had Unicode. A reading counts only where the value as
it stands cannot be Vietnamese and every word that would change becomes one; so no right name is ever touched.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from domain.text.letters import ALPHABET, LONGEST_KEPT
from domain.text.syllables import is_possible, is_syllable


class Encoding(StrEnum):
    """What a text was written in."""

    UTF8_AS_CP1252 = "utf8_as_cp1252"
    TCVN3 = "tcvn3"
    VNI = "vni"


@dataclass(frozen=True, slots=True)
class Reading:
    """A value read in the encoding it was written in."""

    value: str
    encoding: Encoding


# TCVN 5712:1993, set 3, as it looks when its bytes are taken for Latin-1. Capitals with a tone lived in a second font
# on the same places, so their case is lost.
TCVN3 = dict(
    zip(
        "¡¢£¤¥¦§¨©ª«¬\u00ad®µ¶·¸¹»¼½¾ÆÇÈÉÊËÌÎÏÐÑÒÓÔÕÖ×ØÜÝÞßáâãäåæçèéêëìíîïñòóôõö÷øùúûüýþ",
        "ĂÂÊÔƠƯĐăâêôơưđàảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵ",
        strict=True,
    )
)

# VNI for Windows: a letter and, behind it, a sign for hat and tone; i, đ and ỵ are signs of their own
_PLAIN, _HAT, _BREVE = "øùûõï", "âàáåãä", "êèéúüë"
_SIGNED = {
    "a": dict(zip(_PLAIN + _HAT + _BREVE, "àáảãạâầấẩẫậăằắẳẵặ", strict=True)),
    "e": dict(zip(_PLAIN + _HAT, "èéẻẽẹêềếểễệ", strict=True)),
    "o": dict(zip(_PLAIN + _HAT, "òóỏõọôồốổỗộ", strict=True)),
    "u": dict(zip(_PLAIN, "ùúủũụ", strict=True)),
    "y": dict(zip(_PLAIN[:4], "ỳýỷỹ", strict=True)),
    "ô": dict(zip(_PLAIN, "ờớởỡợ", strict=True)),
    "ö": dict(zip(_PLAIN, "ừứửữự", strict=True)),
}
_SINGLE = dict(zip("ôöìíæóòîñ", "ơưìíỉĩịỵđ", strict=True))
VNI = {letter + sign: read for letter, signs in _SIGNED.items() for sign, read in signs.items()} | _SINGLE
_VNI_ANY_CASE = (
    VNI
    | {key[0].upper() + key[1:]: read.upper() for key, read in VNI.items()}
    | {key.upper(): read.upper() for key, read in VNI.items()}
)
_VNI_SIGNS = frozenset(f"{_PLAIN}{_HAT}{_BREVE}{(_PLAIN + _HAT + _BREVE).upper()}")
_VNI_TOKEN = re.compile("|".join(sorted(map(re.escape, _VNI_ANY_CASE), key=len, reverse=True)))

_BYTES = {chr(byte): byte for byte in range(128, 160)} | {
    bytes((byte,)).decode("cp1252", "replace"): byte for byte in range(128, 256)
}
_BYTES.pop("\ufffd")
_PUNCTUATION = frozenset("\u00a0“”‘’–—…°·«»")
# one letter that none of the encodings can leave behind, most often a Vietnamese one, settles it
_ELSE = re.compile(f"[^\\x00-\\x7f{''.join(map(re.escape, sorted({*_BYTES, *TCVN3})))}]")
_WORD = re.compile(r"[^\s\u00a0,.;:/()\-–—“”‘’\"]+")
_SHORTENED = re.compile("(?=.{2,6}\\Z)[A-Z]*Đ[A-ZĐ]*\\Z")  # offices and decisions: no syllables
# in names; without its ư each would be another right word
_WITH_HORN = frozenset(("lưu", "khưu", "hưu", "cưu", "mưu", "bưu", "sưu", "mưa", "xưa", "thưa", "cưa"))
# surnames in which VNI would see a word that is hardly anybody's ("Lị", "Ngơ", "Tơ", "Lơ", "Hồng")
_NO_VNI = frozenset(("lò", "ngô", "tô", "lô", "nông", "mông", "tôn", "tòng", "hoàng"))
# the same in TCVN3 ("Nụng", "Lờ", "Phựng")
_NO_TCVN3 = frozenset((
    "nông", "mông", "lê", "lâm", "phùng", "bùi", "sùng", "ngô", "tô", "lô", "lò", "tòng", "thân", "tôn", "lã", "mã", "cù", "lù",
))  # fmt: skip
_ASCII_LETTERS = re.compile("[A-Za-z]")


def read(value: str, *, titled: bool = False) -> Reading | None:
    """Read a value that is no Vietnamese as it stands; None where it is, or where no encoding makes it so.

    `titled`: every word begins with a capital, as in names; TCVN3 alone cannot tell.
    """
    if value.isascii():
        return None
    if _ELSE.search(value) is not None:
        return None
    text = unicodedata.normalize("NFC", value)
    if len(text) > LONGEST_KEPT:
        return _read(text, titled)
    return _kept(text, titled)


@lru_cache(maxsize=16384)
def _kept(text: str, titled: bool) -> Reading | None:
    return _read(text, titled)


def _read(text: str, titled: bool) -> Reading | None:
    if not _cannot_be(text) or ("\u00ad" in text and _is_hyphened(text, titled)):
        return None
    for encoding, decoded in (
        (Encoding.UTF8_AS_CP1252, _decoded(text)),
        (Encoding.VNI, _from_vni(text, titled)),
        (Encoding.TCVN3, _from_tcvn3(text, titled)),
    ):
        if decoded is not None and _is_better(
            text, decoded, titled, surely=encoding is Encoding.UTF8_AS_CP1252
        ):
            return Reading(decoded, encoding)
    return None


def _cannot_be(text: str) -> bool:
    """Say whether some word cannot be Vietnamese: a foreign sign, an impossible syllable, a capital inside it."""
    if any(not letter.isascii() and letter not in ALPHABET and letter not in _PUNCTUATION for letter in text):
        return True
    if "Ã\u00a0" in text and any(letter.islower() for letter in text):
        return True  # the à of "Hà", whose second byte is a blank
    return any(
        not word.isascii() and (not is_possible(word) or not _cased(word)) for word in _WORD.findall(text)
    )


def _is_hyphened(text: str, titled: bool) -> bool:
    """Say whether soft hyphens stand where a line may break: without them every word is right, and no ư is missed.

    In a note "ch\u00ada" is chưa rather than cha; of names those with an ư are known.
    """
    if _cannot_be(text.replace("\u00ad", "")):
        return False
    held = [word for word in _WORD.findall(text) if "\u00ad" in word]
    horned = [word.replace("\u00ad", "ư").lower() for word in held]
    return all(is_syllable(word.replace("\u00ad", "")) for word in held) and not any(
        word in _WITH_HORN if titled else is_syllable(word) for word in horned
    )


def _cased(word: str) -> bool:
    return word.islower() or word.isupper() or (word[0].isupper() and not any(map(str.isupper, word[1:])))


def _is_better(before: str, after: str, titled: bool, *, surely: bool) -> bool:
    """Hold a reading against what it was read from; `surely`: hardly by chance, so a Nùng name alone may carry it."""
    if any(
        not letter.isascii() and letter not in ALPHABET and letter not in _PUNCTUATION for letter in after
    ):
        return False
    there = set(_WORD.findall(before))
    words = _WORD.findall(after)
    if not any(surely or is_syllable(word) for word in words if word not in there):
        return False
    read = [word for word in words if not word.isascii() or word not in there]
    if not titled:  # in notes: "theo QĐ số …"
        read = [word for word in read if _SHORTENED.match(word) is None]
    if not all(is_possible(word) and _cased(word) for word in read):
        return False
    # a single word in capitals beside others is a capital that belongs to another encoding
    capitals = {word.isupper() for word in (words if titled else read) if len(word) > 1}
    return len(capitals) < 2


def _decoded(text: str) -> str | None:
    """Take off one layer after another: what two programs misread one after the other was encoded twice."""
    found = None
    while (decoded := _from_cp1252(text)) is not None and decoded != text:
        found = text = decoded
    return found


def _from_cp1252(text: str) -> str | None:
    taken = bytearray()
    for letter in text:
        if letter.isascii():
            taken.append(ord(letter))
        elif letter in _BYTES:
            taken.append(_BYTES[letter])
        else:
            return None
    try:
        return unicodedata.normalize("NFC", taken.decode("utf-8"))
    except UnicodeDecodeError:
        return None


def _from_vni(text: str, titled: bool) -> str | None:
    """Read VNI; where a sign stands behind no letter of its own ("Sài"), only the words that cannot be as they are."""
    is_mixed = any(sign in _VNI_SIGNS for sign in _VNI_TOKEN.sub("", text))
    first = text.partition(" ")[0]
    decoded = _WORD.sub(
        lambda found: (
            found[0]
            if (is_mixed and _is_right(found[0]))
            or (titled and found.start() == 0 and first.lower() in _NO_VNI)
            else _VNI_TOKEN.sub(_letter, found[0])
        ),
        text,
    )
    return decoded if decoded != text else None


def _letter(found: re.Match[str]) -> str:
    return _VNI_ANY_CASE[found[0]]


def _is_right(word: str) -> bool:
    return (
        is_possible(word) and _cased(word) and all(letter.isascii() or letter in ALPHABET for letter in word)
    )


def _from_tcvn3(text: str, titled: bool) -> str | None:
    if not all(letter.isascii() or letter in TCVN3 or letter in _PUNCTUATION for letter in text):
        return None
    first = text.partition(" ")[0]
    kept = len(first) if titled and first.lower() in _NO_TCVN3 else 0
    decoded = text[:kept] + "".join(TCVN3.get(letter, letter) for letter in text[kept:])
    plain = "".join(_ASCII_LETTERS.findall(text))
    longer = [word for word in _WORD.findall(decoded) if len(word) > 1]
    if len(plain) > 1 and plain.isupper() and any(len(word) > 2 or word.isupper() for word in longer):
        return decoded.upper()
    return _WORD.sub(lambda word: word[0][0].upper() + word[0][1:], decoded) if titled else decoded
