"""Instants and days as the cells of an export, quickly: a log has two of them in each of hundreds of thousands rows."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, tzinfo
from functools import lru_cache
from typing import Any

from sqlalchemy import String, type_coerce

_MINUTE, _SECOND = 16, 19  # where in "2024-07-04 00:30:00.000000" these end


def as_stored(column: Any) -> Any:
    """Select an instant as the driver gives it: text in UTC on SQLite, a datetime on PostgreSQL."""
    return type_coerce(column, String).label(column.key)


def writer(zone: tzinfo) -> Callable[[str | datetime | None], str]:
    """Give what writes instants to the millisecond with the zone's offset: 2024-07-04T07:30:00.000+07:00.

    It takes them as `as_stored` selects them, or as datetimes with an offset; None is written as "".
    """

    @lru_cache(maxsize=4_096)
    def minute(text: str) -> tuple[str, str]:
        local = (
            datetime.fromisoformat(text).replace(tzinfo=UTC).astimezone(zone).isoformat(timespec="minutes")
        )
        return local[:_MINUTE], local[_MINUTE:]

    def write(at: str | datetime | None) -> str:
        if not at:
            return ""
        if isinstance(at, datetime):
            return at.astimezone(zone).isoformat(timespec="milliseconds")
        begin, offset = minute(at[:_MINUTE])
        seconds = f"{at[_MINUTE:]}.000" if len(at) == _SECOND else at[_MINUTE : _SECOND + 4]
        return f"{begin}{seconds}{offset}"

    return write
