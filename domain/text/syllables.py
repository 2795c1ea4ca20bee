"""What a Vietnamese syllable can be: a table of rimes, the beginnings they go with, the tones before a stop.

It says which words cannot be right, never which are. Tày and Nùng names ("Slình", "Phjao") keep to other rules: words
that could be theirs are let through. It is not for places, whose names come from still more languages.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from domain.text.letters import ALPHABET, LONGEST_KEPT

_TONES = {
    "\u0300": "f",
    "\u0309": "r",
    "\u0303": "x",
    "\u0301": "s",
    "\u0323": "j",
}  # named by their Telex keys


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


_RIMES = _set(
    "a ac ach ai am an ang anh ao ap at au ay ăc ăm ăn ăng ăp ăt âc âm ân âng âp ât âu ây "
    "e ec em en eng eo ep et ê êch êm ên ênh êp êt êu i ia ich im in inh ip it iu iêc iêm iên iêng iêp iêt iêu "
    "o oc oi om on ong op ot oa oac oach oai oam oan oang oanh oao oap oat oay oăc oăm oăn oăng oăt oe oen oeo oet "
    "ooc oong ô ôc ôi ôm ôn ông ôp ôt ơ ơi ơm ơn ơp ơt u ua uc ui um un ung up ut "
    "uân uâng uât uây ue uê uêch uên uênh uôc uôi uôm uôn uông uôt uơ uy uya uych uyên uyêt uyn uynh uyp uyt uyu "
    "ư ưa ưc ưi ưm ưn ưng ưt ưu ươc ươi ươm ươn ương ươp ươt ươu y"
)
# after "qu" the u belongs to the beginning
_AFTER_QU = _set(
    "a ac ach ai an ang anh ao at au ay ăc ăm ăn ăng ăp ăt âc ân âng ât âu ây e en eng eo et ê êch ên ênh êt "
    "i ich it ôc ơ ơi ơn ơt y ych yên yêt yn ynh yt yu"
)
_AFTER_GI = frozenset(rime for rime in _RIMES if rime[0] not in "iy") | _set("êc êm ên êng êp êt êu")
_ALONE_Y = _set("y yêm yên yêng yêt yêu")
_BEGINNINGS = ("ngh", "ch", "gh", "gi", "kh", "ng", "nh", "ph", "qu", "th", "tr", *"bcdđghklmnprstvx")
_FRONT = frozenset("ieêy")
_ONLY_FRONT, _NEVER_FRONT = frozenset(("k", "gh", "ngh")), frozenset(("c", "g", "ng"))
_STOPS = ("c", "ch", "p", "t")

# how Tày, Nùng, Dao, Mông and the peoples further south begin words that Vietnamese never begins so
_OTHERS = re.compile(
    r"(?:sl|nhj|[bkmpst]j|[kpt]hj|[bđdkmgpst]r|[bhkmpgst]l|hm|hn|tx|dz|đh|nz|kp|ks|z|w|j|[bcdđghklmnrsty]['’])"
)
_MORE_RIMES = _set("êng âc eng ơng iơ ươ uô uơng ơc êc ăi ưn uôp ưp ôn")
_VOWELS = frozenset("aeiouy")
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*['’]?")


def untoned(word: str) -> tuple[str, str]:
    """Take the tone off a word in small letters: the word without it, and the tones in order by Telex key.

    Off its vowels: one that stands on a consonant ("hoang̀") makes no syllable and stays.
    """
    if word.isascii():
        return word, ""
    bare, tones, on_vowel = [], [], False
    for letter in unicodedata.normalize("NFD", word):
        if letter in _TONES and on_vowel:
            tones.append(_TONES[letter])
            continue
        if not unicodedata.combining(letter):
            on_vowel = letter in _VOWELS
        bare.append(letter)
    return unicodedata.normalize("NFC", "".join(bare)), "".join(tones)


@lru_cache(maxsize=8192)
def is_syllable(word: str) -> bool:
    """Say whether one word, in any case, follows the grammar of Vietnamese syllables."""
    if len(word) > 7 or not word:
        return False
    bare, tones = untoned(word.lower())
    return len(tones) <= 1 and _fits(bare, tones)


def _fits(bare: str, tone: str) -> bool:
    beginning = next((each for each in _BEGINNINGS if bare.startswith(each)), "")
    rime = bare[len(beginning) :]
    if beginning == "gi" and rime not in _AFTER_GI:  # gì, gìn: the i is the vowel
        beginning, rime = "g", bare[1:]
        if rime not in ("i", "in"):
            return False
    elif beginning == "qu":
        if rime not in _AFTER_QU:
            return False
    elif beginning == "gi":
        pass
    elif not beginning:
        if rime not in _RIMES and rime not in _ALONE_Y:
            return False
    elif rime not in _RIMES or beginning in (_NEVER_FRONT if rime[0] in _FRONT else _ONLY_FRONT):
        return False
    return not rime.endswith(_STOPS) or tone in ("s", "j")


@lru_cache(maxsize=8192)
def is_possible(word: str) -> bool:
    """Say whether a word could be Vietnamese, or Tày, Nùng or another people's as registers spell it."""
    if is_syllable(word):
        return True
    if len(word) > 12:
        return False
    bare, tones = untoned(word.lower())
    if len(tones) > 1 or not all(letter in ALPHABET or letter in "jwzf'’" for letter in bare):
        return False
    found = _OTHERS.match(bare)
    rest = bare[found.end() :] if found else bare
    if found and not rest:
        return len(bare) <= 2 and bare[-1] in "'’"
    if found and rest in _RIMES | _MORE_RIMES:
        return True
    beginning = next((each for each in _BEGINNINGS if rest.startswith(each)), "")
    rime = rest[len(beginning) :]
    return bool(found and rime in _RIMES) or rime in _MORE_RIMES


def odd_syllables(value: str) -> tuple[str, ...]:
    """List the words of a name that no Vietnamese syllable and no Tày or Nùng spelling accounts for, as typed.

    Meant for people's names only, as a hint; a value too long for a name gives nothing.
    """
    if len(value) > LONGEST_KEPT:
        return ()
    return _odd(value)


@lru_cache(maxsize=4096)
def _odd(value: str) -> tuple[str, ...]:
    return tuple(word for word in _WORD.findall(unicodedata.normalize("NFC", value)) if not is_possible(word))
