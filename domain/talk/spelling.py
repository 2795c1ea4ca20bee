"""The many ways of typing one thing: letters with and without accents, full-width digits, signs around a label."""

from __future__ import annotations

import re
import unicodedata

from domain.folding import fold

NUMBER_MAX = 3  # digits; a longer number names no place in a list
# how an emoji is to be drawn (variation, keycap, skin) is no matter of what it says
_LOOKS = re.compile("[\ufe0e\ufe0f\u20e3\U0001f3fb-\U0001f3ff]")
ENDS = " .!,;"
_NUMBER = re.compile(
    r"(?:([a-z]+) ?)?(?:#? ?([0-9]+)|\( ?([0-9]+) ?\)|\[ ?([0-9]+) ?\])(?: ?[.,;:!)\]])*", re.ASCII
)
_LINE = re.compile(r"([0-9]{1,3}) ?[.):] ?(\S.*)", re.ASCII)


def plain(text: str) -> str:
    """Write full-width and styled letters and digits as plain ones, and drop how emoji are to be drawn."""
    return unicodedata.normalize("NFKC", _LOOKS.sub("", text.replace("🔟", "10"))).strip()


def as_typed(text: str) -> str:
    """Fold words for comparing; signs count ("❌ Phê duyệt" is no approval), full stops at the end do not."""
    return fold(plain(text)).rstrip(ENDS)


def bare(label: str) -> str:
    """Take the leading signs off a caption: "✅ Phê duyệt" becomes "Phê duyệt"."""
    start = next((i for i, letter in enumerate(label) if letter.isalnum()), 0)
    return label[start:].strip()


def is_spelled(text: str, label: str) -> bool:
    """Say whether a label is typed whole, its own signs as drawn or left out."""
    typed = as_typed(text)
    if not any(letter.isalnum() for letter in typed):
        return False
    name = bare(label)
    sign = label[: len(label) - len(name)].strip() if label.endswith(name) else ""
    tail = next((i for i in range(len(name), 0, -1) if not _is_sign(name[i - 1])), 0)
    return any(
        typed == as_typed(f"{before}{words}")
        for before in ("", sign, f"{sign} ")
        for words in (name, name[:tail])
    )


def _is_sign(letter: str) -> bool:
    return letter.isspace() or unicodedata.category(letter).startswith("S")


def read_number(text: str, before: frozenset[str]) -> int | None:
    """Read a number that stands alone: "2", "２", "2.", "(2)", "#2", "2️⃣", or behind one of the words given."""
    found = _NUMBER.fullmatch(fold(plain(text)))
    if found is None or (found[1] and found[1] not in before):
        return None
    digits = found[2] or found[3] or found[4]
    return int(digits) if len(digits) <= NUMBER_MAX else 0


def split_line(text: str) -> tuple[int | None, str]:
    """Part a line of a list that was copied whole: "2. Sửa và duyệt" is 2 and the label."""
    found = _LINE.fullmatch(plain(text))
    return (int(found[1]), found[2]) if found else (None, "")
