"""How much of a person's data is shown: numbers cut to their end, addresses to the commune, names to initials."""

from __future__ import annotations

import re

from domain import dates
from domain.folding import fold, squeeze

HIDDEN = "***"
_LONG_NUMBER = re.compile(r"\d(?:[\s.\-]?\d){7,}")  # identity papers have 8 to 12 digits
_IDENTITY = re.compile(r"(?<!\d)\d{9}(?:\d{3})?(?!\d)")
_PASSPORT = re.compile(r"\b[A-Z]{1,2}\d{6,8}\b")
_PARTED = re.compile(r"\s*[,;]\s*|\s+[-–]\s+")
# where the part of an address begins that many households share
_UNIT = re.compile(
    r"(?<!\w)(?:thị\s+xã|xã(?!\s+hội)|phường|thị\s+trấn|huyện|quận|thành\s+phố|tỉnh|tt\.?|tp\.?|[xph]\.)\s*(?=\w)",
    re.IGNORECASE,
)
_INSTITUTION = re.compile(
    r"(?:tai )?(?:benh vien|bv|bvdk|tram|trung tam|nha ho sinh|phong kham|co so y te|ubnd|uy ban)\b"
)
_HOUSEHOLD = re.compile(
    r"(?:thon|ban|xom|khu|khoi|to|to dan pho|so|so nha|ngo|ngach|hem|duong|pho|nha|doi)\b|.*\d"
)


def number(text: str) -> str:
    """Keep the last three characters of an identity number: "***123"."""
    kept = re.sub(r"[\s.\-]", "", text)
    return f"{HIDDEN}{kept[-3:]}" if len(kept) > 5 else HIDDEN


def numbers_within(text: str) -> str:
    """Mask identity numbers inside running text."""
    masked = _LONG_NUMBER.sub(lambda found: number(found[0]), text)
    return _PASSPORT.sub(lambda found: number(found[0]), masked)


def slipped_in(text: str) -> str:
    """Mask what can only be an identity number, of 9 or 12 digits, in a field meant for something short."""
    return _IDENTITY.sub(lambda found: number(found[0]), text)


def place(text: str) -> str:
    """Cut an address down to commune and above; where no unit is named, to its last parts; else hide it.

    A hospital or an office stays: it is nobody's home.
    """
    text = squeeze(text)
    if _INSTITUTION.match(fold(text)):
        return numbers_within(text)
    if found := _UNIT.search(text):
        return numbers_within(text[found.start() :])
    parts = [part for part in _PARTED.split(text) if part]
    shared = parts[-min(2, len(parts) - 1) :] if len(parts) > 1 else parts
    shared = [part for part in shared if not _HOUSEHOLD.match(fold(part))]
    return ", ".join(shared) if shared else HIDDEN


def initials(name: str) -> str:
    """Reduce a name to its initials: "N.V.A."."""
    letters = (next((letter for letter in word if letter.isalpha()), "") for word in squeeze(name).split())
    return "".join(f"{letter.upper()}." for letter in letters if letter) or HIDDEN


def year(day: str) -> str:
    """Reduce a date to its year; what is no date is hidden."""
    read = dates.parse(day)
    return f"{read.year}" if isinstance(read, dates.PartialDate) else HIDDEN
