"""Text as it gets broken on its way: old encodings, keys left over from typing, signs that nobody sees.

Each way takes a sound text and gives the broken one, or "" where the text has no room for it.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Mapping
from random import Random

_TONES = "\u0300\u0309\u0303\u0301\u0323"  # huyền hỏi ngã sắc nặng
_TELEX_TONE = dict(zip(_TONES, "frxsj", strict=True))
_VNI_KEY_TONE = dict(zip(_TONES, "23415", strict=True))
_TELEX_SHAPE = {"ă": "aw", "â": "aa", "ê": "ee", "ô": "oo", "ơ": "ow", "ư": "uw", "đ": "dd"}
_VNI_KEY_SHAPE = {"ă": "a8", "â": "a6", "ê": "e6", "ô": "o6", "ơ": "o7", "ư": "u7", "đ": "d9"}

# TCVN 5712:1993, VN3: lower case of every letter, capitals only of the plain ones
_TCVN3 = dict(zip(
    "àảãáạăằẳẵắặâầẩẫấậđèẻẽéẹêềểễếệìỉĩíịòỏõóọôồổỗốộơờởỡớợùủũúụưừửữứựỳỷỹýỵĂÂÊÔƠƯĐ",
    "\xb5\xb6\xb7\xb8\xb9\xa8\xbb\xbc\xbd\xbe\xc6\xa9\xc7\xc8\xc9\xca\xcb\xae\xcc\xce\xcf\xd0\xd1\xaa\xd2\xd3\xd4"
    "\xd5\xd6\xd7\xd8\xdc\xdd\xde\xdf\xe1\xe2\xe3\xe4\xab\xe5\xe6\xe7\xe8\xe9\xac\xea\xeb\xec\xed\xee\xef\xf1\xf2"
    "\xf3\xf4\xad\xf5\xf6\xf7\xf8\xf9\xfa\xfb\xfc\xfd\xfe\xa1\xa2\xa3\xa4\xa5\xa6\xa7",
    strict=True,
))  # fmt: skip


def _vni_table() -> dict[str, str]:
    table: dict[str, str] = {}
    marks = dict(zip(_TONES, "øûõùï", strict=True))
    breve = {"": "ê", **dict(zip(_TONES, "èúüéë", strict=True))}
    hat = {"": "â", **dict(zip(_TONES, "àåãáä", strict=True))}
    for tone in ("", *_TONES):
        for letter in "aeouy":
            table[unicodedata.normalize("NFC", letter + tone)] = letter + marks.get(tone, "")
        for letter in "aeo":
            table[unicodedata.normalize("NFC", f"{letter}\u0302{tone}")] = letter + hat[tone]
        table[unicodedata.normalize("NFC", f"a\u0306{tone}")] = "a" + breve[tone]
        table[unicodedata.normalize("NFC", f"o\u031b{tone}")] = "ô" + marks.get(tone, "")
        table[unicodedata.normalize("NFC", f"u\u031b{tone}")] = "ö" + marks.get(tone, "")
    table |= {"ì": "ì", "ỉ": "æ", "ĩ": "ó", "í": "í", "ị": "ò", "ỵ": "î", "đ": "ñ"}
    table |= {letter.upper(): kept.upper() for letter, kept in table.items()}
    return table


_VNI = _vni_table()


def nfd(rng: Random, text: str) -> str:
    """Take the letters apart."""
    apart = unicodedata.normalize("NFD", text)
    return apart if apart != text else ""


def zero_width(rng: Random, text: str) -> str:
    """Put in a sign of no width."""
    at = rng.randrange(1, len(text)) if len(text) > 1 else 1
    return text[:at] + rng.choice("\u200b\u200c\ufeff\u2060") + text[at:]


def no_break(rng: Random, text: str) -> str:
    """Turn one blank into one that does not break."""
    at = [place for place, letter in enumerate(text) if letter == " "]
    if not at:
        return ""
    place = rng.choice(at)
    return f"{text[:place]}\u00a0{text[place + 1 :]}"


def two_blanks(rng: Random, text: str) -> str:
    """Double one blank."""
    words = text.split(" ")
    if len(words) < 2:
        return ""
    at = rng.randrange(1, len(words))
    return " ".join(words[:at]) + "  " + " ".join(words[at:])


def eth(rng: Random, text: str) -> str:
    """Write the Icelandic letters for Đ and đ."""
    other = text.replace("Đ", "Ð").replace("đ", "ð")
    return other if other != text else ""


def tcvn3(rng: Random, text: str) -> str:
    """Leave the text as .VnTime had it; capitals that this encoding has no letter for give nothing."""
    if any(not letter.isascii() and letter not in _TCVN3 for letter in text):
        return ""
    other = "".join(_TCVN3.get(letter, letter) for letter in text)
    return other if sum(one != two for one, two in zip(text, other, strict=True)) > 1 else ""


def vni(rng: Random, text: str) -> str:
    """Leave the text as VNI-Times had it."""
    other = "".join(_VNI.get(letter, letter) for letter in text)
    return other if len(other) > len(text) + 1 else ""


def cp1252(rng: Random, text: str) -> str:
    """Read UTF-8 as cp1252; bytes that cp1252 does not have come through as they are."""
    read = []
    for byte in text.encode():
        try:
            read.append(bytes([byte]).decode("cp1252"))
        except UnicodeDecodeError:
            read.append(chr(byte))
    other = "".join(read)
    return other if len(other) > len(text) + 1 else ""


def telex(rng: Random, text: str) -> str:
    """Leave the keys of Telex in one toned syllable: "Hoangf", "Nguyeenx", "Nguyênx"."""
    return _keys(rng, text, _TELEX_TONE, _TELEX_SHAPE, "end")


def vni_keys(rng: Random, text: str) -> str:
    """Leave the keys of VNI in one toned syllable: "Nguye64n"."""
    return _keys(rng, text, _VNI_KEY_TONE, _VNI_KEY_SHAPE, "vowel")


def _keys(rng: Random, text: str, tones: Mapping[str, str], shapes: Mapping[str, str], where: str) -> str:
    words = text.split(" ")
    toned = [
        at
        for at, word in enumerate(words)
        if any(each in _TONES for each in unicodedata.normalize("NFD", word))
    ]
    if not toned:
        return ""
    at = rng.choice(toned)
    tone_key, plain = "", ""
    whole = rng.random() < 0.5  # else only the tone was left over
    letters = unicodedata.normalize("NFC", words[at])
    for letter in letters:
        apart = unicodedata.normalize("NFD", letter)
        tone = next((each for each in apart if each in _TONES), "")
        bare = unicodedata.normalize("NFC", apart.replace(tone, "")) if tone else letter
        shaped = shapes.get(bare.lower()) if whole or where == "vowel" else None
        if shaped is not None:
            bare = shaped if bare.islower() else shaped[0].upper() + shaped[1:]
        plain += bare
        if tone:
            tone_key = tones[tone]
            if where == "vowel":
                plain += tone_key
    words[at] = plain + (tone_key if where == "end" else "")
    return " ".join(words)


def doubled(rng: Random, text: str) -> str:
    """Double the last consonant of one syllable: "Nguyễnn"."""
    words = text.split(" ")
    fit = [at for at, word in enumerate(words) if len(word) > 2 and word[-1] in "nmgtcp"]
    if not fit:
        return ""
    at = rng.choice(fit)
    words[at] += words[at][-1]
    return " ".join(words)


def digits(rng: Random, text: str) -> str:
    """Type letters that look like digits into a number."""
    fit = [at for at, letter in enumerate(text) if letter in "01"]
    if not fit:
        return ""
    at = rng.choice(fit)
    return text[:at] + ("O" if text[at] == "0" else "l") + text[at + 1 :]


def commas(rng: Random, text: str) -> str:
    """Leave the commas of parts that were empty."""
    parts = text.split(", ")
    if len(parts) < 2:
        return ""
    parts.insert(rng.randrange(len(parts) + 1), "")
    return ", ".join(parts).strip(" ") if rng.random() < 0.5 else f", , {text}"


def digit_in_name(rng: Random, text: str) -> str:
    """Put a digit into a name, where no key of a keyboard explains it."""
    words = text.split(" ")
    return " ".join([*words[:-1], f"{words[-1]} {rng.choice('789')}"])


Way = Callable[[Random, str], str]
IN_NAMES: Mapping[str, Way] = {
    "nfd": nfd, "zero_width": zero_width, "no_break": no_break, "two_blanks": two_blanks, "eth": eth, "tcvn3": tcvn3,
    "vni": vni, "cp1252": cp1252, "telex": telex, "vni_keys": vni_keys, "doubled": doubled,
    "digit_in_name": digit_in_name,
}  # fmt: skip
IN_PLACES: Mapping[str, Way] = {
    "nfd": nfd, "zero_width": zero_width, "no_break": no_break, "two_blanks": two_blanks, "eth": eth, "tcvn3": tcvn3,
    "vni": vni, "cp1252": cp1252, "commas": commas,
}  # fmt: skip
IN_NUMBERS: Mapping[str, Way] = {"digits": digits}
LOSS_FREE = frozenset({"nfd", "zero_width", "no_break", "two_blanks", "eth"})  # what one tap may mend
REPAIRED = LOSS_FREE | {"tcvn3", "vni", "cp1252", "telex", "vni_keys", "doubled", "digits", "commas"}
