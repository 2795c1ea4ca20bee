"""Where the clock is to go: an instant, or one of the jumps of the phones' page, in the time of Viet Nam."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone

VIET_NAM = timezone(timedelta(hours=7))  # no summer time since 1975, so no zone file is needed
MONDAY_AT = 8


def as_iso(seconds: float) -> str:
    """Unix seconds as ISO 8601 in UTC."""
    return datetime.fromtimestamp(seconds, UTC).isoformat()


def target(now_s: float, to: str) -> float:
    """Unix seconds of the instant `to` names, seen from `now_s`; raises ValueError for a word it does not know.

    `+1h`, `+30m`, `+2d` go on by so much; `15:00` is the next time the clock shows it; `monday` the next Monday
    08:00; anything else is ISO 8601 with an offset.
    """
    if found := re.fullmatch(r"\+(\d{1,4})([mhd])", to):
        return now_s + int(found[1]) * {"m": 60, "h": 3600, "d": 86_400}[found[2]]
    now = datetime.fromtimestamp(now_s, VIET_NAM)
    if found := re.fullmatch(r"(\d{1,2}):(\d\d)", to):
        at = now.replace(hour=int(found[1]), minute=int(found[2]), second=0, microsecond=0)
        return (at if at > now else at + timedelta(days=1)).timestamp()
    if to == "monday":
        day = now.replace(hour=MONDAY_AT, minute=0, second=0, microsecond=0) - timedelta(days=now.weekday())
        return (day if day > now else day + timedelta(days=7)).timestamp()
    instant = datetime.fromisoformat(to)
    if instant.tzinfo is None:
        raise ValueError("an instant needs its offset")
    return instant.timestamp()
