"""The seal of a day: one hash over the newest link of every unit's chain, chained to the seal before it.

It goes out of the house each night in a message. Who holds the database can write a log anew, every hash, head and
seal of it too, but not the message: its short form, copied from there, tells whether the log up to that night is
still the one that was sealed.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple

from domain import chain

GENESIS = chain.GENESIS
HASH_DIGITS = 64
SHORT_DIGITS = 16  # 64 bits: another log with the same ones is beyond anybody who would want it
_GROUP = 4
_LARGEST = 2**63  # what a database holds as a whole number

_encode = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode


class Head(NamedTuple):
    """The newest decision of a unit: its number in the unit's log, and its hash."""

    unit_id: int
    seq: int
    hash: str


@dataclass(frozen=True, slots=True)
class Seal:
    """The seal of a day; `heads` are those of the units that had decided anything by then, by unit."""

    day: date
    heads: tuple[Head, ...]
    prev_hash: str
    hash: str
    made_at: datetime

    @property
    def units(self) -> int:
        """Count the units that had decided anything."""
        return len(self.heads)

    @property
    def decisions(self) -> int:
        """Count the decisions sealed, from the first day on; a unit's are numbered from 1."""
        return sum(head.seq for head in self.heads)


def compute(prev_hash: str, day: date, heads: object) -> str:
    """Compute a seal's hash, 64 hex digits, from the seal before it, the day and the heads as they are stored."""
    body = _encode([day.isoformat(), heads])
    return hashlib.sha256(f"{prev_hash}\n{body}".encode()).hexdigest()


def make(prev_hash: str, day: date, heads: Iterable[Head], *, now: datetime) -> Seal:
    """Seal a day, chained to the seal before it; the first one is chained to GENESIS."""
    in_order = tuple(sorted(heads))
    return Seal(day, in_order, prev_hash, compute(prev_hash, day, in_order), now)


def read_heads(stored: object) -> tuple[Head, ...] | None:
    """Read heads as they are stored, [[unit, seq, hash], …]; None where they are none."""
    if not isinstance(stored, list):
        return None
    heads = []
    for one in stored:
        match one:
            case [unit_id, seq, str(digits)] if _is_number(unit_id) and _is_number(seq):
                heads.append(Head(unit_id, seq, digits))
            case _:
                return None
    return tuple(heads)


def _is_number(value: object) -> bool:
    return type(value) is int and 0 < value < _LARGEST  # JSON's true is no number


def short(digits: str) -> str:
    """Shorten a hash to what people can copy: ab12-cd34-ef56-7890."""
    return "-".join(digits[at : at + _GROUP] for at in range(0, SHORT_DIGITS, _GROUP))


@dataclass(frozen=True, slots=True)
class Copy:
    """What somebody has of a seal: the day, and its first hex digits, 16 or all."""

    day: date
    digits: str

    def is_of(self, digits: str) -> bool:
        """Say whether this is a copy of a seal with that hash."""
        return digits.startswith(self.digits)


@dataclass(frozen=True, slots=True)
class Compared:
    """A copy beside the hash that is stored for its day; None where no seal is."""

    copy: Copy
    stored: str | None

    @property
    def is_same(self) -> bool:
        """Say whether the seal stored is the one that was copied."""
        return self.stored is not None and self.copy.is_of(self.stored)


# the line of the message whole, or only its day and its digits; hyphens as phones and word processors change them
_COPY = re.compile(
    r"\D*(?:(?P<y>\d{4})-(?P<m>\d\d?)-(?P<d>\d\d?)|(?P<d2>\d\d?)/(?P<m2>\d\d?)/(?P<y2>\d{4}))[\s:]+"
    r"(?P<digits>[0-9a-f]{4}(?:[-‐‑‒–—−\s]?[0-9a-f]{4}){3,15})(?:\s*\([^()]*\))?[\s.]*",
    re.IGNORECASE,
)


def read_copy(written: str) -> Copy | None:
    """Read a copy as people write or paste it: "2024-07-04 ab12-cd34-ef56-7890"; None where it is none."""
    found = _COPY.fullmatch(written.strip())
    if found is None:
        return None
    digits = re.sub(r"[^0-9a-f]", "", found["digits"].lower())
    if len(digits) not in (SHORT_DIGITS, HASH_DIGITS):
        return None
    try:
        day = date(
            int(found["y"] or found["y2"]), int(found["m"] or found["m2"]), int(found["d"] or found["d2"])
        )
    except ValueError:
        return None
    return Copy(day, digits)
