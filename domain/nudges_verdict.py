"""What a rule says of something that nobody asked for: send it, never send it, or later."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Send:
    """It goes out now."""


@dataclass(frozen=True, slots=True)
class Cancel:
    """It is not said at all; the reason is kept, so that the silence can be proven."""

    reason: str


@dataclass(frozen=True, slots=True)
class Postpone:
    """It is said at another moment (an instant with its zone), if it is still true then."""

    until: datetime
    reason: str


Verdict = Send | Cancel | Postpone
