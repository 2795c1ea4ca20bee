"""Instants and days as the cells of an export, quickly: a log has two of them in each of hundreds of thousands rows."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta, tzinfo
from functools import lru_cache
from typing import Any

from sqlalchemy import String, type_coerce

_HOUR, _MINUTE, _SECOND = 13, 16, 19  # where in "2024-07-04 00:30:00.000000" these end
_LAST = timedelta(minutes=59)
_WHOLE = ".000"


def as_stored(column: Any) -> Any:
    """Select an instant as the driver gives it: text in UTC on SQLite, a datetime on PostgreSQL."""
    return type_coerce(column, String).label(column.key)


def writer(zone: tzinfo) -> Callable[[str | datetime | None], str]:
    """Give what writes instants to the millisecond with the zone's offset: 2024-07-04T07:30:00.000+07:00.

    It takes them as `as_stored` selects them, or as datetimes with an offset; None is written as "".
    """

    @lru_cache(maxsize=4_096)
    def hour(text: str) -> tuple[str, str] | None:
        """Give an hour's beginning in the zone and its offset; None where it does not begin with an hour there."""
        begin = datetime.fromisoformat(f"{text}:00").replace(tzinfo=UTC)
        local, last = begin.astimezone(zone), (begin + _LAST).astimezone(zone)
        if local.utcoffset() != last.utcoffset() or local.minute or local.second:
            return None
        written = local.isoformat(timespec="minutes")
        return written[:_HOUR], written[_MINUTE:]

    def write(at: str | datetime | None) -> str:
        if not at:
            return ""
        if isinstance(at, str):
            if (found := hour(at[:_HOUR])) is not None:
                rest = at[_HOUR:] + _WHOLE if len(at) == _SECOND else at[_HOUR : _SECOND + 4]
                return found[0] + rest + found[1]
            at = datetime.fromisoformat(at).replace(tzinfo=UTC)
        return at.astimezone(zone).isoformat(timespec="milliseconds")

    return write
