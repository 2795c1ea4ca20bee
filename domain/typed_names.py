"""Names of people as they are typed: one a line, or with commas; and who of a roster is meant, accents left aside."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from domain.folding import fold, squeeze

MOST = 20
NAME_MAX = 60

_BETWEEN = re.compile(r"[\n\r,;]|\s+và\s+", re.IGNORECASE)
_MARK = re.compile(r"\s*(?:\d{1,2}\s*[.)/]\s*|[-–—•*+]\s*)")
_TITLE = re.compile(r"(?:(?:ông|bà|anh|chị|đồng\s+chí|đ/?c|đc)[\s.:]+)+", re.IGNORECASE)
_REST = re.compile(
    r"\s+[-–—:(].*|\s*[(:].*|\s+\+?\d[\d\s.]{7,}.*"
)  # an office or a telephone behind the name


class Why(StrEnum):
    """Why a text names nobody that can be written down."""

    NOBODY = "nobody"
    MANY = "many"
    LONG = "long"


@dataclass(frozen=True, slots=True)
class Refused:
    """Why it will not do."""

    why: Why


@dataclass(frozen=True, slots=True)
class Known:
    """Somebody on the roster."""

    person_id: int
    name: str


@dataclass(frozen=True, slots=True)
class Named:
    """Somebody named: who that is on the roster, where it is clear."""

    name: str
    person_id: int | None = None


def read(text: str) -> tuple[str, ...] | Refused:
    """Read names, each once and in the order typed, without numbers, titles, offices and telephones around them."""
    names: dict[str, str] = {}
    for part in _BETWEEN.split(text):
        name = squeeze(_MARK.sub("", part, count=1)) if _MARK.match(part) else squeeze(part)
        name = _REST.sub("", _TITLE.sub("", name, count=1) if _TITLE.match(name) else name)
        name = "".join(filter(str.isprintable, name)).strip(" .-–—")
        if len(name) > NAME_MAX:
            return Refused(Why.LONG)
        if any(letter.isalpha() for letter in name):
            names.setdefault(fold(name), name)
    if not names:
        return Refused(Why.NOBODY)
    return tuple(names.values()) if len(names) <= MOST else Refused(Why.MANY)


def matched(names: Sequence[str], roster: Sequence[Known]) -> tuple[Named, ...]:
    """Find named people on a roster; of two with the same letters the one with the same accents, else nobody."""
    folded = Counter(fold(one.name) for one in roster)
    return tuple(_match(name, roster, folded) for name in names)


def _match(name: str, roster: Sequence[Known], folded: Counter[str]) -> Named:
    key, exact = fold(name), squeeze(name).lower()
    alike = [one for one in roster if fold(one.name) == key]
    if folded[key] > 1:
        alike = [one for one in alike if squeeze(one.name).lower() == exact]
    return Named(alike[0].name, alike[0].person_id) if len(alike) == 1 else Named(name)
