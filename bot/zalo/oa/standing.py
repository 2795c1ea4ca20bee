"""How an app's tokens stand at an instant: still good, due for the next pair, or lost; and what is told then."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from storage.zalo_tokens import Tokens


class Point(StrEnum):
    """Where a refresh has come to, for tests that end it there."""

    BEFORE_INTENT = "before intent"
    AFTER_INTENT = "after intent"
    AFTER_CALL = "after call"
    AFTER_ANSWER = "after answer"
    AFTER_USE = "after use"


@dataclass(frozen=True, slots=True)
class Alarm:
    """A person has to authorise the app anew, at this link."""

    reason: str
    since: datetime
    link: str


def good(tokens: Tokens, now: datetime) -> str | None:
    """Give the access token while Zalo takes it."""
    alive = tokens.expires_at is not None and now < tokens.expires_at
    return tokens.access_token if alive else None


def seconds_left(tokens: Tokens, now: datetime) -> float:
    """Tell for how long the access token is still good."""
    return max(0.0, (tokens.expires_at - now).total_seconds()) if tokens.expires_at else 0.0


def is_due(tokens: Tokens, now: datetime) -> bool:
    """Say whether the next pair should be got: from half the life of this one on."""
    if tokens.spending is not None or not tokens.refresh_token:
        return False
    if tokens.access_token is None or tokens.expires_at is None or tokens.obtained_at is None:
        return True
    return now >= tokens.obtained_at + (tokens.expires_at - tokens.obtained_at) / 2


def is_lost(tokens: Tokens) -> bool:
    """Say whether no next pair can be had and nobody has been told yet."""
    if tokens.alarm is not None or tokens.answer is not None:
        return False
    return tokens.spending is not None or not tokens.refresh_token
