"""Who wants to be left in peace for how long, as the database told last and as channels have answered since."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from storage.rests import Rest


class Peace:
    """The rests that this process knows of."""

    def __init__(self) -> None:
        self._rests: dict[tuple[str, str], Rest] = {}

    def know(self, rests: Iterable[Rest]) -> None:
        """Take over what the database holds, in place of all that was known."""
        self._rests = {(rest.channel, rest.user): rest for rest in rests}

    def begin(self, rest: Rest) -> None:
        """Add a rest that a channel has just asked for."""
        self._rests[rest.channel, rest.user] = rest

    def left_s(self, channel: str, user: str, now: datetime, *, asked: bool) -> float:
        """Tell for how many seconds nothing of a kind, an answer (`asked`) or not, may go to a chat; 0: it may."""
        found = (self._rests.get((channel, "")), self._rests.get((channel, user)))
        untils = [rest.at(now).until for rest in found if rest and (rest.binds_answers or not asked)]
        return max(0.0, *((until - now).total_seconds() for until in untils)) if untils else 0.0

    def channels(self, now: datetime, *, at_most_s: float) -> set[str]:
        """Name the channels on which nothing unasked may go out for a while, but no longer than so many seconds."""
        return {
            channel
            for channel, user in self._rests
            if not user and 0 < self.left_s(channel, "", now, asked=False) <= at_most_s
        }
