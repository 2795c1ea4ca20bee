"""What goes wrong with a text between the register and the sheet, and what a suggestion is made of."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Slip(StrEnum):
    """What went wrong with a text."""

    UNTIDY = "untidy"  # form of the letters, blanks, eth for Đ, commas of empty parts
    UTF8_AS_CP1252 = "utf8_as_cp1252"
    TCVN3 = "tcvn3"
    VNI = "vni"
    ENTITY = "entity"  # &#7877; as pages on the web write ễ
    TELEX = "telex"
    VNI_KEYS = "vni_keys"
    STUCK_KEY = "stuck_key"
    LOOK_ALIKE = "look_alike"  # a letter of another alphabet
    DIGIT_IN_WORD = "digit_in_word"
    LETTER_IN_NUMBER = "letter_in_number"
    TONE_ON_CONSONANT = "tone_on_consonant"  # "Hoang̀"
    TONE_BESIDE = "tone_beside"  # "Trừơng": on a vowel that bears none there
    CAPITALS = "capitals"


# nobody takes a value with such a slip for another
MILD = frozenset((Slip.UNTIDY, Slip.CAPITALS, Slip.TONE_BESIDE))


@dataclass(frozen=True, slots=True)
class Repair:
    """A suggestion; `loss_free` where it looks the same as the value."""

    value: str
    loss_free: bool
    why: Slip
