"""The one clock: what time it is for the bot, which may run on from a set instant for demo and tests."""

from __future__ import annotations

import time
from datetime import UTC, date, datetime, timedelta, tzinfo

from bot.settings import Settings


class Clock:
    """Tells the time in UTC and the calendar day where the province is."""

    def __init__(self, zone: tzinfo, start: datetime | None = None) -> None:
        self.zone = zone
        self.set(start)

    def set(self, start: datetime | None) -> None:
        """Let the clock run on from `start`; None means the true time."""
        self._start = start.astimezone(UTC) if start else None
        self._since = time.monotonic()

    def __call__(self) -> datetime:
        if self._start is None:
            return datetime.now(UTC)
        return self._start + timedelta(seconds=time.monotonic() - self._since)

    def today(self) -> date:
        """Name the calendar day in the province."""
        return self().astimezone(self.zone).date()


def clock_of(settings: Settings) -> Clock:
    """Make the clock the settings ask for."""
    return Clock(settings.zone, settings.now)
